import Syntax

/// The pins of `setup.cfg` (setuptools 69 manual, "Configuring setuptools using setup.cfg files").
package enum SetupConfig {
  /// `install_requires`, `python_requires`, and the extras, which are conditional. O(bytes).
  package static func read(_ file: SourceFile) -> VersionPins {
    var pins = VersionPins()
    var section = ""
    var key = ""
    for number in 1...max(file.lines.count, 1) {
      let line = file.lines.range(ofLine: number, in: file.bytes)
      let content = trimmed(line, file)
      guard !content.isEmpty else { continue }
      let first = file.bytes[content.start]
      if first == UInt8(ascii: "#") || first == UInt8(ascii: ";") { continue }
      if content.start > line.start {
        readValue(content, section, key, file, &pins)
      } else if first == UInt8(ascii: "[") {
        section = file.text(in: TextRange(content.start + 1, content.end - 1))
        key = ""
      } else if let sign = file.bytes[content.start..<content.end].firstIndex(where: {
        $0 == 0x3D || $0 == 0x3A
      }) {
        key = file.text(in: trimmed(TextRange(content.start, sign), file)).lowercased()
        readValue(trimmed(TextRange(sign + 1, content.end), file), section, key, file, &pins)
      }
    }
    return pins
  }

  private static func trimmed(_ range: TextRange, _ file: SourceFile) -> TextRange {
    var start = range.start
    var end = range.end
    while start < end, file.bytes[start] <= 0x20 { start += 1 }
    while end > start, file.bytes[end - 1] <= 0x20 { end -= 1 }
    return TextRange(start, end)
  }

  private static func readValue(
    _ range: TextRange, _ section: String, _ key: String, _ file: SourceFile, _ pins: inout VersionPins
  ) {
    guard !range.isEmpty else { return }
    if section == "options", key == "python_requires" {
      guard let versions = VersionSpecifier.parse(file.text(in: range)) else { return }
      let span = Span(file, range)
      pins.pins.append(VersionPin(library: "python", versions: versions, span: span, isConditional: false))
      return
    }
    let isExtra = section == "options.extras_require"
    guard isExtra || (section == "options" && key == "install_requires") else { return }
    switch RequirementLine.parse(file, in: range) {
    case .success(let requirement):
      guard let pin = requirement.pin else { return }
      pins.pins.append(
        VersionPin(
          library: pin.library, versions: pin.versions, span: pin.span,
          isConditional: pin.isConditional || isExtra))
    case .failure(let error): pins.problems.append(error.problem)
    }
  }
}
