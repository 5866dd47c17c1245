import Datasets
import Linting
import Setup

/// Rows of tokens whose labels are all -100.
enum NoTrainableTokens: FileRule {
  static let metadata = RuleMetadata(
    "no-trainable-tokens", family: "tokenized", severity: .error, since: "0.1.0", observing: .signs,
    "rows of tokens of which none is trained")

  /// From this share of the rows on it is no longer a note.
  private static let warningShare = 0.01

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let rows = TokenRows(document, in: workspace) else { return [] }
    let labelled = rows.profile.tokens.labelled
    let count = rows.profile.signs[.nothingTrained].count
    let severity: Severity =
      count == rows.profile.records
      ? .error : Double(count) >= warningShare * Double(labelled) ? .warning : .info
    return [
      rows.observed(
        .nothingTrained, of: labelled, label: "all -100",
        { "the labels of \($0.count) of \(labelled) records are all -100" }, advice: "drop these records",
        [Effect(.always, when: .silently, severity: severity, effect(isAll: severity == .error))],
        experiment: .records(lacking: .labels, at: rows.profile.signs[.nothingTrained].first),
        severity: severity)
    ].compactMap { $0 }
  }

  /// Run: `fixtures/goldens/trainer_records.py`, trl 0.24.0 and 1.16.0, transformers 4.49.0 to 5.23.0.
  private static func effect(isAll: Bool) -> String {
    isAll
      ? "nothing is trained where labels are used: the loss is logged as 0.0, or trl 1.16.0 drops all records and ends"
      : "these records add nothing to the loss; trl 1.16.0 drops them"
  }
}
