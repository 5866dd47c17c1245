/// The value of a TOML scalar (TOML 1.1.0 "Integer", "Float", "Boolean", and the four kinds of date and
/// time).
package enum TOMLScalar: Hashable, Sendable {
  case string(String)
  case integer(Int)
  case float(Double)
  case bool(Bool)
  /// The texts are normalised: `T` between date and time, `Z` in upper case, seconds always written.
  case offsetDateTime(String)
  case localDateTime(String)
  case localDate(String)
  case localTime(String)

  /// The value of a scalar node of a TOML tree; nil for other nodes and for `.missing` ones.
  package static func value(of node: ConfigNode, version: TOMLVersion = .v1_1) -> TOMLScalar? {
    guard node.kind == .scalar, node.style != .missing else { return nil }
    return node.isQuoted ? .string(node.text) : value(ofPlain: node.text, version: version)
  }

  /// The value of a `text` without quotes; nil where TOML does not know it.
  package static func value(ofPlain text: String, version: TOMLVersion = .v1_1) -> TOMLScalar? {
    value(of: Array(text.utf8)[...], version)
  }

  static func value(of word: ArraySlice<UInt8>, _ version: TOMLVersion) -> TOMLScalar? {
    switch String(decoding: word.prefix(6), as: UTF8.self) {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    default: break
    }
    if let moment = TOMLDateTime(word, version) { return moment.scalar }
    guard let number = TOMLNumber(word) else { return nil }
    return number.isFloat ? Double(number.digits).map { .float($0) } : number.integer.map { .integer($0) }
  }

  /// Whether `word` is an integer as TOML writes it that does not fit into 64 bits.
  static func isIntegerTooLarge(_ word: ArraySlice<UInt8>) -> Bool {
    guard let number = TOMLNumber(word) else { return false }
    return !number.isFloat && number.integer == nil
  }
}

/// A number as TOML writes it, with the underscores taken out.
private struct TOMLNumber {
  let digits: String
  let radix: Int
  let isFloat: Bool

  var integer: Int? { Int(digits, radix: radix) }

  init?(_ word: ArraySlice<UInt8>) {
    var rest = word
    var text = ""
    radix = Self.radix(of: word)
    if radix != 10 {
      rest = rest.dropFirst(2)
      guard Self.takeDigits(&rest, radix: radix, into: &text), rest.isEmpty else { return nil }
      (digits, isFloat) = (text, false)
      return
    }
    Self.takeSign(&rest, into: &text)
    let whole = rest
    guard Self.takeDigits(&rest, radix: 10, into: &text) else { return nil }
    if whole.first == UInt8(ascii: "0"), whole.count - rest.count > 1 { return nil }
    var hasFraction = false
    if rest.first == UInt8(ascii: ".") {
      hasFraction = true
      text += "."
      rest.removeFirst()
      guard Self.takeDigits(&rest, radix: 10, into: &text) else { return nil }
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      hasFraction = true
      text += "e"
      rest.removeFirst()
      Self.takeSign(&rest, into: &text)
      guard Self.takeDigits(&rest, radix: 10, into: &text) else { return nil }
    }
    guard rest.isEmpty else { return nil }
    (digits, isFloat) = (text, hasFraction)
  }

  private static func radix(of word: ArraySlice<UInt8>) -> Int {
    switch String(decoding: word.prefix(2), as: UTF8.self) {
    case "0x": return 16
    case "0o": return 8
    case "0b": return 2
    default: return 10
    }
  }

  private static func takeSign(_ rest: inout ArraySlice<UInt8>, into text: inout String) {
    if rest.first == UInt8(ascii: "-") { text += "-" }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  }

  /// Takes digits with single underscores between them; false where none stand.
  private static func takeDigits(
    _ rest: inout ArraySlice<UInt8>, radix: UInt32, into text: inout String
  ) -> Bool {
    var isAfterDigit = false
    while let byte = rest.first {
      if let digit = JSONString.hexDigit(byte), digit < radix {
        text.unicodeScalars.append(Unicode.Scalar(byte))
        isAfterDigit = true
      } else if byte == UInt8(ascii: "_"), isAfterDigit {
        isAfterDigit = false
      } else {
        return isAfterDigit
      }
      rest.removeFirst()
    }
    return isAfterDigit
  }

  private static func takeDigits(
    _ rest: inout ArraySlice<UInt8>, radix: Int, into text: inout String
  ) -> Bool {
    takeDigits(&rest, radix: UInt32(radix), into: &text)
  }
}
