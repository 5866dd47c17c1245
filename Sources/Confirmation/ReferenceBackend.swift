import Linting
import ReferenceTrainer
import Setup

/// Answers questions with glmlint's own trainer.
struct ReferenceBackend {
  private let newest: (Library, VersionSet) -> Version?
  /// Equal plans have equal outcomes, and are run once.
  private var outcomes: [Run: TrainingOutcome] = [:]

  private struct Run: Hashable {
    let plan: TrainingPlan
    let stack: Stack
  }

  init(newest: @escaping (Library, VersionSet) -> Version?) { self.newest = newest }

  mutating func answer(to question: Question) -> Confirmation {
    do throws(Obstacle) {
      if case .classDefinition(let object) = question.experiment.comparison {
        return try ClassTrial(object, question.finding, newest: newest).confirmation
      }
      let choice = try StackChoice(
        question.versions(), effect: question.finding.effect, needsTRL: question.needsTRL, newest: newest)
      let trials = try question.trials(choice.stack)
      let (verdict, evidence) = try Question.answer(trials) { plan in
        .success(outcome(of: plan, choice.stack))
      }
      let isModelled = trials.flatMap(\.plans).contains { outcome(of: $0, choice.stack).isModelled }
      return Confirmation(
        verdict, by: .reference, kind: isModelled ? .modelled : .computed,
        "with \(choice.description): \(question.recordsRemark)\(evidence)")
    } catch {
      return Confirmation(.inconclusive, by: .reference, kind: nil, error.reason)
    }
  }

  private mutating func outcome(of plan: TrainingPlan, _ stack: Stack) -> TrainingOutcome {
    let run = Run(plan: plan, stack: stack)
    if let known = outcomes[run] { return known }
    let outcome = plan.run(on: stack)
    outcomes[run] = outcome
    return outcome
  }
}
