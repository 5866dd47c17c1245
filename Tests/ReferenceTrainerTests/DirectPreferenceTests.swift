import Testing

@testable import ReferenceTrainer

/// Preferences that say nothing: run with trl 0.15.2, 0.24.0 and 1.16.0 on a tiny Llama with LoRA, two steps at a learning rate
/// of 0.01. With equal answers the loss stayed at 0.693147 and the gradient at 1e-9; with others the loss fell from 0.6931 to
/// 0.6883 to 0.6887, and the gradient was 0.05 to 0.07.
@Suite struct DirectPreferenceTests {
  private func outcome(rejected: String) -> TrainingOutcome {
    let record = PreferenceTuning.Record(prompt: "Who is it?", chosen: " Me.", rejected: rejected)
    var plan = TrainingPlan(.llama, PreferenceTuning([record, record]))
    plan.adapter = TrainingPlan.Adapter(
      taskType: "CAUSAL_LM", loRA: LoRASettings(targets: .names(["q_proj", "v_proj"])))
    plan.arguments.learningRate = 0.01
    let stack = Stack(
      transformers: LibraryRelease(5, 23), peft: LibraryRelease(0, 21, 2), trl: LibraryRelease(1, 16))
    return plan.run(on: stack)
  }

  /// The natural logarithm of two.
  private static let undecided: Float = 0.693_147_2

  @Test func nothingIsLearnedWhereBothAnswersAreOne() {
    let outcome = outcome(rejected: " Me.")
    #expect(outcome.error == nil)
    #expect(outcome.losses.allSatisfy { abs($0 - Self.undecided) < 1e-6 })
    #expect(outcome.gradientNorms.allSatisfy { $0 < 1e-6 } && outcome.gradientNorms.count == 2)
  }

  @Test func somethingIsLearnedWhereTheyDiffer() {
    let outcome = outcome(rejected: " Nobody at all.")
    #expect(outcome.error == nil)
    #expect(abs(outcome.losses[0] - Self.undecided) < 1e-6)
    #expect(outcome.losses[1] < 0.692 && outcome.losses[1] > 0.68)
    #expect(outcome.gradientNorms.allSatisfy { $0 > 0.02 && $0 < 0.2 })
  }
}
