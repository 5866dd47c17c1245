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
    return number.isFloat ? number.float.map { .float($0) } : number.integer.map { .integer($0) }
  }

  /// Whether TOML knows `word`. Numbers, dates and times are not made for it. O(bytes).
  static func isValue(_ word: ArraySlice<UInt8>, _ version: TOMLVersion) -> Bool {
    guard word.first.map(TOMLDateTime.isDigit) ?? false else { return value(of: word, version) != nil }
    if TOMLDateTime(word, version) != nil { return true }
    guard let number = TOMLNumber(word) else { return false }
    return number.isFloat || number.isSmall || number.integer != nil
  }

  /// Whether `word` is an integer as TOML writes it that does not fit into 64 bits.
  static func isIntegerTooLarge(_ word: ArraySlice<UInt8>) -> Bool {
    guard let number = TOMLNumber(word) else { return false }
    return !number.isFloat && number.integer == nil
  }
}

/// A number as TOML writes it.
private struct TOMLNumber {
  private let word: ArraySlice<UInt8>
  private let radix: Int
  let isFloat: Bool

  /// Fits into 64 bits, for it has few digits.
  var isSmall: Bool { word.count <= 15 }
  var integer: Int? { Int(digits, radix: radix) }
  var float: Double? { Double(digits) }

  /// What the number is without prefix, plus signs and underscores.
  private var digits: String {
    let written = radix == 10 ? word : word.dropFirst(2)
    let kept = written.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "+") }
    return String(decoding: kept, as: UTF8.self)
  }

  init?(_ word: ArraySlice<UInt8>) {
    self.word = word
    var rest = word
    radix = Self.radix(of: word)
    if radix != 10 {
      rest = rest.dropFirst(2)
      guard Self.takeDigits(&rest, radix: radix), rest.isEmpty else { return nil }
      isFloat = false
      return
    }
    Self.takeSign(&rest)
    let whole = rest
    guard Self.takeDigits(&rest, radix: 10) else { return nil }
    if whole.first == UInt8(ascii: "0"), whole.count - rest.count > 1 { return nil }
    var hasFraction = false
    if rest.first == UInt8(ascii: ".") {
      hasFraction = true
      rest = rest.dropFirst()
      guard Self.takeDigits(&rest, radix: 10) else { return nil }
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      hasFraction = true
      rest = rest.dropFirst()
      Self.takeSign(&rest)
      guard Self.takeDigits(&rest, radix: 10) else { return nil }
    }
    guard rest.isEmpty else { return nil }
    isFloat = hasFraction
  }

  private static func radix(of word: ArraySlice<UInt8>) -> Int {
    guard word.count >= 2, word.first == UInt8(ascii: "0") else { return 10 }
    switch word[word.startIndex + 1] {
    case UInt8(ascii: "x"): return 16
    case UInt8(ascii: "o"): return 8
    case UInt8(ascii: "b"): return 2
    default: return 10
    }
  }

  private static func takeSign(_ rest: inout ArraySlice<UInt8>) {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
  }

  /// Takes digits with single underscores between them; false where none stand.
  private static func takeDigits(_ rest: inout ArraySlice<UInt8>, radix: UInt32) -> Bool {
    var isAfterDigit = false
    var index = rest.startIndex
    while index < rest.endIndex {
      if let digit = JSONString.hexDigit(rest[index]), digit < radix {
        isAfterDigit = true
      } else if rest[index] == UInt8(ascii: "_"), isAfterDigit {
        isAfterDigit = false
      } else {
        break
      }
      index += 1
    }
    rest = rest[index...]
    return isAfterDigit
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>, radix: Int) -> Bool {
    takeDigits(&rest, radix: UInt32(radix))
  }
}
