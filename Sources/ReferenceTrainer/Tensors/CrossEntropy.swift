extension Tensor {
  /// The label that marks a token without loss, as in PyTorch (`torch.nn.CrossEntropyLoss`, default of `ignore_index`).
  package static let ignoredLabel = -100

  /// How far the predicted distributions are from the labels, in nats. Shapes: `[tokens, classes], tokens labels → []`.
  ///
  /// The sum over the tokens whose label is not `ignoredLabel`, divided by `itemCount`, or by their number where that
  /// is nil. Without such a token that is 0/0, so NaN, as in PyTorch; no gradient is NaN then but zero.
  ///
  /// - Throws: `ValueError` where there are as many labels as tokens no more, `IndexError` for a label that is no
  ///   class; both in PyTorch's words (torch 2.13.0, `torch.nn.functional.cross_entropy`).
  func crossEntropy(_ labels: [Int], itemCount: Float? = nil) throws(PythonError) -> Tensor {
    let (tokens, classes) = (shape[0], shape[1])
    guard labels.count == tokens else {
      throw PythonError(
        "ValueError",
        "Expected input batch_size (\(tokens)) to match target batch_size (\(labels.count)).")
    }
    if let wrong = labels.first(where: { $0 != Self.ignoredLabel && !(0..<classes).contains($0) }) {
      throw PythonError("IndexError", "Target \(wrong) is out of bounds.")
    }
    let counted = labels.indices.filter { labels[$0] != Self.ignoredLabel }
    let divisor = itemCount ?? Float(counted.count)
    var shares = [Float](repeating: 0, count: count)
    var total = 0.0
    for token in counted { total += surprise(token, labels[token], &shares) }
    return Tensor([], [Float(total / Double(divisor))], from: [self]) { gradient in
      // (share − 1 for the label's class) / divisor; the rows of ignored tokens stay zero.
      var before = shares
      for token in counted { before[token * classes + labels[token]] -= 1 }
      guard !counted.isEmpty else { return [before] }
      for index in before.indices { before[index] *= gradient[0] / divisor }
      return [before]
    }
  }

  /// The loss of each token alone; zero where its label is `ignoredLabel`. Shapes: `[tokens, classes], tokens labels →
  /// tokens`. No gradient flows through it.
  func tokenLosses(_ labels: ArraySlice<Int>) -> [Float] {
    var shares = [Float](repeating: 0, count: count)
    return labels.enumerated().map { token, label in
      label == Self.ignoredLabel ? 0 : Float(surprise(token, label, &shares))
    }
  }

  /// `-log` of the label's share of a token's scores; the shares of all classes go to the token's row of `shares`.
  private func surprise(_ token: Int, _ label: Int, _ shares: inout [Float]) -> Double {
    let classes = shape[1]
    let row = token * classes..<(token + 1) * classes
    let largest = elements[row].reduce(-Float.infinity, max)
    let sum = row.reduce(0.0) { $0 + Elementary.exp(Double(elements[$1] - largest)) }
    for index in row { shares[index] = Float(Elementary.exp(Double(elements[index] - largest)) / sum) }
    return Elementary.log(sum) + Double(largest) - Double(elements[row.lowerBound + label])
  }
}
