/// An adapter on the disk: its config remembers the task type as it was written.
struct SavedAdapter {
  let taskType: String?
  let stack: Stack

  /// Loads it with `AutoPeftModelForCausalLM`, or with `AutoPeftModelForSeq2SeqLM` where the model has an encoder.
  ///
  /// As peft 0.10.0 to 0.21.2, `auto.py` `_BaseAutoPeftModel.from_pretrained`.
  ///
  /// - Throws: `ValueError` or `KeyError` where the task type belongs to another class, or to none.
  func load(onto network: PretrainedModel.Network) throws(PythonError) {
    try PeftWrapper.validate(taskType, stack)
    guard let taskType else { return }
    guard let task = PeftWrapper.Task(rawValue: taskType) else {
      throw PythonError("KeyError", "'\(taskType)'")
    }
    let asked: PeftWrapper.Task
    switch network {
    case .decoder: asked = .causalLanguageModeling
    case .encoderDecoder: asked = .sequenceToSequence
    }
    guard task != asked else { return }
    throw PythonError(
      "ValueError",
      "Expected target PEFT class: \(PeftWrapper.className(task)), but you have asked for: "
        + "\(PeftWrapper.className(asked)) make sure that you are loading the correct model for your task type."
    )
  }
}
