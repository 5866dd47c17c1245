extension TrainingPlan {
  /// Runs the plan as `stack` would. O(steps × cost of a step).
  package func run(on stack: Stack) -> TrainingOutcome {
    var outcome = TrainingOutcome()
    do {
      try run(on: stack, &outcome)
    } catch {
      outcome.error = error
      outcome.isModelled =
        error.type == "SystemExit" || (arguments.unknown != nil && outcome.phase == .arguments)
        || arguments.unusual.contains { UnusualArgumentFailure.of($0, stack)?.error == error }
        || (adapter?.loRA.leftOut.isEmpty == false && stack.peft < LibraryRelease(0, 4)
          && outcome.phase == .adapter)
        || adapter?.loRA.unusual.contains { PythonError(LoRAError.unusual($0), stack) == error } ?? false
    }
    return outcome
  }

  private func run(on stack: Stack, _ outcome: inout TrainingOutcome) throws(PythonError) {
    try AutoClass.find(autoClass, for: family, stack)
    outcome.phase = .adapter
    let model = try wrapped(PretrainedModel(makeNetwork(), stack, signature: forward))
    outcome.model = model.className
    outcome.trainableElements = model.trainableParameters.reduce(0) { $0 + $1.tensor.count }
    outcome.phase = .arguments
    var plan = self
    plan.arguments = try arguments.read(by: argumentsClass(stack), stack)
    if plan.arguments.learningRate != arguments.learningRate {
      outcome.readRate = plan.arguments.learningRate
    }
    try plan.arguments.validate(stack)
    try tuning?.options.validate(stack)
    outcome.phase = .trainer
    var trainer = try Trainer(plan, model, stack)
    outcome.labelNames = trainer.labelNames
    outcome.phase = .train
    if tuning != nil { outcome.rows = try trainer.firstRows() }
    defer {
      (outcome.losses, outcome.gradientNorms) = (trainer.losses, trainer.gradientNorms)
      outcome.callsMetrics = trainer.callsMetrics
      outcome.repeatsPrompts = trainer.repeatsPrompts
    }
    try trainer.train()
    if evaluation != nil {
      outcome.phase = .evaluate
      outcome.metrics = try trainer.evaluate()
    }
    outcome.reloadError = reloadError(model.base)
  }

  /// The name of the class whose constructor gets the arguments: trl has one of its own from 0.9 on.
  private func argumentsClass(_ stack: Stack) -> String {
    if tuning != nil, let trl = stack.trl, trl >= LibraryRelease(0, 9) { return "SFTConfig" }
    return arguments.arePlain || trainer != .seq2SeqTrainer ? "TrainingArguments" : "Seq2SeqTrainingArguments"
  }

  private func reloadError(_ model: PretrainedModel) -> PythonError? {
    guard reloads, let adapter else { return nil }
    do {
      try SavedAdapter(taskType: adapter.taskType, stack: model.stack).load(onto: model.network)
      return nil
    } catch {
      return error
    }
  }

  private func makeNetwork() -> PretrainedModel.Network {
    guard let decoder = family.decoder else {
      return .encoderDecoder(EncoderDecoder(EncoderDecoderConfiguration()))
    }
    var configuration = DecoderConfiguration(decoder)
    if isOnTexts { configuration.vocabularySize = ByteTokenizer.vocabularySize }
    return .decoder(Decoder(configuration))
  }

  private func wrapped(_ base: PretrainedModel) throws(PythonError) -> any CallableModel {
    if checkpointsFirst {
      base.enableCheckpointing(
        isReentrant: arguments.checkpointsReentrantly(base.stack), isBeforeAdapter: adapter != nil)
    }
    guard let adapter else { return base }
    if adapter.isMember { try PeftWrapper.lookUp(member: adapter.taskType) }
    try adapter.checkUnusual(base.stack)
    if !adapter.isAssigned { try PeftWrapper.validate(adapter.taskType, base.stack) }
    if let prompts = adapter.prompts { return try PeftWrapper(base, taskType: adapter.taskType, prompts) }
    var loRA = adapter.loRA
    // An empty list says nothing from 0.8.0 on, and none before (`check_target_module_exists`).
    if loRA.layers == [], base.stack.peft >= LibraryRelease(0, 8) { loRA.layers = nil }
    // The defaults were None (peft 0.3.0 and 0.4.0, run beside transformers 4.36.2).
    if base.stack.peft < LibraryRelease(0, 4) {
      loRA.unusual += loRA.leftOut.sorted().map { UnusualArgument($0, .none) }
    }
    if base.stack.peft < LibraryRelease(0, 8) {
      if loRA.scalesByRoot { throw PythonError.unknownSetting("use_rslora") }
      // The shorthand was not known, and is read as a regular expression.
      if loRA.targets == .allLinear { loRA.targets = .pattern("all-linear") }
    }
    if adapter.usesUsualTargets {
      guard let targets = family.usualTargets else { throw PythonError.noUsualTargets(base.stack) }
      loRA.targets = .names(targets)
    }
    let targets: [String]
    do {
      targets = try LoRA.adapt(base.module, loRA)
    } catch {
      throw PythonError(error, base.stack)
    }
    var base = base
    if !loRA.trainedWhole.isEmpty {
      let modules = SavedModules(loRA.trainedWhole, in: base.module, targets: targets, family, base.stack)
      try modules.check()
      base.savedModules = modules
    }
    return PeftWrapper(base, taskType: adapter.taskType)
  }
}

extension TrainingPlan.Family {
  /// Whether it is no encoder with a decoder.
  package var isDecoder: Bool { decoder != nil }

  /// Nil for an encoder with a decoder.
  var decoder: DecoderFamily? {
    switch self {
    case .llama: .llama
    case .glm: .glm
    case .glm4: .glm4
    case .chatglm: .chatGLM
    case .t5: nil
    }
  }

  /// What LoRA changes where nobody says: `TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING` of peft 0.10.0 to 0.21.2
  /// (`utils/constants.py`), which has no GLM.
  var usualTargets: [String]? {
    switch self {
    case .llama: ["q_proj", "v_proj"]
    case .chatglm: ["query_key_value"]
    case .t5: ["q", "v"]
    case .glm, .glm4: nil
    }
  }
}
