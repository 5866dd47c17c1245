extension Tensor {
  /// Every row divided by the root of its mean square, times a trained weight. Shapes: `[…, n], [n] → […, n]`.
  ///
  /// Zhang and Sennrich 2019, arXiv:1910.07467; `epsilon` is added to the mean square, as in transformers 5.23.0
  /// `LlamaRMSNorm` and `T5LayerNorm`.
  func rootMeanSquareNormalized(weight: Tensor, epsilon: Float) -> Tensor {
    let width = weight.count
    precondition(shape.last == width)
    let rows = count / max(1, width)
    var normalized = elements
    var scales = [Float](repeating: 0, count: rows)
    for row in 0..<rows {
      let range = row * width..<(row + 1) * width
      let square = range.reduce(0.0) { $0 + Double(elements[$1]) * Double(elements[$1]) } / Double(width)
      scales[row] = Float(1 / (square + Double(epsilon)).squareRoot())
      for index in range { normalized[index] *= scales[row] }
    }
    var result = normalized
    for index in result.indices { result[index] *= weight.elements[index % width] }
    return Tensor(shape, result, from: [self, weight]) { [requiresGradient] gradient in
      // With x̂ the normalized row and h = g·w: scale · (h − x̂ · mean(h·x̂)); for the weight, Σ g·x̂ over the rows.
      var before = requiresGradient ? gradient : []
      var total = [Double](repeating: 0, count: width)
      for row in 0..<rows {
        var mean = 0.0
        for column in 0..<width {
          let index = row * width + column
          let product = Double(gradient[index]) * Double(normalized[index])
          total[column] += product
          mean += product * Double(weight.elements[column])
        }
        guard requiresGradient else { continue }
        mean /= Double(width)
        for column in 0..<width {
          let index = row * width + column
          let slope =
            Double(gradient[index]) * Double(weight.elements[column]) - Double(normalized[index]) * mean
          before[index] = scales[row] * Float(slope)
        }
      }
      return [requiresGradient ? before : nil, weight.requiresGradient ? total.map(Float.init) : nil]
    }
  }
}
