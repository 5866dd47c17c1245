/// Integers and floats out of ASCII text, for every notation that the config languages share.
enum NumberText {
  /// The integer that `digits` write in `base`; nil where one is no digit, or where there is none.
  ///
  /// O(digits), and O(digits²) up to the 4300 digits that Python converts; longer ones are nil beyond 64
  /// bits.
  static func integer(_ digits: some Collection<UInt8>, base: Int, isNegative: Bool) -> ScalarValue? {
    guard !digits.isEmpty else { return nil }
    var value = 0
    var overflows = false
    for byte in digits {
      guard let digit = byte.hexadecimalValue, digit < base else { return nil }
      guard !overflows else { continue }
      let (product, first) = value.multipliedReportingOverflow(by: base)
      let (sum, second) = product.subtractingReportingOverflow(Int(digit))
      (value, overflows) = (sum, first || second)
    }
    // Counted downwards, so that the least Int has room.
    if !overflows, isNegative { return .integer(value) }
    if !overflows, value != Int.min { return .integer(-value) }
    guard digits.count <= longest else { return nil }
    var number = LongNumber()
    for byte in digits { number.append(Int(byte.hexadecimalValue ?? 0), base: base) }
    return number.value(isNegative: isNegative)
  }

  /// How many digits Python 3.11 converts (`sys.int_info.default_max_str_digits`).
  static let longest = 4300

  /// The decimal float that `text` writes: digits, perhaps one dot, perhaps an exponent.
  ///
  /// Too large ones are infinite, as in Python.
  static func float(_ text: [UInt8]) -> Double? {
    text.withUnsafeBufferPointer(isFloat) ? Double(String(decoding: text, as: UTF8.self)) : nil
  }

  private static func isFloat(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var cursor = ByteCursor(text)
    cursor.takeSign()
    let whole = cursor.take(while: isDigit)
    var fraction = 0
    let hasDot = cursor.take(UInt8(ascii: "."))
    if hasDot { fraction = cursor.take(while: isDigit) }
    guard whole + fraction > 0 else { return false }
    if cursor.take(oneOf: UInt8(ascii: "e"), UInt8(ascii: "E")) {
      cursor.takeSign()
      guard cursor.take(while: isDigit) > 0 else { return false }
    }
    return cursor.isAtEnd
  }

  static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

/// A natural number of any length, built digit by digit.
struct LongNumber {
  /// In base 1,000,000,000, the lowest first.
  private var limbs: [UInt64] = []
  private static let limbBase: UInt64 = 1_000_000_000

  /// Multiplies by `base` and adds `digit`, both below 2^31. O(length).
  mutating func append(_ digit: Int, base: Int) {
    var carry = UInt64(digit)
    for index in limbs.indices {
      let product = limbs[index] * UInt64(base) + carry
      limbs[index] = product % Self.limbBase
      carry = product / Self.limbBase
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// The number as an `Int` where it fits, else as its decimal digits.
  func value(isNegative: Bool) -> ScalarValue {
    var text = isNegative ? "-" : ""
    text += String(limbs.last ?? 0)
    for limb in limbs.dropLast().reversed() {
      let part = String(limb)
      text += String(repeating: "0", count: 9 - part.utf8.count) + part
    }
    return Int(text).map { .integer($0) } ?? .bigInteger(text)
  }
}

/// Walks over the bytes of one scalar, to match it against a pattern.
struct ByteCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }
  var rest: Slice<UnsafeBufferPointer<UInt8>> { bytes[index...] }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func take(oneOf first: UInt8, _ second: UInt8) -> Bool { take(first) || take(second) }

  /// Takes `+` or `-`; true for either.
  @discardableResult
  mutating func takeSign() -> Bool { take(oneOf: UInt8(ascii: "+"), UInt8(ascii: "-")) }

  /// Takes bytes as long as they match; returns how many.
  @discardableResult
  mutating func take(while matches: (UInt8) -> Bool) -> Int {
    let start = index
    while index < bytes.count, matches(bytes[index]) { index += 1 }
    return index - start
  }
}
