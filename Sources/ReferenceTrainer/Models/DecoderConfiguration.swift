/// What sets one decoder-only language model apart from another.
package struct DecoderConfiguration: Hashable, Sendable {
  package var family: DecoderFamily
  package var vocabularySize = 64
  /// The length of a token's vector.
  package var width = 16
  package var layers = 2
  package var heads = 4
  /// How many heads have keys and values of their own; a divisor of `heads`.
  package var keyValueHeads = 2
  package var headWidth = 4
  package var feedForwardWidth = 32
  package var hasAttentionBias = false
  package var rotaryBase = 10_000.0
  package var epsilon: Float = 1e-6
  /// The standard deviation of the weights at the start, as `initializer_range` of transformers' configs.
  package var initialDeviation: Float = 0.02

  package init(_ family: DecoderFamily) {
    self.family = family
    // The defaults of transformers' configs, and ChatGLM's `add_qkv_bias`.
    hasAttentionBias = family != .llama
  }
}

/// A family of decoder-only models: the same mathematics under other names, but for a few places.
package enum DecoderFamily: String, Hashable, Sendable, CaseIterable {
  /// transformers 5.23.0, `models/llama/modeling_llama.py`.
  case llama
  /// transformers 5.23.0, `models/glm/modeling_glm.py`: glm-4-9b-chat-hf.
  case glm
  /// transformers 5.23.0, `models/glm4/modeling_glm4.py`: GLM-4-0414, with two norms more in each layer.
  case glm4
  /// THUDM/chatglm3-6b, `modeling_chatglm.py`, which is fetched with the weights.
  case chatGLM

  /// The name of the class with a head for language modelling.
  package var className: String {
    switch self {
    case .llama: "LlamaForCausalLM"
    case .glm: "GlmForCausalLM"
    case .glm4: "Glm4ForCausalLM"
    case .chatGLM: "ChatGLMForConditionalGeneration"
    }
  }

  /// The first part of the names of the classes of its layers.
  var classPrefix: String {
    switch self {
    case .llama: "Llama"
    case .glm: "Glm"
    case .glm4: "Glm4"
    case .chatGLM: ""
    }
  }

  /// Which part of each head's vector turns with the position.
  var rotaryShare: Double { self == .llama ? 1 : 0.5 }
  var rotaryLayout: RotaryLayout { self == .llama ? .halves : .neighbours }
  /// Whether queries, keys and values come from one matrix.
  var fusesAttentionInputs: Bool { self == .chatGLM }
  /// Whether the gate and the values of the feed-forward layer come from one matrix.
  var fusesFeedForwardInputs: Bool { self != .llama }
  /// Whether what attention and the feed-forward layer give is normalized before it is added.
  var normalizesOutputs: Bool { self == .glm4 }

  /// The names of the parts, which weights and adapters know them by.
  var names: DecoderNames { self == .chatGLM ? .chatGLM : .transformers }
}

/// What the parts of a decoder are called.
struct DecoderNames {
  let body: String
  let embedding: String
  /// Without their number.
  let layers: String
  let lastNorm: String
  let head: String
  let attention: String
  let attentionOutput: String
  let fusedFeedForwardInput: String
  let feedForwardOutput: String

  static let transformers = DecoderNames(
    body: "model", embedding: "embed_tokens", layers: "layers", lastNorm: "norm", head: "lm_head",
    attention: "self_attn", attentionOutput: "o_proj", fusedFeedForwardInput: "gate_up_proj",
    feedForwardOutput: "down_proj")
  static let chatGLM = DecoderNames(
    body: "transformer", embedding: "embedding.word_embeddings", layers: "encoder.layers",
    lastNorm: "encoder.final_layernorm", head: "transformer.output_layer", attention: "self_attention",
    attentionOutput: "dense", fusedFeedForwardInput: "dense_h_to_4h", feedForwardOutput: "dense_4h_to_h")
}
