/// A number that stands in a text, and how it is written so that every loader reads a number.
struct NumberSpelling {
  let text: String
  let value: Double

  /// nil for a text that is no decimal number; hexadecimal ones, `nan` and `inf` are none.
  init?(_ text: String) {
    // The bytes first: most texts are words.
    guard
      text.utf8.allSatisfy({
        (0x2B...0x39).contains($0) && $0 != 0x2F && $0 != 0x2C || $0 == 0x45 || $0 == 0x65
      }), let value = Double(text), value.isFinite
    else { return nil }
    self.text = text
    self.value = value
  }

  var hasExponent: Bool { text.contains("e") || text.contains("E") }

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
