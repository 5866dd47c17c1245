import Datasets
import Linting
import Setup

/// Rows of tokens whose labels or mask have another length.
enum PretokenizedLengthMismatch: FileRule {
  static let metadata = RuleMetadata(
    "pretokenized-length-mismatch", family: "tokenized", severity: .warning, since: "0.1.0",
    observing: .signs,
    "rows of tokens whose labels or mask have another length")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let rows = TokenRows(document, in: workspace) else { return [] }
    let tokens = rows.profile.tokens
    // Run: `fixtures/goldens/trainer_records.py`, trl 0.15.2 to 1.16.0, transformers 4.49.0 to 5.23.0.
    let areSlips = rows.profile.signs[.labelsOfOtherLength].count * 2 < tokens.labelled
    // Where most differ, they are the labels of an encoder-decoder model, or classes.
    let labels =
      !areSlips
      ? nil
      : rows.observed(
        .labelsOfOtherLength, of: tokens.labelled, label: "not as long as `input_ids`",
        { "`labels` have another length than `input_ids` in \($0.count) of \(tokens.labelled) records" },
        [
          Effect(
            .always, when: .duringTraining, severity: .warning,
            "a batch with such a record is refused by most collators, or trained with the labels cut or padded, but for encoder-decoder models"
          )
        ])
    let mask = rows.observed(
      .maskOfOtherLength, of: tokens.rows, label: "not as long as `input_ids`",
      { "`attention_mask` has another length than `input_ids` in \($0.count) of \(tokens.rows) records" },
      [
        Effect(
          .always, when: .duringTraining, severity: .warning,
          "Trainer's collators refuse a batch of such records and others; trl's SFTTrainer (0.24.0 and 1.16.0) does not read the mask"
        )
      ])
    return [labels, mask].compactMap { $0 }
  }
}
