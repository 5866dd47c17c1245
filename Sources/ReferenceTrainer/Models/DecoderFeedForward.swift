/// Two linear layers with a gate between them: SwiGLU, Shazeer 2020, arXiv:2002.05202.
final class DecoderFeedForward: Module {
  private enum Inputs {
    case separate(gate: Linear, values: Linear)
    /// The gate in the first half of the output.
    case fused(Linear)
  }

  private let inputs: Inputs
  private let output: Linear
  private let configuration: DecoderConfiguration

  init(_ configuration: DecoderConfiguration, _ random: inout RandomNumbers) {
    self.configuration = configuration
    let (width, inner) = (configuration.width, configuration.feedForwardWidth)
    func linear(_ width: Int, _ newWidth: Int, _ random: inout RandomNumbers) -> Linear {
      Linear(
        from: width, to: newWidth, hasBias: false, deviation: configuration.initialDeviation, &random)
    }
    if configuration.family.fusesFeedForwardInputs {
      inputs = .fused(linear(width, 2 * inner, &random))
    } else {
      inputs = .separate(gate: linear(width, inner, &random), values: linear(width, inner, &random))
    }
    output = linear(inner, width, &random)
  }

  var className: String { configuration.family.classPrefix + "MLP" }

  var parts: [NamedModule] {
    let names = configuration.family.names
    let last = NamedModule(name: names.feedForwardOutput, module: output)
    switch inputs {
    case .fused(let linear): return [NamedModule(name: names.fusedFeedForwardInput, module: linear), last]
    case .separate(let gate, let values):
      return [
        NamedModule(name: "gate_proj", module: gate), NamedModule(name: "up_proj", module: values), last,
      ]
    }
  }

  /// Shapes: `[batch, positions, width] → [batch, positions, width]`.
  func callAsFunction(_ hidden: Tensor) -> Tensor {
    let (gate, values) = projected(hidden)  // [batch, positions, inner] each
    return output(gate.silu * values)
  }

  private func projected(_ hidden: Tensor) -> (gate: Tensor, values: Tensor) {
    switch inputs {
    case .separate(let gate, let values): return (gate(hidden), values(hidden))
    case .fused(let linear):
      let both = linear(hidden)
      let middle = both.shape[2] / 2
      return (both.slice(0..<middle, ofAxis: 2), both.slice(middle..<both.shape[2], ofAxis: 2))
    }
  }
}
