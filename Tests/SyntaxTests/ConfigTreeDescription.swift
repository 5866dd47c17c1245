@testable import Syntax

extension ConfigNode {
  /// The node as compact text, for comparisons: texts in their quotes, `!` before invalid nodes, `_` for
  /// nothing.
  var outline: String {
    switch kind {
    case .mapping:
      return "{" + entries.map { "\($0.key.outline): \($0.value.outline)" }.joined(separator: ", ") + "}"
    case .sequence: return "[" + elements.map(\.outline).joined(separator: ", ") + "]"
    case .scalar where style == .missing: return "_"
    case .scalar: return isQuoted ? text.debugDescription : text
    case .alias: return "*" + text
    case .invalid: return "!" + text
    }
  }
}

extension ConfigTree {
  /// Every problem as `«source» message`.
  var problemTexts: [String] { problems.map { "«\(file.text(in: $0.range))» \($0.message)" } }
}
