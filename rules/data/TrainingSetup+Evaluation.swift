import Setup

extension TrainingSetup {
  /// Whether evaluation happens during training; unknown arguments count as yes, since a validation split is
  /// given.
  var mayEvaluate: Bool {
    guard let arguments else { return true }
    let strategies = [arguments["eval_strategy"], arguments["evaluation_strategy"]]
    if strategies.contains(where: { $0.isUnknown }) { return true }
    return strategies.contains { fact in
      guard let strategy = fact.value else { return false }
      return strategy != .string("no") && strategy != .bool(false)
    }
  }
}
