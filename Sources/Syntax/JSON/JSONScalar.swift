/// The value of a JSON scalar as Python's json reads it.
package enum JSONScalar: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// An integer outside of 64 bits, as it is written; Python keeps it exactly.
  case bigInteger(String)
  /// Numbers with a point or an exponent; an overflow is infinite, as in Python.
  case float(Double)
  case string(String)

  /// The value of a scalar node of a JSON tree; nil for other nodes and for `.missing` ones.
  package static func value(of node: ConfigNode) -> JSONScalar? {
    guard node.kind == .scalar, node.style != .missing else { return nil }
    return node.isQuoted ? .string(node.text) : value(ofPlain: node.text)
  }

  /// The value of a `text` without quotes; nil where it is neither a literal nor a number.
  ///
  /// `NaN`, `Infinity` and `-Infinity` are read as Python does. `True`, `False` and `None` are read as what
  /// they mean: the parser has reported them, and the rest of the file is still to be understood.
  package static func value(ofPlain text: String) -> JSONScalar? {
    switch text {
    case "null", "None": return .null
    case "true", "True": return .bool(true)
    case "false", "False": return .bool(false)
    case "NaN": return .float(.nan)
    case "Infinity": return .float(.infinity)
    case "-Infinity": return .float(-.infinity)
    default: break
    }
    guard JSONWord(Array(text.utf8)[...]) == .value else { return nil }
    if let integer = Int(text) { return .integer(integer) }
    if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-") }) {
      return .bigInteger(text)
    }
    return Double(text).map { .float($0) }
  }
}
