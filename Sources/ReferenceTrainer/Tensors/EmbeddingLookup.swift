extension Tensor {
  /// The rows of this table that the token ids name. Shapes: `[vocabulary, n], ids [batch, positions] →
  /// [batch, positions, n]`.
  ///
  /// - Throws: `IndexError` in PyTorch's words for an id that is no row (torch 2.13.0, on the CPU).
  func rows(_ ids: IntegerTensor) throws(PythonError) -> Tensor {
    let (vocabulary, width) = (shape[0], shape[1])
    guard ids.elements.allSatisfy({ $0 >= 0 && $0 < vocabulary }) else {
      throw PythonError("IndexError", "index out of range in self")
    }
    var found: [Float] = []
    found.reserveCapacity(ids.elements.count * width)
    for id in ids.elements { found += elements[id * width..<(id + 1) * width] }
    return Tensor(ids.shape + [width], found, from: [self]) { gradient in
      var table = [Float](repeating: 0, count: vocabulary * width)
      for (place, id) in ids.elements.enumerated() {
        for column in 0..<width { table[id * width + column] += gradient[place * width + column] }
      }
      return [table]
    }
  }
}
