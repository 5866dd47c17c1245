/// Keys and strings.
extension TOMLReader {
  /// A string as it was read; `text` is nil where it is what stands between two one-byte quotes.
  struct TOMLString {
    let range: TextRange
    let style: ConfigNode.Style
    let text: String?
  }

  // MARK: Keys

  static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }

  /// Reads `a.b."c"` with the blanks around it into `path`; false where no key stands, which is reported as
  /// `expected`.
  mutating func readKeyPath(expected: String) -> Bool {
    path.removeAll(keepingCapacity: true)
    while true {
      skipBlanks()
      guard let key = readKey() else {
        let end = index < bytes.count && lineEndLength == 0 ? max(index + 1, endOfCharacter(index)) : index
        let range = TextRange(index, end)
        let found = range.isEmpty ? "the line ends here" : "\(file.excerpt(range)) stands here"
        report(range, "\(found), expected \(path.isEmpty ? expected : "a key after '.'")")
        return false
      }
      path.append(key)
      skipBlanks()
      guard isAt(".") else { return true }
      guard path.count < TOMLParser.maximumDepth else {
        report(.limit, key.range, "the key has more than \(TOMLParser.maximumDepth) parts, which is not read")
        return false
      }
      index += 1
    }
  }

  private func endOfCharacter(_ start: Int) -> Int {
    var end = start + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  private mutating func readKey() -> TOMLKey? {
    guard index < bytes.count else { return nil }
    if isAt("\"") || isAt("'") {
      let string = readString(allowsMultiline: false)
      let content = TextRange(string.range.start + 1, string.range.end - 1)
      return TOMLKey(
        text: KeyText(content, in: file, decoded: string.text), range: string.range, style: string.style,
        decoded: string.text)
    }
    let start = index
    while index < bytes.count, Self.isBareKey(bytes[index]) { index += 1 }
    guard index > start else { return nil }
    let range = TextRange(start, index)
    return TOMLKey(text: KeyText(range, in: file, decoded: nil), range: range, style: .plain, decoded: nil)
  }

  // MARK: Strings

  /// Reads the string whose quote stands at the current place.
  mutating func readString(allowsMultiline: Bool) -> TOMLString {
    let quote = bytes[index]
    let isTriple = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
    return isTriple && allowsMultiline ? readMultilineString(quote) : readLineString(quote)
  }

  private mutating func readLineString(_ quote: UInt8) -> TOMLString {
    let start = index
    let isBasic = quote == UInt8(ascii: "\"")
    var hasEscape = false
    var control: Int?
    index += 1
    while true {
      index = endOfPlainText(from: index, before: quote)
      guard index < bytes.count, bytes[index] != quote, lineEndLength == 0 else { break }
      if isBasic, isAt("\\") {
        hasEscape = true
        if index + 1 < bytes.count, bytes[index + 1] >= 0x20 { index += 1 }
      } else if control == nil, Self.isControl(bytes[index]) {
        control = index
      }
      index += 1
    }
    let content = TextRange(start + 1, index)
    let style: ConfigNode.Style = isBasic ? .doubleQuoted : .singleQuoted
    if let control { reportControlCharacter(at: control, in: "a string") }
    let isClosed = index < bytes.count && bytes[index] == quote
    let text = hasEscape ? decoded(content, isMultiline: false) : isClosed ? nil : file.text(in: content)
    if isClosed {
      index += 1
    } else {
      report(TextRange(start, index), "string is not closed, expected '\(isBasic ? "\"" : "'")'")
    }
    return TOMLString(range: TextRange(start, index), style: style, text: text)
  }

  private mutating func readMultilineString(_ quote: UInt8) -> TOMLString {
    let start = index
    let isBasic = quote == UInt8(ascii: "\"")
    var control: Int?
    index += 3
    // A line end right behind the opening quotes is not part of the text.
    index += lineEndLength
    let contentStart = index
    var contentEnd: Int?
    while contentEnd == nil {
      index = endOfPlainText(from: index, before: quote)
      guard index < bytes.count else { break }
      if bytes[index] == quote {
        let run = quoteRun(quote)
        // One or two quotes may stand before the three that close the string.
        if run >= 3 { contentEnd = index + min(run, 5) - 3 }
        index += min(run, 5)
      } else if isBasic, isAt("\\"), index + 1 < bytes.count, bytes[index + 1] >= 0x20 {
        index += 2
      } else {
        let length = lineEndLength
        if control == nil, length == 0, Self.isControl(bytes[index]) { control = index }
        index += max(1, length)
      }
    }
    index = min(index, bytes.count)
    if let control { reportControlCharacter(at: control, in: "a string") }
    if contentEnd == nil {
      let quotes = isBasic ? "\"\"\"" : "'''"
      report(TextRange(start, start + 3), "string is not closed, expected '\(quotes)'")
    }
    let content = TextRange(contentStart, contentEnd ?? index)
    let text = isBasic ? decoded(content, isMultiline: true) : normalized(content)
    return TOMLString(
      range: TextRange(start, index), style: isBasic ? .multilineBasic : .multilineLiteral, text: text)
  }

  /// The first byte at or after `start` that may be more than plain text: `quote`, a backslash, or a control
  /// character.
  func endOfPlainText(from start: Int, before quote: UInt8) -> Int {
    bytes.withUnsafeBufferPointer {
      ByteWords.endOfPlainText(in: $0, from: start, to: $0.count, before: quote)
    }
  }

  /// How many quotes stand here, up to six.
  private func quoteRun(_ quote: UInt8) -> Int {
    var end = index
    while end < min(bytes.count, index + 6), bytes[end] == quote { end += 1 }
    return end - index
  }

  /// The text of `content` with each line end as LF, as Python's tomllib reads it.
  private func normalized(_ content: TextRange) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var offset = content.start
    while offset < content.end { appendText(from: &offset, to: content.end, into: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the plain text at `offset`, and the byte behind it unless that is the CR of a line end. A backslash
  /// is taken at `offset` alone.
  private func appendText(from offset: inout Int, to end: Int, into text: inout [UInt8]) {
    let start = offset
    offset = bytes.withUnsafeBufferPointer {
      ByteWords.endOfPlainText(in: $0, from: start, to: end, before: UInt8(ascii: "\\"))
    }
    text += bytes[start..<offset]
    guard offset < end, bytes[offset] != UInt8(ascii: "\\") || offset == start else { return }
    if !isCarriageReturnOfLineEnd(offset) { text.append(bytes[offset]) }
    offset += 1
  }

  private func isCarriageReturnOfLineEnd(_ offset: Int) -> Bool {
    bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
  }

  /// The text of a basic string; its first unknown escape is reported.
  private mutating func decoded(_ content: TextRange, isMultiline: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var offset = content.start
    var unknown: TextRange?
    while offset < content.end {
      if bytes[offset] != UInt8(ascii: "\\") {
        appendText(from: &offset, to: content.end, into: &text)
      } else if let (scalar, length) = escape(at: offset, limit: content.end) {
        if let units = UTF8.encode(scalar) { text += units }
        offset += length
      } else if isMultiline, let end = endOfLineEscape(at: offset, limit: content.end) {
        offset = end
      } else {
        if unknown == nil { unknown = TextRange(offset, min(content.end, endOfCharacter(offset + 1))) }
        text.append(bytes[offset])
        offset += 1
      }
    }
    if let unknown {
      report(unknown, "\(file.excerpt(unknown)) is no TOML escape, a backslash itself is written '\\\\'")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The scalar of the escape at `offset` and its length (TOML 1.1.0 "String": `\e` and `\x` are new there).
  private func escape(at offset: Int, limit: Int) -> (Unicode.Scalar, Int)? {
    guard offset + 1 < limit else { return nil }
    let digits: Int
    switch bytes[offset + 1] {
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "\""): return ("\"", 2)
    case UInt8(ascii: "\\"): return ("\\", 2)
    case UInt8(ascii: "e") where version == .v1_1: return ("\u{1B}", 2)
    case UInt8(ascii: "x") where version == .v1_1: digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default: return nil
    }
    guard limit - offset >= 2 + digits else { return nil }
    var value: UInt32 = 0
    for place in offset + 2..<offset + 2 + digits {
      guard let digit = JSONString.hexDigit(bytes[place]), value <= UInt32.max >> 4 else { return nil }
      value = value << 4 | digit
    }
    return Unicode.Scalar(value).map { ($0, 2 + digits) }
  }

  /// A backslash at the end of a line: the offset behind all white space that follows it.
  private func endOfLineEscape(at offset: Int, limit: Int) -> Int? {
    var end = offset + 1
    while end < limit, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    guard end < limit, bytes[end] == 0x0A || (bytes[end] == 0x0D && isCarriageReturnOfLineEnd(end)) else {
      return nil
    }
    while end < limit, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end]) { end += 1 }
    return end
  }
}
