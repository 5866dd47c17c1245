/// Keeps a step from being too long: all gradients are scaled together where their common norm is above a limit.
package enum GradientClipping {
  /// Scales the gradients where their norm is above `limit`, and gives the norm as it was. O(elements).
  ///
  /// As torch 2.13.0, `nn/utils/clip_grad.py` `clip_grad_norm_`.
  @discardableResult
  package static func clip(_ parameters: [NamedParameter], limit: Double) -> Float {
    var square = 0.0
    for parameter in parameters {
      for slope in parameter.tensor.gradient ?? [] { square += Double(slope) * Double(slope) }
    }
    let norm = Float(square.squareRoot())
    let factor = Float(limit) / (norm + 1e-6)
    guard factor < 1 else { return norm }
    for parameter in parameters {
      parameter.tensor.gradient = parameter.tensor.gradient?.map { $0 * factor }
    }
    return norm
  }
}
