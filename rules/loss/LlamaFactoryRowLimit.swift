import Datasets
import Linting
import Setup

/// LLaMA-Factory lays exchanges from the first one on until the row is full (`data/processor/supervised.py`); with
/// `mask_history` from the last one. Run with 0.9.0 to 0.9.5 and ff6d4d1: `fixtures/goldens/dataset_info_cases.py`.
struct LlamaFactoryRowLimit: RowLimit {
  let limit: LengthLimit

  /// nil for other stages than fine-tuning, rows that are laid otherwise, and splits that nobody evaluates.
  init?(_ setup: TrainingSetup, _ split: Split) {
    guard let arguments = setup.arguments, setup.option("stage").value == .string("sft"),
      arguments.isOff("mask_history"),
      split == .train
        || arguments.isOff("predict_with_generate") && (setup.mayEvaluate || !arguments.isOff("do_eval")),
      // 1,024 in 0.9.0, 2,048 later.
      let limit = LengthLimit(
        "cutoff_len", of: arguments, else: 2048, split, by: .earlierTurns, setup.versions)
    else { return nil }
    self.limit = limit
  }

  /// Exchanges before those that no longer fit are learned.
  func severity(_ count: Int, of records: Int) -> Severity { severityByShare(count, of: records) }

  func effect(isAll: Bool, _ severity: Severity) -> Effect {
    Effect(
      .always, when: .silently, severity: severity,
      "LLaMA-Factory leaves out the exchanges that no longer fit, with their answers")
  }
}
