/// What a scalar means to the program that loads it.
///
/// Equality is of values: `.integer(1)` is not `.float(1)`, and `.float(.nan)` equals nothing.
package enum ScalarValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// An integer beyond 64 bits, in decimal digits with a `-` where it is negative.
  case bigInteger(String)
  case float(Double)
  /// A date, a time or both, as written.
  case timestamp(String)
  case string(String)
  /// The bytes of a `!!binary`.
  case binary([UInt8])
  /// The node is a mapping or a sequence.
  case collection
  /// The loader takes the text for something that it then fails on, such as `!!int x`; the text as written.
  case refused(String)
}

extension ScalarValue {
  /// The number, where it is one; big integers are rounded.
  package var number: Double? {
    switch self {
    case .integer(let value): return Double(value)
    case .bigInteger(let digits): return Double(digits)
    case .float(let value): return value
    default: return nil
    }
  }
}
