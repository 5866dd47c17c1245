/// The errors of transformers' trainer, in its words.
enum TrainerErrors {
  /// transformers 4.46.0 to 5.23.0, `Trainer.__init__`.
  static let noEvaluationSplit = PythonError(
    "ValueError",
    "You have set `args.eval_strategy` to IntervalStrategy.STEPS but you didn't pass an `eval_dataset` to `Trainer`. "
      + "Either set `args.eval_strategy` to `no` or pass an `eval_dataset`. ")

  /// transformers 4.40.2, `Trainer.get_eval_dataloader`.
  static let evaluationWithoutSplit = PythonError(
    "ValueError", "Trainer: evaluation requires an eval_dataset.")

  /// transformers 4.47.0 to 5.23.0, `Trainer.__init__`.
  static let noMetricForBest = PythonError(
    "ValueError",
    "`args.metric_for_best_model` must be provided when using 'best' save_strategy or if `args.load_best_model_at_end` "
      + "is set to `True`.")

  /// torch 2.13.0, `utils/data/sampler.py` `RandomSampler.__init__`.
  static let noSamples = PythonError(
    "ValueError", "num_samples should be a positive integer value, but got num_samples=0")

  /// torch 2.13.0, `optim/adamw.py`.
  static func negativeRate(_ rate: Double) -> PythonError {
    PythonError("ValueError", "Invalid learning rate: \(rate)")
  }

  /// transformers 4.40.2 to 5.23.0, `Seq2SeqTrainer.__init__`.
  static let plainArguments = PythonError(
    "AttributeError", "'TrainingArguments' object has no attribute 'generation_config'")

  /// `Trainer.compute_loss`.
  static func noLoss(_ keys: [String], _ inputs: [String]) -> PythonError {
    PythonError(
      "ValueError",
      "The model did not return a loss from the inputs, only the following keys: "
        + "\(keys.joined(separator: ",")). For reference, the inputs it received are "
        + "\(inputs.joined(separator: ",")).")
  }

  /// `Trainer._remove_unused_columns`; the order of what was ignored is that of a set, so any.
  static func noColumns(signature: [String], ignored: [String], _ stack: Stack) -> PythonError {
    let listed =
      stack.transformers < LibraryRelease(4, 52) ? "." : ": (\(signature.joined(separator: ", ")))."
    return PythonError(
      "ValueError",
      "No columns in the dataset match the model's forward method signature\(listed) "
        + "The following columns have been ignored: [\(ignored.joined(separator: ", "))]. "
        + "Please check the dataset and model. "
        + "You may need to set `remove_unused_columns=False` in `TrainingArguments`.")
  }

  /// A `KeyError` shows the text of its message as Python writes a string.
  static func noMetric(_ name: String, among metrics: [String: Float], isPlateau: Bool, _ stack: Stack)
    -> PythonError
  {
    guard stack.transformers >= LibraryRelease(4, 42) else { return PythonError("KeyError", "'\(name)'") }
    let advice =
      isPlateau
      ? "Please ensure that the `compute_metrics` function returns a dictionary that includes '\(name)' or "
        + "consider changing the `metric_for_best_model` via the TrainingArguments."
      : "Consider changing the `metric_for_best_model` via the TrainingArguments."
    let times = ["eval_runtime", "eval_samples_per_second", "eval_steps_per_second", "epoch"]
    let available = (metrics.keys.sorted() + times).map { "'\($0)'" }.joined(separator: ", ")
    return PythonError(
      "KeyError",
      "\"The `metric_for_best_model` training argument is set to '\(name)', which is not found in the evaluation "
        + "metrics. The available evaluation metrics are: [\(available)]. \(advice)\"")
  }
}
