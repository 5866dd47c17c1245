extension SourceFile {
  /// The bytes of `range` between single quotes, for a message: at most 40 code points, with control and
  /// other invisible characters written as `U+XXXX`. O(1).
  func excerpt(_ range: TextRange) -> String {
    let longest = 40
    if range.count <= longest, isPrintableASCII(range) { return "'\(text(in: range))'" }
    // Four bytes a code point are always enough; a cut code point at the end falls to the limit below.
    let text = text(in: TextRange(range.start, min(range.end, range.start + 4 * longest + 4)))
    var shown = "'"
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == longest {
        shown += "…"
        break
      }
      shown += Self.visible(scalar)
    }
    return shown + "'"
  }

  private func isPrintableASCII(_ range: TextRange) -> Bool {
    range.start >= 0 && range.end <= bytes.count
      && bytes[range.start..<range.end].allSatisfy { 0x20...0x7E ~= $0 }
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      break
    case .spaceSeparator where scalar != " ":
      break
    default:
      return String(scalar)
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
