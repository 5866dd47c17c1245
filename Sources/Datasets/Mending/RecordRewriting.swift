import Syntax

/// Writes records anew that are not JSON, where they can be read in one way only.
///
/// What it takes beyond JSON: a comma before `}` or `]`, raw control characters in strings, and between records a comma, a
/// byte-order mark, or nothing. All other bytes stay as they are, except that line breaks outside strings give way to
/// what stands on one line. What comes out is read by the strict parser, so nothing else slips through.
struct RecordRewriting {
  /// What came out.
  struct Outcome {
    /// The records, with a line break between them and none behind the last one.
    let bytes: [UInt8]
    let records: Int
    /// What is odd about them though they are JSON, a kind for each record that has it.
    let oddities: [SyntaxFault.Kind]
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let joinsLines: Bool
  private var output: [UInt8] = []
  private var index = 0

  /// What `text` says, each record an object; nil where there is a doubt. O(bytes).
  ///
  /// Without `joinsLines` line breaks outside strings stay.
  static func outcome(
    of text: UnsafeBufferPointer<UInt8>, joinsLines: Bool, lineBreak: [UInt8], into map: inout RecordMap
  ) -> Outcome? {
    var rewriting = RecordRewriting(text, joinsLines: joinsLines)
    return rewriting.records(separatedBy: lineBreak, &map)
  }

  private init(_ text: UnsafeBufferPointer<UInt8>, joinsLines: Bool) {
    self.text = text
    self.joinsLines = joinsLines
    output.reserveCapacity(text.count + 64)
  }

  private mutating func records(separatedBy lineBreak: [UInt8], _ map: inout RecordMap) -> Outcome? {
    var ranges: [TextRange] = []
    var marks = 0
    skipBetween(&marks)
    while index < text.count {
      if !ranges.isEmpty { output += lineBreak }
      let start = output.count
      guard text[index] == 0x7B, copyRecord() else { return nil }
      ranges.append(TextRange(start, output.count))
      skipSpace()
      if index < text.count, text[index] == 0x2C { index += 1 }
      skipBetween(&marks)
    }
    guard !ranges.isEmpty || marks > 0, let oddities = oddities(in: ranges, &map) else { return nil }
    return Outcome(bytes: output, records: ranges.count, oddities: oddities)
  }

  /// Reads each record again, strictly; nil where one is not JSON.
  private mutating func oddities(in ranges: [TextRange], _ map: inout RecordMap) -> [SyntaxFault.Kind]? {
    let end = output.count
    output += [UInt8](repeating: 0, count: BlockWindow.padding)
    defer { output.removeLast(BlockWindow.padding) }
    return output.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let parser = RecordParser(text: base, end: end)
      var oddities: [SyntaxFault.Kind] = []
      for range in ranges {
        guard case .value(let next) = parser.read(from: range.start, into: &map), next == range.end else {
          return nil
        }
        if map.notANumber != nil { oddities.append(.notANumber) }
        if map.loneSurrogate != nil { oddities.append(.loneSurrogate) }
      }
      return oddities
    }
  }

  private mutating func skipSpace() {
    while index < text.count, Self.isSpace(text[index]) { index += 1 }
  }

  /// Moves over white space and byte-order marks.
  private mutating func skipBetween(_ marks: inout Int) {
    while true {
      skipSpace()
      guard index + 3 <= text.count, text[index] == 0xEF, text[index + 1] == 0xBB, text[index + 2] == 0xBF
      else { return }
      index += 3
      marks += 1
    }
  }

  /// Copies from a `{` to the bracket that closes it; false where that is in doubt.
  private mutating func copyRecord() -> Bool {
    var depth = 0
    // The last byte that was no white space, outside strings; a string's is its quote.
    var last: UInt8 = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x22:
        guard copyString() else { return false }
      case 0x20, 0x09, 0x0A, 0x0D:
        copySpace(behind: last)
        continue
      case 0x2C where closes(behind: index + 1):
        // `[,]` and `{"a":,}` may miss a value.
        guard last != 0x2C, last != 0x7B, last != 0x5B, last != 0x3A else { return false }
        index += 1
      default:
        if byte == 0x7B || byte == 0x5B { depth += 1 }
        if byte == 0x7D || byte == 0x5D { depth -= 1 }
        output.append(byte)
        index += 1
      }
      last = byte
      if depth == 0 { return true }
    }
    return false
  }

  /// Whether `}` or `]` is the next thing from `start` on.
  private func closes(behind start: Int) -> Bool {
    var index = start
    while index < text.count, Self.isSpace(text[index]) { index += 1 }
    return index < text.count && (text[index] == 0x7D || text[index] == 0x5D)
  }

  /// Copies a string, its control characters escaped; false where it does not end, or holds what nobody can have meant.
  private mutating func copyString() -> Bool {
    output.append(0x22)
    index += 1
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case 0x22:
        output.append(byte)
        return true
      case 0x5C:
        // A backslash before a raw line break may go on with the line, or stand for itself.
        guard index < text.count, text[index] >= 0x20 else { return false }
        output.append(byte)
        output.append(text[index])
        index += 1
      // More likely damage than text.
      case 0: return false
      case 1..<0x20: output += Self.escape(byte)
      default: output.append(byte)
      }
    }
    return false
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 0x08: return Array("\\b".utf8)
    case 0x09: return Array("\\t".utf8)
    case 0x0A: return Array("\\n".utf8)
    case 0x0C: return Array("\\f".utf8)
    case 0x0D: return Array("\\r".utf8)
    default: return Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
    }
  }

  /// Copies the white space at `index`; a stretch with a line break in it, which is layout, becomes what `json.dumps`
  /// writes there.
  private mutating func copySpace(behind last: UInt8) {
    let start = index
    skipSpace()
    let space = text[start..<index]
    guard joinsLines, space.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      output += space
      return
    }
    let next = index < text.count ? text[index] : 0
    let opens = last == 0x7B || last == 0x5B
    let ends = next == 0x7D || next == 0x5D || next == 0x2C || next == 0x3A
    if !opens && !ends { output.append(0x20) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}

extension RecordRewriting {
  /// Where the value that opens with a bracket at `start` is closed, by counting brackets outside strings; nil where it
  /// is not before `end`. O(bytes).
  static func end(of text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var depth = 0
    var index = start
    while index < end {
      switch text[index] {
      case 0x22:
        index += 1
        while index < end, text[index] != 0x22 { index += text[index] == 0x5C ? 2 : 1 }
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D: depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return index <= end ? index : nil }
    }
    return nil
  }
}
