import Linting
import Setup
import Syntax

/// A validation split that does not have the `labels` that training has, in a set-up that needs them.
///
/// Three ways lead there: preprocessing that gives `output_ids` instead, data files whose columns differ, and
/// the GLM demos' override of `prediction_step`, which two halves of the history of transformers break.
enum EvalSplitWithoutLabels: SetupRule {
  static let metadata = RuleMetadata(
    "eval-split-without-labels", family: "data", severity: .error, since: "0.1.0",
    "a validation split without the `labels` that the training split has")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    let byFiles = SplitFilesDiffer.check(setup)
    guard let evaluation = EvaluationWithoutLabels(setup) else { return byFiles }
    if setup.predictionStep != nil { return byFiles + recipe(evaluation) }
    return byFiles + plain(evaluation)
  }

  // MARK: The library's own evaluation

  private static func plain(_ evaluation: EvaluationWithoutLabels) -> [Observed] {
    guard let place = evaluation.place else { return [] }
    let effects = evaluation.plainEffects
    guard !effects.isEmpty else { return [] }
    return [
      Observed(
        at: .span(place), label: "no `labels` here",
        "\(evaluation.whatThereIs), while training has them",
        advice: "give the validation split `labels` too, made as in training",
        related: evaluation.related, effects: effects,
        experiment: Experiment(
          .evaluation, of: evaluation.setup.name,
          mended: [FactChange("data.validation.columns", to: evaluation.mendedColumns)]),
        versions: evaluation.setup.versions)
    ]
  }

  // MARK: An override of prediction_step

  private static func recipe(_ evaluation: EvaluationWithoutLabels) -> [Observed] {
    guard let step = evaluation.setup.predictionStep, let superCall = step.superCall else { return [] }
    if let missing = unusedColumnFinding(evaluation, step) { return [missing] }
    if let removal = step.removal(of: "labels") {
      guard removal.failsWhenMissing, !removal.isGuarded else { return [] }
      return [unguardedRemoval(evaluation, step, removal)]
    }
    guard evaluation.generates == true, evaluation.hasMetrics, evaluation.collatorWritesNone,
      step.removal(of: "output_ids") != nil
    else { return [] }
    return [labelsLeftIn(evaluation, step, superCall)]
  }

  /// `del inputs["labels"]`: the key is there only since `DataCollatorForSeq2Seq` writes `batch["labels"] =
  /// None` (transformers/data/data_collator.py: 4.41.2 does, 4.40.2 does not).
  private static func unguardedRemoval(
    _ evaluation: EvaluationWithoutLabels, _ step: PredictionStep, _ removal: PredictionStep.Removal
  ) -> Observed {
    let failure = "KeyError: 'labels'"
    let effects: [Effect] =
      evaluation.collatorWritesNone
      ? [
        Effect(.when(.transformers, "<4.41"), when: .firstEvaluation, severity: .error, failure),
        .harmless(.when(.transformers, ">=4.41"), "the collator puts `labels: None` into the batch"),
      ] : [Effect(.always, when: .firstEvaluation, severity: .error, failure)]
    let mended = "\(step.inputsName).pop(\(removal.keyText), None)"
    let change = FactChange("prediction_step.removes.labels", to: .string("may be missing"))
    return Observed(
      at: .span(removal.statement), label: "fails where the batch has no `labels`",
      "`labels` is taken out of the batch unguarded, and the validation split has none",
      advice: "write `\(mended)`, which is right in every version", related: evaluation.related,
      effects: effects,
      fixes: [
        Fix(
          "write `\(mended)`", isSafe: true,
          edits: [TextEdit(removal.statement, mended)], changes: [change])
      ],
      experiment: Experiment(.evaluation, of: evaluation.setup.name, mended: [change]),
      versions: evaluation.setup.versions)
  }

  /// From 4.41 on the collator's `labels: None` makes `prediction_step` look for a loss that is not there.
  private static func labelsLeftIn(
    _ evaluation: EvaluationWithoutLabels, _ step: PredictionStep, _ superCall: Span
  ) -> Observed {
    let mended = "\(step.inputsName).pop(\"labels\", None)"
    let change = FactChange("prediction_step.removes.labels", to: .string("may be missing"))
    let edit = step.superStatement.flatMap { $0.insertingBefore(mended) }
    return Observed(
      at: .span(superCall), label: "the batch still holds `labels: None`",
      "the validation split has no `labels`, and `prediction_step` hands on the `labels: None` that the "
        + "collator writes", advice: "write `\(mended)` before it, which is right in every version",
      related: evaluation.related,
      effects: [
        Effect(.when(.transformers, ">=4.41"), when: .firstEvaluation, severity: .error, "KeyError: 'loss'"),
        .harmless(.when(.transformers, "<4.41"), "the collator writes no `labels`"),
      ],
      fixes: edit.map { [Fix("write `\(mended)` before it", isSafe: true, edits: [$0], changes: [change])] }
        ?? [],
      experiment: Experiment(.evaluation, of: evaluation.setup.name, mended: [change]),
      versions: evaluation.setup.versions)
  }

  /// `output_ids` never reaches the override: Trainer drops columns that the model's `forward` does not name.
  private static func unusedColumnFinding(
    _ evaluation: EvaluationWithoutLabels, _ step: PredictionStep
  ) -> Observed? {
    guard let removal = step.removal(of: "output_ids"), removal.failsWhenMissing, !removal.isGuarded,
      evaluation.dropsUnusedColumns == true, !removal.onlyWhenGenerating || evaluation.generates == true
    else { return nil }
    return Observed(
      at: .span(removal.statement), label: "the column is gone by then",
      "`output_ids` is read from the batch, but `remove_unused_columns` is on and drops it",
      advice: "set `remove_unused_columns=False`", related: evaluation.related,
      effects: [
        Effect(.always, when: .firstEvaluation, severity: .error, "KeyError: 'output_ids'")
      ], versions: evaluation.setup.versions)
  }
}

extension Span {
  /// A line with `statement` before the statement at this span, indented as it is and ended as its line is;
  /// nil where something else stands before it on its line.
  fileprivate func insertingBefore(_ statement: String) -> TextEdit? {
    let line = file.lines.range(ofLine: file.position(at: range.start).line, in: file.bytes)
    let indentation = TextRange(line.start, range.start)
    guard file.bytes[line.start..<range.start].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    let hasReturn = line.end < file.bytes.count && file.bytes[line.end] == 0x0D
    let lineEnd = hasReturn ? "\r\n" : "\n"
    return TextEdit(
      Span(file, .at(range.start)), statement + lineEnd + file.text(in: indentation), isShared: true)
  }
}
