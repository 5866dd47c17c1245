import Syntax

/// conda's `environment.yml` (conda 24 manual, "Managing environments").
package enum CondaEnvironment {
  /// The pins under `dependencies`, those of the `pip:` list among them.
  package static func read(_ root: ConfigNode) -> VersionPins {
    var pins = VersionPins()
    for entry in root["dependencies"]?.elements ?? [] {
      if entry.kind == .mapping {
        for requirement in entry["pip"]?.elements ?? [] { ConfigRequirement.read(requirement, into: &pins) }
      } else if entry.kind == .scalar {
        let place = ConfigRequirement.source(of: entry)
        if let pin = pin(place.source, in: place.range) { pins.pins.append(pin) }
      }
    }
    return pins
  }

  /// A match specification: `channel::name`, then a version behind blanks or `=`, then a build string. The
  /// names that conda gives to two libraries are those of PyPI in the pin: `pytorch` is `torch`.
  package static func pin(_ file: SourceFile, in range: TextRange) -> VersionPin? {
    var bytes = file.bytes[range.start..<range.end]
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    bytes = bytes.drop { $0 <= 0x20 }
    let whole = TextRange(bytes.startIndex, bytes.endIndex)
    if let colon = bytes.lastIndex(of: UInt8(ascii: ":")) { bytes = bytes[(colon + 1)...] }
    let name = bytes.prefix { $0 > 0x20 && !"=<>!~[".utf8.contains($0) }
    guard !name.isEmpty, !name.contains(UInt8(ascii: "/")) else { return nil }
    let rest = bytes[name.endIndex...].prefix { $0 != UInt8(ascii: "[") }
    guard let versions = versions(String(decoding: rest, as: UTF8.self)) else { return nil }
    let written = VersionPin.normalizedName(String(decoding: name, as: UTF8.self))
    let library = ["pytorch": "torch", "pytorch-gpu": "torch", "pytorch-cpu": "torch"][written] ?? written
    return VersionPin(
      library: library, versions: versions, span: Span(file, whole), isConditional: false)
  }

  /// `=1.2`, `=1.2=build`, `==1.2`, `>=1.2,<2`, ` 1.2 build`.
  private static func versions(_ text: String) -> VersionSet? {
    let fields = text.split { $0 == " " || $0 == "\t" }
    guard var version = fields.first else { return .all }
    let signs = version.utf8.prefix { "=<>!~".utf8.contains($0) }.count
    if signs == version.utf8.count, fields.count > 1 {
      return VersionSpecifier.parse(String(version) + fields[1], .conda)
    }
    if let build = version.utf8.dropFirst(signs).firstIndex(of: UInt8(ascii: "=")), !version.contains(",") {
      version = version[..<build]
    }
    return VersionSpecifier.parse(String(version), .conda)
  }
}

/// Requirements that are values of a config tree.
enum ConfigRequirement {
  /// The text of a scalar with its place: the file itself where the text is written as it is, else a source
  /// whose text maps to the whole scalar.
  static func source(of node: ConfigNode) -> (source: SourceFile, range: TextRange) {
    let file = node.tree.file
    let text = node.text
    let quotes = (node.range.count - text.utf8.count) / 2
    if quotes >= 0 {
      let inner = TextRange(node.range.start + quotes, node.range.start + quotes + text.utf8.count)
      if file.bytes[inner.start..<min(inner.end, file.bytes.count)].elementsEqual(text.utf8) {
        return (file, inner)
      }
    }
    let segment = EmbeddedMap.Segment(inner: TextRange(0, text.utf8.count), outer: node.range)
    let map = EmbeddedMap(segments: [segment], encoding: .verbatim)
    let source = SourceFile(
      path: file.path, text: text, origin: .embedded(host: file, map: map, part: .configText))
    return (source, source.wholeRange)
  }

  /// Adds the pin of a PEP 508 text, or the problem with it.
  static func read(
    _ node: ConfigNode, python: VersionSet? = nil, isConditional: Bool = false, into pins: inout VersionPins
  ) {
    guard node.kind == .scalar else { return }
    let place = source(of: node)
    switch RequirementLine.parse(place.source, in: place.range, python: python) {
    case .success(let requirement):
      guard let pin = requirement.pin else { return }
      pins.pins.append(
        VersionPin(
          library: pin.library, versions: pin.versions, span: pin.span,
          isConditional: pin.isConditional || isConditional))
    case .failure(let error):
      guard !node.text.utf8.contains(UInt8(ascii: "/")) else { return }
      let range = Span(place.source, error.problem.range).onDisk.range
      pins.problems.append(SyntaxProblem(error.problem.kind, range, error.problem.message))
    }
  }
}
