import Linting
import ReferenceTrainer

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

  /// The answers, in the order of the questions; nil for one that no training answers.
  func answers(to questions: [Question]) -> [Answer?] {
    let trials = questions.map { question in
      Result { () throws(Obstacle) in try question.trials(Self.anyStack).filter(\.isForLibraries) }
    }
    var seen: Set<TrainingPlan> = []
    let plans = trials.flatMap { (try? $0.get()) ?? [] }.flatMap(\.plans).filter { seen.insert($0).inserted }
    let observed = ProbeSession(path: path).run(plans)
    return zip(questions, trials).map { question, trials -> Answer? in
      if case .classDefinition = question.experiment.comparison { return nil }
      do throws(Obstacle) {
        let (verdict, evidence) = try Question.answer(trials.get()) { plan in
          observed.outcomes[plan] ?? .failure(Obstacle("it was not run"))
        }
        let isForTheFiles = observed.versions.areAllowed(by: try question.versions())
        let remark = isForTheFiles ? "" : ", which the files do not ask for"
        let said = "with \(observed.versions.description)\(remark): \(question.recordsRemark)\(evidence)"
        return (Confirmation(verdict, by: .python, kind: .observed, said), isForTheFiles)
      } catch {
        return (Confirmation(.inconclusive, by: .python, kind: nil, error.reason), false)
      }
    }
  }

  /// The libraries themselves say what they are; only the newest signatures are asked of this.
  private static let anyStack = Stack(transformers: LibraryRelease(5, 23), peft: LibraryRelease(0, 21))
}

extension Question.Trial {
  /// Whether the model is one that libraries have, rather than only the reference trainer.
  fileprivate var isForLibraries: Bool { alone.written.forward == nil || alone.written.modelType != nil }
}
