import Datasets
import Linting
import Setup

/// Control characters in texts.
enum ControlCharactersInText: FileRule {
  static let metadata = RuleMetadata(
    "control-characters-in-text", family: "content", severity: .warning, since: "0.1.0", observing: .search,
    "texts with control characters, such as NUL")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let texts = OddTexts(document, in: workspace) else { return [] }
    let observed = texts.observed(
      .control, label: "a control character", "a control character stands", advice: "take it out",
      effect: "`datasets` loads it, and a model that is trained on it learns to write it",
      warningShare: 0.03)
    return observed.map { [$0] } ?? []
  }
}
