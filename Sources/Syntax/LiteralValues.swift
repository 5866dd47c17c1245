/// The literals of JSON: RFC 8259, section 3 and 6, and the three words that Python's `json` adds.
enum JSONLiteral {
  static func value(_ text: String) -> ScalarValue {
    switch text {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "NaN": return .float(.nan)
    case "Infinity": return .float(.infinity)
    case "-Infinity": return .float(-.infinity)
    default: return number(Array(text.utf8)) ?? .refused(text)
    }
  }

  private static func number(_ bytes: [UInt8]) -> ScalarValue? {
    switch bytes.withUnsafeBufferPointer(form) {
    case .integer:
      let isNegative = bytes.first == UInt8(ascii: "-")
      return NumberText.integer(bytes[(isNegative ? 1 : 0)...], base: 10, isNegative: isNegative)
    case .float: return NumberText.float(bytes).map { .float($0) }
    case nil: return nil
    }
  }

  private enum Form { case integer, float }

  private static func form(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
    var cursor = ByteCursor(bytes)
    _ = cursor.take(UInt8(ascii: "-"))
    if !cursor.take(UInt8(ascii: "0")), cursor.take(while: NumberText.isDigit) == 0 { return nil }
    if cursor.isAtEnd { return .integer }
    if cursor.take(UInt8(ascii: ".")), cursor.take(while: NumberText.isDigit) == 0 { return nil }
    if cursor.take(oneOf: UInt8(ascii: "e"), UInt8(ascii: "E")) {
      cursor.takeSign()
      if cursor.take(while: NumberText.isDigit) == 0 { return nil }
    }
    return cursor.isAtEnd ? .float : nil
  }
}

/// The bare values of TOML 1.0; whatever starts like a date or a time is one, for its parser has checked it.
enum TOMLLiteral {
  static func value(_ text: String) -> ScalarValue {
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    default: break
    }
    let bytes = Array(text.utf8)
    if bytes.withUnsafeBufferPointer(isMoment) { return .timestamp(text) }
    return number(bytes.filter { $0 != UInt8(ascii: "_") }) ?? .refused(text)
  }

  /// `2024-…` or `07:…`.
  private static func isMoment(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var cursor = ByteCursor(bytes)
    let count = cursor.take(while: NumberText.isDigit)
    return count == 4 && cursor.take(UInt8(ascii: "-")) || count == 2 && cursor.take(UInt8(ascii: ":"))
  }

  private static func number(_ bytes: [UInt8]) -> ScalarValue? {
    if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
      let bases = [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2]
      if let base = bases[bytes[1]] { return NumberText.integer(bytes[2...], base: base, isNegative: false) }
    }
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
    if digits.allSatisfy(NumberText.isDigit) {
      return NumberText.integer(digits, base: 10, isNegative: isNegative)
    }
    return NumberText.float(bytes).map { .float($0) }
  }
}
