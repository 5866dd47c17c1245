extension TrainerArguments {
  /// What makes the arguments of what the user's files say.
  package enum Source: String, Hashable, Sendable {
    case constructor
    /// `HfArgumentParser.parse_dict`, of what YAML or JSON says.
    case dictionary
    /// `HfArgumentParser.parse_args_into_dataclasses`.
    case commandLine
    /// `TrlParser.parse_args_and_config`, of a YAML file.
    case trlConfig
  }

  /// The arguments as their class gets them: argparse makes numbers of texts.
  ///
  /// transformers 4.36.2 to 5.23.0, `hf_argparser.py`; trl 0.8.6 to 1.16.0, `scripts/utils.py`; Python 3.11, all run.
  ///
  /// - Throws: what the source says of a name that there is not, or of a text that is no number.
  func read(by className: String, _ stack: Stack) throws(PythonError) -> TrainerArguments {
    if let unknown { try refuse(unknown, className, stack) }
    guard source == .commandLine || (source == .trlConfig && stack.trlUsesArgparse) else { return self }
    var read = self
    read.unusual = []
    for argument in unusual {
      switch argument.value {
      case .text(let text) where argument.isNumber:
        let isWhole = argument.isWhole(stack)
        guard let number = isWhole ? Int(text).map(Double.init) : Double(text) else {
          throw Self.exit(argument, "invalid \(isWhole ? "int" : "float") value: '\(text)'", stack)
        }
        // Of the others a plan has no use.
        if argument.name == "learning_rate" { read.learningRate = number }
      case .bool(let value) where source == .commandLine && argument.isStrategy:
        let best = argument.name == "save_strategy" && stack.transformers >= LibraryRelease(4, 47)
        let choices = ["no", "steps", "epoch"] + (best ? ["best"] : [])
        let list = choices.map { "'\($0)'" }.joined(separator: ", ")
        throw Self.exit(
          argument, "invalid choice: '\(PythonLiteral.bool(value))' (choose from \(list))", stack)
      default: read.unusual.append(argument)
      }
    }
    return read
  }

  private func refuse(_ unknown: UnusualArgument, _ className: String, _ stack: Stack) throws(PythonError) {
    let words = "['--\(unknown.name)', '\(unknown.value)']"
    switch source {
    case .constructor:
      throw PythonError(
        "TypeError", "\(className).__init__() got an unexpected keyword argument '\(unknown.name)'")
    case .dictionary:
      throw PythonError("ValueError", "Some keys are not used by the HfArgumentParser: ['\(unknown.name)']")
    case .commandLine:
      throw PythonError(
        "ValueError", "Some specified arguments are not used by the HfArgumentParser: \(words)")
    case .trlConfig:
      guard let trl = stack.trl, trl >= LibraryRelease(0, 9) else { return }
      if trl < LibraryRelease(0, 13) {
        throw PythonError(
          "ValueError",
          "Some specified config arguments are not used by the TrlParser: {'\(unknown.name)': '\(unknown.value)'}"
        )
      }
      guard trl >= LibraryRelease(0, 19) else { return }
      throw PythonError(
        "ValueError",
        "Unknown arguments from config file: \(words). Please remove them, add them to the dataclass, or set "
          + "`fail_with_unknown_args=False`.")
    }
  }

  /// argparse says it and ends the process. From 4.46 on an option has a name with hyphens too.
  private static func exit(_ argument: UnusualArgument, _ message: String, _ stack: Stack) -> PythonError {
    let hyphened = argument.name.split(separator: "_").joined(separator: "-")
    let second =
      stack.transformers < LibraryRelease(4, 46) || hyphened == argument.name ? "" : "/--\(hyphened)"
    return PythonError("SystemExit", "argument --\(argument.name)\(second): \(message)")
  }
}

extension Stack {
  /// Before 0.9 trl's parser handed on what PyYAML had read.
  fileprivate var trlUsesArgparse: Bool { trl.map { $0 >= LibraryRelease(0, 9) } ?? false }
}

extension UnusualArgument {
  fileprivate static let floats: Set<String> = [
    "learning_rate", "max_grad_norm", "num_train_epochs", "warmup_ratio", "weight_decay",
  ]
  fileprivate static let integers: Set<String> = [
    "gradient_accumulation_steps", "max_steps", "per_device_train_batch_size", "save_total_limit", "seed",
    "warmup_steps",
  ]
  /// Steps that may be a share.
  fileprivate static let either: Set<String> = ["eval_steps", "logging_steps", "save_steps"]

  fileprivate var isNumber: Bool {
    Self.floats.contains(name) || Self.integers.contains(name) || Self.either.contains(name)
  }

  fileprivate var isStrategy: Bool { name == "eval_strategy" || name == "save_strategy" }

  /// Whether argparse makes an `int` of its text; the warmup may be a share from transformers 5.0 on.
  fileprivate func isWhole(_ stack: Stack) -> Bool {
    Self.integers.contains(name) && (name != "warmup_steps" || stack.transformers < LibraryRelease(5, 0))
  }
}
