/// What a run of bytes without quotes is: a literal, a number, or something that only looks like one.
enum JSONWord: Hashable {
  /// `true`, `false`, `null`, or a number as RFC 8259 section 6 has it.
  case value
  /// `NaN`, `Infinity`, `-Infinity`.
  case nonFiniteNumber
  /// `True`, `False`, `None`; `json` is the word that JSON has for it.
  case pythonLiteral(json: String)
  /// Starts like a number; `reason` says what is wrong with it.
  case badNumber(reason: String)
  case unknown

  init(_ word: ArraySlice<UInt8>) {
    switch String(decoding: word.prefix(10), as: UTF8.self) {
    case "true", "false", "null": self = .value
    case "NaN", "Infinity", "-Infinity": self = .nonFiniteNumber
    case "True": self = .pythonLiteral(json: "true")
    case "False": self = .pythonLiteral(json: "false")
    case "None": self = .pythonLiteral(json: "null")
    default: self = Self.number(word)
    }
  }

  private static func number(_ word: ArraySlice<UInt8>) -> JSONWord {
    var scanner = NumberScanner(rest: word)
    guard scanner.startsLikeNumber else { return .unknown }
    if scanner.skip(UInt8(ascii: "+")) { return .badNumber(reason: "a JSON number has no '+' in front") }
    _ = scanner.skip(UInt8(ascii: "-"))
    let whole = scanner.skipDigits()
    if whole.count == 1, whole.first == UInt8(ascii: "0"),
      let letter = scanner.rest.first, letter | 0x20 == UInt8(ascii: "x")
    {
      return .badNumber(reason: "a JSON number is decimal")
    }
    if whole.count > 1, whole.first == UInt8(ascii: "0") {
      return .badNumber(reason: "a JSON number has no leading zeros")
    }
    if whole.isEmpty { return .badNumber(reason: "expected a digit first") }
    if scanner.skip(UInt8(ascii: ".")), scanner.skipDigits().isEmpty {
      return .badNumber(reason: "expected a digit after the point")
    }
    if scanner.skip(UInt8(ascii: "e")) || scanner.skip(UInt8(ascii: "E")) {
      _ = scanner.skip(UInt8(ascii: "+")) || scanner.skip(UInt8(ascii: "-"))
      if scanner.skipDigits().isEmpty { return .badNumber(reason: "expected a digit in the exponent") }
    }
    return scanner.rest.isEmpty ? .value : .badNumber(reason: "expected digits only")
  }

  /// Takes bytes from the front of a word.
  private struct NumberScanner {
    var rest: ArraySlice<UInt8>

    /// A digit, or a sign or a point with a digit within the next two bytes.
    var startsLikeNumber: Bool {
      for byte in rest.prefix(3) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return true
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): continue
        default: return false
        }
      }
      return false
    }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard rest.first == byte else { return false }
      rest.removeFirst()
      return true
    }

    mutating func skipDigits() -> ArraySlice<UInt8> {
      let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      rest = rest.dropFirst(digits.count)
      return digits
    }
  }
}
