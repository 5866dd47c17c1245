/// A dense array of 32-bit floats that remembers what it was computed from, so that gradients can flow back.
///
/// Elements lie in row-major order: the last axis is contiguous. A tensor's elements are computed when it is made;
/// afterwards only an optimizer changes them, and only those of parameters. The shapes that operations expect are the
/// caller's duty (a precondition), since no file that a user owns decides them.
package final class Tensor {
  /// The length of each axis; empty for a single number.
  package let shape: [Int]
  package internal(set) var elements: [Float]
  /// The derivative of the last `backward()`'s number with respect to each element, summed over the calls since it was
  /// last set to nil; nil where no gradient has arrived.
  package var gradient: [Float]?
  /// Whether gradients arrive here: a parameter that is trained, or something that was computed from one.
  package private(set) var requiresGradient: Bool
  /// How it was computed; nil for inputs and parameters.
  let operation: Operation?

  /// The step of a computation that made a tensor.
  struct Operation {
    let inputs: [Tensor]
    /// From the gradient of the result those of the inputs, in their order; nil for an input that needs none.
    let backward: (_ gradient: [Float]) -> [[Float]?]
  }

  /// A tensor that was not computed from others. O(elements).
  package init(_ shape: [Int], _ elements: [Float], requiresGradient: Bool = false) {
    precondition(elements.count == shape.product, "\(elements.count) elements do not fill the shape \(shape)")
    self.shape = shape
    self.elements = elements
    self.requiresGradient = requiresGradient
    operation = nil
  }

  /// The result of an operation; where no input requires a gradient, how it was made is forgotten at once.
  init(
    _ shape: [Int], _ elements: [Float], from inputs: [Tensor], backward: @escaping ([Float]) -> [[Float]?]
  ) {
    assert(elements.count == shape.product)
    self.shape = shape
    self.elements = elements
    requiresGradient = inputs.contains { $0.requiresGradient }
    operation = requiresGradient ? Operation(inputs: inputs, backward: backward) : nil
  }

  /// The number of elements.
  package var count: Int { elements.count }

  /// The single element of a tensor that has one.
  package var number: Float { elements[0] }

  /// The same elements without a history: gradients end here. O(elements) where one of the two is changed.
  package var detached: Tensor { Tensor(shape, elements) }

  /// Says whether a parameter is trained, as PyTorch's `requires_grad_`.
  package func trains(_ isTrained: Bool) {
    precondition(operation == nil, "only what was not computed can be frozen")
    requiresGradient = isTrained
    if !isTrained { gradient = nil }
  }
}

extension [Int] {
  /// 1 for the empty array, as a single number has one element.
  var product: Int { reduce(1, *) }
}
