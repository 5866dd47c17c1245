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
    let model = try wrapped(PretrainedModel(makeNetwork(), stack))
    outcome.model = model.className
    outcome.trainableElements = model.base.module.trainableParameters.reduce(0) { $0 + $1.tensor.count }
    outcome.phase = .trainer
    var trainer = try Trainer(self, model, stack)
    outcome.labelNames = trainer.labelNames
    outcome.phase = .train
    defer { outcome.callsMetrics = trainer.callsMetrics }
    try trainer.train()
    outcome.losses = trainer.losses
    guard evaluation != nil else { return }
    outcome.phase = .evaluate
    outcome.metrics = try trainer.evaluate()
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
    try PeftWrapper.validate(adapter.taskType, base.stack)
    try LoRA.adapt(base.module, adapter.loRA)
    return PeftWrapper(base, taskType: adapter.taskType)
  }
}
