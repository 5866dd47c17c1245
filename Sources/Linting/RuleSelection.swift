/// Which rules speak.
package struct RuleSelection: Sendable {
  /// Only these; nil for all.
  private let selected: Set<String>?
  private let ignored: Set<String>

  /// Names of rules, or of families. O(1) per question.
  package init(select: [String] = [], ignore: [String] = []) {
    selected = select.isEmpty ? nil : Set(select)
    ignored = Set(ignore)
  }

  package func includes(_ rule: RuleMetadata) -> Bool {
    if ignored.contains(rule.name) || ignored.contains(rule.family) { return false }
    guard let selected else { return true }
    return selected.contains(rule.name) || selected.contains(rule.family)
  }
}
