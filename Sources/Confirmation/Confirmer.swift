import Datasets
import Linting
import ReferenceTrainer
import Setup
import Syntax

/// Answers the questions that findings ask, by running small trainings.
package struct Confirmer {
  private let setups: [String: TrainingSetup]
  let newest: (Library, VersionSet) -> Version?
  private let python: PythonBackend?
  private let records: (TrainingSetup) -> [ConfigNode]
  private let record: (RecordPlace) -> ConfigNode?

  /// `newest` gives the newest release of a library in a set of versions; `python` is the path of an interpreter whose
  /// libraries answer, too; `records` gives the first records that a run trains on, as they stand in their files, and `record`
  /// the one at a place.
  package init(
    _ setups: [TrainingSetup], newest: @escaping (Library, VersionSet) -> Version?, python: String? = nil,
    records: @escaping (TrainingSetup) -> [ConfigNode] = { _ in [] },
    record: @escaping (RecordPlace) -> ConfigNode? = { _ in nil }
  ) {
    self.setups = Dictionary(setups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    (self.newest, self.records, self.record) = (newest, records, record)
    self.python = python.map(PythonBackend.init)
  }

  /// The findings with the answers to their questions; refuted where the answers say so.
  /// O(distinct plans × cost of a training).
  package func confirm(_ findings: [Finding]) -> [Finding] {
    let questions = findings.map { question(of: $0, among: findings) }
    var reference = ReferenceBackend(newest: newest)
    let observed = python?.answers(to: questions.compactMap(\.self)) ?? []
    var place = 0
    return zip(findings, questions).map { finding, question in
      guard let question else { return finding }
      let computed = reference.answer(to: question)
      let really = place < observed.count ? observed[place] : nil
      place += 1
      return Self.finding(finding, computed, really)
    }
  }

  /// Nil for a finding that asks nothing. O(findings).
  func question(of finding: Finding, among findings: [Finding]) -> Question? {
    guard let experiment = finding.experiment else { return nil }
    let others = findings.compactMap(\.experiment).filter { $0.setup == experiment.setup && $0 != experiment }
    return Question(
      experiment, of: finding, setup: setups[experiment.setup], others: others.flatMap(\.mended),
      records: records
    ) { asked in asked.places.prefix(RecordTrial.count).compactMap(record) }
  }

  /// What really ran decides where it ran with versions that the files allow, then what was computed; an inconclusive
  /// answer decides nothing.
  private static func finding(_ finding: Finding, _ computed: Confirmation, _ really: PythonBackend.Answer?)
    -> Finding
  {
    var finding = finding
    finding.confirmations.append(computed)
    var decisive = computed
    if let (confirmation, isForTheFiles) = really {
      finding.confirmations.append(confirmation)
      if isForTheFiles, confirmation.verdict != .inconclusive { decisive = confirmation }
    }
    if finding.status == .active, decisive.verdict == .refuted, !finding.standsForSeveral {
      finding.status = .refuted
    }
    return finding
  }
}
