@testable import Syntax

/// A tree on one line, to compare shapes: `{a: 1, b: [x, ~]}`; `~` is missing, `!x!` invalid, `*x` an alias.
func yamlShape(_ text: String) -> String {
  YAMLParser.parse(SourceFile(path: "a.yaml", text: text)).roots.map(yamlShape).joined(separator: " --- ")
}

private func yamlShape(_ node: ConfigNode) -> String {
  switch node.kind {
  case .mapping:
    let pairs = node.entries.map { "\(yamlShape($0.key)): \(yamlShape($0.value))" }
    return "{" + pairs.joined(separator: ", ") + "}"
  case .sequence: return "[" + node.elements.map(yamlShape).joined(separator: ", ") + "]"
  case .alias: return "*\(node.text)"
  case .invalid: return "!\(node.text)!"
  case .scalar: return node.style == .missing ? "~" : node.text
  }
}

/// The problems of `text`, each with the text it stands at and what it says.
func yamlProblems(_ text: String) -> [String] {
  let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: text))
  return tree.problems.map { "\($0.range.start)-\($0.range.end) \($0.message)" }
}
