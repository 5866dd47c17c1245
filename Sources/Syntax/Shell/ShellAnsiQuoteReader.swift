/// Reads `$'…'` (GNU bash 5.2 manual, section 3.1.2.4).
extension ShellReader {
  /// At `$'`. An escape is a part of its own; bytes of one character that are escaped one by one are one
  /// part.
  mutating func readAnsiQuoted(into parts: inout ShellWordParts) {
    let opening = TextRange(position, position + 2)
    position += 2
    let count = parts.count
    while position < end && bytes[position] != UInt8(ascii: "'") {
      if bytes[position] == UInt8(ascii: "\\") {
        readAnsiEscape(into: &parts)
      } else {
        var length = 1
        while position + length < end, bytes[position + length] != UInt8(ascii: "'"),
          bytes[position + length] != UInt8(ascii: "\\")
        {
          length += 1
        }
        appendLiteral(length: length, to: &parts, isQuoted: true)
      }
    }
    if parts.count == count { appendLiteral(length: 0, to: &parts, isQuoted: true) }
    close(with: UInt8(ascii: "'"), opening, "the quote $'")
  }

  private mutating func readAnsiEscape(into parts: inout ShellWordParts) {
    let start = position
    var decoded: [UInt8] = []
    while let byte = readByteEscape() {
      decoded.append(byte)
      if byte < 0x80 { break }
    }
    let value: String
    if decoded.isEmpty {
      value = readCharacterEscape()
    } else {
      value = String(decoding: decoded, as: UTF8.self)
    }
    let range = TextRange(start, position)
    parts.append(literal: value, at: range, isQuoted: true)
  }

  /// `\xHH` or `\NNN`: one byte; nil and nothing consumed for other escapes.
  private mutating func readByteEscape() -> UInt8? {
    guard peek() == UInt8(ascii: "\\") else { return nil }
    let isHexadecimal = peek(1) == UInt8(ascii: "x")
    let digits = digitRun(
      from: isHexadecimal ? 2 : 1, radix: isHexadecimal ? 16 : 8, most: isHexadecimal ? 2 : 3)
    guard digits.length > 0 else { return nil }
    position += (isHexadecimal ? 2 : 1) + digits.length
    return UInt8(truncatingIfNeeded: digits.value)
  }

  private func digitRun(from ahead: Int, radix: Int, most: Int) -> (value: UInt32, length: Int) {
    var value: UInt32 = 0
    var length = 0
    while length < most, let digit = Character(UnicodeScalar(peek(ahead + length))).hexDigitValue,
      digit < radix
    {
      value = value &* UInt32(radix) &+ UInt32(digit)
      length += 1
    }
    return (value, length)
  }

  /// `\n`, `\uHHHH` and their like; an unknown escape stays as it is written.
  private mutating func readCharacterEscape() -> String {
    let letter = peek(1)
    if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") {
      let digits = digitRun(from: 2, radix: 16, most: letter == UInt8(ascii: "u") ? 4 : 8)
      if digits.length > 0 {
        position += 2 + digits.length
        return String(UnicodeScalar(digits.value).map(Character.init) ?? "\u{FFFD}")
      }
    }
    if letter == UInt8(ascii: "c") && position + 2 < end && bytes[position + 2] < 0x80 {
      let control = bytes[position + 2] & 0x1F
      position += 3
      return String(UnicodeScalar(control))
    }
    if let value = Self.simpleEscapes[letter] {
      position += 2
      return value
    }
    let length = position + 1 < end ? 2 : 1
    let start = position
    position += length
    while position < end && bytes[position] & 0xC0 == 0x80 { position += 1 }
    return text(TextRange(start, position))
  }

  private static let simpleEscapes: [UInt8: String] = [
    UInt8(ascii: "n"): "\n", UInt8(ascii: "t"): "\t", UInt8(ascii: "r"): "\r", UInt8(ascii: "\\"): "\\",
    UInt8(ascii: "'"): "'", UInt8(ascii: "\""): "\"", UInt8(ascii: "?"): "?", UInt8(ascii: "a"): "\u{07}",
    UInt8(ascii: "b"): "\u{08}", UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: "E"): "\u{1B}",
    UInt8(ascii: "f"): "\u{0C}", UInt8(ascii: "v"): "\u{0B}",
  ]
}
