/// How the learning rate goes over a run: up from zero while it warms up, then down.
///
/// As transformers 5.23.0, `optimization.py`.
package struct LearningRateSchedule: Hashable, Sendable {
  package enum Shape: String, Hashable, Sendable {
    /// Straight down to zero at the last step.
    case linear
    /// Half a wave of the cosine, down to zero at the last step.
    case cosine
    /// Unchanged, without warming up.
    case constant
  }

  package let shape: Shape
  /// The rate at the end of warming up.
  package let peak: Double
  package let warmupSteps: Int
  package let steps: Int

  package init(_ shape: Shape, peak: Double, warmupSteps: Int, steps: Int) {
    (self.shape, self.peak, self.warmupSteps, self.steps) = (shape, peak, warmupSteps, steps)
  }

  /// The rate of the step that follows `done` steps.
  package func rate(afterSteps done: Int) -> Double {
    if shape == .constant { return peak }
    if done < warmupSteps { return peak * Double(done) / Double(max(1, warmupSteps)) }
    let length = Double(max(1, steps - warmupSteps))
    switch shape {
    case .constant: return peak
    case .linear: return peak * max(0, Double(steps - done) / length)
    case .cosine:
      let progress = Double(done - warmupSteps) / length
      return peak * max(0, 0.5 * (1 + Elementary.cos(.pi * progress)))
    }
  }
}
