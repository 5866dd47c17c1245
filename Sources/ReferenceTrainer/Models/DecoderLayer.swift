/// Attention and a feed-forward layer, each behind a norm and around a shortcut.
final class DecoderLayer: Module {
  private let attention: DecoderAttention
  private let feedForward: DecoderFeedForward
  private let attentionNorm: Norm
  private let feedForwardNorm: Norm
  /// Norms of what attention and the feed-forward layer give, in GLM-4-0414.
  private let outputNorms: (attention: Norm, feedForward: Norm)?
  private let family: DecoderFamily

  init(_ configuration: DecoderConfiguration, _ random: inout RandomNumbers) {
    family = configuration.family
    attention = DecoderAttention(configuration, &random)
    feedForward = DecoderFeedForward(configuration, &random)
    attentionNorm = Norm(configuration)
    feedForwardNorm = Norm(configuration)
    outputNorms = family.normalizesOutputs ? (Norm(configuration), Norm(configuration)) : nil
  }

  var className: String { family == .chatGLM ? "GLMBlock" : family.classPrefix + "DecoderLayer" }

  var parts: [NamedModule] {
    var parts = [
      NamedModule(name: family.names.attention, module: attention),
      NamedModule(name: "mlp", module: feedForward),
      NamedModule(name: "input_layernorm", module: attentionNorm),
      NamedModule(name: "post_attention_layernorm", module: feedForwardNorm),
    ]
    if let outputNorms {
      parts.append(NamedModule(name: "post_self_attn_layernorm", module: outputNorms.attention))
      parts.append(NamedModule(name: "post_mlp_layernorm", module: outputNorms.feedForward))
    }
    return parts
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, width]`.
  func callAsFunction(
    _ hidden: Tensor, _ table: RotaryTable, _ mask: AttentionMask, prefix: (keys: Tensor, values: Tensor)?
  ) -> Tensor {
    var mixed = attention(attentionNorm(hidden), table, mask, prefix: prefix)
    if let outputNorms { mixed = outputNorms.attention(mixed) }
    let between = hidden + mixed
    var fed = feedForward(feedForwardNorm(between))
    if let outputNorms { fed = outputNorms.feedForward(fed) }
    return between + fed
  }
}

extension Norm {
  convenience init(_ configuration: DecoderConfiguration) {
    self.init(
      configuration.width, epsilon: configuration.epsilon,
      className: configuration.family.classPrefix + "RMSNorm")
  }
}
