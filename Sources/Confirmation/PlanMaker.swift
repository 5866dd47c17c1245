import Linting
import ReferenceTrainer
import Setup

/// Makes the plans of an experiment: the run as it is written, and as it would be when mended.
struct PlanMaker {
  let setup: TrainingSetup
  let model: TinyModel

  /// The run as it is written.
  ///
  /// - Throws: where a fact that decides the outcome is not known.
  func plan(for comparison: Experiment.Comparison) throws(Obstacle) -> TrainingPlan {
    switch comparison {
    case .trainingStep: return try trainingStep()
    case .evaluation: return try evaluation()
    case .lossOnPromptTokens, .classDefinition: throw .noExperiment
    }
  }

  /// The run with some facts changed.
  ///
  /// - Throws: for a fact that no plan knows.
  func applying(_ changes: [FactChange], to plan: TrainingPlan) throws(Obstacle) -> TrainingPlan {
    var changed = plan
    for change in changes { try apply(change, to: &changed) }
    return changed
  }

  private func apply(_ change: FactChange, to plan: inout TrainingPlan) throws(Obstacle) {
    switch (change.key, change.value) {
    case ("adapter.task_type", let value?):
      guard let name = TaskTypeValue(value).name else { throw Obstacle("the mended task type is no name") }
      if case .symbol = value { plan.adapter?.isMember = true } else { plan.adapter?.isMember = false }
      plan.adapter?.taskType = name
    case ("data.validation.columns", let value?):
      plan.evaluation = Self.records(value.strings ?? [])
    case ("prediction_step.removes.labels", .string?):
      plan.predictionStep = .popsLabels
    default: throw Obstacle("how to run the set-up with another `\(change.key)` is not known")
    }
  }

  // MARK: The run as it is written

  /// Two steps and an evaluation on records with labels; nothing but the model and its adapter comes from the files.
  private func trainingStep() throws(Obstacle) -> TrainingPlan {
    let columns = ["input_ids", "attention_mask", "labels"]
    var plan = TrainingPlan(
      model.family, trainer: .trainer, collator: .seq2seq, train: Self.records(columns),
      evaluation: Self.records(columns))
    plan.forward = model.forward
    plan.modelType = model.modelType
    plan.adapter = try adapter()
    plan.reloads = true
    plan.arguments.evaluating = .steps
    plan.arguments.evaluationSteps = plan.arguments.maxSteps
    return plan
  }

  private func evaluation() throws(Obstacle) -> TrainingPlan {
    var plan = try trainingStep()
    plan.reloads = false
    switch setup.trainer?.consumer.value {
    case "transformers.Trainer"?: plan.trainer = .trainer
    case "transformers.Seq2SeqTrainer"?: plan.trainer = .seq2SeqTrainer
    default:
      throw Obstacle("the reference trainer runs `Trainer` and `Seq2SeqTrainer`, and no other is known here")
    }
    plan.collator = try collator()
    plan.train = try split(.train)
    plan.evaluation = try split(.validation)
    plan.arguments = try arguments(plan.arguments)
    if let metrics = setup.trainer?["compute_metrics"], !metrics.isAbsent, metrics.value != .null {
      plan.metrics = [plan.arguments.metricForBestModel ?? "score"]
    }
    if let step = setup.predictionStep { plan.predictionStep = try predictionStep(step) }
    // The demos' collators pad `output_ids` as well; rows of one length hide the difference.
    plan.padsOutputIDs = setup.predictionStep != nil
    return plan
  }

  /// Without an adapter the whole model is trained.
  private func adapter() throws(Obstacle) -> TrainingPlan.Adapter? {
    guard let table = setup.adapter else { return nil }
    guard table.consumer.value == "peft.LoraConfig" else {
      throw Obstacle("the reference trainer runs LoRA, and this is another adapter")
    }
    var loRA = LoRASettings(targets: .names(model.usualTargets))
    if case .integer(let rank)? = table.value(of: "r"), (1...64).contains(rank) { loRA.rank = rank }
    if case .integer(let alpha)? = table.value(of: "lora_alpha") { loRA.alpha = Float(alpha) }
    loRA.scalesByRoot = table.flag("use_rslora", default: false) == true
    let task = try taskType(table)
    var adapter = TrainingPlan.Adapter(taskType: task?.name, loRA: loRA)
    if case .member? = task { adapter.isMember = true }
    adapter.isAssigned = table.isAssigned("task_type")
    return adapter
  }

  private func taskType(_ table: FactTable) throws(Obstacle) -> TaskTypeValue? {
    guard let fact = setup.taskType, !fact.isAbsent else { return nil }
    switch fact.value {
    case .text?, .member?: return fact.value
    case .null?: return nil
    case .other?: throw Obstacle("the task type is no text")
    case nil: throw Obstacle("the task type is not known for certain")
    }
  }

  private func collator() throws(Obstacle) -> Collator.Kind {
    switch setup.collator?.consumer.value {
    case "transformers.DataCollatorForSeq2Seq"?: return .seq2seq
    case "transformers.DataCollatorForLanguageModeling"?
    where setup.collator?.flag("mlm", default: true) == false:
      return .languageModeling
    default: throw Obstacle("which data collator makes the batches is not known")
    }
  }

  private func split(_ split: Setup.Split) throws(Obstacle) -> TokenizedSplit {
    guard let columns = setup.split(split)?.columns, columns.contains("input_ids") else {
      throw Obstacle("the tokenized columns of the \(split.rawValue) split are not known")
    }
    return Self.records(columns.names)
  }

  private func arguments(_ standard: TrainerArguments) throws(Obstacle) -> TrainerArguments {
    var made = standard
    guard let table = setup.arguments else { return made }
    func flag(_ name: String, _ standard: Bool) throws(Obstacle) -> Bool {
      guard let value = table.flag(name, default: standard) else { throw Obstacle("`\(name)` is not known") }
      return value
    }
    made.removesUnusedColumns = try flag("remove_unused_columns", true)
    made.generatesPredictions = try flag("predict_with_generate", false)
    made.loadsBestModel = try flag("load_best_model_at_end", false)
    made.greaterIsBetter = try flag("greater_is_better", false)
    made.saving = made.loadsBestModel ? .steps : .no
    made.saveSteps = made.maxSteps
    made.metricForBestModel = table.value(of: "metric_for_best_model")?.string
    if !table["label_names"].isAbsent {
      guard let names = table.value(of: "label_names")?.strings else {
        throw Obstacle("`label_names` is not known")
      }
      made.labelNames = names
    }
    return made
  }

  private func predictionStep(_ step: Setup.PredictionStep) throws(Obstacle) -> TrainingPlan.PredictionStep {
    guard step.removal(of: "output_ids") != nil, step.superCall != nil else {
      throw Obstacle("what the script's own `prediction_step` does is not known")
    }
    guard let removal = step.removal(of: "labels") else { return .popsOutputIDs }
    return removal.failsWhenMissing && !removal.isGuarded ? .deletesLabels : .popsLabels
  }

  /// Four records of six tokens, the first two without loss.
  private static func records(_ columns: [String]) -> TokenizedSplit {
    let rows = [
      "input_ids": [1, 5, 9, 20, 21, 2], "attention_mask": [1, 1, 1, 1, 1, 1],
      "labels": [-100, -100, 9, 20, 21, 2], "output_ids": [9, 20, 2],
    ]
    var seen: Set<String> = []
    return TokenizedSplit(
      columns.filter { seen.insert($0).inserted }.compactMap { name in
        rows[name].map { TokenizedSplit.Column(name: name, rows: Array(repeating: $0, count: 4)) }
      })
  }
}
