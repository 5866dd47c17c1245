import Datasets
import Linting
import ReferenceTrainer
import Setup
import Syntax

/// An experiment, with what is needed to run it.
struct Question {
  let experiment: Experiment
  let finding: Finding
  /// Nil where the experiment is not about a training run.
  private let setup: TrainingSetup?
  /// The user's own records, where the runs can be made on them.
  let own: OwnRecords?
  /// What mends the other mistakes of the same run.
  private let others: [FactChange]
  /// The records that are asked about, as they stand in their files.
  private let recordsInQuestion: [ConfigNode]

  /// `records` gives the first records of a split as they stand in their files, `recordsInQuestion` those of a question.
  init(
    _ experiment: Experiment, of finding: Finding, setup: TrainingSetup?, others: [FactChange],
    records: (TrainingSetup) -> [ConfigNode], recordsInQuestion: (RecordsInQuestion) -> [ConfigNode]
  ) {
    (self.experiment, self.finding, self.setup, self.others) = (experiment, finding, setup, others)
    self.recordsInQuestion = experiment.records.map(recordsInQuestion) ?? []
    own = setup.flatMap { Self.ownRecords($0, experiment, records) }
  }

  /// The user's own, where nothing changes them before the trainer, and where both runs can be made of them: a collator
  /// that looks for a text finds it in conversations alone.
  private static func ownRecords(
    _ setup: TrainingSetup, _ experiment: Experiment, _ records: (TrainingSetup) -> [ConfigNode]
  ) -> OwnRecords? {
    guard experiment.comparison == .lossOnPromptTokens, let split = setup.split(.train),
      split.fileColumns != nil, let format = split.format.value,
      setup.trainer?.nameSpan("formatting_func") == nil
    else { return nil }
    // Packed, records have to come together in a row, which depends on how long they are.
    let packs = setup.option("packing").value != .bool(false) && !setup.option("packing").isAbsent
    if packs || experiment.mended.contains(where: { $0.key.hasSuffix(".packing") }) { return nil }
    let looksForText = setup.collator != nil || experiment.mended.contains { $0.key == "collator" }
    let isChat = format == .messages || format == .shareGPT
    guard isChat || !looksForText, let file = split.files.value?.first,
      let own = OwnRecords(records(setup), format, file: file)
    else { return nil }
    let splits = experiment.mended.contains { $0.key == "data.train.format" }
    return splits && own.asPairs == nil ? nil : own
  }

  /// Two plans to be compared, for one model.
  struct Case {
    let written: TrainingPlan
    let mended: TrainingPlan
    /// Whether the finding says that an error is raised, whatever is learned where none is.
    let isAboutError: Bool
    /// What the records lack, where the question is about records.
    var lack: RecordsInQuestion.Lack?
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

  /// As the finding's rule narrowed them, where it did.
  func versions() throws(Obstacle) -> LibraryVersions {
    if let narrowed = finding.versions { return narrowed }
    if experiment.records != nil { return LibraryVersions() }
    return try run().versions
  }

  /// Whose records the runs are made on, where it is not samples; ends in a comma and a space.
  var recordsRemark: String {
    if let asked = experiment.records, let file = asked.places.first?.path {
      let count = recordsInQuestion.count
      return "on \(count == 1 ? "a record" : "\(count) records") of \(file), "
    }
    guard let own else { return "" }
    return "on \(own.rows.count == 1 ? "a record" : "\(own.rows.count) records") of \(own.file), "
  }

  /// Whether the run is one of trl's trainer.
  var needsTRL: Bool {
    experiment.records.map { $0.lack != .labels } ?? (experiment.comparison == .lossOnPromptTokens)
  }

  private func run() throws(Obstacle) -> TrainingSetup {
    guard let setup else { throw .noExperiment }
    return setup
  }

  /// What to run with these releases, for each model that the set-up may train.
  ///
  /// - Throws: where a fact that decides the outcome is not known.
  func trials(_ stack: Stack) throws(Obstacle) -> [Trial] {
    if let asked = experiment.records {
      let trial = try RecordTrial(asked, recordsInQuestion)
      let plans = Case(
        written: trial.written, mended: trial.mended, isAboutError: false, lack: asked.lack)
      return [Trial(kind: "Llama", alone: plans, isolated: nil)]
    }
    let setup = try run()
    var trials: [Trial] = []
    for model in try models(setup, stack) {
      let maker = PlanMaker(setup: setup, model: model, own: own)
      let written = try maker.plan(for: experiment.comparison)
      let isAboutError = finding.effect?.when == .start
      let alone = Case(
        written: written, mended: try maker.applying(experiment.mended, to: written),
        isAboutError: isAboutError)
      var isolated: Case?
      if !others.isEmpty, let without = try? maker.applying(others, to: written) {
        isolated = Case(
          written: without, mended: try maker.applying(experiment.mended, to: without),
          isAboutError: isAboutError)
      }
      trials.append(Trial(kind: model.kind, alone: alone, isolated: isolated))
    }
    return trials
  }

  /// Of the kinds that a set-up may train, those that its trainer and its adapter are known with; one that the files name
  /// stays.
  private func models(_ setup: TrainingSetup, _ stack: Stack) throws(Obstacle) -> [TinyModel] {
    let models = try TinyModel.candidates(setup, stack)
    let hasPrefix = setup.adapter?.consumer.value == "peft.PrefixTuningConfig"
    return models.filter { model in
      models.count == 1
        || (!needsTRL || model.family.isDecoder)
          && (!hasPrefix || model.takesPrefixes(under: setup.taskType?.value))
    }
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

  /// The answer of two runs on one model.
  static func compare(
    _ plans: Case, _ outcome: (TrainingPlan) -> Result<TrainingOutcome, Obstacle>
  ) throws(Obstacle) -> Answer {
    let (written, mended) = (try outcome(plans.written).get(), try outcome(plans.mended).get())
    if let lack = plans.lack { return RecordComparison(lack: lack, written: written, mended: mended).answer }
    var comparison = Comparison(written: written, mended: mended, evaluates: plans.written.evaluation != nil)
    comparison.isAboutError = plans.isAboutError
    if let before = plans.written.tuning, let after = plans.mended.tuning {
      comparison.shares = (LossShares(written.rows, before.records), LossShares(mended.rows, after.records))
    }
    return comparison.answer
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

extension Experiment {
  /// The records that it asks about; nil for a question about something else.
  fileprivate var records: RecordsInQuestion? {
    if case .records(let records) = comparison { records } else { nil }
  }
}
