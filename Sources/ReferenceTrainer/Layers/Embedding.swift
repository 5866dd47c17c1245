/// A table with a vector for each token: PyTorch's `nn.Embedding`.
package final class Embedding: AdaptableLayer {
  /// Shape: `[vocabulary, width]`.
  package let weight: Tensor
  /// What LoRA adds.
  var update: LowRankUpdate?
  /// Whether what comes out requires a gradient even where the table is frozen: `enable_input_require_grads`.
  var outputRequiresGradient = false

  init(_ vocabularySize: Int, width: Int, deviation: Float, _ random: inout RandomNumbers) {
    weight = Tensor(
      [vocabularySize, width], random.normal(vocabularySize * width, deviation: deviation),
      requiresGradient: true)
  }

  package var className: String { "Embedding" }
  var inputWidth: Int { weight.shape[0] }
  var outputWidth: Int { weight.shape[1] }

  /// Shapes: `ids [batch, positions] → [batch, positions, width]`.
  func callAsFunction(_ ids: IntegerTensor) throws(PythonError) -> Tensor {
    var found = try weight.rows(ids)
    if let update { found = found + (try update.rows(ids)) }
    guard outputRequiresGradient, !found.requiresGradient else { return found }
    return Tensor(found.shape, found.elements, requiresGradient: true)
  }

  package var parameters: [NamedParameter] {
    [NamedParameter(name: update == nil ? "weight" : "base_layer.weight", tensor: weight)]
      + (update?.parameters ?? [])
  }
}
