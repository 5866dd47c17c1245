/// A dense array of whole numbers, row-major: token ids, labels, masks. No gradient flows through it.
package struct IntegerTensor: Hashable, Sendable {
  package let shape: [Int]
  package var elements: [Int]

  package init(_ shape: [Int], _ elements: [Int]) {
    precondition(elements.count == shape.product, "\(elements.count) elements do not fill the shape \(shape)")
    self.shape = shape
    self.elements = elements
  }

  /// Rows of one length. Shape: `[rows, columns]`.
  package init(_ rows: [[Int]]) {
    let width = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == width })
    self.init([rows.count, width], rows.flatMap(\.self))
  }

  /// The rows of a tensor of two axes.
  package var rows: [[Int]] {
    precondition(shape.count == 2)
    return (0..<shape[0]).map { Array(elements[$0 * shape[1]..<($0 + 1) * shape[1]]) }
  }
}
