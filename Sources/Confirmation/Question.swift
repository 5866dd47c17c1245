import Linting
import ReferenceTrainer
import Setup

/// An experiment, with what is needed to run it.
struct Question {
  let experiment: Experiment
  let finding: Finding
  /// Nil where the experiment is not about a training run.
  private let setup: TrainingSetup?
  /// What mends the other mistakes of the same run.
  private let others: [FactChange]

  init(_ experiment: Experiment, of finding: Finding, setup: TrainingSetup?, others: [FactChange]) {
    (self.experiment, self.finding, self.setup, self.others) = (experiment, finding, setup, others)
  }

  /// Two plans to be compared, for one model.
  struct Case {
    let written: TrainingPlan
    let mended: TrainingPlan
  }

  /// What to run for one kind of model.
  struct Trial {
    /// What people call the model.
    let kind: String
    let alone: Case
    /// The same with the run's other mistakes mended in both, where there are some.
    let isolated: Case?

    var plans: [TrainingPlan] {
      [alone.written, alone.mended] + (isolated.map { [$0.written, $0.mended] } ?? [])
    }
  }

  func versions() throws(Obstacle) -> LibraryVersions { try run().versions }

  private func run() throws(Obstacle) -> TrainingSetup {
    guard let setup else { throw .noExperiment }
    return setup
  }

  /// What to run with these releases, for each model that the set-up may train.
  ///
  /// - Throws: where a fact that decides the outcome is not known.
  func trials(_ stack: Stack) throws(Obstacle) -> [Trial] {
    let setup = try run()
    var trials: [Trial] = []
    for model in try TinyModel.candidates(setup, stack) {
      let maker = PlanMaker(setup: setup, model: model)
      let written = try maker.plan(for: experiment.comparison)
      let alone = Case(written: written, mended: try maker.applying(experiment.mended, to: written))
      var isolated: Case?
      if !others.isEmpty, let without = try? maker.applying(others, to: written) {
        isolated = Case(written: without, mended: try maker.applying(experiment.mended, to: without))
      }
      trials.append(Trial(kind: model.kind, alone: alone, isolated: isolated))
    }
    return trials
  }

  typealias Answer = (verdict: Confirmation.Verdict, evidence: String)

  /// The one answer of all trials, by the outcomes of their plans.
  ///
  /// - Throws: where a plan has no outcome.
  static func answer(
    _ trials: [Trial], _ outcome: (TrainingPlan) -> Result<TrainingOutcome, Obstacle>
  ) throws(Obstacle) -> Answer {
    var answers: [(kind: String, answer: Answer)] = []
    for trial in trials {
      let alone = try compare(trial.alone, outcome)
      guard alone.verdict != .confirmed, let isolated = trial.isolated else {
        answers.append((trial.kind, alone))
        continue
      }
      // Another mistake of the same run may end both, or hide what is asked for; what is refuted without it is not what
      // is written.
      let (verdict, evidence) = try compare(isolated, outcome)
      let isBetter = verdict == .confirmed
      answers.append(
        (trial.kind, isBetter ? (verdict, "the run's other mistakes mended, \(evidence)") : alone))
    }
    return agreed(answers)
  }

  private static func compare(
    _ plans: Case, _ outcome: (TrainingPlan) -> Result<TrainingOutcome, Obstacle>
  ) throws(Obstacle) -> Answer {
    try Comparison(
      written: outcome(plans.written).get(), mended: outcome(plans.mended).get(),
      evaluates: plans.written.evaluation != nil
    ).answer
  }

  /// The verdict of the kinds of models that have one.
  private static func agreed(_ answers: [(kind: String, answer: Answer)]) -> Answer {
    let decisive = answers.filter { $0.answer.verdict != .inconclusive }
    guard let (kind, first) = decisive.first ?? answers.first else {
      return (.inconclusive, "no model was tried")
    }
    guard answers.count > 1, !decisive.isEmpty else { return first }
    guard decisive.allSatisfy({ $0.answer.verdict == first.verdict }) else {
      return (.inconclusive, "it depends on the model, which the files do not show")
    }
    let kinds =
      decisive.count == answers.count ? "every kind of model tried" : "the kinds of models that tell it"
    return (first.verdict, "on \(kinds), such as \(kind): \(first.evidence)")
  }
}
