import ByteScan

/// Searches the texts of records for secrets and control tokens while they come by: what `SearchCensus` is made of.
///
/// One pass over the bytes of a record finds where any of them may begin; the few such places are looked at one by one.
struct SearchFold {
  private let columnNames: ColumnNames
  private var found = SearchCensus()
  private var oddities = OddityFold()
  private let finder = ScanKernel.chosen.finder
  private let candidates = OffsetBuffer(capacity: SearchFold.stretch + 2)
  /// The text in which a control token was counted last, and a bit for each that was counted in it; -1 where none was. The
  /// texts of a record come by in their order.
  private var counted = (node: -1, tokens: UInt64(0))
  /// The text of the record whose escapes were read last; -1 where none was.
  private var decodedText = -1
  /// Where the first control token of the record stands, counted from the record's start.
  private var firstToken: Range<Int>?

  init(_ columnNames: ColumnNames) { self.columnNames = columnNames }

  /// All that was found.
  var census: SearchCensus {
    var census = found
    census.oddities = oddities.census
    return census
  }

  /// How many cells the record has, where it is a row; nil of JSON.
  private var cells: Int?

  /// Bytes that are searched at once, so that the memory for what is found stays small.
  private static let stretch = 8192

  /// Takes in one record. O(bytes).
  mutating func observe(_ record: RecordView, _ outline: borrowing RecordOutline) {
    cells = nil
    search(record, outline)
  }

  /// Takes in a row of a table of so many cells, or a line of plain text, which is one cell. O(bytes).
  mutating func observe(row: RecordView, cells: Int, _ outline: borrowing RecordOutline) {
    self.cells = cells
    search(row, outline)
  }

  /// Counts a line of plain text, the one that was taken in last, whose first control character stands at `offset`.
  mutating func noteControl(at offset: Int, of line: RecordView) {
    oddities.noteControl(at: offset, of: line)
  }

  @inline(__always)
  private mutating func search(_ record: RecordView, _ outline: borrowing RecordOutline) {
    let text = record.bytes
    guard let start = text.baseAddress else { return }
    found.records &+= 1
    decodedText = -1
    counted.node = -1
    oddities.begin()
    let offsets = candidates.start
    var first = 0
    while first < text.count {
      // Two bytes more than are asked for, since words begin with three.
      let length = min(text.count - first, Self.stretch + 2)
      let count = finder(start + first, length, SearchPlan.shared.beginnings, offsets)
      for candidate in 0..<count where offsets[candidate] < Self.stretch {
        let offset = first + Int(offsets[candidate])
        if let word = SearchPlan.shared.word(text, at: offset) {
          look(at: word, in: text, of: record, outline)
        }
      }
      first += Self.stretch
    }
    if firstToken != nil { noteTokens(of: record) }
  }

  @inline(never)
  private mutating func look(
    at word: SearchPlan.Match, in text: UnsafeBufferPointer<UInt8>, of record: RecordView,
    _ outline: borrowing RecordOutline
  ) {
    if case .oddity(let oddity) = word.meaning {
      return oddities.look(oddity, in: text, at: word.start, of: record, cells: cells)
    }
    guard let node = record.root.text(at: word.start, cells: cells) else { return }
    switch word.meaning {
    case .controlToken(let token):
      guard outline.isTemplated(node, by: columnNames) else { return }
      note(token, in: node, at: word.start..<word.start + ControlToken.bytes[token].count)
    case .escape:
      // The text itself is searched once, whatever its escapes hide.
      guard cells == nil, node.index != decodedText, outline.isTemplated(node, by: columnNames) else {
        return
      }
      decodedText = node.index
      let start = node.bytesStart - record.root.bytesStart
      for token in ControlToken.numbers(in: node.textBytes) {
        note(token, in: node, at: start..<start + node.bytes.count)
      }
    case .secret(let number):
      guard let range = SecretForm.all[number].range(in: text, at: word.start) else { return }
      found.secrets.note(SecretForm.all[number].kind, at: record.place(of: range))
    case .privateKey:
      guard let length = PrivateKeyBlock.length(in: text, at: word.start) else { return }
      found.secrets.note(.privateKey, at: record.place(of: word.start..<word.start + length))
    case .oddity: break
    }
  }

  private mutating func note(_ token: Int, in node: RecordValue, at range: Range<Int>) {
    if firstToken.map({ range.lowerBound < $0.lowerBound }) ?? true { firstToken = range }
    if counted.node != node.index { counted = (node.index, 0) }
    let bit = UInt64(1) << UInt64(token)
    if counted.tokens & bit == 0 { found.note(token) }
    counted.tokens |= bit
  }

  private mutating func noteTokens(of record: RecordView) {
    guard let range = firstToken else { return }
    found.withControlTokens.note(record.place(of: range))
    firstToken = nil
  }
}

/// Memory for offsets, which its only owner writes to without being counted.
private final class OffsetBuffer {
  let start: UnsafeMutablePointer<UInt32>

  init(capacity: Int) { start = .allocate(capacity: capacity) }

  deinit { start.deallocate() }
}

extension RecordOutline {
  /// Whether a chat template is applied to a text: the content of a turn, or a column of alpaca's. A record with tokens is
  /// trained by those, whatever texts stand beside them.
  fileprivate func isTemplated(_ text: RecordValue, by names: ColumnNames) -> Bool {
    if has(.inputIDs) { return false }
    let isAlpaca = has(.instruction)
    if isAlpaca, holds(text, .instruction) || holds(text, .input) || holds(text, .output) { return true }
    if isAlpaca || listCount > 0, holds(text, .system) { return true }
    for number in 0..<listCount {
      let list = list(number).list
      guard list.index < text.index, text.index < list.next, let key = text.keyBefore else { continue }
      if key.isText("text") { return true }
      return names.areTold ? names.areContent(key.string) : key.isText("content") || key.isText("value")
    }
    return false
  }

  private func holds(_ text: RecordValue, _ column: KnownColumn) -> Bool {
    has(column) && self[column]?.index == text.index
  }
}

extension RecordValue {
  /// The text, no key, that the byte at `offset`, counted from the start of this value, stands in; nil where it stands in none.
  /// Of a row, the cells stand behind it. O(log values).
  func text(at offset: Int, cells: Int?) -> RecordValue? {
    let wanted = bytesStart + offset
    var (low, high) = (index, cells.map { index + 1 + $0 } ?? next)
    while low < high {
      let middle = (low + high) / 2
      if at(middle).bytesStart <= wanted { low = middle + 1 } else { high = middle }
    }
    guard low > index else { return nil }
    let node = at(low - 1)
    return node.rawKind == JSONKind.string.rawValue ? node : nil
  }

  /// The key that this value stands behind; nil in a list.
  fileprivate var keyBefore: RecordValue? {
    guard index > 0 else { return nil }
    let before = at(index - 1)
    return before.rawKind == RecordNode.Kind.key.rawValue ? before : nil
  }
}
