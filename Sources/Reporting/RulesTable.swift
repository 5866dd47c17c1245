import Linting

/// All rules, family by family: name, severity, summary.
package struct RulesTable {
  private let rules: [RuleMetadata]
  private let style: TextStyle

  package init(_ rules: [RuleMetadata], _ style: TextStyle) {
    self.rules = rules
    self.style = style
  }

  /// One line a rule below the name of its family; families and rules in the order of their names.
  package var rendered: String {
    let width = rules.map(\.name.utf8.count).max() ?? 0
    var text = ""
    for family in Set(rules.map(\.family)).sorted() {
      text += (text.isEmpty ? "" : "\n") + style.bold(family) + "\n"
      for rule in rules.filter({ $0.family == family }).sorted(by: { $0.name < $1.name }) {
        let severity = rule.severity.rawValue
        text += "  " + rule.name + blanks(width + 2 - rule.name.utf8.count)
        text +=
          style.severity(severity, rule.severity) + blanks(9 - severity.utf8.count) + rule.summary + "\n"
      }
    }
    return text
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}
