import Datasets
import Linting
import Setup
import Syntax

/// trl cuts rows at their end, those to evaluate on too. Run with 0.24.0 and 1.16.0: `fixtures/goldens/trl_setups.py`,
/// evaluation in its group of that name.
struct TRLRowLimit: RowLimit {
  let limit: LengthLimit

  /// nil where nothing certain can be said from the words alone: prompts have to carry no loss.
  init?(_ setup: TrainingSetup, _ split: Split) {
    guard let run = SFTRun(setup), run.usesOwnCollator, run.formatter == nil, run.preparesRows,
      run.isOff("packing"), run.learnsAnswersOnly, setup.split(split)?.format.value == run.format,
      split == .train || run.isOff("eval_packing") && setup.mayEvaluate,
      run.isDefault("truncation_mode") || run.option("truncation_mode").value == .string("keep_start"),
      let limit = Self.limit(of: run, split)
    else { return nil }
    self.limit = limit
  }

  private static func limit(of run: SFTRun, _ split: Split) -> LengthLimit? {
    let fact = run.option("max_length")
    if case .integer(let written)? = fact.value {
      return LengthLimit(written, of: split, "`max_length`", at: fact.span, by: .prompt, run.versions)
    }
    guard fact.value != .null, run.isDefault("max_length") else { return nil }
    return LengthLimit(1024, of: split, "`max_length` by default", at: nil, by: .prompt, run.versions)
  }

  var isAnsweredByTraining: Bool { limit.split == .train }

  func effect(isAll: Bool, _ severity: Severity) -> Effect {
    let (moment, text) = limit.split == .train ? training(isAll: isAll) : evaluation(isAll: isAll)
    return Effect(.when(.trl, ">=0.24"), when: moment, severity: severity, text)
  }

  private func training(isAll: Bool) -> (Moment, String) {
    guard isAll else {
      return (.silently, "\(Self.nothingLeft): trl 0.24.0 keeps them without loss, 1.16.0 drops them")
    }
    let text =
      "no record trains anything: trl 0.24.0 logs a loss of nan or 0, 1.16.0 drops all and ends with ValueError (num_samples=0)"
    return (.start, text)
  }

  private func evaluation(isAll: Bool) -> (Moment, String) {
    guard isAll else {
      let text =
        "nothing of the answer is left to measure: with trl 0.24.0 `eval_loss` is nan as soon as a batch has no other records, 1.16.0 drops them"
      return (.silently, text)
    }
    let text =
      "no answer is measured: `eval_loss` is nan with trl 0.24.0, and is not there with 1.16.0, which drops all records"
    return (.firstEvaluation, text)
  }
}

extension SFTRun {
  /// Whether prompts certainly carry no loss.
  fileprivate var learnsAnswersOnly: Bool {
    switch format {
    case .promptCompletion, .conversationalPromptCompletion:
      return isDefault("completion_only_loss") || option("completion_only_loss").value == .bool(true)
    case .messages: return option("assistant_only_loss").value == .bool(true)
    default: return false
    }
  }
}
