extension Tensor {
  /// Adds to `gradient` of every parameter below this number the derivative of it.
  ///
  /// Reverse mode: each operation is visited once, after all operations that use its result. Gradients of intermediate
  /// results are dropped as soon as they were used. O(cost of the forward pass).
  ///
  /// - Throws: `RuntimeError` in PyTorch's words where nothing below requires a gradient (torch 2.13.0).
  package func backward() throws(PythonError) {
    guard requiresGradient else {
      throw PythonError(
        "RuntimeError", "element 0 of tensors does not require grad and does not have a grad_fn")
    }
    precondition(count == 1, "gradients start from a single number")
    gradient = [1]
    for result in dependenciesInOrder.reversed() {
      guard let operation = result.operation, let arrived = result.gradient else { continue }
      for (input, gradient) in zip(operation.inputs, operation.backward(arrived)) {
        if input.requiresGradient, let gradient { input.accumulate(gradient) }
      }
      result.gradient = nil
    }
  }

  /// Adds what arrives along one of several ways.
  private func accumulate(_ more: [Float]) {
    assert(more.count == count)
    guard gradient != nil else { return gradient = more }
    more.withUnsafeBufferPointer { more in
      for index in 0..<more.count { gradient?[index] += more[index] }
    }
  }

  /// This tensor and all that it depends on and that requires a gradient, each behind its inputs.
  private var dependenciesInOrder: [Tensor] {
    var order: [Tensor] = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    // An own stack, since a deep model's chain of operations is longer than the processor's stack allows.
    var open: [(tensor: Tensor, nextInput: Int)] = [(self, 0)]
    while let (tensor, next) = open.last {
      if let inputs = tensor.operation?.inputs, next < inputs.count {
        open[open.count - 1].nextInput += 1
        let input = inputs[next]
        if input.requiresGradient, seen.insert(ObjectIdentifier(input)).inserted { open.append((input, 0)) }
      } else {
        order.append(tensor)
        open.removeLast()
      }
    }
    return order
  }
}
