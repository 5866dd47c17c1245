// Number literals (reference manual, 2.4.4 to 2.4.7).
extension PythonTokenizer {
  /// A number that starts at `index` with a digit, or with a dot and a digit.
  mutating func readNumber() {
    let start = index
    var kind = PythonTokenKind.integer
    if text[index] == UInt8(ascii: "0"), let radix = radix(text[index + 1]) {
      index += 2
      if text[index] == UInt8(ascii: "_") { index += 1 }
      guard readDigits(radix: radix.value) else { return refuse(start, "invalid \(radix.name) literal") }
    } else {
      guard readDecimal(&kind) else { return refuse(start, "invalid decimal literal") }
      if kind == .integer && hasLeadingZero(start) {
        report(
          start, index,
          "leading zeros in decimal integer literals are not permitted; octal numbers have the prefix 0o")
        appendError(start, index)
        return
      }
    }
    if PythonTokenizer.isIdentifierByte(text[index]) && !isKeywordBehindNumber() {
      return refuse(start, "invalid \(kind == .imaginary ? "imaginary" : "decimal") literal")
    }
    append(kind, start, index)
  }

  private func radix(_ marker: UInt8) -> (value: Int, name: String)? {
    switch marker | 0x20 {
    case UInt8(ascii: "x"): return (16, "hexadecimal")
    case UInt8(ascii: "o"): return (8, "octal")
    case UInt8(ascii: "b"): return (2, "binary")
    default: return nil
    }
  }

  /// Digits with single underscores between them; false where there is none, or an underscore ends them.
  private mutating func readDigits(radix: Int) -> Bool {
    while true {
      let start = index
      while let digit = PythonNumber.hexDigit(text[index]), digit < radix { index += 1 }
      if index == start { return false }
      guard text[index] == UInt8(ascii: "_") else { return true }
      index += 1
    }
  }

  private mutating func readDecimal(_ kind: inout PythonTokenKind) -> Bool {
    if text[index] != UInt8(ascii: ".") {
      guard readDigits(radix: 10) else { return false }
    }
    if text[index] == UInt8(ascii: ".") {
      kind = .float
      index += 1
      if isDigit(text[index]) {
        guard readDigits(radix: 10) else { return false }
      }
    }
    if text[index] | 0x20 == UInt8(ascii: "e") {
      let sign = text[index + 1] == UInt8(ascii: "+") || text[index + 1] == UInt8(ascii: "-") ? 1 : 0
      if isDigit(text[index + 1 + sign]) {
        kind = .float
        index += 1 + sign
        guard readDigits(radix: 10) else { return false }
      }
    }
    if text[index] | 0x20 == UInt8(ascii: "j") {
      kind = .imaginary
      index += 1
    }
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// `012`, which was octal in Python 2; `00` is zero.
  private func hasLeadingZero(_ start: Int) -> Bool {
    guard text[start] == UInt8(ascii: "0") else { return false }
    return (start..<index).contains { text[$0] != UInt8(ascii: "0") && text[$0] != UInt8(ascii: "_") }
  }

  /// Whether the letters right behind a number begin a keyword, as in `1if x else 2`, which CPython accepts.
  private func isKeywordBehindNumber() -> Bool {
    let keywords: [StaticString] = ["and", "else", "for", "if", "in", "is", "not", "or"]
    return keywords.contains { word in
      word.withUTF8Buffer { bytes in bytes.indices.allSatisfy { text[index + $0] == bytes[$0] } }
    }
  }

  /// Reports the letters and digits from `start` on as a number that is none.
  private mutating func refuse(_ start: Int, _ message: String) {
    while PythonTokenizer.isIdentifierByte(text[index]) { index += 1 }
    report(start, index, message)
    appendError(start, index)
  }
}
