/// A number that stands in a text, and how it is written so that every loader reads a number.
struct NumberSpelling {
  let text: String
  let value: Double

  /// nil for a text that is no decimal number; hexadecimal ones, `nan` and `inf` are none.
  init?(_ text: String) {
    // The bytes first: most texts are words.
    guard Self.mayBeNumber(text.utf8), let value = Double(text), value.isFinite else { return nil }
    self.text = text
    self.value = value
  }

  /// Whether digits, dots, signs and exponents are all there is. O(bytes).
  static func mayBeNumber(_ text: some Collection<UInt8>) -> Bool {
    text.allSatisfy { (0x2B...0x39).contains($0) && $0 != 0x2F && $0 != 0x2C || isExponent($0) }
  }

  /// Whether this is an `e`.
  static func isExponent(_ byte: UInt8) -> Bool { byte | 0x20 == UInt8(ascii: "e") }

  var hasExponent: Bool { text.utf8.contains(where: Self.isExponent) }

  /// The whole number; nil for others.
  var integer: Int? { Int(exactly: value) }

  /// With a dot and a signed exponent, as YAML 1.1 wants it (PyYAML 6.0.3 resolver.py), and JSON, TOML and Python
  /// take it: `1e-4` is `1.0e-4`, `5e3` is `5.0e+3`.
  var everywhere: String {
    guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return text }
    var mantissa = String(text[..<mark])
    if !mantissa.contains(".") { mantissa += ".0" }
    if mantissa.hasSuffix(".") { mantissa += "0" }
    if mantissa.hasPrefix(".") { mantissa = "0" + mantissa }
    let exponent = text[text.index(after: mark)...]
    let isSigned = exponent.hasPrefix("-") || exponent.hasPrefix("+")
    return mantissa + String(text[mark]) + (isSigned ? "" : "+") + exponent
  }
}
