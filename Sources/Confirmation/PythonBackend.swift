import Linting
import ReferenceTrainer
import Setup

/// Answers questions with the libraries of a Python installation: the same plans, really run.
///
/// One process runs all plans of a check, in a fresh folder, without the network and without any of the user's code.
/// Where it dies, hangs or talks nonsense, the plan it was at has no outcome, and another process goes on with the rest.
struct PythonBackend {
  /// The path of the interpreter.
  let path: String

  init(path: String) { self.path = path }

  /// An answer, and whether it holds for the versions that the files allow.
  typealias Answer = (confirmation: Confirmation, isForTheFiles: Bool)

  /// The answers, in the order of the questions; nil for one that an installation cannot be asked.
  func answers(to questions: [Question]) -> [Answer?] {
    let trials = questions.map { question in
      Result { () throws(Obstacle) in try question.trials(Self.anyStack).filter(\.isForLibraries) }
    }
    let definitions = questions.compactMap(\.definition).flatMap { [$0, $0.making(.factory)] }
    let plans = trials.flatMap { (try? $0.get()) ?? [] }.flatMap(\.plans)
    var seen: Set<ProbeRequest> = []
    let requests = definitions.map(ProbeRequest.definition) + plans.map(ProbeRequest.training)
    let observed = ProbeSession(path: path).run(requests.filter { seen.insert($0).inserted })
    return zip(questions, trials).map { question, trials -> Answer? in
      if case .classDefinition = question.experiment.comparison {
        return question.definition.map { Self.answer($0, of: question, observed) }
      }
      return Self.answer(trials, of: question, observed)
    }
  }

  private static func answer(
    _ trials: Result<[Question.Trial], Obstacle>, of question: Question, _ observed: ProbeSession.Observed
  ) -> Answer {
    do throws(Obstacle) {
      let (verdict, evidence) = try Question.answer(trials.get()) { plan in
        observed.outcomes.trainings[plan] ?? .failure(Obstacle("it was not run"))
      }
      let isForTheFiles = observed.versions.areAllowed(by: try question.versions(), InstalledVersions.stack)
      let remark = isForTheFiles ? "" : ", which the files do not ask for"
      let said = "with \(observed.versions.description)\(remark): \(question.recordsRemark)\(evidence)"
      return (Confirmation(verdict, by: .python, kind: .observed, said), isForTheFiles)
    } catch {
      return (Confirmation(.inconclusive, by: .python, kind: nil, error.reason), false)
    }
  }

  private static func answer(
    _ definition: DataclassDefinition, of question: Question, _ observed: ProbeSession.Observed
  ) -> Answer {
    func outcome(_ definition: DataclassDefinition) throws(Obstacle) -> DataclassDefinition.Outcome {
      try (observed.outcomes.definitions[definition] ?? .failure(Obstacle("it was not run"))).get()
    }
    do throws(Obstacle) {
      let (verdict, evidence) = try ClassTrial.answer(
        outcome(definition), mended: outcome(definition.making(.factory)))
      let libraries = question.definitionLibraries
      let isForTheFiles = observed.versions.areAllowed(
        by: question.finding.versions ?? LibraryVersions(), libraries)
      let remark = isForTheFiles ? "" : ", which the files do not ask for"
      let said = "with \(observed.versions.description(libraries))\(remark): \(evidence)"
      return (Confirmation(verdict, by: .python, kind: .observed, said), isForTheFiles)
    } catch {
      return (Confirmation(.inconclusive, by: .python, kind: nil, error.reason), false)
    }
  }

  /// The libraries themselves say what they are; only the newest signatures are asked of this.
  private static let anyStack = Stack(transformers: LibraryRelease(5, 23), peft: LibraryRelease(0, 21))
}

extension Question.Trial {
  /// Whether the model is one that libraries have, rather than only the reference trainer.
  /// The probe runs no `DPOTrainer`.
  fileprivate var isForLibraries: Bool {
    (alone.written.forward == nil || alone.written.modelType != nil) && alone.written.preferences == nil
  }
}

extension Question {
  /// The class whose definition an installation can be asked for.
  fileprivate var definition: DataclassDefinition? {
    guard case .classDefinition(let object) = experiment.comparison else { return nil }
    return object.installedDefinition
  }

  /// The libraries whose release may decide whether the class has a hash, and Python.
  fileprivate var definitionLibraries: [Library] {
    guard case .classDefinition(let object) = experiment.comparison else { return [] }
    return Set(object.hashability.flatMap { $0.condition.sets.keys }).union([.python]).sorted()
  }
}
