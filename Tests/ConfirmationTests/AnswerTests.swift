import Linting
import ReferenceTrainer
import Testing

@testable import Confirmation

/// One answer of the trials with several models.
@Suite struct AnswerTests {
  private static let split = TokenizedSplit([.init(name: "input_ids", rows: [[1, 2, 3]])])

  /// Plans that differ in their number of steps, by which their outcomes are looked up.
  private static func plan(_ steps: Int) -> TrainingPlan {
    var plan = TrainingPlan(.llama, trainer: .trainer, collator: .seq2seq, train: split, evaluation: nil)
    plan.arguments.maxSteps = steps
    return plan
  }

  private static func outcome(_ error: String?) -> TrainingOutcome {
    var outcome = TrainingOutcome()
    outcome.error = error.map { PythonError("ValueError", $0) }
    outcome.losses = [1]
    outcome.phase = .train
    return outcome
  }

  /// The answer to trials whose runs end so, as written and as mended.
  private func answer(_ ends: [(written: String?, mended: String?)]) throws -> Question.Answer {
    let trials = ends.indices.map { index in
      Question.Trial(
        kind: "model \(index)",
        alone: .init(
          written: Self.plan(2 * index), mended: Self.plan(2 * index + 1), isAboutError: false),
        isolated: nil)
    }
    let outcomes = ends.flatMap { [Self.outcome($0.written), Self.outcome($0.mended)] }
    return try Question.answer(trials) { .success(outcomes[$0.arguments.maxSteps]) }
  }

  @Test func allThatTellItAgree() throws {
    let all = try answer([("a", nil), ("b", nil)])
    #expect(all.verdict == .confirmed)
    #expect(
      all.evidence.hasPrefix("on every kind of model tried, such as model 0: ValueError: a, after 1 step;"))
    let some = try answer([("a", "b"), ("c", nil)])
    #expect(some.verdict == .confirmed)
    #expect(some.evidence.hasPrefix("on the kinds of models that tell it, such as model 1: ValueError: c"))
  }

  @Test func modelsThatDisagreeAnswerNothing() throws {
    #expect(try answer([("a", nil), (nil, nil)]).verdict == .inconclusive)
    #expect(try answer([(nil, nil), (nil, nil)]).verdict == .refuted)
  }

  @Test func whatNoModelTellsIsSaidPlainly() throws {
    let none = try answer([("a", "b"), ("c", "d")])
    #expect(none.verdict == .inconclusive)
    #expect(none.evidence == "the mended run ends, too: ValueError: b")
  }
}
