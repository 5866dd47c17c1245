import Syntax

/// One requirement: `peft[all] >=0.13,<0.14 ; python_version >= "3.9"` (PEP 508).
package struct RequirementLine: Sendable {
  package let file: SourceFile
  /// Normalised as PEP 503 says.
  package let name: String
  package let nameRange: TextRange
  package let extras: [String]
  /// The version clauses without blanks around them; nil for none.
  package let specifierRange: TextRange?
  /// All versions where none are given, or where an address is.
  package let versions: VersionSet
  /// The address behind `@`.
  package let urlRange: TextRange?
  package let markerRange: TextRange?
  /// Whether the requirement holds; known where there is no marker.
  package let applies: MarkerVerdict
  /// Without the blanks around it.
  package let range: TextRange

  /// nil where the marker says that the requirement never holds.
  package var pin: VersionPin? {
    guard applies != .no else { return nil }
    return VersionPin(
      library: name, versions: versions, span: Span(file, range), isConditional: applies == .unsure)
  }

  /// Reads the requirement in `range` of `file`. O(bytes).
  ///
  /// Fails with a problem where the text is no requirement: a path, an address without a name, or a mistake.
  package static func parse(
    _ file: SourceFile, in range: TextRange, python: VersionSet? = nil
  ) -> Result<RequirementLine, RequirementError> {
    var reader = RequirementReader(file, range)
    return reader.read(python: python)
  }
}

/// Why a text is no requirement.
package struct RequirementError: Error, Sendable {
  package let problem: SyntaxProblem
}

/// Walks over the bytes of one requirement.
private struct RequirementReader {
  let file: SourceFile
  let bytes: [UInt8]
  var position: Int
  let end: Int

  init(_ file: SourceFile, _ range: TextRange) {
    self.file = file
    bytes = file.bytes
    position = min(max(range.start, 0), file.bytes.count)
    var end = min(max(range.end, position), file.bytes.count)
    while end > position, Self.isBlank(file.bytes[end - 1]) { end -= 1 }
    self.end = end
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  var byte: UInt8 { position < end ? bytes[position] : 0 }

  mutating func skipBlanks() {
    while position < end && Self.isBlank(bytes[position]) { position += 1 }
  }

  private func failure(_ range: TextRange, _ message: String) -> Result<RequirementLine, RequirementError> {
    .failure(RequirementError(problem: SyntaxProblem(.syntax, range, message)))
  }

  mutating func read(python: VersionSet?) -> Result<RequirementLine, RequirementError> {
    skipBlanks()
    let start = position
    guard let nameRange = readName() else {
      return failure(TextRange(start, end), "expected the name of a package")
    }
    skipBlanks()
    let extras = readExtras()
    skipBlanks()
    var specifierRange: TextRange?
    var urlRange: TextRange?
    var versions = VersionSet.all
    if byte == UInt8(ascii: "@") {
      position += 1
      skipBlanks()
      let urlStart = position
      while position < end && !Self.isBlank(bytes[position]) { position += 1 }
      urlRange = TextRange(urlStart, position)
    } else if position < end && byte != UInt8(ascii: ";") {
      let found = readSpecifier()
      let text = file.text(in: found)
      guard let set = VersionSpecifier.parse(text) else {
        return failure(found, "'\(text)' is no version specifier")
      }
      specifierRange = found
      versions = set
    }
    skipBlanks()
    var markerRange: TextRange?
    if byte == UInt8(ascii: ";") {
      position += 1
      skipBlanks()
      markerRange = TextRange(position, end)
    } else if position < end {
      return failure(TextRange(position, end), "expected ';' or the end of the requirement")
    }
    let applies = markerRange.map { RequirementMarker.evaluate(file.text(in: $0), python: python) } ?? .yes
    return .success(
      RequirementLine(
        file: file, name: VersionPin.normalizedName(file.text(in: nameRange)), nameRange: nameRange,
        extras: extras, specifierRange: specifierRange, versions: versions, urlRange: urlRange,
        markerRange: markerRange, applies: applies, range: TextRange(start, end)))
  }

  /// Letters, digits, and `-`, `_` or `.` between them.
  private mutating func readName() -> TextRange? {
    let start = position
    func isLetterOrDigit(_ byte: UInt8) -> Bool {
      switch byte | 0x20 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): return true
      default: return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
    }
    guard isLetterOrDigit(byte) else { return nil }
    while isLetterOrDigit(byte) || "-_.".utf8.contains(byte) { position += 1 }
    while position > start && !isLetterOrDigit(bytes[position - 1]) { position -= 1 }
    // A slash or colon shows a path or an address.
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "+") { return nil }
    return TextRange(start, position)
  }

  private mutating func readExtras() -> [String] {
    guard byte == UInt8(ascii: "[") else { return [] }
    let start = position + 1
    while position < end && bytes[position] != UInt8(ascii: "]") { position += 1 }
    let text = file.text(in: TextRange(start, position))
    if position < end { position += 1 }
    return text.split(separator: ",").map { extra in
      VersionPin.normalizedName(String(extra.filter { $0 != " " && $0 != "\t" }))
    }
  }

  /// The clauses, also in parentheses, up to `;`.
  private mutating func readSpecifier() -> TextRange {
    let isParenthesized = byte == UInt8(ascii: "(")
    if isParenthesized { position += 1 }
    skipBlanks()
    let start = position
    while position < end, byte != UInt8(ascii: ";"), !(isParenthesized && byte == UInt8(ascii: ")")) {
      position += 1
    }
    var last = position
    while last > start && Self.isBlank(bytes[last - 1]) { last -= 1 }
    if isParenthesized && byte == UInt8(ascii: ")") { position += 1 }
    return TextRange(start, last)
  }
}
