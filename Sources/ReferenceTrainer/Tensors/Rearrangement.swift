// Operations that move elements and compute nothing; their gradients move back.

extension Tensor {
  /// The same elements in the same order under another shape.
  func reshaped(_ newShape: [Int]) -> Tensor {
    precondition(newShape.product == count)
    return Tensor(newShape, elements, from: [self]) { gradient in [gradient] }
  }

  /// The matrices of the last two axes, turned. Shapes: `[…, m, n] → […, n, m]`.
  var transposed: Tensor {
    let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
    let matrices = count / max(1, rows * columns)
    return Tensor(
      shape.dropLast(2) + [columns, rows], elements.transposed(matrices, rows, columns), from: [self]
    ) { gradient in
      [gradient.transposed(matrices, columns, rows)]
    }
  }

  /// Axes 1 and 2 exchanged, as between "positions, then heads" and "heads, then positions".
  /// Shapes: `[a, b, c, d] → [a, c, b, d]`.
  var exchangingMiddleAxes: Tensor {
    precondition(shape.count == 4)
    let (a, b, c, d) = (shape[0], shape[1], shape[2], shape[3])
    return Tensor([a, c, b, d], elements.exchanged(a, b, c, d), from: [self]) { gradient in
      [gradient.exchanged(a, c, b, d)]
    }
  }

  /// The elements `range` of axis `axis`. Shapes: `[…, n, …] → […, range.count, …]`.
  func slice(_ range: Range<Int>, ofAxis axis: Int) -> Tensor {
    precondition(range.upperBound <= shape[axis])
    var newShape = shape
    newShape[axis] = range.count
    let blocks = AxisBlocks(shape, axis)
    var part: [Float] = []
    part.reserveCapacity(newShape.product)
    for block in 0..<blocks.count { part += elements[blocks.elements(of: range, in: block)] }
    return Tensor(newShape, part, from: [self]) { [count] gradient in
      var whole = [Float](repeating: 0, count: count)
      let length = range.count * blocks.stride
      for block in 0..<blocks.count {
        let place = blocks.elements(of: range, in: block)
        whole.replaceSubrange(place, with: gradient[block * length..<(block + 1) * length])
      }
      return [whole]
    }
  }

  /// Two tensors one behind the other along `axis`. Shapes: `[…, m, …], […, n, …] → […, m + n, …]`.
  func joined(with other: Tensor, alongAxis axis: Int) -> Tensor {
    var newShape = shape
    newShape[axis] += other.shape[axis]
    let (first, second) = (AxisBlocks(shape, axis), AxisBlocks(other.shape, axis))
    precondition(first.count == second.count && first.stride == second.stride)
    var whole: [Float] = []
    whole.reserveCapacity(newShape.product)
    for block in 0..<first.count { whole += elements[first[block]] + other.elements[second[block]] }
    return Tensor(newShape, whole, from: [self, other]) { gradient in
      var (left, right): ([Float], [Float]) = ([], [])
      let length = first.length + second.length
      for block in 0..<first.count {
        let middle = block * length + first.length
        left += gradient[middle - first.length..<middle]
        right += gradient[middle..<middle + second.length]
      }
      return [left, right]
    }
  }

  /// Each element of axis `axis` `times` times in a row, as `torch.repeat_interleave`: how grouped-query attention
  /// gives several heads one key. Shapes: `[…, n, …] → […, n × times, …]`.
  func repeatingEach(_ times: Int, alongAxis axis: Int) -> Tensor {
    if times == 1 { return self }
    var newShape = shape
    newShape[axis] *= times
    let stride = shape[(axis + 1)...].reduce(1, *)
    if count == 0 { return Tensor(newShape, [], from: [self]) { _ in [[]] } }
    var repeated: [Float] = []
    repeated.reserveCapacity(newShape.product)
    for start in Swift.stride(from: 0, to: count, by: stride) {
      for _ in 0..<times { repeated += elements[start..<start + stride] }
    }
    return Tensor(newShape, repeated, from: [self]) { [count] gradient in
      var sum = [Float](repeating: 0, count: count)
      for index in gradient.indices {
        sum[index / (stride * times) * stride + index % stride] += gradient[index]
      }
      return [sum]
    }
  }
}

/// How the elements of a tensor lie around one of its axes: `count` blocks, each with all elements of the axis.
private struct AxisBlocks {
  let count: Int
  /// Elements in a block.
  let length: Int
  /// Elements for each step along the axis.
  let stride: Int

  init(_ shape: [Int], _ axis: Int) {
    count = shape[..<axis].reduce(1, *)
    stride = shape[(axis + 1)...].reduce(1, *)
    length = shape[axis] * stride
  }

  subscript(_ block: Int) -> Range<Int> { block * length..<(block + 1) * length }

  func elements(of range: Range<Int>, in block: Int) -> Range<Int> {
    block * length + range.lowerBound * stride..<block * length + range.upperBound * stride
  }
}

extension [Float] {
  /// `[a, b, c, d] → [a, c, b, d]`.
  fileprivate func exchanged(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> [Float] {
    var exchanged: [Float] = []
    exchanged.reserveCapacity(count)
    for first in 0..<a {
      for third in 0..<c {
        for second in 0..<b {
          let start = ((first * b + second) * c + third) * d
          exchanged += self[start..<start + d]
        }
      }
    }
    return exchanged
  }
}
