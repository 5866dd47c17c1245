/// What becomes of one unusual argument of `TrainingArguments`, as run with transformers 4.36.2 to 5.23.0 (torch 2.13.0); the
/// releases in between by reading their `training_args.py` and `trainer.py`.
struct UnusualArgumentFailure {
  /// Where it is met, in the order of a run.
  enum Moment {
    /// Python looks for the parameter.
    case keywords
    /// The first half of the constructor's checks, up to the strategies, and the second one, behind those of the best model
    /// and of the precision.
    case arguments, lastArguments
    case trainer
    /// Before the first step, and behind the backward pass of each.
    case train, backward
  }

  let moment: Moment
  let error: PythonError

  private init(_ moment: Moment, _ type: String, _ message: String) {
    (self.moment, error) = (moment, PythonError(type, message))
  }

  private static func compared(
    _ symbol: String, _ moment: Moment, _ left: String = "str", _ right: String = "int"
  ) -> UnusualArgumentFailure {
    UnusualArgumentFailure(
      moment, "TypeError", "'\(symbol)' not supported between instances of '\(left)' and '\(right)'")
  }

  /// Nil where nobody minds.
  static func of(_ argument: UnusualArgument, _ stack: Stack) -> UnusualArgumentFailure? {
    switch argument.name {
    case "eval_strategy", "save_strategy", "optim", "lr_scheduler_type", "report_to":
      return ofName(argument, stack)
    case "warmup_ratio", "warmup_steps": return ofWarmup(argument, stack)
    default: return ofNumber(argument, stack)
    }
  }

  /// A number that is a text, or zero.
  private static func ofNumber(_ argument: UnusualArgument, _ stack: Stack) -> UnusualArgumentFailure? {
    switch (argument.name, argument.value) {
    case ("logging_steps", .text), ("eval_steps", .text): return compared(">", .arguments)
    case ("logging_steps", .integer(0)):
      return UnusualArgumentFailure(
        .arguments, "ValueError", "logging strategy IntervalStrategy.STEPS requires non-zero --logging_steps")
    case ("max_steps", .text): return compared(">", .trainer)
    // From 4.40 on it is compared even where `max_steps` decides.
    case ("num_train_epochs", .text) where stack.transformers >= LibraryRelease(4, 40):
      return compared(">", .trainer)
    case ("seed", .text(let text)):
      return UnusualArgumentFailure(
        .trainer, "TypeError",
        "Cannot cast scalar from dtype('<U\(text.unicodeScalars.count)') to dtype('int64') according to the rule 'safe'"
      )
    // torch, `optim/adam.py` `Adam.__init__`, which is the first to look at the number.
    case ("learning_rate", .text): return compared("<=", .train, "float", "str")
    case ("weight_decay", .text):
      // The fused optimizer, the default from 4.54 on, lists its arguments, which is left out.
      return stack.transformers < LibraryRelease(4, 54)
        ? UnusualArgumentFailure(.backward, "TypeError", "can't multiply sequence by non-int of type 'float'")
        : UnusualArgumentFailure(
          .backward, "TypeError", "_fused_adamw_() received an invalid combination of arguments")
    case ("max_grad_norm", .text): return compared(">", .backward)
    case ("save_steps", .text): return compared("<", .train)
    case ("gradient_accumulation_steps", .text):
      return UnusualArgumentFailure(
        .train, "TypeError", "unsupported operand type(s) for //: 'int' and 'str'")
    case ("gradient_accumulation_steps", .integer(0)):
      return UnusualArgumentFailure(.train, "ZeroDivisionError", "integer division or modulo by zero")
    case ("per_device_train_batch_size", .text), ("per_device_train_batch_size", .integer(0)):
      return UnusualArgumentFailure(
        .train, "ValueError",
        "batch_size should be a positive integer value, but got batch_size=\(argument.value)")
    default: return nil
    }
  }

  private static func ofWarmup(_ argument: UnusualArgument, _ stack: Stack) -> UnusualArgumentFailure? {
    let release = stack.transformers
    switch (argument.name, argument.value) {
    case ("warmup_ratio", _) where release >= LibraryRelease(5, 15):
      return UnusualArgumentFailure(
        .keywords, "TypeError",
        "TrainingArguments.__init__() got an unexpected keyword argument 'warmup_ratio'")
    case ("warmup_ratio", .text): return compared("<", .lastArguments)
    case ("warmup_steps", .text), ("warmup_steps", .float):
      if release >= LibraryRelease(4, 44), release < LibraryRelease(5, 0) {
        return UnusualArgumentFailure(
          .lastArguments, "ValueError",
          "warmup_steps must be of type int and must be 0 or a positive integer.")
      }
      guard case .text = argument.value else { return nil }
      return release < LibraryRelease(4, 44) ? compared(">", .train) : compared("<", .lastArguments)
    default: return nil
    }
  }

  /// A name that is none of those that there are. Their lists grow with every release, and those of optimizers, schedules and
  /// loggers are left out.
  private static func ofName(_ argument: UnusualArgument, _ stack: Stack) -> UnusualArgumentFailure? {
    let knowsBest = stack.transformers >= LibraryRelease(4, 47)
    switch (argument.name, argument.value) {
    case ("report_to", .text(let name)):
      return UnusualArgumentFailure(.trainer, "ValueError", "\(name) is not supported, only")
    case ("optim", .text("adamw_hf")) where stack.transformers < LibraryRelease(4, 50): return nil
    case ("optim", let value): return notValid(value, "OptimizerNames", nil)
    case ("lr_scheduler_type", let value): return notValid(value, "SchedulerType", nil)
    case ("save_strategy", let value) where knowsBest:
      return notValid(value, "SaveStrategy", ["no", "steps", "epoch", "best"])
    case (_, let value): return notValid(value, "IntervalStrategy", ["no", "steps", "epoch"])
    }
  }

  private static func notValid(_ value: PythonLiteral, _ kind: String, _ names: [String]?)
    -> UnusualArgumentFailure
  {
    let list = names.map { " [" + $0.map { "'\($0)'" }.joined(separator: ", ") + "]" } ?? ""
    return UnusualArgumentFailure(
      .arguments, "ValueError", "\(value) is not a valid \(kind), please select one of\(list)")
  }
}
