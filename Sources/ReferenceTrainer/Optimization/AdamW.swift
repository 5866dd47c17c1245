/// Adam with decoupled weight decay: Loshchilov and Hutter 2017, arXiv:1711.05101.
///
/// In the order of operations of torch 2.13.0, `optim/adamw.py` `_single_tensor_adamw`.
package struct AdamW {
  /// Settings of the optimizer; the defaults are those of transformers' `TrainingArguments`.
  package struct Settings: Hashable, Sendable {
    package var beta1 = 0.9
    package var beta2 = 0.999
    package var epsilon = 1e-8
    package var weightDecay = 0.0

    package init() {}
  }

  private struct Moments {
    var first: [Float]
    var second: [Float]
  }

  private let parameters: [NamedParameter]
  private let settings: Settings
  private var moments: [Moments?]
  private var step = 0

  /// Trains those of `parameters` that have a gradient when a step is made.
  package init(_ parameters: [NamedParameter], _ settings: Settings = Settings()) {
    (self.parameters, self.settings) = (parameters, settings)
    moments = Array(repeating: nil, count: parameters.count)
  }

  /// Moves each parameter against its gradient. O(elements).
  package mutating func takeStep(learningRate: Double) {
    step += 1
    // The share of what is new is rounded once: 1 − 0.999 in 32 bits is off by 1e-5 of itself.
    let (new1, new2) = (Float(1 - settings.beta1), Float(1 - settings.beta2))
    let beta2 = Float(settings.beta2)
    let stepSize = Float(learningRate / (1 - Elementary.power(settings.beta1, Double(step))))
    let correction = Float((1 - Elementary.power(settings.beta2, Double(step))).squareRoot())
    for (place, parameter) in parameters.enumerated() {
      guard let gradient = parameter.tensor.gradient else { continue }
      let decay = Float(1 - learningRate * (decays(parameter.name) ? settings.weightDecay : 0))
      let zeros = [Float](repeating: 0, count: gradient.count)
      var moment = moments[place] ?? Moments(first: zeros, second: zeros)
      moments[place] = nil
      for index in gradient.indices {
        moment.first[index] += new1 * (gradient[index] - moment.first[index])
        moment.second[index] = beta2 * moment.second[index] + new2 * gradient[index] * gradient[index]
        let size = moment.second[index].squareRoot() / correction + Float(settings.epsilon)
        let decayed = parameter.tensor.elements[index] * decay
        parameter.tensor.elements[index] = decayed - stepSize * moment.first[index] / size
      }
      moments[place] = moment
    }
  }

  /// Forgets the gradients of the last step.
  package func forgetGradients() {
    for parameter in parameters { parameter.tensor.gradient = nil }
  }

  /// Biases and the weights of norms do not decay (transformers 5.23.0, `Trainer.get_decay_parameter_names`).
  private func decays(_ name: String) -> Bool {
    !name.hasSuffix("bias") && !name.contains("norm")
  }
}
