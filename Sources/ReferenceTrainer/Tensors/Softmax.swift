extension Tensor {
  /// The softmax of every row; what is `-infinity` gets no share. Shapes: `[…, n] → […, n]`.
  ///
  /// A row that is `-infinity` throughout becomes zeros, as in PyTorch's attention (torch 2.13.0,
  /// `scaled_dot_product_attention`): a token of padding that may look at nothing.
  var softmax: Tensor {
    let width = shape[shape.count - 1]
    var shares = elements
    for start in stride(from: 0, to: count, by: width) {
      let row = start..<start + width
      let largest = shares[row].reduce(-Float.infinity, max)
      guard largest > -.infinity else {
        for index in row { shares[index] = 0 }
        continue
      }
      var total = 0.0
      for index in row {
        shares[index] = Elementary.exp(shares[index] - largest)
        total += Double(shares[index])
      }
      for index in row { shares[index] /= Float(total) }
    }
    return Tensor(shape, shares, from: [self]) { gradient in
      // For shares s and gradient g: s · (g − Σ g·s).
      var before = gradient
      for start in stride(from: 0, to: gradient.count, by: width) {
        let row = start..<start + width
        let mean = row.reduce(0.0) { $0 + Double(gradient[$1]) * Double(shares[$1]) }
        for index in row { before[index] = shares[index] * (gradient[index] - Float(mean)) }
      }
      return [before]
    }
  }
}
