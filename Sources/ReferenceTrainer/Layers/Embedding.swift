/// A table with a vector for each token: PyTorch's `nn.Embedding`.
package final class Embedding: Module {
  /// Shape: `[vocabulary, width]`.
  package let weight: Tensor

  init(_ vocabularySize: Int, width: Int, deviation: Float, _ random: inout RandomNumbers) {
    weight = Tensor(
      [vocabularySize, width], random.normal(vocabularySize * width, deviation: deviation),
      requiresGradient: true)
  }

  package var className: String { "Embedding" }

  /// Shapes: `ids [batch, positions] → [batch, positions, width]`.
  func callAsFunction(_ ids: IntegerTensor) throws(PythonError) -> Tensor { try weight.rows(ids) }

  package var parameters: [NamedParameter] { [NamedParameter(name: "weight", tensor: weight)] }
}
