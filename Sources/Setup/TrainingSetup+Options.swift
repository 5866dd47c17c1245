extension TrainingSetup {
  /// An option of the trainer's config; up to trl 0.12 some of them are arguments of the trainer itself.
  package func option(_ name: String) -> Fact<SetupValue> {
    if let trainer, trainer.nameSpan(name) != nil { return trainer[name] }
    if let arguments { return arguments[name] }
    guard let trainer else { return .absent() }
    return trainer["args"].isAbsent ? .absent() : .unknown("the training arguments are not followed")
  }
}
