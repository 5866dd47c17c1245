/// The encoder or the decoder: layers of self-attention, in the decoder of attention to the encoder, and feed-forward.
final class EncoderDecoderStack: Module {
  private let blocks: [EncoderDecoderBlock]
  private let lastNorm: Norm
  /// Whether a query sees only the keys before it, and what the encoder gave.
  private let isDecoder: Bool
  /// See `Tensor.checkpointed`.
  var checkpointsReentrantly = false
  var isTraining = false

  init(_ configuration: EncoderDecoderConfiguration, isDecoder: Bool, _ random: inout RandomNumbers) {
    blocks = (0..<configuration.layers).map {
      EncoderDecoderBlock(configuration, isFirst: $0 == 0, isDecoder: isDecoder, &random)
    }
    lastNorm = Norm(configuration.width, epsilon: configuration.epsilon, className: "T5LayerNorm")
    self.isDecoder = isDecoder
  }

  let className = "T5Stack"

  var parts: [NamedModule] {
    blocks.enumerated().map { NamedModule(name: "block.\($0.offset)", module: $0.element) }
      + [NamedModule(name: "final_layer_norm", module: lastNorm)]
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, width]`.
  ///
  /// `mask` is 1 for tokens and 0 for padding, `[batch, prefix + positions]`; `encoded` is what the encoder gave,
  /// `[batch, source, width]`, with the mask of its tokens; `prefix` stands before the positions in self-attention.
  func callAsFunction(
    _ embedded: Tensor, mask: IntegerTensor?, encoded: (states: Tensor, mask: IntegerTensor?)? = nil,
    prefix: AttentionPrefix? = nil
  ) throws(PythonError) -> Tensor {
    let (batch, positions) = (embedded.shape[0], embedded.shape[1])
    let keys = positions + (prefix?.length ?? 0)
    let own =
      isDecoder
      ? AttentionMask.causal(batch, positions, keys: keys, tokens: mask)
      : AttentionMask.full(batch, positions, keys: positions, tokens: mask)
    let source = encoded.map { encoded in
      (
        encoded.states,
        AttentionMask.full(batch, positions, keys: encoded.states.shape[1], tokens: encoded.mask)
      )
    }
    let bias = try blocks.first?.positionBias?(queries: keys - positions..<keys, keys: keys)
    return lastNorm(
      blocks.enumerated().reduce(embedded) { hidden, block in
        hidden.checkpointed(checkpointsReentrantly && isTraining) {
          block.element($0, own, bias, source, prefix: prefix?.layers[block.offset])
        }
      })
  }
}

/// One layer of the encoder or the decoder.
final class EncoderDecoderBlock: Module {
  private typealias Attention = EncoderDecoderSublayer<EncoderDecoderAttention>
  private let selfAttention: EncoderDecoderSublayer<EncoderDecoderAttention>
  private let crossAttention: EncoderDecoderSublayer<EncoderDecoderAttention>?
  private let feedForward: EncoderDecoderSublayer<EncoderDecoderFeedForward>

  init(
    _ configuration: EncoderDecoderConfiguration, isFirst: Bool, isDecoder: Bool,
    _ random: inout RandomNumbers
  ) {
    let bias =
      isFirst ? RelativePositionBias(configuration, isBidirectional: !isDecoder, &random) : nil
    selfAttention = EncoderDecoderSublayer(
      "SelfAttention", EncoderDecoderAttention(configuration, positionBias: bias, &random), configuration,
      className: "T5LayerSelfAttention")
    crossAttention =
      isDecoder
      ? EncoderDecoderSublayer(
        "EncDecAttention", EncoderDecoderAttention(configuration, positionBias: nil, &random),
        configuration, className: "T5LayerCrossAttention") : nil
    feedForward = EncoderDecoderSublayer(
      "DenseReluDense", EncoderDecoderFeedForward(configuration, &random), configuration,
      className: "T5LayerFF")
  }

  let className = "T5Block"
  var positionBias: RelativePositionBias? { selfAttention.inner.positionBias }

  var parts: [NamedModule] {
    let modules: [any Module] = [selfAttention] + (crossAttention.map { [$0] } ?? []) + [feedForward]
    return modules.enumerated().map { NamedModule(name: "layer.\($0.offset)", module: $0.element) }
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, width]`.
  func callAsFunction(
    _ hidden: Tensor, _ mask: AttentionMask, _ bias: Tensor?,
    _ source: (states: Tensor, mask: AttentionMask)?,
    prefix: (keys: Tensor, values: Tensor)?
  ) -> Tensor {
    var hidden = selfAttention(hidden) { attention, normed in
      attention(normed, source: normed, mask, headBias: bias, prefix: prefix)
    }
    if let crossAttention, let source {
      hidden = crossAttention(hidden) { attention, normed in
        attention(normed, source: source.states, source.mask, headBias: nil)
      }
    }
    return feedForward(hidden) { feedForward, normed in feedForward(normed) }
  }
}
