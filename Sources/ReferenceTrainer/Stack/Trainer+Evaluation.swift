// Evaluation: `evaluate`, `evaluation_loop` and `prediction_step`.

extension Trainer {
  /// The metrics of one evaluation; `eval_loss` is among them where every batch had labels.
  mutating func evaluate() throws(PythonError) -> [String: Float] {
    guard let evaluation = plan.evaluation else { throw TrainerErrors.evaluationWithoutSplit }
    let split = try withoutUnusedColumns(evaluation)
    if split.names.isEmpty { throw nothingToPredict }
    model.base.module.setTraining(false)
    defer { model.base.module.setTraining(true) }
    var losses: [Float] = []
    var (hasPredictions, hasLabels) = (false, false)
    for first in stride(from: 0, to: split.count, by: arguments.evaluationBatchSize) {
      let records = (first..<min(first + arguments.evaluationBatchSize, split.count)).map(split.record)
      let step = try predict(collator.batch(records))
      if let loss = step.loss { losses.append(loss) }
      hasPredictions = hasPredictions || step.hasPredictions
      hasLabels = hasLabels || step.hasLabels
    }
    var metrics: [String: Float] = [:]
    if let names = plan.metrics, hasPredictions, hasLabels {
      callsMetrics = true
      // A decoder goes on with the prompt, unless the script's own step cuts it off.
      if generates { repeatsPrompts = plan.family.isDecoder && plan.predictionStep == nil }
      for name in names { metrics[name.hasPrefix("eval_") ? name : "eval_\(name)"] = 0.5 }
    }
    if !losses.isEmpty { metrics["eval_loss"] = losses.reduce(0, +) / Float(losses.count) }
    return metrics
  }

  /// Releases that go on without any column hand `None` to the step: whatever it does with that first fails.
  private var nothingToPredict: PythonError {
    if plan.predictionStep != nil {
      return PythonError("AttributeError", "'NoneType' object has no attribute 'pop'")
    }
    guard generates else { return PythonError("AttributeError", "'NoneType' object has no attribute 'get'") }
    return PythonError("TypeError", "argument of type 'NoneType' is not iterable")
  }

  /// Without `compute_metrics` only the loss is asked for, and nothing is generated.
  private var generates: Bool {
    plan.trainer == .seq2SeqTrainer && arguments.generatesPredictions && plan.metrics != nil
  }

  /// What a batch of an evaluation gives.
  private struct Prediction {
    var loss: Float?
    var hasPredictions = false
    var hasLabels = false
  }

  /// A script's own `prediction_step`, or the trainer's.
  private mutating func predict(_ batch: Arguments) throws(PythonError) -> Prediction {
    guard let step = plan.predictionStep else { return try ownPrediction(batch) }
    var batch = batch
    let outputs = try batch.pop("output_ids")
    switch step {
    case .popsOutputIDs: break
    case .deletesLabels: _ = try batch.pop("labels")
    case .popsLabels: batch["labels"] = nil
    }
    guard batch["input_ids"] != nil else { throw PythonError("KeyError", "'input_ids'") }
    var prediction = try ownPrediction(batch)
    // The step cuts the prompt off what was generated, and there is nothing where only the loss is asked for.
    guard prediction.hasPredictions else {
      throw PythonError("TypeError", "'NoneType' object is not subscriptable")
    }
    prediction.hasLabels = !outputs.isNone
    return prediction
  }

  private mutating func ownPrediction(_ batch: Arguments) throws(PythonError) -> Prediction {
    guard generates else { return try trainerPrediction(batch, lossOnly: plan.metrics == nil) }
    try refuseUnusedArguments(batch)
    try refuseLongPrompt(batch)
    hasGenerated = true
    // Here a label that is None counts as one: `has_labels = "labels" in inputs`.
    let hasLabels = batch["labels"] != nil
    var prediction = Prediction(hasPredictions: true, hasLabels: hasLabels)
    guard hasLabels else { return prediction }
    guard let loss = try model.call(batch).loss else { throw PythonError("KeyError", "'loss'") }
    prediction.loss = loss.number
    return prediction
  }

  /// What `generate` refuses before it writes a token: transformers 4.40.2 to 5.23.0, `generation/utils.py`
  /// `_validate_model_kwargs`.
  private func refuseUnusedArguments(_ batch: Arguments) throws(PythonError) {
    let parameters = model.base.signature.names
    let unused = batch.names.filter { batch[$0]?.isNone == false && !parameters.contains($0) }
    guard !unused.isEmpty else { return }
    throw PythonError(
      "ValueError",
      "The following `model_kwargs` are not used by the model: [\(unused.map { "'\($0)'" }.joined(separator: ", "))] "
        + "(note: typos in the generate arguments will also show up in this list)")
  }

  /// What `generate` says of prompts that fill the model's own length of 20 tokens: transformers 4.38.0 to 4.46.3 refuse
  /// them; 5.3.0 to 5.23.0 remember the length after the first call, and refuse them from the second one on (all run).
  private func refuseLongPrompt(_ batch: Arguments) throws(PythonError) {
    let (release, limit) = (stack.transformers, 20)
    let isOlder = release >= LibraryRelease(4, 38) && release < LibraryRelease(4, 47)
    guard plan.family.isDecoder, arguments.generationLength == nil,
      isOlder || (hasGenerated && release >= LibraryRelease(5, 3)),
      let length = batch["input_ids"]?.integers?.shape.last, length >= limit
    else { return }
    throw PythonError(
      "ValueError",
      "Input length of input_ids is \(length), but `max_length` is set to \(limit). This can lead to unexpected behavior. "
        + "You should consider increasing `max_length` or, better yet, setting `max_new_tokens`.")
  }

  /// `Trainer.prediction_step`: there is a loss where all labels are there.
  private func trainerPrediction(_ batch: Arguments, lossOnly: Bool) throws(PythonError) -> Prediction {
    let hasLabels = !labelNames.isEmpty && labelNames.allSatisfy { batch[$0].map { !$0.isNone } ?? false }
    guard hasLabels else {
      _ = try model.call(batch)
      return Prediction(hasPredictions: !lossOnly)
    }
    let loss = try loss(of: batch).number
    return Prediction(loss: loss, hasPredictions: !lossOnly, hasLabels: !lossOnly)
  }
}
