/// Whether bytes are UTF-8 (RFC 3629), the one encoding that JSON and TOML allow.
enum TextEncoding {
  /// The problem of kind `.encoding` with the first bytes that are not UTF-8, or with the byte-order mark of
  /// another encoding; nil where all is well. A file in a wrong encoding is one mistake, so there is one
  /// problem. Only the bytes of `part` are looked at. O(bytes).
  static func problem(in bytes: [UInt8], part: TextRange) -> SyntaxProblem? {
    if part.start == 0, let name = wideEncoding(of: bytes) {
      return SyntaxProblem(.encoding, TextRange(0, min(2, bytes.count)), "text is \(name), expected UTF-8")
    }
    guard let range = firstInvalid(in: bytes, part: part) else { return nil }
    let digits = String(bytes[range.start], radix: 16, uppercase: true)
    return SyntaxProblem(.encoding, range, "byte 0x\(digits) is not UTF-8, expected UTF-8 text")
  }

  /// UTF-16 and UTF-32 by their byte-order marks or by the zero bytes around a first ASCII character
  /// (RFC 4627 section 3).
  static func wideEncoding(of bytes: [UInt8]) -> String? {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard head.count == 4 else { return nil }
    switch head.map({ $0 == 0 }) {
    case [false, true, true, true], [true, true, true, false]: return "UTF-32"
    case [false, true, false, true], [true, false, true, false]: return "UTF-16"
    default: return nil
    }
  }

  /// The first byte sequence that is not UTF-8: overlong forms, surrogates, and code points above U+10FFFF
  /// included. O(bytes).
  private static func firstInvalid(in bytes: [UInt8], part: TextRange) -> TextRange? {
    bytes.withUnsafeBufferPointer { whole in
      let text = UnsafeBufferPointer(rebasing: whole[..<min(part.end, whole.count)])
      var index = part.start
      while true {
        index = ByteWords.firstNonASCII(in: text, from: index)
        guard index < text.count else { return nil }
        let length = sequenceLength(text, at: index)
        guard length > 0 else { return TextRange(index, index + 1) }
        index += length
      }
    }
  }

  /// Whether the bytes `start ..< end` of `text` are UTF-8. O(bytes).
  static func isValid(_ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Bool {
    let part = UnsafeBufferPointer(rebasing: text[..<end])
    var index = start
    while index < end {
      // Most text that is not ASCII comes in runs of three bytes a character.
      if part[index] & 0xF0 == 0xE0, part[index] != 0xE0, part[index] != 0xED, end - index >= 3,
        part[index + 1] & 0xC0 == 0x80, part[index + 2] & 0xC0 == 0x80
      {
        index += 3
      } else if part[index] < 0x80 {
        index += 1
      } else {
        let length = sequenceLength(part, at: index)
        guard length > 0 else { return false }
        index += length
      }
    }
    return true
  }

  /// Length of the well-formed sequence at `index`, whose first byte is not ASCII; 0 for a malformed one
  /// (Unicode 16 table 3-7).
  private static func sequenceLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let first = text[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard text.count - index >= length, second.contains(text[index + 1]) else { return 0 }
    for offset in 2..<max(2, length) where text[index + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
