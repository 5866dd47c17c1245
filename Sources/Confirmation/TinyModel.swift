import Knowledge
import ReferenceTrainer
import Setup

/// The tiny model that stands for the one that a set-up trains.
struct TinyModel {
  let family: TrainingPlan.Family
  /// The `forward` of the set-up's own class, where the family's mathematics runs under another one's name.
  let forward: CallSignature?
  /// The `model_type` of that class.
  let modelType: String?

  private static let families: [String: TrainingPlan.Family] = [
    "llama": .llama, "glm": .glm, "glm4": .glm4, "chatglm": .chatglm, "t5": .t5,
  ]

  /// The model of the set-up; where the files do not show it, one of each kind that it may be.
  ///
  /// - Throws: for a model of which there is no tiny one.
  static func candidates(_ setup: TrainingSetup, _ stack: Stack) throws(Obstacle) -> [TinyModel] {
    if let type = setup.modelType { return [try TinyModel(type: type, stack)] }
    let decoders = [
      TinyModel(.llama), TinyModel(.chatglm),
      // Some classes took any keyword long before Llama's did.
      TinyModel(.llama, forward: keywordTaking),
    ]
    switch setup.autoClass {
    case "AutoModelForCausalLM"?: return decoders
    case "AutoModelForSeq2SeqLM"? where !mayRunRemoteCode(setup):
      return [TinyModel(.t5)]
    default: return decoders + [TinyModel(.t5)]
    }
  }

  /// Remote code registers any Auto class for itself.
  private static func mayRunRemoteCode(_ setup: TrainingSetup) -> Bool {
    setup.model?.flag("trust_remote_code", default: false) != false
  }

  private init(_ family: TrainingPlan.Family, forward: CallSignature? = nil, modelType: String? = nil) {
    (self.family, self.forward, self.modelType) = (family, forward, modelType)
  }

  private init(type: String, _ stack: Stack) throws(Obstacle) {
    if let family = Self.families[type] {
      // GLM came with 4.46.0, GLM-4 with 4.51.0 (models/glm and models/glm4 of the wheels).
      let first = [.glm: LibraryRelease(4, 46), .glm4: LibraryRelease(4, 51)][family] ?? LibraryRelease()
      if stack.transformers < first {
        throw Obstacle("transformers \(stack.transformers) has no `\(type)` models")
      }
      self.init(family)
      return
    }
    guard ModelTypes.architecture(type) == .decoderOnly, let name = ModelTypes.causalClass(type),
      !ForwardSignatures.of(name).isEmpty
    else { throw Obstacle("the reference trainer has no tiny model of type `\(type)`") }
    guard let signature = Self.signature(of: name, stack) else {
      throw Obstacle("transformers \(stack.transformers) has no `\(type)` models")
    }
    self.init(.llama, forward: signature, modelType: type)
  }

  /// What `forward` of the class takes in this release.
  private static func signature(of className: String, _ stack: Stack) -> CallSignature? {
    let release = stack.transformers
    let dated = ForwardSignatures.of(className).first { dated in
      let (since, until) = (dated.interval.since, dated.interval.until)
      return since.flatMap(LibraryRelease.init).map { release >= $0 } ?? true
        && until.flatMap(LibraryRelease.init).map { release < $0 } ?? true
    }
    return dated.map {
      CallSignature(
        "\(className).forward", $0.value.names + handedOn, keywords: $0.value.takesAnyKeyword ? "kwargs" : nil
      )
    }
  }

  private static let keywordTaking = CallSignature(
    "LlamaForCausalLM.forward", ["input_ids", "attention_mask", "labels"] + handedOn, keywords: "kwargs")

  /// Parameters of every causal model of transformers' own that PEFT's classes hand on; the table of signatures leaves
  /// them out.
  private static let handedOn = ["inputs_embeds", "output_attentions", "output_hidden_states", "return_dict"]

  /// Whether it is known what the model makes of keys and values from PEFT: not of ChatGLM's own code, and of T5 only
  /// under its own task.
  func takesPrefixes(under task: TaskTypeValue?) -> Bool {
    switch family {
    case .llama, .glm, .glm4: true
    case .t5: task?.name == "SEQ_2_SEQ_LM"
    case .chatglm: false
    }
  }

  /// What people call the model.
  var kind: String {
    if let modelType { return "\(modelType) model" }
    return switch family {
    case .llama: "Llama"
    case .glm, .glm4: "GLM"
    case .chatglm: "ChatGLM"
    case .t5: "T5"
    }
  }

  /// Layers that every model of the family has.
  var usualTargets: [String] {
    switch family {
    case .llama, .glm, .glm4: ["q_proj", "v_proj"]
    case .chatglm: ["query_key_value"]
    case .t5: ["q", "v"]
    }
  }
}
