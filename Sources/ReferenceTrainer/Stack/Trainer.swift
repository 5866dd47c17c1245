/// The steps of transformers' `Trainer` and `Seq2SeqTrainer`, as far as a plan can tell one outcome from another.
///
/// transformers 4.40.2, 4.49.0, 4.57.6 and 5.23.0, `trainer.py` and `trainer_seq2seq.py`.
struct Trainer {
  let plan: TrainingPlan
  let model: any CallableModel
  let stack: Stack
  /// The columns that count as labels.
  let labelNames: [String]
  let collator: any BatchMaking
  /// The records to train on.
  let split: TokenizedSplit
  /// The columns that reach the collator, where not those that the model names.
  let signatureColumns: [String]?
  private(set) var losses: [Float] = []
  private(set) var gradientNorms: [Float] = []
  var callsMetrics = false
  /// See `TrainingOutcome.repeatsPrompts`.
  var repeatsPrompts: Bool?
  /// Whether `generate` was called.
  var hasGenerated = false
  private var schedule: LearningRateSchedule

  var arguments: TrainerArguments { plan.arguments }

  init(_ plan: TrainingPlan, _ model: any CallableModel, _ stack: Stack) throws(PythonError) {
    (self.plan, self.model, self.stack) = (plan, model, stack)
    try plan.arguments.check(.trainer, stack)
    if plan.arguments.saving == .best, plan.arguments.metricToCheck == nil {
      throw TrainerErrors.noMetricForBest
    }
    labelNames = plan.arguments.labelNames ?? Self.findLabels(model, stack)
    if let tuning = plan.tuning {
      let prepared = try SupervisedPreparation(tuning: tuning, stack).prepare()
      (split, collator, signatureColumns) = (prepared.rows, prepared.collator, prepared.signatureColumns)
    } else {
      (split, signatureColumns) = (plan.train, nil)
      collator = Collator(kind: plan.collator, padsOutputIDs: plan.padsOutputIDs, stack: stack)
    }
    schedule = LearningRateSchedule(
      .linear, peak: plan.arguments.learningRate, warmupSteps: 0, steps: plan.arguments.maxSteps)
    if plan.trainer == .seq2SeqTrainer, plan.arguments.arePlain { throw TrainerErrors.plainArguments }
    if plan.arguments.evaluating != .no, plan.evaluation == nil, stack.transformers >= LibraryRelease(4, 46) {
      throw TrainerErrors.noEvaluationSplit
    }
  }

  /// `find_labels`: the parameters of `forward` that have to do with labels. Up to 4.54 those of PEFT's class are looked
  /// at, and the one without a task hides them all.
  private static func findLabels(_ model: any CallableModel, _ stack: Stack) -> [String] {
    let inspected: any CallableModel = stack.transformers < LibraryRelease(4, 55) ? model : model.base
    let positions =
      inspected.className.contains("QuestionAnswering") ? ["start_positions", "end_positions"] : []
    return inspected.signature.names.filter { $0.contains("label") || positions.contains($0) }
  }

  // MARK: Training

  mutating func train() throws(PythonError) {
    if let preferences = plan.preferences {
      let objective = try DirectPreference(preferences, model)
      return try takeSteps { trainer, _ throws(PythonError) in try objective.loss(trainer.model) }
    }
    if split.count == 0, plan.tuning != nil { throw TrainerErrors.noSamples }
    let split = try withoutUnusedColumns(split)
    try takeSteps { trainer, step throws(PythonError) in
      try trainer.trainingLoss(trainer.collator.batch(trainer.records(ofStep: step, in: split)))
    }
  }

  private mutating func takeSteps(_ loss: (Trainer, Int) throws(PythonError) -> Tensor) throws(PythonError) {
    try arguments.check(.train, stack)
    if plan.stopsEarly { try checkEarlyStopping() }
    try model.base.savedModules?.checkCall()
    if arguments.learningRate < 0 { throw TrainerErrors.negativeRate(arguments.learningRate) }
    let parameters = model.trainableParameters
    if arguments.checkpointsGradients {
      model.base.enableCheckpointing(isReentrant: arguments.checkpointsReentrantly(stack))
    }
    var optimizer = AdamW(parameters)
    model.base.module.setTraining(true)
    for step in 0..<arguments.maxSteps {
      let loss = try loss(self, step)
      try loss.backward()
      try arguments.check(.backward, stack)
      let norm = GradientClipping.clip(parameters, limit: arguments.maxGradientNorm)
      optimizer.takeStep(learningRate: schedule.rate(afterSteps: step))
      optimizer.forgetGradients()
      // What is no number is logged as zero (`logging_nan_inf_filter`).
      losses.append(loss.number.isFinite ? loss.number : 0)
      gradientNorms.append(norm)
      try evaluateAndSave(afterSteps: step + 1)
    }
  }

  /// The records are gone through again and again, in batches of which the last may be smaller; without columns there are
  /// none.
  private func records(ofStep step: Int, in split: TokenizedSplit) throws(PythonError) -> [Collator.Record] {
    guard split.count > 0 else {
      let index = step * arguments.batchSize % max(1, self.split.count)
      throw PythonError("IndexError", "Invalid key: \(index) is out of bounds for size 0")
    }
    let first = step % stepsOfAnEpoch * arguments.batchSize
    return (first..<min(first + arguments.batchSize, split.count)).map(split.record)
  }

  private var stepsOfAnEpoch: Int { max(1, (split.count + arguments.batchSize - 1) / arguments.batchSize) }

  private func trainingLoss(_ batch: Arguments) throws(PythonError) -> Tensor {
    var batch = batch
    if model.base.signature.keywords != nil, stack.transformers >= LibraryRelease(4, 46),
      let labels = batch["labels"]?.integers
    {
      let counted = labels.rows.joined().count { $0 != Tensor.ignoredLabel }
      batch["num_items_in_batch"] = .count(Float(counted))
    }
    // trl 0.22.0 to 1.16.0, `SFTTrainer.compute_loss`.
    if plan.tuning != nil, let trl = stack.trl, trl >= LibraryRelease(0, 22) {
      batch["use_cache"] = .flag(false)
    }
    return try loss(of: batch)
  }

  /// `compute_loss`.
  func loss(of batch: Arguments) throws(PythonError) -> Tensor {
    let output = try model.call(batch)
    guard let loss = output.loss else { throw TrainerErrors.noLoss(output.keys, batch.names) }
    return loss
  }

  private mutating func evaluateAndSave(afterSteps step: Int) throws(PythonError) {
    var metrics: [String: Float]?
    if isDue(arguments.evaluating, every: arguments.evaluationSteps, step) {
      metrics = try evaluate()
      if arguments.reducesRateOnPlateau { try check(metrics, isPlateau: true) }
    }
    let saves = isDue(arguments.saving, every: arguments.saveSteps, step)
    // Up to 4.46 the best model is looked for when one is saved, then after each evaluation.
    if stack.transformers >= LibraryRelease(4, 47) || saves {
      try check(metrics, isPlateau: false)
    }
  }

  private func isDue(_ strategy: TrainerArguments.Strategy, every steps: Int, _ step: Int) -> Bool {
    switch strategy {
    case .no, .best: return false
    case .steps: return step.isMultiple(of: steps)
    case .epoch:
      return step.isMultiple(of: stepsOfAnEpoch) || step == arguments.maxSteps
    }
  }

  /// `EarlyStoppingCallback.on_train_begin`: transformers 4.36.2 to 5.23.0, `trainer_callback.py`.
  private func checkEarlyStopping() throws(PythonError) {
    let isNewer = stack.transformers >= LibraryRelease(4, 49)
    if !arguments.loadsBestModel, !isNewer {
      throw PythonError("AssertionError", "EarlyStoppingCallback requires load_best_model_at_end = True")
    }
    if arguments.metricToCheck == nil {
      throw PythonError(
        "AssertionError",
        "EarlyStoppingCallback requires metric_for_best_model \(isNewer ? "to be" : "is") defined")
    }
    if arguments.evaluating == .no {
      throw PythonError("AssertionError", "EarlyStoppingCallback requires IntervalStrategy of steps or epoch")
    }
  }

  /// Looks for the metric that decides which model is best, where somebody asks for one.
  private func check(_ metrics: [String: Float]?, isPlateau: Bool) throws(PythonError) {
    guard let metrics, let name = arguments.metricToCheck, metrics[name] == nil else { return }
    throw TrainerErrors.noMetric(name, among: metrics, isPlateau: isPlateau, stack)
  }

  // MARK: Columns

  /// Without the columns that `forward` does not name, as `_remove_unused_columns`.
  func withoutUnusedColumns(_ split: TokenizedSplit) throws(PythonError) -> TokenizedSplit {
    guard arguments.removesUnusedColumns else { return split }
    // Up to 4.36 those of PEFT's class are looked at: the one without a task names none, so that no column is left.
    let inspected: any CallableModel = stack.transformers < LibraryRelease(4, 37) ? model : model.base
    let kept = signatureColumns ?? inspected.signature.names + ["label", "label_ids"] + labelNames
    let remaining = split.keeping(kept)
    if remaining.names.isEmpty, stack.transformers >= LibraryRelease(4, 42) {
      throw TrainerErrors.noColumns(signature: kept, ignored: split.names, stack)
    }
    return remaining
  }
}
