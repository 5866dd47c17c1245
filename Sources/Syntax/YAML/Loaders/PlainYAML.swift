/// Recognizes texts of the few forms that nearly every config is written in, whose grammar all loaders share.
///
/// Lines of printable ASCII alone: empty ones, comments, `---` as the first one, and `key: value` and `- value`
/// (`- key: value` too) with keys of letters, digits and `_.-`, and values that are missing, plain on one line,
/// quoted without escapes, or one list of such in brackets. In a text that is valid YAML and has only such lines
/// no loader's scanner or parser has anything to refuse (compared with the whole walk over all goldens); what a
/// scalar means is another matter. Conservative: other texts are walked.
struct PlainYAML {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// Whether the text has these forms alone. O(bytes).
  static func isAll(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = PlainYAML(bytes: bytes)
    guard reader.skipStart() else { return false }
    while reader.at < bytes.count {
      guard reader.skipLine() else { return false }
    }
    return true
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Characters of a longer key would count for PyYAML.
  private static let keyLimit = 128

  private var byte: UInt8 { at < bytes.count ? bytes[at] : 0x0A }

  private mutating func skipSpaces() {
    while byte == 0x20 { at += 1 }
  }

  /// A first line `---`, and nothing else that starts a document.
  private mutating func skipStart() -> Bool {
    guard byte == UInt8(ascii: "-"), bytes.count >= 3, bytes[1] == byte, bytes[2] == byte else { return true }
    at = 3
    return endLine()
  }

  private mutating func skipLine() -> Bool {
    skipSpaces()
    while byte == UInt8(ascii: "-"), at + 1 < bytes.count, bytes[at + 1] == 0x20 {
      at += 1
      skipSpaces()
      // Sequences inside of sequences on one line are left to the walk.
      if byte == UInt8(ascii: "-") { break }
    }
    if byte == UInt8(ascii: "#") || byte == 0x0A || byte == 0x0D { return endLine() }
    let start = at
    while Self.isOfKey(byte) { at += 1 }
    if byte == UInt8(ascii: ":"), at > start, at - start <= Self.keyLimit, endsKey {
      at += 1
      skipSpaces()
      return skipValue()
    }
    at = start
    return start > 0 && bytes[start - 1] == 0x20 && isEntry(start) && skipValue()
  }

  /// Whether `- ` stands before `start` on its line.
  private func isEntry(_ start: Int) -> Bool {
    var before = start - 1
    while before > 0, bytes[before] == 0x20 { before -= 1 }
    return bytes[before] == UInt8(ascii: "-")
  }

  /// Whether a space or the end of the line is behind the `:` here.
  private var endsKey: Bool {
    guard at + 1 < bytes.count else { return true }
    return bytes[at + 1] == 0x20 || bytes[at + 1] == 0x0A || bytes[at + 1] == 0x0D
  }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
      return true
    default: return false
    }
  }

  private mutating func skipValue() -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return skipQuoted() && endLine()
    case UInt8(ascii: "["): return skipList() && endLine()
    case UInt8(ascii: "#"), 0x0A, 0x0D: return endLine()
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "~"): break
    default: guard Self.isOfKey(byte) else { return false }
    }
    guard byte != UInt8(ascii: "-") || at + 1 < bytes.count && Self.isOfKey(bytes[at + 1]) else {
      return false
    }
    while byte != 0x0A, byte != 0x0D {
      if byte < 0x20 || byte > 0x7E { return false }
      if byte == UInt8(ascii: ":"), endsKey { return false }
      if byte == UInt8(ascii: "#"), bytes[at - 1] == 0x20 { return endLine() }
      at += 1
    }
    return endLine()
  }

  /// A quoted text without its own quote, without backslashes, on one line, that is no key.
  private mutating func skipQuoted() -> Bool {
    let quote = byte
    at += 1
    while byte != quote {
      if byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\\") { return false }
      at += 1
    }
    at += 1
    return byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: ",")
      || byte == UInt8(ascii: "]")
  }

  /// `[a, "b"]`, on one line.
  private mutating func skipList() -> Bool {
    at += 1
    while true {
      skipSpaces()
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        guard skipQuoted() else { return false }
      } else {
        let start = at
        while Self.isOfKey(byte) { at += 1 }
        guard at > start else { return false }
      }
      skipSpaces()
      guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else { return false }
      at += 1
      if bytes[at - 1] == UInt8(ascii: "]") { return true }
    }
  }

  /// Spaces, a comment behind one, and the line's end.
  private mutating func endLine() -> Bool {
    skipSpaces()
    if byte == UInt8(ascii: "#") {
      guard at == 0 || bytes[at - 1] == 0x20 || bytes[at - 1] == 0x0A || bytes[at - 1] == 0x0D else {
        return false
      }
      while byte != 0x0A, byte != 0x0D {
        if byte < 0x20 || byte > 0x7E { return false }
        at += 1
      }
    }
    if byte == 0x0D { at += 1 }
    guard byte == 0x0A else { return false }
    at += 1
    return true
  }
}
