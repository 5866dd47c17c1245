import Syntax

// Means of masking prompts that the program makes and uses for nothing.
extension PythonReader {
  /// Collators for completions and response templates whose name is never read again. O(nodes).
  func idleMaskings(_ made: [MadeObject]) -> [IdleMasking] {
    let collators = made.filter {
      $0.type == "trl.DataCollatorForCompletionOnlyLM" && isIdle($0.site.call.node)
    }
    let templates = module.nodes(.name).filter { node in
      guard let name = node.asName, name.context == .store else { return false }
      return name.name.lowercased() == "response_template" && isUnreadText(node)
    }
    return collators.map { IdleMasking(.collator, at: $0.site.call.function.span) }
      + templates.map { IdleMasking(.responseTemplate, at: $0.span) }
  }

  /// Gives them to the SFT trainers that take no collator.
  func note(_ idle: [IdleMasking], in setup: TrainingSetup) -> TrainingSetup {
    guard let trainer = setup.trainer, trainer.consumer.value == "trl.SFTTrainer",
      trainer["data_collator"].isAbsent || trainer["data_collator"].value == .null
    else { return setup }
    var noted = setup
    noted.idleMaskings = idle
    noted.collator = noted.collator ?? laterMask()
    return noted
  }

  /// `train_on_responses_only(trainer, …)` writes a mask into the finished trainer
  /// (unsloth_zoo/dataset_utils.py).
  private func laterMask() -> FactTable? {
    let call = module.nodes(.call).first { node in
      let function = node.asCall?.function
      return (function?.asName?.name ?? function?.asAttribute?.attribute) == "train_on_responses_only"
    }
    guard let call else { return nil }
    return FactTable(consumer: .known("unsloth.train_on_responses_only", at: call.span), span: call.span)
  }

  /// Whether the object is thrown away, or bound to one name that nothing reads.
  private func isIdle(_ call: PythonNode) -> Bool {
    guard let parent = call.parent else { return false }
    if parent.asExpression != nil { return true }
    if let assign = parent.asAssign, assign.targets.count == 1 { return isUnread(assign.targets[0]) }
    return parent.asAnnAssign.map { isUnread($0.target) } ?? false
  }

  private func isUnreadText(_ target: PythonNode) -> Bool {
    guard let assign = target.parent?.asAssign, assign.targets.count == 1, assign.value.asString != nil else {
      return false
    }
    return isUnread(target)
  }

  /// A name of another kind of target, such as an attribute, may be read from anywhere.
  private func isUnread(_ target: PythonNode) -> Bool {
    guard let name = target.asName?.name else { return false }
    return !module.bindings.isRead(name)
  }
}
