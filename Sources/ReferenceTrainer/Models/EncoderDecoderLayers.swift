/// Attention of T5: unscaled scores, no biases of the matrices.
final class EncoderDecoderAttention: Module {
  private let queries: Linear
  private let keys: Linear
  private let values: Linear
  private let output: Linear
  /// In the first layer alone; the others use what it gave.
  let positionBias: RelativePositionBias?
  private let headWidth: Int

  /// Weights as transformers' `T5PreTrainedModel._init_weights` draws them.
  init(
    _ configuration: EncoderDecoderConfiguration, positionBias: RelativePositionBias?,
    _ random: inout RandomNumbers
  ) {
    let (width, inner) = (configuration.width, configuration.heads * configuration.headWidth)
    let narrow = 1 / Float(width).squareRoot()
    queries = Linear(
      from: width, to: inner, hasBias: false,
      deviation: 1 / Float(width * configuration.headWidth).squareRoot(), &random)
    keys = Linear(from: width, to: inner, hasBias: false, deviation: narrow, &random)
    values = Linear(from: width, to: inner, hasBias: false, deviation: narrow, &random)
    output = Linear(
      from: inner, to: width, hasBias: false, deviation: 1 / Float(inner).squareRoot(), &random)
    self.positionBias = positionBias
    headWidth = configuration.headWidth
  }

  let className = "T5Attention"

  var parts: [NamedModule] {
    [
      NamedModule(name: "q", module: queries), NamedModule(name: "k", module: keys),
      NamedModule(name: "v", module: values), NamedModule(name: "o", module: output),
    ] + (positionBias.map { [NamedModule(name: "relative_attention_bias", module: $0)] } ?? [])
  }

  /// Shapes: hidden `[batch, q, width]`, source `[batch, k, width]`, prefix `[batch, heads, p, n]` both, bias
  /// `[heads, q, p + k]` → `[batch, q, width]`.
  func callAsFunction(
    _ hidden: Tensor, source: Tensor, _ mask: AttentionMask, headBias: Tensor?,
    prefix: (keys: Tensor, values: Tensor)? = nil
  ) -> Tensor {
    var (keys, values) = (
      keys(source).splitIntoHeads(headWidth), values(source).splitIntoHeads(headWidth)
    )
    if let prefix {
      keys = prefix.keys.joined(with: keys, alongAxis: 2)
      values = prefix.values.joined(with: values, alongAxis: 2)
    }
    let mixed = Tensor.attention(
      queries(hidden).splitIntoHeads(headWidth), keys, values, scale: 1, mask: mask, headBias: headBias)
    return output(mixed.joiningHeads)
  }
}

/// The feed-forward layer of T5: ReLU between two matrices, or from version 1.1 on a gate with GELU.
final class EncoderDecoderFeedForward: Module {
  private let gate: Linear?
  private let input: Linear
  private let output: Linear

  init(_ configuration: EncoderDecoderConfiguration, _ random: inout RandomNumbers) {
    let (width, inner) = (configuration.width, configuration.feedForwardWidth)
    func linear(_ width: Int, _ newWidth: Int, _ random: inout RandomNumbers) -> Linear {
      Linear(
        from: width, to: newWidth, hasBias: false, deviation: 1 / Float(width).squareRoot(), &random)
    }
    gate = configuration.hasGate ? linear(width, inner, &random) : nil
    input = linear(width, inner, &random)
    output = linear(inner, width, &random)
  }

  var className: String { gate == nil ? "T5DenseActDense" : "T5DenseGatedActDense" }

  var parts: [NamedModule] {
    let last = NamedModule(name: "wo", module: output)
    guard let gate else { return [NamedModule(name: "wi", module: input), last] }
    return [NamedModule(name: "wi_0", module: gate), NamedModule(name: "wi_1", module: input), last]
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, width]`.
  func callAsFunction(_ hidden: Tensor) -> Tensor {
    guard let gate else { return output(input(hidden).relu) }
    return output(gate(hidden).geluNew * input(hidden))
  }
}

/// A part of a block under the name that transformers gives it, and the norm in front of it.
final class EncoderDecoderSublayer<Inner: Module>: Module {
  let inner: Inner
  private let norm: Norm
  private let name: String
  let className: String

  init(_ name: String, _ inner: Inner, _ configuration: EncoderDecoderConfiguration, className: String) {
    (self.name, self.inner, self.className) = (name, inner, className)
    norm = Norm(configuration.width, epsilon: configuration.epsilon, className: "T5LayerNorm")
  }

  var parts: [NamedModule] {
    [NamedModule(name: name, module: inner), NamedModule(name: "layer_norm", module: norm)]
  }

  /// A shortcut around the norm and what `compute` does with its result.
  /// Shapes: `[batch, positions, width] → [batch, positions, width]`.
  func callAsFunction(_ hidden: Tensor, _ compute: (Inner, Tensor) -> Tensor) -> Tensor {
    hidden + compute(inner, norm(hidden))
  }
}
