/// A normalization by the root mean square with a trained weight.
package final class Norm: Module {
  /// Shape: `[width]`.
  let weight: Tensor
  private let epsilon: Float
  package let className: String

  /// Weights of one, as in every family of models here.
  init(_ width: Int, epsilon: Float, className: String) {
    weight = Tensor([width], [Float](repeating: 1, count: width), requiresGradient: true)
    (self.epsilon, self.className) = (epsilon, className)
  }

  var width: Int { weight.shape[0] }

  /// Shapes: `[…, width] → […, width]`.
  func callAsFunction(_ input: Tensor) -> Tensor {
    input.rootMeanSquareNormalized(weight: weight, epsilon: epsilon)
  }

  package var parameters: [NamedParameter] { [NamedParameter(name: "weight", tensor: weight)] }
}
