import Linting
import Setup

/// What `Trainer` does with the bare `PeftModel` that an adapter without a task gets.
enum BareModel {
  /// Whether `Trainer` or `Seq2SeqTrainer` certainly drops the columns that `forward` does not name.
  static func losesColumns(_ setup: borrowing TrainingSetup) -> Bool {
    guard let type = setup.trainer?.consumer.value,
      type == "transformers.Trainer" || type == "transformers.Seq2SeqTrainer"
    else { return false }
    return (setup.arguments?.flag("remove_unused_columns", default: true) ?? nil) == true
  }

  /// Releases that ask the bare model for its columns, and those that ask the model inside
  /// (transformers/trainer.py `_set_signature_columns_if_needed`: 4.36.2 and 4.37.0).
  static let asksWrapper = VersionCondition.when(.transformers, "<4.37")
  static let asksBase = VersionCondition.when(.transformers, ">=4.37")

  /// Run with transformers 4.36.2 and peft 0.7.1.
  static func columnsLost(_ condition: VersionCondition) -> Effect {
    Effect(
      condition, when: .firstStep, severity: .error,
      "IndexError: Invalid key: … is out of bounds for size 0, since Trainer drops every column: the bare PeftModel's "
        + "`forward(*args, **kwargs)` names none")
  }
}
