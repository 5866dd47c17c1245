/// What `TrainingArguments` says, as far as a plan needs it; the defaults are those of transformers.
package struct TrainerArguments: Hashable, Sendable {
  package var maxSteps = 2
  package var batchSize = 8
  package var evaluationBatchSize = 8
  package var learningRate = 5e-5
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
  /// `generation_max_length`, prompts included; nil where the model's own counts, which is 20.
  package var generationLength: Int? = 20

  /// What is no value of the argument that it is given to, and so of none of the others here.
  package var unusual: [UnusualArgument] = []
  package var loggingSteps = 1
  /// What takes them from the user's files.
  package var source = Source.constructor
  /// A name that the class does not have, and its value.
  package var unknown: UnusualArgument?
  /// Whether they are `TrainingArguments`, though the trainer is for sequences.
  package var arePlain = false

  package var fp16 = false
  package var bf16 = false
  /// Whether `use_cpu` is left out, on a machine without another device.
  package var expectsDevice = false
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
    try check(.keywords, stack)
    if arePlain, generatesPredictions {
      throw PythonError(
        "TypeError", "TrainingArguments.__init__() got an unexpected keyword argument 'predict_with_generate'"
      )
    }
    try check(.arguments, stack)
    if saving == .best, stack.transformers < LibraryRelease(4, 47) {
      throw PythonError(
        "ValueError", "best is not a valid IntervalStrategy, please select one of ['no', 'steps', 'epoch']")
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
    try checkBrainFloats(stack)
    if fp16, bf16 {
      throw PythonError("ValueError", "At most one of fp16 and bf16 can be True, but not both")
    }
    if reducesRateOnPlateau, evaluating == .no {
      throw PythonError("ValueError", "lr_scheduler_type reduce_lr_on_plateau requires an eval strategy")
    }
    try checkHalfPrecision(stack)
    try check(.lastArguments, stack)
  }

  /// - Throws: what is said of an unusual argument at that moment.
  func check(_ moment: UnusualArgumentFailure.Moment, _ stack: Stack) throws(PythonError) {
    for argument in unusual {
      if let failure = UnusualArgumentFailure.of(argument, stack), failure.moment == moment {
        throw failure.error
      }
    }
  }

  /// `bf16` on a machine without a device for it: transformers 4.52.0 to 5.23.0, `__post_init__`.
  private func checkBrainFloats(_ stack: Stack) throws(PythonError) {
    guard bf16, expectsDevice, stack.transformers >= LibraryRelease(4, 52) else { return }
    let advice =
      stack.transformers < LibraryRelease(5, 0)
      ? "" : " You need to assign use_cpu if you want to train the model on CPU."
    throw PythonError("ValueError", "Your setup doesn't support bf16/gpu." + advice)
  }

  /// `fp16` on a processor alone, with torch 2.3 or newer: transformers 4.28.0 to 4.40.2, `__post_init__`.
  private func checkHalfPrecision(_ stack: Stack) throws(PythonError) {
    guard fp16, stack.transformers < LibraryRelease(4, 41) else { return }
    throw PythonError(
      "ValueError",
      "FP16 Mixed precision training with AMP or APEX (`--fp16`) and FP16 half precision evaluation"
        + " (`--fp16_full_eval`) can only be used on \(Self.halfPrecisionDevices(stack.transformers)).")
  }

  private static func halfPrecisionDevices(_ release: LibraryRelease) -> String {
    if release < LibraryRelease(4, 32) { return "CUDA devices" }
    if release < LibraryRelease(4, 34) { return "CUDA or NPU devices" }
    let mlu = release < LibraryRelease(4, 40) ? "" : " or MLU devices"
    return "CUDA\(mlu) or NPU devices or certain XPU devices (with IPEX)"
  }

  /// Whether layers are recomputed in the way that asks for inputs with gradients: the default before 5.0
  /// (transformers 4.57.6 and 5.0.0, `modeling_utils.py` `gradient_checkpointing_enable`).
  func checkpointsReentrantly(_ stack: Stack) -> Bool {
    isReentrant ?? (stack.transformers < LibraryRelease(5, 0))
  }
}
