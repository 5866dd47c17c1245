extension JSONLexer {
  /// Takes the string that `quote` opens at the current place.
  ///
  /// A line end inside is either a control character or the sign of a forgotten quote: the text up to the
  /// next quote belongs to the string if a comma, colon or bracket follows that quote; else the string ends
  /// on its own line, before the comma and brackets that close the line.
  mutating func quotedString(quote: UInt8, style: ConfigNode.Style) -> JSONToken {
    let open = index
    var control: Int?
    var firstLineEnd: Int?
    var hasEscape = false
    var end = open + 1
    while true {
      end = bytes.withUnsafeBufferPointer {
        ByteWords.endOfPlainText(in: $0, from: end, to: limit, before: quote)
      }
      guard end < limit, bytes[end] != quote else { break }
      let byte = bytes[end]
      if byte == UInt8(ascii: "\\") {
        hasEscape = true
        end += 1
      } else if byte < 0x20 {
        if control == nil { control = end }
        if firstLineEnd == nil, byte == 0x0A || byte == 0x0D {
          firstLineEnd = end
          guard lookAhead > 0 else { break }
        }
      }
      end += 1
    }
    end = min(end, limit)
    if let lineEnd = firstLineEnd {
      lookAhead -= end - lineEnd
      if !(end < limit && bytes[end] == quote && isFollowedBySeparator(end + 1)) {
        return unclosedString(from: open, to: lineEnd, style: style)
      }
    }
    guard end < limit else { return unclosedString(from: open, to: end, style: style) }
    if let control { reportControlCharacter(at: control) }
    return JSONToken(
      kind: .string, range: TextRange(open, end + 1), content: TextRange(open + 1, end), style: style,
      needsDecoding: hasEscape)
  }

  private func isFollowedBySeparator(_ offset: Int) -> Bool {
    var ahead = offset
    while ahead < limit, Self.isBlank(bytes[ahead]) { ahead += 1 }
    guard ahead < limit else { return true }
    switch bytes[ahead] {
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"): return true
    default: return false
    }
  }

  private mutating func unclosedString(from open: Int, to end: Int, style: ConfigNode.Style) -> JSONToken {
    var end = end
    let isCutOff = end == limit
    while !isCutOff, end > open + 1, Self.isBlank(bytes[end - 1]) || Self.isSeparator(bytes[end - 1]) {
      end -= 1
    }
    let range = TextRange(open, end)
    report(range, "string is not closed, expected '\(style == .singleQuoted ? "'" : "\"")'")
    return JSONToken(
      kind: .string, range: range, content: TextRange(open + 1, end), style: style, needsDecoding: true,
      isUnclosed: true)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  private mutating func reportControlCharacter(at offset: Int) {
    let character: String
    let escape: String
    switch bytes[offset] {
    case 0x0A, 0x0D: (character, escape) = ("line end", "\\n")
    case 0x09: (character, escape) = ("tab", "\\t")
    default: (character, escape) = ("control character", "an escape such as \\u0000")
    }
    report(
      .json(.controlCharacter), TextRange(offset, offset + 1),
      "\(character) inside a string, expected \(escape)")
  }

  // MARK: Curly quotes

  /// U+201C or U+201D, which word processors write for `"`.
  func isCurlyQuote(at offset: Int) -> Bool {
    limit - offset >= 3 && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80
      && (bytes[offset + 2] == 0x9C || bytes[offset + 2] == 0x9D)
  }

  /// Takes a string between curly quotes on one line; a lone curly quote gives a word.
  mutating func curlyString() -> JSONToken {
    var end = index + 3
    while end < limit, bytes[end] != 0x0A, bytes[end] != 0x0D, !isCurlyQuote(at: end) { end += 1 }
    guard isCurlyQuote(at: end) else {
      return JSONToken(kind: .word, range: TextRange(index, max(index + 3, endOfWord())))
    }
    let range = TextRange(index, end + 3)
    report(.json(.curlyQuotes), range, "string in curly quotes, expected '\"'")
    return JSONToken(
      kind: .string, range: range, content: TextRange(index + 3, end), style: .doubleQuoted,
      needsDecoding: true)
  }
}
