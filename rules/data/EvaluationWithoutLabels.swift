import Linting
import Setup
import Syntax

/// A set-up whose evaluation will meet rows without `labels`, with what decides how that ends.
struct EvaluationWithoutLabels {
  let setup: TrainingSetup
  private let evaluated: SplitSetup
  private let trainer: FactTable
  private let arguments: FactTable?

  /// nil where it is not certain that training has labels, evaluation has none, and nothing makes them later.
  init?(_ setup: borrowing TrainingSetup) {
    guard let trainer = setup.trainer, let type = trainer.consumer.value,
      type == "transformers.Trainer" || type == "transformers.Seq2SeqTrainer",
      let train = setup.split(.train), let evaluated = setup.split(.validation),
      train.columns.contains("labels"), evaluated.columns.lacks("labels"),
      Self.collatorLeavesLabelsAlone(setup), setup.mayEvaluate
    else { return nil }
    if let names = setup.arguments?["label_names"], !names.isAbsent, names.value != Self.usualLabelNames {
      return nil
    }
    self.setup = copy setup
    self.evaluated = evaluated
    self.trainer = trainer
    self.arguments = setup.arguments
  }

  /// What `label_names` is for models that name their labels so.
  private static let usualLabelNames = SetupValue.list([.string("labels")])

  /// Collators that make no labels of their own: transformers/data/data_collator.py,
  /// `DataCollatorForSeq2Seq`, `DataCollatorWithPadding`, `DefaultDataCollator` and none at all.
  /// `DataCollatorForLanguageModeling` makes them (run), and of any other we do not know.
  private static func collatorLeavesLabelsAlone(_ setup: TrainingSetup) -> Bool {
    guard let collator = setup.collator else {
      return setup.trainer?["data_collator"].isAbsent ?? false
    }
    let plain = ["DataCollatorForSeq2Seq", "DataCollatorWithPadding", "DefaultDataCollator"]
    return plain.contains { collator.consumer.value == "transformers.\($0)" }
  }

  /// nil where it cannot be known.
  var generates: Bool? { arguments?.flag("predict_with_generate", default: false) }
  var dropsUnusedColumns: Bool? { arguments?.flag("remove_unused_columns", default: true) }
  var hasMetrics: Bool { !trainer["compute_metrics"].isAbsent && trainer["compute_metrics"].value != .null }
  /// `DataCollatorForSeq2Seq`, also under a subclass that calls it.
  var collatorWritesNone: Bool { setup.collator?.consumer.value == "transformers.DataCollatorForSeq2Seq" }

  /// What takes `labels` away, else the column that stands for it, else the first, else the preprocessing function.
  var place: Span? {
    removal ?? evaluated.columns["output_ids"]?.span ?? evaluated.columns.columns.first?.span
      ?? evaluated.preprocessing
  }

  /// Where a step names `labels` to take it away.
  private var removal: Span? { evaluated.columns.removed.last { $0.name == "labels" }?.span }

  /// What the rows have instead, as far as that is known.
  var whatThereIs: String {
    evaluated.columns.isClosed
      ? "the validation split has no `labels`, only \(columnList)"
      : "`labels` is taken away from the validation split"
  }

  private var columnList: String { evaluated.columns.names.map { "`\($0)`" }.joined(separator: ", ") }

  var mendedColumns: SetupValue { .list((evaluated.columns.names + ["labels"]).map { .string($0) }) }

  var related: [RelatedPlace] {
    var places: [RelatedPlace] = []
    if let span = setup.split(.train)?.columns["labels"]?.span {
      places.append(RelatedPlace(.span(span), "training has `labels`"))
    }
    if setup.predictionStep != nil, let span = evaluated.columns["output_ids"]?.span {
      places.append(RelatedPlace(.span(span), "evaluation has `output_ids` instead"))
    }
    for name in ["eval_strategy", "evaluation_strategy"] {
      if let span = arguments?[name].span, arguments?.nameSpan(name) != nil {
        places.append(RelatedPlace(.span(span), "evaluation is switched on here"))
      }
    }
    return places
  }

  /// What `Trainer.evaluate` does without an override (run on transformers 4.40.2, 4.49.0, 4.57.6 and
  /// 5.23.0).
  var plainEffects: [Effect] {
    if isT5 {
      return [
        Effect(
          .always, when: .firstEvaluation, severity: .error,
          "ValueError: the decoder gets no inputs, since they are made from the labels")
      ]
    }
    if dropsUnusedColumns != true, evaluated.columns.contains("output_ids") { return effectsOfForeignColumn }
    let later = needsLossMetric ? missingMetric : silence
    guard generates == true, hasMetrics, collatorWritesNone else { return [later(.always)] }
    return [
      Effect(.when(.transformers, ">=4.41"), when: .firstEvaluation, severity: .error, "KeyError: 'loss'"),
      later(.when(.transformers, "<4.41")),
    ]
  }

  /// `output_ids` reaches `forward`: a TypeError where it takes no `**kwargs`, else it is swallowed.
  private var effectsOfForeignColumn: [Effect] {
    guard dropsUnusedColumns == false, generates == false else { return [] }
    let lost =
      needsLossMetric ? "KeyError: 'eval_loss' when the best model is looked for" : "no eval_loss comes out"
    return [
      Effect(
        .always, when: .firstEvaluation, severity: needsLossMetric ? .error : .warning,
        "TypeError: forward() got an unexpected keyword argument 'output_ids' where the model's `forward` "
          + "has no `**kwargs`; else \(lost)")
    ]
  }

  private func missingMetric(_ condition: VersionCondition) -> Effect {
    Effect(
      condition, when: .firstSave, severity: .error,
      "KeyError: 'eval_loss' when the best model is looked for, since evaluation gives no loss")
  }

  private func silence(_ condition: VersionCondition) -> Effect {
    let metrics = hasMetrics ? ", and compute_metrics is never called" : ""
    return Effect(condition, when: .silently, severity: .warning, "evaluation gives no eval_loss\(metrics)")
  }

  /// T5 makes the decoder's inputs from the labels and from nothing else (models/t5/modeling_t5.py); BART and
  /// its relatives fall back on `input_ids`.
  private var isT5: Bool { setup.modelType == "t5" || setup.modelType == "mt5" }

  private var needsLossMetric: Bool {
    guard let arguments, arguments.flag("load_best_model_at_end", default: false) == true else {
      return false
    }
    let metric = arguments["metric_for_best_model"]
    return metric.isAbsent || ["loss", "eval_loss"].contains(metric.value?.string ?? "")
  }
}
