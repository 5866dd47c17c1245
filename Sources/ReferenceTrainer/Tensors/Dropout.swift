extension Tensor {
  /// Zeros in place of a random share `rate` of the elements; the others grow, so that the mean stays.
  /// Shapes: `[…] → […]`. Srivastava and others 2014, Journal of Machine Learning Research 15.
  func dropout(_ rate: Float, _ random: inout RandomNumbers) -> Tensor {
    let factors = (0..<count).map { _ in random.uniform() < rate ? 0 : 1 / (1 - rate) }
    return Tensor(shape, zip(elements, factors).map(*), from: [self]) { gradient in
      [zip(gradient, factors).map(*)]
    }
  }
}
