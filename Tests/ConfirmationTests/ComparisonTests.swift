import Linting
import ReferenceTrainer
import Testing

@testable import Confirmation

/// What two outcomes say of a finding.
@Suite struct ComparisonTests {
  private static func plan(_ unusual: [UnusualArgument] = []) -> TrainingPlan {
    let row = [1, 5, 9, 20, 2]
    let split = TokenizedSplit(
      ["input_ids", "attention_mask", "labels"].map { .init(name: $0, rows: [row.map { _ in 1 }]) })
    var plan = TrainingPlan(.llama, trainer: .trainer, collator: .seq2seq, train: split, evaluation: nil)
    plan.arguments.arePlain = true
    plan.arguments.unusual = unusual
    return plan
  }

  private static let stack = Stack(transformers: LibraryRelease(4, 57, 6), peft: LibraryRelease(0, 18, 1))

  /// What is looked up is no evidence.
  @Test func aTableNeverConfirms() {
    let written = Self.plan([UnusualArgument("learning_rate", .text("1e-4"))]).run(on: Self.stack)
    #expect(written.error?.type == "TypeError")
    #expect(written.isModelled)
    let comparison = Comparison(written: written, mended: Self.plan().run(on: Self.stack), evaluates: false)
    #expect(comparison.answer.verdict == .inconclusive)
    #expect(comparison.answer.evidence.hasPrefix("TypeError: '<=' not supported between"))
  }

  @Test func anErrorOfAStepConfirms() {
    var written = Self.plan()
    written.arguments.learningRate = -1
    let outcome = written.run(on: Self.stack)
    #expect(!outcome.isModelled)
    let comparison = Comparison(written: outcome, mended: Self.plan().run(on: Self.stack), evaluates: false)
    #expect(comparison.answer.verdict == .confirmed)
    #expect(
      comparison.answer.evidence.hasPrefix("ValueError: Invalid learning rate: -1.0, in the first step"))
  }

  @Test func whatGoesTheSameWayIsRefuted() {
    let outcome = Self.plan().run(on: Self.stack)
    #expect(Comparison(written: outcome, mended: outcome, evaluates: false).answer.verdict == .refuted)
  }
}
