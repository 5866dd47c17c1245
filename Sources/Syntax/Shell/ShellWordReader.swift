/// Reads words: literals, quotes, escapes, patterns.
extension ShellReader {
  /// Reads the word at the position, which is no blank and no operator but `<(` and `>(`.
  ///
  /// In an assigned value patterns and braces are plain text.
  mutating func readWord(isAssigned: Bool = false) -> ShellWord {
    let start = position
    var parts = ShellWordParts()
    var quoting = ShellWord.Quoting.none
    var pieces = 0
    readTilde(into: &parts)
    while !isAtEnd {
      let byte = bytes[position]
      if byte == UInt8(ascii: "'") || (byte == UInt8(ascii: "$") && peek(1) == UInt8(ascii: "'")) {
        quoting = pieces == 0 ? .single : .mixed
        if byte == UInt8(ascii: "'") { readSingleQuoted(into: &parts) } else { readAnsiQuoted(into: &parts) }
      } else if byte == UInt8(ascii: "\"") {
        quoting = pieces == 0 ? .double : .mixed
        readDoubleQuoted(into: &parts)
      } else if Self.endsWord(byte) && !startsProcessSubstitution {
        break
      } else {
        if quoting != .none { quoting = .mixed }
        readUnquoted(byte, into: &parts, isAssigned: isAssigned)
      }
      pieces += 1
    }
    return ShellWord(parts: parts, range: TextRange(start, position), quoting: quoting)
  }

  /// One piece outside quotes.
  private mutating func readUnquoted(
    _ byte: UInt8, into parts: inout ShellWordParts, isAssigned: Bool
  ) {
    switch byte {
    case UInt8(ascii: "\\"): readEscape(into: &parts)
    case UInt8(ascii: "$"): readDollar(into: &parts, isQuoted: false)
    case UInt8(ascii: "`"): readBackquotes(into: &parts, isQuoted: false)
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      readSubstitution("'\(UnicodeScalar(byte))('", .processSubstitution, into: &parts, isQuoted: false)
    case UInt8(ascii: "*") where !isAssigned, UInt8(ascii: "?") where !isAssigned:
      appendPattern(length: 1, to: &parts) { .glob($0) }
    case UInt8(ascii: "[") where !isAssigned:
      if let length = bracketLength {
        appendPattern(length: length, to: &parts) { .glob($0) }
      } else {
        appendLiteral(length: 1, to: &parts, isQuoted: false)
      }
    case UInt8(ascii: "{") where !isAssigned:
      if let length = braceLength {
        appendPattern(length: length, to: &parts) { .brace($0) }
      } else {
        appendLiteral(length: 1, to: &parts, isQuoted: false)
      }
    default:
      var length = 1
      while position + length < end, Self.isPlain(bytes[position + length]) { length += 1 }
      appendLiteral(length: length, to: &parts, isQuoted: false)
    }
  }

  /// Bytes that mean nothing outside quotes; `#`, `=` and `~` only do at the start of a word.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"),
      UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "{"):
      return false
    default: return !endsWord(byte)
    }
  }

  mutating func appendLiteral(length: Int, to parts: inout ShellWordParts, isQuoted: Bool) {
    let range = TextRange(position, position + length)
    parts.append(literal: text(range), at: range, isQuoted: isQuoted)
    position += length
  }

  private mutating func appendPattern(
    length: Int, to parts: inout ShellWordParts, as kind: (String) -> ShellWord.Kind
  ) {
    let range = TextRange(position, position + length)
    parts.append(ShellWord.Part(kind: kind(text(range)), range: range, isQuoted: false))
    position += length
  }

  private mutating func readTilde(into parts: inout ShellWordParts) {
    guard peek() == UInt8(ascii: "~") else { return }
    var length = 1
    while Self.isNameByte(peek(length)) || peek(length) == UInt8(ascii: "-") { length += 1 }
    let next = peek(length)
    guard position + length >= end || next == UInt8(ascii: "/") || Self.endsWord(next) else { return }
    let range = TextRange(position, position + length)
    parts.append(ShellWord.Part(kind: .tilde, range: range, isQuoted: false))
    position += length
  }

  /// Length of `[ … ]` at the position, nil where no `]` follows in the word. Looks at 128 bytes at most.
  private var bracketLength: Int? {
    for length in 1..<128 {
      let byte = peek(length)
      // A bracket that comes first is a member: `[]a]`.
      if byte == UInt8(ascii: "]") && length > 1 { return length + 1 }
      if byte == 0 || Self.endsWord(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        return nil
      }
    }
    return nil
  }

  /// Length of `{a,b}` or `{1..3}` at the position; nil for other braces. Looks at 256 bytes at most.
  private var braceLength: Int? {
    var level = 0
    var expands = false
    for length in 0..<256 {
      let byte = peek(length)
      switch byte {
      case UInt8(ascii: "{"): level += 1
      case UInt8(ascii: "}"):
        level -= 1
        if level == 0 { return expands ? length + 1 : nil }
      case UInt8(ascii: ",") where level == 1: expands = true
      case UInt8(ascii: ".") where level == 1 && peek(length + 1) == byte: expands = true
      case 0, UInt8(ascii: "\\"): return nil
      default:
        if Self.endsWord(byte) { return nil }
      }
    }
    return nil
  }

  // MARK: Quotes and escapes

  /// A backslash outside quotes: the next character as it is; nothing for a continuation line.
  mutating func readEscape(into parts: inout ShellWordParts) {
    if lineEndLength(1) > 0 {
      skipContinuation()
      return
    }
    var length = 2
    // A character of several bytes is escaped as a whole.
    while peek(length) & 0xC0 == 0x80 { length += 1 }
    guard position + 1 < end else {
      appendLiteral(length: 1, to: &parts, isQuoted: false)
      return
    }
    let range = TextRange(position, position + length)
    let escaped = text(TextRange(position + 1, position + length))
    parts.append(literal: escaped, at: range, isQuoted: true)
    position += length
  }

  private mutating func readSingleQuoted(into parts: inout ShellWordParts) {
    let opening = TextRange(position, position + 1)
    position += 1
    let start = position
    while position < end && bytes[position] != UInt8(ascii: "'") { position += 1 }
    let range = TextRange(start, position)
    parts.append(literal: text(range), at: range, isQuoted: true)
    close(with: UInt8(ascii: "'"), opening, "the quote '")
  }

  /// Consumes the closing token, or notes that it is missing.
  mutating func close(with byte: UInt8, _ opening: TextRange, _ name: String) {
    if unclosed == nil && peek() == byte { position += 1 } else { noteUnclosed(opening, name) }
  }

  mutating func readDoubleQuoted(into parts: inout ShellWordParts) {
    let opening = TextRange(position, position + 1)
    position += 1
    let count = parts.count
    while !isAtEnd && peek() != UInt8(ascii: "\"") { readQuotedPiece(into: &parts, isQuoted: true) }
    if parts.count == count {
      // An empty string is an argument too.
      appendLiteral(length: 0, to: &parts, isQuoted: true)
    }
    close(with: UInt8(ascii: "\""), opening, "the quote \"")
  }

  /// One piece inside double quotes, or of the word in `${x:-word}`, where blanks are text too.
  mutating func readQuotedPiece(into parts: inout ShellWordParts, isQuoted: Bool) {
    switch bytes[position] {
    case UInt8(ascii: "$"): readDollar(into: &parts, isQuoted: isQuoted)
    case UInt8(ascii: "`"): readBackquotes(into: &parts, isQuoted: isQuoted)
    case UInt8(ascii: "\\"):
      switch peek(1) {
      case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"):
        readEscape(into: &parts)
      default:
        if lineEndLength(1) > 0 {
          skipContinuation()
        } else {
          appendLiteral(length: 1, to: &parts, isQuoted: isQuoted)
        }
      }
    default:
      var length = 1
      while position + length < end {
        let byte = bytes[position + length]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") { break }
        if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "}") { break }
        length += 1
      }
      appendLiteral(length: length, to: &parts, isQuoted: isQuoted)
    }
  }
}
