/// Causal self-attention with rotary positions and grouped keys.
///
/// Several heads share one key and value (Ainslie and others 2023, arXiv:2305.13245).
final class DecoderAttention: Module {
  /// Queries, keys and values of one matrix each, or of one for all.
  private enum Inputs {
    case separate(queries: Linear, keys: Linear, values: Linear)
    case fused(Linear)
  }

  private let inputs: Inputs
  private let output: Linear
  private let configuration: DecoderConfiguration

  init(_ configuration: DecoderConfiguration, _ random: inout RandomNumbers) {
    self.configuration = configuration
    let (width, deviation) = (configuration.width, configuration.initialDeviation)
    let queryWidth = configuration.heads * configuration.headWidth
    let keyWidth = configuration.keyValueHeads * configuration.headWidth
    func input(_ newWidth: Int, _ random: inout RandomNumbers) -> Linear {
      Linear(
        from: width, to: newWidth, hasBias: configuration.hasAttentionBias, deviation: deviation, &random)
    }
    if configuration.family.fusesAttentionInputs {
      inputs = .fused(input(queryWidth + 2 * keyWidth, &random))
    } else {
      inputs = .separate(
        queries: input(queryWidth, &random), keys: input(keyWidth, &random),
        values: input(keyWidth, &random))
    }
    output = Linear(from: queryWidth, to: width, hasBias: false, deviation: deviation, &random)
  }

  var className: String {
    let prefix = configuration.family.classPrefix
    return prefix.isEmpty ? "SelfAttention" : prefix + "Attention"
  }

  var parts: [NamedModule] {
    let last = NamedModule(name: configuration.family.names.attentionOutput, module: output)
    switch inputs {
    case .fused(let linear): return [NamedModule(name: "query_key_value", module: linear), last]
    case .separate(let queries, let keys, let values):
      return [
        NamedModule(name: "q_proj", module: queries), NamedModule(name: "k_proj", module: keys),
        NamedModule(name: "v_proj", module: values), last,
      ]
    }
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, width]`. The keys and values of `prefix` stand before
  /// those of the positions and do not turn: `[batch, keyValueHeads, prefix, headWidth]` each.
  func callAsFunction(
    _ hidden: Tensor, _ table: RotaryTable, _ mask: AttentionMask, prefix: (keys: Tensor, values: Tensor)?
  ) -> Tensor {
    let (headWidth, layout) = (configuration.headWidth, configuration.family.rotaryLayout)
    var (queries, keys, values) = projected(hidden)
    let start = prefix?.keys.shape[2] ?? 0
    queries = queries.splitIntoHeads(headWidth).rotated(by: table, layout, from: start)  // [b, heads, p, n]
    keys = keys.splitIntoHeads(headWidth).rotated(by: table, layout, from: start)  // [b, keyHeads, p, n]
    values = values.splitIntoHeads(headWidth)  // [b, keyHeads, p, n]
    if let prefix {
      keys = prefix.keys.joined(with: keys, alongAxis: 2)  // [b, keyHeads, prefix + p, n]
      values = prefix.values.joined(with: values, alongAxis: 2)
    }
    let group = configuration.heads / configuration.keyValueHeads
    let mixed = Tensor.attention(
      queries, keys.repeatingEach(group, alongAxis: 1), values.repeatingEach(group, alongAxis: 1),
      scale: 1 / Float(headWidth).squareRoot(), mask: mask)  // [b, heads, p, n]
    return output(mixed.joiningHeads)
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, heads × headWidth]`, and the same of the key heads twice.
  private func projected(_ hidden: Tensor) -> (queries: Tensor, keys: Tensor, values: Tensor) {
    switch inputs {
    case .separate(let queries, let keys, let values): return (queries(hidden), keys(hidden), values(hidden))
    case .fused(let linear):
      let all = linear(hidden)
      let keyStart = configuration.heads * configuration.headWidth
      let valueStart = keyStart + configuration.keyValueHeads * configuration.headWidth
      return (
        all.slice(0..<keyStart, ofAxis: 2), all.slice(keyStart..<valueStart, ofAxis: 2),
        all.slice(valueStart..<all.shape[2], ofAxis: 2)
      )
    }
  }
}
