extension TrainingPlan {
  /// Runs the plan as `stack` would. O(steps × cost of a step).
  package func run(on stack: Stack) -> TrainingOutcome {
    var outcome = TrainingOutcome()
    do {
      try run(on: stack, &outcome)
    } catch {
      outcome.error = error
    }
    return outcome
  }

  private func run(on stack: Stack, _ outcome: inout TrainingOutcome) throws(PythonError) {
    let model = try wrapped(PretrainedModel(makeNetwork(), stack, signature: forward))
    outcome.model = model.className
    outcome.trainableElements = model.base.module.trainableParameters.reduce(0) { $0 + $1.tensor.count }
    outcome.phase = .trainer
    var trainer = try Trainer(self, model, stack)
    outcome.labelNames = trainer.labelNames
    outcome.phase = .train
    defer { (outcome.losses, outcome.callsMetrics) = (trainer.losses, trainer.callsMetrics) }
    try trainer.train()
    if evaluation != nil {
      outcome.phase = .evaluate
      outcome.metrics = try trainer.evaluate()
    }
    outcome.reloadError = reloadError(model.base)
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
    switch family {
    case .llama: .decoder(Decoder(DecoderConfiguration(.llama)))
    case .glm: .decoder(Decoder(DecoderConfiguration(.glm)))
    case .glm4: .decoder(Decoder(DecoderConfiguration(.glm4)))
    case .chatglm: .decoder(Decoder(DecoderConfiguration(.chatGLM)))
    case .t5: .encoderDecoder(EncoderDecoder(EncoderDecoderConfiguration()))
    }
  }

  private func wrapped(_ base: PretrainedModel) throws(PythonError) -> any CallableModel {
    guard let adapter else { return base }
    if adapter.isMember { try PeftWrapper.lookUp(member: adapter.taskType) }
    if !adapter.isAssigned { try PeftWrapper.validate(adapter.taskType, base.stack) }
    try LoRA.adapt(base.module, adapter.loRA)
    return PeftWrapper(base, taskType: adapter.taskType)
  }
}
