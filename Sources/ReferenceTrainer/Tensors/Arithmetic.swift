extension Tensor {
  /// Element by element. Shapes: `[…] + […] → […]`.
  static func + (left: Tensor, right: Tensor) -> Tensor {
    precondition(left.shape == right.shape)
    let sum = zip(left.elements, right.elements).map(+)
    return Tensor(left.shape, sum, from: [left, right]) { gradient in [gradient, gradient] }
  }

  /// Element by element. Shapes: `[…] * […] → […]`.
  static func * (left: Tensor, right: Tensor) -> Tensor {
    precondition(left.shape == right.shape)
    let product = zip(left.elements, right.elements).map(*)
    return Tensor(left.shape, product, from: [left, right]) { gradient in
      [
        left.requiresGradient ? zip(gradient, right.elements).map(*) : nil,
        right.requiresGradient ? zip(gradient, left.elements).map(*) : nil,
      ]
    }
  }

  /// Each element times one number that is not trained.
  static func * (tensor: Tensor, factor: Float) -> Tensor {
    Tensor(tensor.shape, tensor.elements.map { $0 * factor }, from: [tensor]) { gradient in
      [gradient.map { $0 * factor }]
    }
  }

  /// Adds one vector to every row. Shapes: `[…, n] + [n] → […, n]`.
  func addingToEachRow(_ vector: Tensor) -> Tensor {
    let width = vector.count
    precondition(vector.shape == [width] && shape.last == width)
    var sum = elements
    for index in sum.indices { sum[index] += vector.elements[index % width] }
    return Tensor(shape, sum, from: [self, vector]) { gradient in
      guard vector.requiresGradient else { return [gradient, nil] }
      var total = [Double](repeating: 0, count: width)
      for index in gradient.indices { total[index % width] += Double(gradient[index]) }
      return [gradient, total.map(Float.init)]
    }
  }

  /// The sum of all elements, as a single number.
  var sum: Tensor {
    let total = elements.reduce(0.0) { $0 + Double($1) }
    return Tensor([], [Float(total)], from: [self]) { [count] gradient in
      [Array(repeating: gradient[0], count: count)]
    }
  }
}
