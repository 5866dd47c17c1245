/// A table with a vector for each token: PyTorch's `nn.Embedding`.
package final class Embedding: Module {
  /// Shape: `[vocabulary, width]`.
  package let weight: Tensor
  /// Whether what comes out requires a gradient even where the table is frozen: `enable_input_require_grads`.
  var outputRequiresGradient = false

  init(_ vocabularySize: Int, width: Int, deviation: Float, _ random: inout RandomNumbers) {
    weight = Tensor(
      [vocabularySize, width], random.normal(vocabularySize * width, deviation: deviation),
      requiresGradient: true)
  }

  package var className: String { "Embedding" }

  /// Shapes: `ids [batch, positions] → [batch, positions, width]`.
  func callAsFunction(_ ids: IntegerTensor) throws(PythonError) -> Tensor {
    let found = try weight.rows(ids)
    guard outputRequiresGradient, !found.requiresGradient else { return found }
    return Tensor(found.shape, found.elements, requiresGradient: true)
  }

  package var parameters: [NamedParameter] { [NamedParameter(name: "weight", tensor: weight)] }
}
