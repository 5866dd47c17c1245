extension PythonError {
  /// What PEFT and PyTorch say where an adapter cannot be made.
  init(_ error: LoRAError, _ stack: Stack) {
    switch error {
    case .unusual(let argument): self = Self.unusual(argument)
    case .rankIsNotPositive(let rank):
      self.init("ValueError", "`r` should be a positive integer value but the value passed is \(rank)")
    case .dropoutIsNoProbability(let rate):
      // torch 2.13.0, `nn/modules/dropout.py`.
      self.init("ValueError", "dropout probability has to be between 0 and 1, but got \(rate)")
    case .unsupportedTarget(let name, let width):
      // tuners/lora/model.py; the list of what is supported grows with every release, and is left out.
      self.init("ValueError", "Target module \(Self.printed(name, width, stack)) is not supported.")
    case .noTarget(let targets, let layers): self = Self.noTarget(targets, layers, stack)
    case .unknownBias(let bias):
      self.init("NotImplementedError", "Requested bias: \(bias), is not implemented.")
    case .unknownInitialization(let text):
      self.init("ValueError", "Unknown initialization init_lora_weights='\(text)'")
    case .noPattern: self.init("PatternError", "the target modules are no regular expression")
    }
  }

  /// peft 0.7.1 to 0.21.2, `tuners/lora/layer.py` `update_layer`, with torch 2.13.0.
  private static func unusual(_ argument: UnusualArgument) -> PythonError {
    let message: String
    switch (argument.name, argument.value) {
    case ("r", let value) where !value.isNumber:
      message = "'<=' not supported between instances of '\(value.type)' and 'int'"
    case ("lora_dropout", let value):
      message = "'>' not supported between instances of '\(value.type)' and 'float'"
    case ("lora_alpha", let value):
      message = "unsupported operand type(s) for /: '\(value.type)' and 'int'"
    default:
      message =
        "empty(): argument 'size' (position 1) must be tuple of ints, but found element of type "
        + "\(argument.value.type) at pos 0"
    }
    return PythonError("TypeError", message)
  }

  /// `tuners/tuners_utils.py` `inject_adapter`: `target_parameters` came with 0.17.0, a class for the error with 0.21.0.
  private static func noTarget(_ targets: TargetModules, _ layers: [Int]?, _ stack: Stack) -> PythonError {
    let type = stack.peft >= LibraryRelease(0, 21) ? "NoMatchingPeftModuleError" : "ValueError"
    let shown: String
    switch targets {
    case .names([]) where stack.peft >= LibraryRelease(0, 17):
      return PythonError(
        type,
        "No `target_modules` passed but also no `target_parameters` found. Please check the values for these arguments."
      )
    case .names(let names):
      shown = names.isEmpty ? "set()" : "{\(names.map { "'\($0)'" }.joined(separator: ", "))}"
    case .pattern(let pattern): shown = pattern
    case .allLinear: shown = "all-linear"
    }
    let numbers = layers.map { $0.map(String.init).joined(separator: ", ") }
    let note = numbers.map { " Note: You specified 'layers_to_transform': [\($0)]." } ?? ""
    return PythonError(
      type,
      "Target modules \(shown) not found in the base model. Please check the target modules and try again."
        + (stack.peft < LibraryRelease(0, 14) ? "" : note))
  }

  /// As PyTorch prints a module: from transformers 4.44.0 on the norms tell their shape.
  private static func printed(_ name: String, _ width: Int?, _ stack: Stack) -> String {
    guard let width, name.hasSuffix("RMSNorm"), stack.transformers >= LibraryRelease(4, 44) else {
      return "\(name)()"
    }
    return "\(name)((\(width),), eps=1e-06)"
  }

  /// For a task type that cannot be looked up: `get_peft_model` of peft before 0.14.
  static let unhashable = PythonError("TypeError", "unhashable type: 'list'")

  /// A keyword that `LoraConfig` does not have.
  static func unknownSetting(_ name: String) -> PythonError {
    PythonError("TypeError", "LoraConfig.__init__() got an unexpected keyword argument '\(name)'")
  }

  /// For a model that PEFT's tables have no usual targets of: `tuners/lora/model.py` `_prepare_adapter_config`.
  static func noUsualTargets(_ stack: Stack) -> PythonError {
    PythonError(
      "ValueError",
      stack.peft < LibraryRelease(0, 17)
        ? "Please specify `target_modules` in `peft_config`"
        : "Please specify `target_modules` or `target_parameters`in `peft_config`")
  }
}

extension TrainingPlan.Adapter {
  private static let settings: Set<String> = ["r", "lora_alpha", "lora_dropout", "task_type"]

  /// What the constructor of the config says of names that it does not have, and of task types that are no text; a number for
  /// one is passed over before 0.14. From 0.14 on a file may hold names that there are not (peft 0.7.1 to 0.21.2,
  /// `config.py`).
  ///
  /// - Throws: `TypeError` or `ValueError` in PEFT's words.
  func checkUnusual(_ stack: Stack) throws(PythonError) {
    let isNewer = stack.peft >= LibraryRelease(0, 14)
    for argument in loRA.unusual {
      if !Self.settings.contains(argument.name), !isFile || !isNewer {
        throw PythonError.unknownSetting(argument.name)
      }
      guard argument.name == "task_type" else { continue }
      if isNewer { try PeftWrapper.validate(argument.value.description, stack) }
      if case .texts = argument.value { throw PythonError.unhashable }
    }
  }
}
