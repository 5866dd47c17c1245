/// Counts the records that have odd characters in their texts, each kind once a record.
struct OddityFold {
  private(set) var census = SignCensus<TextOddity>()
  /// A bit for each oddity that the record was counted for.
  private var noted: UInt32 = 0
  /// The text whose escapes were read last, and a bit for each oddity in it; -1 where none was.
  private var decoded = (node: -1, signs: UInt32(0))
  /// The text whose letters were looked through last, and whether any is written from the right; -1 where none was.
  private var directed = (node: -1, hasRightToLeft: false)

  /// Makes ready for another record.
  @inline(__always)
  mutating func begin() {
    noted = 0
    decoded.node = -1
    directed.node = -1
  }

  /// Looks at a word that stands at `start` of the record's bytes; in a row, which has `cells`, nothing is an escape.
  mutating func look(
    _ word: OddityWord, in text: UnsafeBufferPointer<UInt8>, at start: Int, of record: RecordView, cells: Int?
  ) {
    switch word {
    case .character: lookAtCharacter(text, start, record, cells)
    case .escape where cells == nil: lookAtEscape(text, start, record)
    case .mojibake:
      // A no-break space ends the word: French has many behind `é`.
      if start + 3 < text.count, text[start + 2] == 0xC2, text[start + 3] == 0xA0 { return }
      guard isNew(.mojibake), Mojibake.isProven(in: text, at: start),
        record.root.text(at: start, cells: cells) != nil
      else { return }
      note(.mojibake, start..<start + 2, record)
    case .escapedMojibake where cells == nil:
      guard isNew(.mojibake), let node = record.root.text(at: start, cells: nil),
        signs(of: node) & Self.bit(.mojibake) != 0
      else { return }
      note(.mojibake, start..<start + 6, record)
    case .escape, .escapedMojibake: break
    }
  }

  /// Counts a line of plain text whose first control character stands at `offset` of its bytes.
  mutating func noteControl(at offset: Int, of line: RecordView) {
    if isNew(.control) { note(.control, offset..<offset + 1, line) }
  }

  private mutating func lookAtCharacter(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ record: RecordView, _ cells: Int?
  ) {
    let characters = TextCharacters(text)
    guard let (scalar, length) = characters.scalar(at: start), let oddity = TextOddity(scalar), isNew(oddity),
      let node = record.root.text(at: start, cells: cells)
    else { return }
    let isOdd = characters.isOdd(scalar, start..<start + length) { hasRightToLeft(node, cells) }
    if isOdd { note(oddity, start..<start + length, record) }
  }

  private mutating func lookAtEscape(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ record: RecordView
  ) {
    guard let bytes = text.baseAddress, start + 6 <= text.count, let unit = JSONText.codeUnit(bytes + start),
      // The first half of those from U+E0000 on.
      let oddity = TextOddity(unit == 0xDB40 ? 0xE0000 : UInt32(unit)),
      // Escaped, it ends no line.
      oddity != .lineSeparator, isNew(oddity), JSONText.isEscape(text, at: start),
      let node = record.root.text(at: start, cells: nil)
    else { return }
    guard oddity.needsNoContext || signs(of: node) & Self.bit(oddity) != 0 else { return }
    note(oddity, start..<start + 6, record)
  }

  private static func bit(_ oddity: TextOddity) -> UInt32 { 1 << UInt32(oddity.rawValue) }

  private func isNew(_ oddity: TextOddity) -> Bool { noted & Self.bit(oddity) == 0 }

  private mutating func note(_ oddity: TextOddity, _ range: Range<Int>, _ record: RecordView) {
    noted |= Self.bit(oddity)
    census.note(oddity, at: record.place(of: range))
  }

  /// What is odd in a text with escapes. O(bytes), once for a text.
  private mutating func signs(of node: RecordValue) -> UInt32 {
    if decoded.node == node.index { return decoded.signs }
    var signs: UInt32 = 0
    node.textBytes.withUnsafeBufferPointer { text in
      let characters = TextCharacters(text)
      lazy var hasRightToLeft = characters.hasRightToLeft
      var index = 0
      while index < text.count {
        guard text[index] >= 0x80, let (scalar, length) = characters.scalar(at: index) else {
          index += 1
          continue
        }
        let range = index..<index + length
        if let oddity = TextOddity(scalar), characters.isOdd(scalar, range, { hasRightToLeft }) {
          signs |= Self.bit(oddity)
        }
        if Mojibake.mayBegin(scalar), signs & Self.bit(.mojibake) == 0, Mojibake.isProven(in: text, at: index)
        {
          signs |= Self.bit(.mojibake)
        }
        index += length
      }
    }
    decoded = (node.index, signs)
    return signs
  }

  /// O(bytes), once for a text.
  private mutating func hasRightToLeft(_ node: RecordValue, _ cells: Int?) -> Bool {
    if directed.node == node.index { return directed.hasRightToLeft }
    let isEscaped = cells == nil && node.hasEscapes
    directed.hasRightToLeft =
      isEscaped
      ? node.textBytes.withUnsafeBufferPointer { TextCharacters($0).hasRightToLeft }
      : TextCharacters(node.bytes).hasRightToLeft
    directed.node = node.index
    return directed.hasRightToLeft
  }
}

extension JSONText {
  /// Whether the backslash at `start` begins an escape, and is not the second one of two.
  static func isEscape(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    var index = start
    while index > 0, text[index - 1] == 0x5C { index -= 1 }
    return (start - index).isMultiple(of: 2)
  }
}
