import Linting
import ReferenceTrainer
import Setup

/// Makes the plans of an experiment: the run as it is written, and as it would be when mended.
struct PlanMaker {
  let setup: TrainingSetup
  let model: TinyModel
  /// The user's own records, where the question can be asked of them.
  var own: OwnRecords?

  /// The run as it is written.
  ///
  /// - Throws: where a fact that decides the outcome is not known.
  func plan(for comparison: Experiment.Comparison) throws(Obstacle) -> TrainingPlan {
    switch comparison {
    case .trainingStep: return try trainingStep()
    case .evaluation: return try evaluation()
    case .lossOnPromptTokens: return try supervisedFineTuning()
    case .classDefinition, .records: throw .noExperiment
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
    if var tuning = plan.tuning, try apply(change, to: &tuning) {
      plan.tuning = tuning
      return
    }
    switch (change.key, change.value) {
    case ("adapter.task_type", let value?):
      guard let name = TaskTypeValue(value).name else { throw Obstacle("the mended task type is no name") }
      if case .symbol = value { plan.adapter?.isMember = true } else { plan.adapter?.isMember = false }
      plan.adapter?.taskType = name
    case ("data.validation.columns", let value?):
      plan.evaluation = Self.records(value.strings ?? [])
    case ("arguments.remove_unused_columns", .bool(let removes)?):
      plan.arguments.removesUnusedColumns = removes
    case ("prediction_step.removes.labels", .string?):
      plan.predictionStep = .popsLabels
    default: throw Obstacle("how to run the set-up with another `\(change.key)` is not known")
    }
  }

  // MARK: The run as it is written

  /// Two steps and an evaluation on records with labels, with the model, its adapter, and what the trainer's arguments say
  /// of columns and labels. Where no such trainer is known, nothing is evaluated, and no column is dropped.
  private func trainingStep() throws(Obstacle) -> TrainingPlan {
    let columns = ["input_ids", "attention_mask", "labels"]
    var plan = TrainingPlan(
      model.family, trainer: .trainer, collator: .seq2seq, train: Self.records(columns),
      evaluation: Self.records(columns))
    plan.forward = model.forward
    plan.modelType = model.modelType
    plan.adapter = try adapter()
    plan.reloads = true
    guard hasKnownTrainer else {
      plan.evaluation = nil
      plan.arguments.removesUnusedColumns = false
      return plan
    }
    plan.arguments.evaluating = .steps
    plan.arguments.evaluationSteps = plan.arguments.maxSteps
    plan.arguments.removesUnusedColumns = try columnRemoval()
    plan.arguments.labelNames = try labelNames()
    return plan
  }

  private var hasKnownTrainer: Bool {
    ["transformers.Trainer", "transformers.Seq2SeqTrainer"].contains(setup.trainer?.consumer.value)
  }

  private func columnRemoval() throws(Obstacle) -> Bool {
    guard let table = setup.arguments else { return true }
    guard let removes = table.flag("remove_unused_columns", default: true) else {
      throw Obstacle("`remove_unused_columns` is not known")
    }
    return removes
  }

  private func labelNames() throws(Obstacle) -> [String]? {
    guard let table = setup.arguments, !table["label_names"].isAbsent else { return nil }
    guard let names = table.value(of: "label_names")?.strings else {
      throw Obstacle("`label_names` is not known")
    }
    return names
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
    plan.arguments = try arguments(plan.arguments)
    plan.train = try split(.train, removesOthers: plan.arguments.removesUnusedColumns)
    plan.evaluation = try split(.validation, removesOthers: plan.arguments.removesUnusedColumns)
    if let metrics = setup.trainer?["compute_metrics"], !metrics.isAbsent, metrics.value != .null {
      let name = plan.arguments.metricForBestModel ?? "score"
      // The loss comes from the evaluation itself, not from `compute_metrics`.
      plan.metrics = [["loss", "eval_loss"].contains(name) ? "score" : name]
    }
    if let step = setup.predictionStep { plan.predictionStep = try predictionStep(step, plan) }
    // The demos' collators pad `output_ids` as well; rows of one length hide the difference.
    plan.padsOutputIDs = setup.predictionStep != nil
    return plan
  }

  /// Without an adapter the whole model is trained.
  func adapter() throws(Obstacle) -> TrainingPlan.Adapter? {
    guard let table = setup.adapter else { return nil }
    let prompts = try prompts(table)
    var loRA = LoRASettings(targets: .names(model.usualTargets))
    if case .integer(let rank)? = table.value(of: "r"), (1...64).contains(rank) { loRA.rank = rank }
    if case .integer(let alpha)? = table.value(of: "lora_alpha") { loRA.alpha = Float(alpha) }
    loRA.leftOut = Set(["lora_alpha", "lora_dropout"].filter { table[$0].isAbsent })
    loRA.scalesByRoot = table.flag("use_rslora", default: false) == true
    let task = try taskType(table)
    var adapter = TrainingPlan.Adapter(taskType: task?.name, loRA: loRA)
    if case .member? = task { adapter.isMember = true }
    adapter.isAssigned = table.isAssigned("task_type")
    adapter.prompts = prompts
    return adapter
  }

  /// Virtual tokens in place of LoRA, where the config is one of those.
  private func prompts(_ table: FactTable) throws(Obstacle) -> PromptSettings? {
    let type = table.consumer.value ?? ""
    if type == "peft.LoraConfig" { return nil }
    guard type.hasPrefix("peft."), let method = PromptSettings.Method(rawValue: String(type.dropFirst(5)))
    else {
      throw Obstacle("the reference trainer runs LoRA, prompt and prefix tuning, and this is another adapter")
    }
    guard method == .prompt || model.takesPrefixes(under: setup.taskType?.value) else {
      throw Obstacle("what this kind of model makes of a prefix is not known")
    }
    var settings = PromptSettings(method, virtualTokens: 8)
    if case .integer(let count)? = table.value(of: "num_virtual_tokens"), (1...64).contains(count) {
      settings.virtualTokens = count
    }
    return settings
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
    guard let collator = setup.collator else { return try ownCollator() }
    switch collator.consumer.value {
    case "transformers.DataCollatorForSeq2Seq"?: return .seq2seq
    case "transformers.DataCollatorForLanguageModeling"?
    where collator.flag("mlm", default: true) == false:
      return .languageModeling
    default: throw Obstacle("which data collator makes the batches is not known")
    }
  }

  /// What `Trainer.__init__` takes where nobody says otherwise: padding needs a tokenizer.
  private func ownCollator() throws(Obstacle) -> Collator.Kind {
    guard let trainer = setup.trainer,
      trainer["data_collator"].isAbsent || trainer["data_collator"].value == .null
    else { throw Obstacle("which data collator makes the batches is not known") }
    let hasTokenizer = ["tokenizer", "processing_class"].contains { trainer.nameSpan($0) != nil }
    return hasTokenizer ? .padding : .default
  }

  /// `removesOthers` says that columns which no model names do not reach it.
  private func split(_ split: Setup.Split, removesOthers: Bool) throws(Obstacle) -> TokenizedSplit {
    guard let columns = setup.split(split)?.columns, columns.contains("input_ids"),
      columns.contains("labels") || columns.lacks("labels"), !columns.contains("label")
    else { throw Obstacle("the tokenized columns of the \(split.rawValue) split are not known") }
    if !removesOthers, let other = columns.names.first(where: { Self.rows[$0] == nil }) {
      throw Obstacle("what becomes of the column `\(other)` is not known")
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
    made.generatesPredictions = try flag("predict_with_generate", false)
    made.loadsBestModel = try flag("load_best_model_at_end", false)
    made.greaterIsBetter = try flag("greater_is_better", false)
    made.saving = made.loadsBestModel ? .steps : .no
    made.saveSteps = made.maxSteps
    let metric = table["metric_for_best_model"]
    if !metric.isAbsent, metric.value != .null {
      guard let name = metric.value?.string else { throw Obstacle("`metric_for_best_model` is not known") }
      made.metricForBestModel = name
    }
    return made
  }

  /// A removal that may find nothing does what one that must not does, where there is something.
  private func predictionStep(_ step: Setup.PredictionStep, _ plan: TrainingPlan) throws(Obstacle)
    -> TrainingPlan.PredictionStep
  {
    let isThere =
      !plan.arguments.removesUnusedColumns && plan.evaluation?.names.contains("output_ids") == true
    guard let outputs = step.removal(of: "output_ids"), step.superCall != nil,
      isThere || (outputs.failsWhenMissing && !outputs.isGuarded),
      !outputs.onlyWhenGenerating || plan.arguments.generatesPredictions
    else { throw Obstacle("what the script's own `prediction_step` does is not known") }
    guard let removal = step.removal(of: "labels") else { return .popsOutputIDs }
    return removal.failsWhenMissing && !removal.isGuarded ? .deletesLabels : .popsLabels
  }

  private static let rows = [
    "input_ids": [1, 5, 9, 20, 21, 2], "attention_mask": [1, 1, 1, 1, 1, 1],
    "labels": [-100, -100, 9, 20, 21, 2], "output_ids": [9, 20, 2],
  ]

  /// Four records of six tokens, the first two without loss.
  private static func records(_ columns: [String]) -> TokenizedSplit {
    TokenizedSplit(
      columns.compactMap { name in
        rows[name].map { TokenizedSplit.Column(name: name, rows: Array(repeating: $0, count: 4)) }
      })
  }
}
