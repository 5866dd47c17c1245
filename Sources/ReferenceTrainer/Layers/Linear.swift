/// A matrix product with a trained matrix: PyTorch's `nn.Linear`, which an adapter may add a low-rank update to.
package final class Linear: AdaptableLayer {
  /// Shape: `[out, in]`.
  package let weight: Tensor
  /// Shape: `[out]`.
  package let bias: Tensor?
  /// What LoRA adds.
  package var update: LowRankUpdate?

  package init(weight: Tensor, bias: Tensor? = nil) {
    (self.weight, self.bias) = (weight, bias)
  }

  /// Normally distributed weights, a bias of zeros.
  init(from width: Int, to newWidth: Int, hasBias: Bool, deviation: Float, _ random: inout RandomNumbers) {
    weight = Tensor(
      [newWidth, width], random.normal(newWidth * width, deviation: deviation), requiresGradient: true)
    bias =
      hasBias
      ? Tensor([newWidth], [Float](repeating: 0, count: newWidth), requiresGradient: true) : nil
  }

  package var className: String { "Linear" }
  var inputWidth: Int { weight.shape[1] }
  var outputWidth: Int { weight.shape[0] }

  /// Shapes: `[…, in] → […, out]`.
  func callAsFunction(_ input: Tensor) -> Tensor {
    var output = input.rowsTimesTransposed(weight)
    if let bias { output = output.addingToEachRow(bias) }
    if let update { output = output + update(input) }
    return output
  }

  /// With an adapter the names are PEFT's: the layer stands below `base_layer`.
  package var parameters: [NamedParameter] {
    let prefix = update == nil ? "" : "base_layer."
    var own = [NamedParameter(name: prefix + "weight", tensor: weight)]
    if let bias { own.append(NamedParameter(name: prefix + "bias", tensor: bias)) }
    return own + (update?.parameters ?? [])
  }

  package var isTraining: Bool {
    get { update?.isTraining ?? false }
    set { update?.isTraining = newValue }
  }
}
