/// Values of Python's number literals (reference manual, section 2.4.5 and below).
enum PythonNumber {
  /// The value of an integer literal; nil where it does not fit. O(bytes).
  static func integer(_ literal: ArraySlice<UInt8>) -> Int? {
    var radix = 10
    var digits = literal
    if literal.count > 2, literal.first == UInt8(ascii: "0"), let marker = literal.dropFirst().first {
      switch marker | 0x20 {
      case UInt8(ascii: "x"): radix = 16
      case UInt8(ascii: "o"): radix = 8
      case UInt8(ascii: "b"): radix = 2
      default: break
      }
      if radix != 10 { digits = literal.dropFirst(2) }
    }
    var value = 0
    for byte in digits where byte != UInt8(ascii: "_") {
      guard let digit = hexDigit(byte), digit < radix else { return nil }
      let (product, isTooBig) = value.multipliedReportingOverflow(by: radix)
      let (sum, isTooBigNow) = product.addingReportingOverflow(digit)
      guard !isTooBig, !isTooBigNow else { return nil }
      value = sum
    }
    return value
  }

  /// The value of a float literal, infinite where it is too large. O(bytes).
  static func float(_ literal: ArraySlice<UInt8>) -> Double {
    let digits = literal.filter { $0 != UInt8(ascii: "_") }
    return Double(String(decoding: digits, as: UTF8.self)) ?? .infinity
  }

  /// The value of a hexadecimal digit.
  static func hexDigit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return Int(byte) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return Int(byte) - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return Int(byte) - 0x37
    default: return nil
    }
  }
}
