extension Tensor {
  /// Scaled dot-product attention of several heads, as Vaswani and others 2017, arXiv:1706.03762, section 3.2.1.
  ///
  /// Shapes: queries `[batch, heads, q, n]`, keys and values `[batch, heads, k, n]`, the bias of the heads
  /// `[heads, q, k]` → `[batch, heads, q, n]`.
  static func attention(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, scale: Float, mask: AttentionMask,
    headBias: Tensor? = nil
  ) -> Tensor {
    var scores = queries.matrixProduct(keys.transposed) * scale  // [batch, heads, q, k]
    if let headBias { scores = scores.addingToEachRowOfTheBatch(headBias) }
    let shares = scores.hiding(mask).softmax  // [batch, heads, q, k]
    return shares.matrixProduct(values)  // [batch, heads, q, n]
  }

  /// Hides keys from queries. Shapes: `[batch, heads, q, k]` with a mask of `[batch, q, k]`.
  private func hiding(_ mask: AttentionMask) -> Tensor {
    precondition(shape == [mask.batch, shape[1], mask.queries, mask.keys])
    let (heads, matrix) = (shape[1], mask.queries * mask.keys)
    var hidden = elements
    for index in hidden.indices {
      hidden[index] += mask.scores[index / (heads * matrix) * matrix + index % matrix]
    }
    return Tensor(shape, hidden, from: [self]) { gradient in [gradient] }
  }

  /// Adds the same to every row of the batch. Shapes: `[batch, …] + […] → [batch, …]`.
  private func addingToEachRowOfTheBatch(_ other: Tensor) -> Tensor {
    precondition(Array(shape.dropFirst()) == other.shape)
    var sum = elements
    for index in sum.indices { sum[index] += other.elements[index % other.count] }
    return Tensor(shape, sum, from: [self, other]) { gradient in
      var total = [Float](repeating: 0, count: other.count)
      for index in gradient.indices { total[index % total.count] += gradient[index] }
      return [gradient, total]
    }
  }

  /// Heads beside each other in one vector become an axis.
  /// Shapes: `[batch, positions, heads × n] → [batch, heads, positions, n]`.
  func splitIntoHeads(_ headWidth: Int) -> Tensor {
    reshaped([shape[0], shape[1], shape[2] / headWidth, headWidth]).exchangingMiddleAxes
  }

  /// Shapes: `[batch, heads, positions, n] → [batch, positions, heads × n]`.
  var joiningHeads: Tensor {
    exchangingMiddleAxes.reshaped([shape[0], shape[2], shape[1] * shape[3]])
  }
}
