import Syntax

/// The pins of `pyproject.toml`: PEP 621 metadata, PEP 735 groups, and Poetry's tables.
///
/// `setup.py` is a program and is not read here.
package enum ProjectMetadata {
  /// O(entries). Optional dependencies and groups are conditional.
  package static func read(_ root: ConfigNode) -> VersionPins {
    var pins = VersionPins()
    let project = root["project"]
    let python = project?["requires-python"].flatMap { pinPython($0, .pep440, &pins) }
    for node in project?["dependencies"]?.elements ?? [] {
      ConfigRequirement.read(node, python: python, into: &pins)
    }
    for group in groups(project?["optional-dependencies"]) + groups(root["dependency-groups"]) {
      for node in group.elements {
        ConfigRequirement.read(node, python: python, isConditional: true, into: &pins)
      }
    }
    if let poetry = root["tool"]?["poetry"] { readPoetry(poetry, &pins) }
    return pins
  }

  private static func groups(_ table: ConfigNode?) -> [ConfigNode] { table?.entries.map(\.value) ?? [] }

  private static func pinPython(
    _ node: ConfigNode, _ dialect: VersionSpecifier.Dialect, _ pins: inout VersionPins
  ) -> VersionSet? {
    guard node.kind == .scalar else { return nil }
    guard let versions = VersionSpecifier.parse(node.text, dialect) else {
      pins.problems.append(SyntaxProblem(.syntax, node.range, "'\(node.text)' is no version specifier"))
      return nil
    }
    pins.pins.append(
      VersionPin(library: "python", versions: versions, span: node.span, isConditional: false))
    return versions
  }

  // MARK: Poetry

  private static func readPoetry(_ poetry: ConfigNode, _ pins: inout VersionPins) {
    readPoetryTable(poetry["dependencies"], isConditional: false, &pins)
    readPoetryTable(poetry["dev-dependencies"], isConditional: true, &pins)
    for group in groups(poetry["group"]) {
      readPoetryTable(group["dependencies"], isConditional: true, &pins)
    }
  }

  private static func readPoetryTable(
    _ table: ConfigNode?, isConditional: Bool, _ pins: inout VersionPins
  ) {
    for (key, value) in table?.entries ?? [] {
      let library = VersionPin.normalizedName(key.text)
      // A list holds alternatives for different Pythons or platforms.
      let alternatives = value.kind == .sequence ? value.elements : [value]
      for node in alternatives {
        let written = node.kind == .mapping ? node["version"] : node
        guard let written, written.kind == .scalar else { continue }
        if library == "python" {
          _ = pinPython(written, .poetry, &pins)
          continue
        }
        guard let versions = VersionSpecifier.parse(written.text, .poetry) else {
          pins.problems.append(
            SyntaxProblem(.syntax, written.range, "'\(written.text)' is no version constraint"))
          continue
        }
        let limits = ["optional", "markers", "python", "platform"]
        let isLimited =
          node.kind == .mapping && limits.contains { node[$0] != nil && node[$0]?.text != "false" }
        pins.pins.append(
          VersionPin(
            library: library, versions: versions, span: written.span,
            isConditional: isConditional || isLimited || value.kind == .sequence))
      }
    }
  }
}
