/// What `TrainingArguments` says, as far as a plan needs it; the defaults are those of transformers.
package struct TrainerArguments: Hashable, Sendable {
  package var maxSteps = 2
  package var batchSize = 8
  package var evaluationBatchSize = 8
  package var learningRate = 5e-5
  /// The learning rate where a text stands in the number's place, as YAML 1.1 reads `1e-4`; nil for a number.
  package var learningRateText: String?
  package var maxGradientNorm = 1.0
  /// When the model is evaluated: never, every `evaluationSteps`, or at the end of an epoch.
  package var evaluating = Strategy.no
  package var evaluationSteps = 1
  package var saving = Strategy.no
  package var saveSteps = 500
  package var loadsBestModel = false
  package var metricForBestModel: String?
  package var greaterIsBetter = false
  package var reducesRateOnPlateau = false
  package var removesUnusedColumns = true
  package var labelNames: [String]?
  package var generatesPredictions = false
  package var generationLength = 20

  /// `logging_steps`.
  package var loggingSteps = 1
  /// The evaluation strategy where it is none of those that there are.
  package var unknownStrategy: String?
  /// Whether they are `TrainingArguments`, though the trainer is for sequences.
  package var arePlain = false

  package var fp16 = false
  package var bf16 = false
  /// Whether layers are computed again in the backward pass, to spare memory.
  package var checkpointsGradients = false
  /// `use_reentrant` of `gradient_checkpointing_kwargs`; nil where it is not given.
  package var isReentrant: Bool?

  /// `IntervalStrategy`, and `SaveStrategy` with the last one more.
  package enum Strategy: String, Hashable, Sendable { case no, steps, epoch, best }

  package init() {}

  /// What the best model is looked for by: the loss, where something asks for it and nothing is named
  /// (`TrainingArguments.__post_init__`).
  var metricToCheck: String? {
    guard let name = metricForBestModel ?? (loadsBestModel || reducesRateOnPlateau ? "loss" : nil) else {
      return nil
    }
    return name.hasPrefix("eval_") ? name : "eval_\(name)"
  }

  /// What the constructor of `TrainingArguments` checks, in its order: transformers 4.40.2 to 5.23.0,
  /// `training_args.py` `__post_init__`.
  ///
  /// - Throws: `ValueError` in its words.
  func validate(_ stack: Stack) throws(PythonError) {
    let isNew = stack.transformers >= LibraryRelease(5, 4)
    if arePlain, generatesPredictions {
      throw PythonError(
        "TypeError", "TrainingArguments.__init__() got an unexpected keyword argument 'predict_with_generate'"
      )
    }
    if let unknownStrategy {
      throw PythonError(
        "ValueError",
        "\(unknownStrategy) is not a valid IntervalStrategy, please select one of ['no', 'steps', 'epoch']")
    }
    if loggingSteps == 0 {
      throw PythonError(
        "ValueError", "logging strategy IntervalStrategy.STEPS requires non-zero --logging_steps")
    }
    if loadsBestModel, saving != .best {
      guard evaluating == saving else {
        throw PythonError(
          "ValueError",
          "--load_best_model_at_end requires the save and eval strategy to match, "
            + (isNew ? "except when --save_strategy=\"best\", " : "") + "but found\n- Evaluation strategy: "
            + "IntervalStrategy.\(evaluating.rawValue.uppercased())\n- Save strategy: "
            + "\(stack.transformers < LibraryRelease(4, 47) ? "Interval" : "Save")Strategy."
            + saving.rawValue.uppercased())
      }
      if evaluating == .steps, !saveSteps.isMultiple(of: evaluationSteps) {
        throw PythonError(
          "ValueError",
          "--load_best_model_at_end requires the saving steps to be a round multiple of the evaluation steps, but found "
            + "\(saveSteps), which is not a round multiple of \(evaluationSteps).")
      }
    }
    // transformers 4.40.2 to 5.23.0.
    if reducesRateOnPlateau, evaluating == .no {
      throw PythonError("ValueError", "lr_scheduler_type reduce_lr_on_plateau requires an eval strategy")
    }
    if fp16, bf16 {
      throw PythonError("ValueError", "At most one of fp16 and bf16 can be True, but not both")
    }
  }

  /// Whether layers are recomputed in the way that asks for inputs with gradients: the default before 5.0
  /// (transformers 4.57.6 and 5.0.0, `modeling_utils.py` `gradient_checkpointing_enable`).
  func checkpointsReentrantly(_ stack: Stack) -> Bool {
    isReentrant ?? (stack.transformers < LibraryRelease(5, 0))
  }
}
