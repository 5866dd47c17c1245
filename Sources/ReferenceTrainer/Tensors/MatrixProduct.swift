extension Tensor {
  /// Products of the matrices in the last two axes, pair by pair. Shapes: `[…, m, k] × […, k, n] → […, m, n]`.
  ///
  /// O(elements of the result × k).
  func matrixProduct(_ right: Tensor) -> Tensor {
    let (left, size) = (self, MatrixSizes(shape, right.shape))
    let product = Matrices.product(left.elements, right.elements, size)
    return Tensor(shape.dropLast() + [size.columns], product, from: [left, right]) { gradient in
      [
        left.requiresGradient ? Matrices.leftGradient(gradient, right.elements, size) : nil,
        right.requiresGradient ? Matrices.rightGradient(gradient, left.elements, size) : nil,
      ]
    }
  }

  /// Every row times the transposed matrix, as `torch.nn.functional.linear` without a bias.
  /// Shapes: `[…, in] × [out, in]ᵀ → […, out]`.
  func rowsTimesTransposed(_ matrix: Tensor) -> Tensor {
    precondition(matrix.shape.count == 2 && shape.last == matrix.shape[1])
    let rows = reshaped([count / matrix.shape[1], matrix.shape[1]])
    return rows.matrixProduct(matrix.transposed).reshaped(shape.dropLast() + [matrix.shape[0]])
  }
}

/// How many products there are, and how long each of their axes is.
private struct MatrixSizes {
  let matrices: Int
  let rows: Int
  let inner: Int
  let columns: Int

  init(_ left: [Int], _ right: [Int]) {
    precondition(left.count >= 2 && left.count == right.count && left.dropLast(2) == right.dropLast(2))
    precondition(left[left.count - 1] == right[right.count - 2])
    matrices = Array(left.dropLast(2)).product
    rows = left[left.count - 2]
    inner = left[left.count - 1]
    columns = right[right.count - 1]
  }

  init(matrices: Int, rows: Int, inner: Int, columns: Int) {
    (self.matrices, self.rows, self.inner, self.columns) = (matrices, rows, inner, columns)
  }
}

/// Arithmetic on arrays that hold one matrix after the other.
///
/// Sums are kept in 64 bits and rounded once, so that no result is further from the true one than PyTorch's: where
/// large numbers cancel, as in the gradient of attention's scores, 32 bits lose another digit.
private enum Matrices {
  /// `[matrices, rows, inner] × [matrices, inner, columns] → [matrices, rows, columns]`.
  static func product(_ left: [Float], _ right: [Float], _ size: MatrixSizes) -> [Float] {
    let (rows, inner, columns) = (size.rows, size.inner, size.columns)
    let precise = right.map(Double.init)
    return [Float](unsafeUninitializedCapacity: size.matrices * rows * columns) { result, count in
      precise.withUnsafeBufferPointer { right in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: columns) { sums in
          for row in 0..<size.matrices * rows {
            sums.initialize(repeating: 0)
            for place in 0..<inner {
              let from = (row / rows * inner + place) * columns
              add(Double(left[row * inner + place]), times: right[from..<from + columns], to: sums)
            }
            for column in 0..<columns {
              result.initializeElement(at: row * columns + column, to: Float(sums[column]))
            }
          }
        }
      }
      count = result.count
    }
  }

  /// The innermost loop of all training.
  @inline(__always)
  private static func add(
    _ factor: Double, times row: Slice<UnsafeBufferPointer<Double>>,
    to sums: UnsafeMutableBufferPointer<Double>
  ) {
    let row = UnsafeBufferPointer(rebasing: row)
    for index in 0..<sums.count { sums[index] += factor * row[index] }
  }

  /// `gradient × rightᵀ`: `[rows, columns] × [columns, inner] → [rows, inner]`.
  static func leftGradient(_ gradient: [Float], _ right: [Float], _ size: MatrixSizes) -> [Float] {
    product(
      gradient, right.transposed(size.matrices, size.inner, size.columns),
      MatrixSizes(matrices: size.matrices, rows: size.rows, inner: size.columns, columns: size.inner))
  }

  /// `leftᵀ × gradient`: `[inner, rows] × [rows, columns] → [inner, columns]`.
  static func rightGradient(_ gradient: [Float], _ left: [Float], _ size: MatrixSizes) -> [Float] {
    product(
      left.transposed(size.matrices, size.rows, size.inner), gradient,
      MatrixSizes(matrices: size.matrices, rows: size.inner, inner: size.rows, columns: size.columns))
  }
}

extension [Float] {
  /// Each `rows × columns` matrix of an array of them, turned.
  func transposed(_ matrices: Int, _ rows: Int, _ columns: Int) -> [Float] {
    var turned = self
    for matrix in 0..<matrices {
      let start = matrix * rows * columns
      for row in 0..<rows {
        for column in 0..<columns {
          turned[start + column * rows + row] = self[start + row * columns + column]
        }
      }
    }
    return turned
  }
}
