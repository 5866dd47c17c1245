/// A model inside the class that PEFT puts around it for a task.
///
/// Each class has a `forward` of its own that names what it hands on: this is why the task matters at all. peft 0.10.0
/// and 0.21.2, `peft_model.py`.
package struct PeftWrapper: CallableModel {
  /// The tasks that PEFT knows; each has a class.
  package enum Task: String, CaseIterable, Sendable {
    case sequenceClassification = "SEQ_CLS"
    case sequenceToSequence = "SEQ_2_SEQ_LM"
    case causalLanguageModeling = "CAUSAL_LM"
    case tokenClassification = "TOKEN_CLS"
    case questionAnswering = "QUESTION_ANS"
    case featureExtraction = "FEATURE_EXTRACTION"
  }

  package let base: PretrainedModel
  /// Nil for the class that knows no task, and hands on what it gets.
  package let task: Task?
  /// What stands before each text; nil for LoRA.
  private let virtual: VirtualTokens?

  /// The class for a `task_type` as it is written; one that PEFT does not know gives the class without a task.
  package init(_ base: PretrainedModel, taskType: String?) {
    self.base = base
    task = taskType.flatMap(Task.init)
    virtual = nil
  }

  /// With vectors of their own before each text, and the model frozen.
  ///
  /// - Throws: `KeyError` without a task that PEFT knows: the class is looked up by it (peft 0.10.0 to 0.21.2,
  ///   `get_peft_model`).
  init(_ base: PretrainedModel, taskType: String?, _ settings: PromptSettings) throws(PythonError) {
    guard let task = taskType.flatMap(Task.init) else {
      throw PythonError("KeyError", taskType.map { "'\($0)'" } ?? "None")
    }
    (self.base, self.task) = (base, task)
    for parameter in base.module.namedParameters { parameter.tensor.trains(false) }
    virtual = VirtualTokens(settings, base, isForEncoderDecoder: task == .sequenceToSequence)
  }

  package var trainableParameters: [NamedParameter] {
    base.trainableParameters + (virtual.map { [$0.parameter] } ?? [])
  }

  /// What the constructor of a PEFT config says of a task type.
  ///
  /// - Throws: `ValueError` for one that is not in the enumeration, from peft 0.14.0 on (`PeftConfigMixin.__post_init__`).
  package static func validate(_ taskType: String?, _ stack: Stack) throws(PythonError) {
    guard stack.peft >= LibraryRelease(0, 14), let taskType, Task(rawValue: taskType) == nil else { return }
    let known = Task.allCases.map(\.rawValue).joined(separator: ", ")
    throw PythonError(
      "ValueError", "Invalid task type: '\(taskType)'. Must be one of the following task types: \(known).")
  }

  /// `TaskType.name`, as Python looks it up.
  ///
  /// - Throws: `AttributeError` for a name that the enumeration does not have (run with peft 0.10.0 to 0.21.2).
  static func lookUp(member name: String?) throws(PythonError) {
    guard let name, Task(rawValue: name) == nil else { return }
    throw PythonError("AttributeError", name)
  }

  package var className: String { Self.className(task) }

  static func className(_ task: Task?) -> String {
    switch task {
    case nil: "PeftModel"
    case .sequenceClassification: "PeftModelForSequenceClassification"
    case .sequenceToSequence: "PeftModelForSeq2SeqLM"
    case .causalLanguageModeling: "PeftModelForCausalLM"
    case .tokenClassification: "PeftModelForTokenClassification"
    case .questionAnswering: "PeftModelForQuestionAnswering"
    case .featureExtraction: "PeftModelForFeatureExtraction"
    }
  }

  package var signature: CallSignature {
    let function = "\(className).forward"
    guard task != nil else { return CallSignature(function, ["args"], keywords: "kwargs") }
    return CallSignature(function, handedOn + ["task_ids"], keywords: "kwargs")
  }

  /// What the class always hands on, given or not, in the order of its call.
  private var handedOn: [String] {
    let outputs = ["output_attentions", "output_hidden_states", "return_dict"]
    let inputs = ["input_ids", "attention_mask", "inputs_embeds"]
    switch task {
    case nil: return []
    case .causalLanguageModeling, .sequenceClassification, .tokenClassification:
      return inputs + ["labels"] + outputs
    case .sequenceToSequence:
      return inputs + ["decoder_input_ids", "decoder_attention_mask", "decoder_inputs_embeds", "labels"]
        + outputs
    case .questionAnswering: return inputs + ["start_positions", "end_positions"] + outputs
    case .featureExtraction: return inputs + outputs
    }
  }

  package func call(_ arguments: Arguments) throws(PythonError) -> ModelOutput {
    var all = Arguments()
    for name in handedOn { all[name] = Argument.none }
    for name in arguments.names { all[name] = arguments[name] }
    if let virtual { try put(virtual, before: &all) }
    return try base.call(all)
  }

  /// Puts the virtual tokens before the text: the mask grows; of the labels only those of the class for decoders do.
  private func put(_ virtual: VirtualTokens, before all: inout Arguments) throws(PythonError) {
    guard let tokens = all["input_ids"]?.integers else { return }
    let (batch, count) = (tokens.shape[0], virtual.settings.virtualTokens)
    func lengthen(_ name: String, with filling: Int) {
      guard let rows = all[name]?.integers?.rows else { return }
      all[name] = .integers(IntegerTensor(rows.map { Array(repeating: filling, count: count) + $0 }))
    }
    switch virtual.settings.method {
    case .prefix:
      // The class for pairs of texts leaves the encoder's mask alone.
      if task != .sequenceToSequence { lengthen("attention_mask", with: 1) }
      all["past_key_values"] = .cache(virtual.prefix(batch))
    case .prompt:
      lengthen("attention_mask", with: 1)
      if task == .causalLanguageModeling { lengthen("labels", with: Tensor.ignoredLabel) }
      let embedded = try base.embed(tokens)
      all["input_ids"] = nil
      all["inputs_embeds"] = .vectors(virtual.prompts(batch).joined(with: embedded, alongAxis: 1))
    }
  }
}
