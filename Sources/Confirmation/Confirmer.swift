import Linting
import ReferenceTrainer
import Setup

/// Answers the questions that findings ask, by running small trainings.
package struct Confirmer {
  private let setups: [String: TrainingSetup]
  private let newest: (Library, VersionSet) -> Version?
  /// Equal plans have equal outcomes, and are run once.
  private var outcomes: [Run: TrainingOutcome] = [:]

  private struct Run: Hashable {
    let plan: TrainingPlan
    let stack: Stack
  }

  private typealias Answer = (verdict: Confirmation.Verdict, evidence: String)

  /// `newest` gives the newest release of a library in a set of versions.
  package init(_ setups: [TrainingSetup], newest: @escaping (Library, VersionSet) -> Version?) {
    self.setups = Dictionary(setups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.newest = newest
  }

  /// The findings with the answers to their questions; refuted where the answer says so.
  /// O(distinct plans × cost of a training).
  package mutating func confirm(_ findings: [Finding]) -> [Finding] {
    let changes = Dictionary(grouping: findings.compactMap(\.experiment), by: \.setup)
    return findings.map { finding in
      guard let experiment = finding.experiment else { return finding }
      let others = (changes[experiment.setup] ?? []).filter { $0 != experiment }.flatMap(\.mended)
      var confirmed = finding
      let confirmation = answer(experiment, finding.effect, others: others)
      confirmed.confirmations.append(confirmation)
      if finding.status == .active, confirmation.verdict == .refuted { confirmed.status = .refuted }
      return confirmed
    }
  }

  private mutating func answer(_ experiment: Experiment, _ effect: Effect?, others: [FactChange])
    -> Confirmation
  {
    do throws(Obstacle) {
      guard let setup = setups[experiment.setup] else { throw .noExperiment }
      let choice = try StackChoice(setup.versions, effect: effect, newest: newest)
      var answers: [Answer] = []
      for model in try TinyModel.candidates(setup, choice.stack) {
        let maker = PlanMaker(setup: setup, stack: choice.stack, model: model)
        answers.append(try compare(experiment, maker, others))
      }
      let (verdict, evidence) = Self.agreed(answers)
      return Confirmation(
        verdict, by: .reference, kind: .computed, "with \(choice.description): \(evidence)")
    } catch {
      return Confirmation(.inconclusive, by: .reference, kind: nil, error.reason)
    }
  }

  /// One answer of several models, where they agree.
  private static func agreed(_ answers: [Answer]) -> Answer {
    guard let first = answers.first, answers.count > 1 else {
      return answers.first ?? (.inconclusive, "no model was tried")
    }
    guard answers.allSatisfy({ $0.verdict == first.verdict }) else {
      return (.inconclusive, "it depends on the model, which the files do not show")
    }
    return (first.verdict, "on every kind of model tried, such as Llama: \(first.evidence)")
  }

  /// Another mistake of the same run may end both; it is mended in both, then.
  private mutating func compare(_ experiment: Experiment, _ maker: PlanMaker, _ others: [FactChange])
    throws(Obstacle) -> Answer
  {
    let written = try maker.plan(for: experiment.comparison)
    let alone = compared(written, try maker.applying(experiment.mended, to: written), maker.stack)
    guard alone.verdict == .inconclusive, !others.isEmpty,
      let isolated = try? maker.applying(others, to: written)
    else { return alone }
    let (verdict, evidence) = compared(
      isolated, try maker.applying(experiment.mended, to: isolated), maker.stack)
    return (
      verdict, verdict == .inconclusive ? alone.evidence : "the run's other mistakes mended, \(evidence)"
    )
  }

  private mutating func compared(_ written: TrainingPlan, _ mended: TrainingPlan, _ stack: Stack) -> Answer {
    Comparison(written: outcome(of: written, stack), mended: outcome(of: mended, stack)).answer
  }

  private mutating func outcome(of plan: TrainingPlan, _ stack: Stack) -> TrainingOutcome {
    let run = Run(plan: plan, stack: stack)
    if let known = outcomes[run] { return known }
    let outcome = plan.run(on: stack)
    outcomes[run] = outcome
    return outcome
  }
}
