import Datasets
import Linting
import Setup

/// Rows of tokens with ids that no vocabulary has.
enum TokenIDOutOfRange: FileRule {
  static let metadata = RuleMetadata(
    "token-id-out-of-range", family: "tokenized", severity: .error, since: "0.1.0", observing: .signs,
    "token ids that no vocabulary has")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let rows = TokenRows(document, in: workspace) else { return [] }
    let count = rows.profile.tokens.rows
    // Run: `fixtures/goldens/trainer_records.py`, trl 0.15.2 to 1.16.0, transformers 4.49.0 to 5.23.0.
    let negative = rows.observed(
      .negativeID, of: count, label: "an id below zero",
      { "`input_ids` holds a number below zero in \($0.count) of \(count) records" },
      advice: "-100 belongs into `labels`",
      [
        Effect(
          .always, when: .duringTraining, severity: .error,
          "the training ends with IndexError (index out of range in self) at such a record")
      ])
    let odd = rows.observed(
      .idsNotIntegers, of: count, label: "not whole numbers",
      { "`input_ids` holds something other than whole numbers in \($0.count) of \(count) records" },
      [
        Effect(
          .always, when: .duringTraining, severity: .error, "the collator or the model refuses the record")
      ])
    return [negative, odd].compactMap { $0 }
  }
}
