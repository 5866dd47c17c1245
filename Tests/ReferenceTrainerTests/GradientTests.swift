import Testing

@testable import ReferenceTrainer

/// Each operation's backward pass against the slope that small steps in each input measure.
@Suite struct GradientTests {
  /// An operation on tensors of these shapes.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let shapes: [[Int]]
    let operation: @Sendable ([Tensor]) throws -> Tensor

    var testDescription: String { name }
  }

  private static let ids = IntegerTensor([[2, 0, 1], [1, 1, 2]])
  private static let mask = AttentionMask(2, 3, 4) { row, query, key in
    key <= query + 1 && (row, key) != (0, 3)
  }

  static let cases: [Case] = [
    Case(name: "sum of two", shapes: [[2, 3], [2, 3]]) { $0[0] + $0[1] },
    Case(name: "product of two", shapes: [[2, 3], [2, 3]]) { $0[0] * $0[1] },
    Case(name: "a tensor with itself", shapes: [[2, 3]]) { $0[0] * $0[0] + $0[0] },
    Case(name: "times a number", shapes: [[4]]) { $0[0] * -2.5 },
    Case(name: "a vector added to rows", shapes: [[2, 2, 3], [3]]) { $0[0].addingToEachRow($0[1]) },
    Case(name: "matrix product", shapes: [[2, 3, 4], [2, 4, 5]]) { $0[0].matrixProduct($0[1]) },
    Case(name: "rows times a matrix", shapes: [[2, 3, 4], [5, 4]]) { $0[0].rowsTimesTransposed($0[1]) },
    Case(name: "reshaped", shapes: [[2, 6]]) { $0[0].reshaped([3, 4]) },
    Case(name: "transposed", shapes: [[2, 3, 4]]) { $0[0].transposed },
    Case(name: "middle axes exchanged", shapes: [[2, 3, 2, 2]]) { $0[0].exchangingMiddleAxes },
    Case(name: "slice", shapes: [[2, 5, 2]]) { $0[0].slice(1..<4, ofAxis: 1) },
    Case(name: "joined", shapes: [[2, 1, 3], [2, 2, 3]]) { $0[0].joined(with: $0[1], alongAxis: 1) },
    Case(name: "repeated", shapes: [[2, 2, 3]]) { $0[0].repeatingEach(3, alongAxis: 1) },
    Case(name: "SiLU", shapes: [[7]]) { $0[0].silu },
    Case(name: "ReLU", shapes: [[7]]) { $0[0].relu },
    Case(name: "GELU", shapes: [[7]]) { $0[0].geluNew },
    Case(name: "softplus", shapes: [[7]]) { $0[0].softplus },
    Case(name: "softmax", shapes: [[3, 4]]) { $0[0].softmax },
    Case(name: "norm", shapes: [[3, 4], [4]]) {
      $0[0].rootMeanSquareNormalized(weight: $0[1], epsilon: 1e-6)
    },
    Case(name: "embedding", shapes: [[3, 4]]) { try $0[0].rows(ids) },
    Case(name: "cross-entropy", shapes: [[4, 3]]) { try $0[0].crossEntropy([0, -100, 2, 1]) },
    Case(name: "cross-entropy over a number of items", shapes: [[4, 3]]) {
      try $0[0].crossEntropy([0, -100, 2, 1], itemCount: 5)
    },
    Case(name: "loss of the next token", shapes: [[2, 3, 3]]) { try NextTokenLoss.of($0[0], ids) },
    Case(name: "rotation of halves", shapes: [[1, 2, 3, 4]]) {
      $0[0].rotated(by: RotaryTable(positions: 5, width: 4, base: 100), .halves, from: 2)
    },
    Case(name: "rotation of neighbours, partial", shapes: [[1, 2, 3, 6]]) {
      $0[0].rotated(by: RotaryTable(positions: 3, width: 4, base: 100), .neighbours)
    },
    Case(name: "attention", shapes: [[2, 2, 3, 2], [2, 2, 4, 2], [2, 2, 4, 2], [2, 3, 4]]) {
      Tensor.attention($0[0], $0[1], $0[2], scale: 0.7, mask: mask, headBias: $0[3])
    },
    Case(name: "dropout", shapes: [[20]]) {
      var random = RandomNumbers(seed: 3)
      return $0[0].dropout(0.4, &random)
    },
  ]

  /// A number from all elements of a result, each with a weight of its own.
  private static func number(_ result: Tensor) -> Tensor {
    let weights = result.elements.indices.map { Float(($0 * 7 + 3) % 11) / 11 - 0.4 }
    return (result * Tensor(result.shape, weights)).sum
  }

  @Test(arguments: cases)
  func backwardIsTheSlope(_ example: Case) throws {
    var random = RandomNumbers(seed: 1)
    let inputs = example.shapes.map { shape in
      Tensor(shape, random.normal(shape.product, deviation: 1), requiresGradient: true)
    }
    let result = try Self.number(example.operation(inputs))
    try result.backward()
    for input in inputs {
      let gradient = try #require(input.gradient)
      for index in gradient.indices {
        let (step, element): (Float, Float) = (1e-2, input.elements[index])
        input.elements[index] = element + step
        let above = try Self.number(example.operation(inputs)).number
        input.elements[index] = element - step
        let below = try Self.number(example.operation(inputs)).number
        input.elements[index] = element
        let slope = (above - below) / (2 * step)
        #expect(abs(slope - gradient[index]) < 2e-3 + 0.01 * abs(slope), "element \(index)")
      }
    }
  }

  @Test func nothingToTrainIsAnErrorOfPyTorch() throws {
    let number = (Tensor([2], [1, 2]) * 3).sum
    #expect(
      throws: PythonError(
        "RuntimeError", "element 0 of tensors does not require grad and does not have a grad_fn")
    ) {
      try number.backward()
    }
  }

  @Test func gradientsOfTwoPassesAddUp() throws {
    let parameter = Tensor([2], [1, 2], requiresGradient: true)
    try (parameter * 3).sum.backward()
    try (parameter * 4).sum.backward()
    #expect(parameter.gradient == [7, 7])
  }

  @Test func gradientsEndWhereATensorIsDetached() throws {
    let parameter = Tensor([2], [1, 2], requiresGradient: true)
    try (parameter * parameter.detached).sum.backward()
    #expect(parameter.gradient == [1, 2])
  }

  /// torch 2.13.0: `cross_entropy` of labels that are all -100 is NaN, and its gradient zero.
  @Test func aLossOfNoTokenIsNotANumber() throws {
    let logits = Tensor([2, 3], [1, 2, 3, 4, 5, 6], requiresGradient: true)
    let loss = try logits.crossEntropy([-100, -100])
    try loss.backward()
    #expect(loss.number.isNaN)
    #expect(logits.gradient == [0, 0, 0, 0, 0, 0])
  }

  @Test func labelsAndTokensOutsideOfTheVocabularyAreErrorsOfPyTorch() {
    #expect(throws: PythonError("IndexError", "Target 500 is out of bounds.")) {
      try Tensor([1, 3], [1, 2, 3]).crossEntropy([500])
    }
    #expect(throws: PythonError("IndexError", "index out of range in self")) {
      try Tensor([2, 1], [1, 2]).rows(IntegerTensor([[2]]))
    }
    #expect(
      throws: PythonError("ValueError", "Expected input batch_size (2) to match target batch_size (1).")
    ) {
      try Tensor([2, 1], [1, 2]).crossEntropy([0])
    }
  }
}
