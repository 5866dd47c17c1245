import Linting
import Setup
import Syntax

/// An adapter without `task_type` where leaving it out costs something.
enum MissingTaskType: SetupRule {
  static let metadata = RuleMetadata(
    "missing-task-type", family: "adapter", severity: .error, since: "0.1.0",
    "an adapter without `task_type` where that breaks the run or loses the evaluation loss")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let adapter = setup.adapter, setup.adapterUse == .applied, setup.taskName == nil,
      let fact = setup.taskType
    else { return [] }
    let isMissing = fact.isAbsent || fact.value == .null
    guard isMissing, let consumer = adapter.consumer.value else { return [] }
    let place = adapter.consumer.span ?? adapter.span
    if AdapterMethod.learnsPrompt(configClass: consumer) {
      return [
        Observed(
          at: .span(fact.value == nil ? place : fact.span ?? place), label: "no task type",
          "`\(shortName(consumer))` needs a task type, and none is given",
          advice: "add `task_type=\"CAUSAL_LM\"`, or the task that the model is for",
          effects: [
            Effect(.always, when: .start, severity: .error, "KeyError: None, in get_peft_model")
          ], versions: setup.versions)
      ]
    }
    guard losesEvaluationLoss(setup), let trainer = setup.trainer else { return [] }
    return [
      Observed(
        at: .span(fact.value == nil ? place : fact.span ?? place), label: "no task type",
        "without a task type PEFT wraps the model in a bare PeftModel, whose `forward` hides `labels` from Trainer",
        advice: "add `task_type=\"CAUSAL_LM\"`, or `label_names=[\"labels\"]` to the training arguments",
        related: [RelatedPlace(.span(trainer.nameSpan("eval_dataset") ?? trainer.span), "evaluated here")],
        effects: lostLoss(setup) + [
          .harmless(.when(.transformers, ">=4.55"), "Trainer asks the base model for its labels")
        ],
        experiment: Experiment(
          .evaluation, of: setup.name, mended: [FactChange("adapter.task_type", to: .string("CAUSAL_LM"))]),
        versions: setup.versions)
    ]
  }

  /// transformers/trainer.py: `label_names` default to what `find_labels` sees in the model's `forward`; from
  /// 4.55.0 on it looks at the base model of a PeftModel (4.54.1 does not).
  private static func losesEvaluationLoss(_ setup: TrainingSetup) -> Bool {
    guard let trainer = setup.trainer, let type = trainer.consumer.value,
      type == "transformers.Trainer" || type == "transformers.Seq2SeqTrainer",
      !trainer["eval_dataset"].isAbsent, trainer["eval_dataset"].value != .null,
      let arguments = setup.arguments, arguments["label_names"].isAbsent
    else { return false }
    let strategies = [arguments["eval_strategy"], arguments["evaluation_strategy"]]
    return strategies.contains { fact in
      guard let value = fact.value?.string else { return false }
      return value != "no"
    }
  }

  /// Run with transformers 4.36.2, 4.40.2 and 4.49.0; with 4.57.6 evaluation gives the loss.
  private static func lostLoss(_ setup: TrainingSetup) -> [Effect] {
    let isStripped = BareModel.losesColumns(setup)
    let condition = VersionCondition.when(.transformers, isStripped ? ">=4.37,<4.55" : "<4.55")
    let stripped = isStripped ? [BareModel.columnsLost(BareModel.asksWrapper)] : []
    let metric = setup.arguments?["metric_for_best_model"]
    let needsLoss =
      metric.map { $0.isAbsent || ["loss", "eval_loss"].contains($0.value?.string ?? "") } ?? false
    if setup.arguments?.flag("load_best_model_at_end", default: false) == true, needsLoss {
      return [
        Effect(
          condition, when: .firstSave, severity: .error,
          "KeyError: 'eval_loss' when the best model is looked for, since evaluation gives no loss")
      ] + stripped
    }
    return [
      Effect(
        condition, when: .silently, severity: .warning,
        "evaluation gives no eval_loss although every row has labels")
    ] + stripped
  }

  private static func shortName(_ consumer: String) -> String {
    String(consumer.split(separator: ".").last ?? Substring(consumer))
  }
}
