import ReferenceTrainer
import Syntax

/// What a Python installation is asked to do.
enum ProbeRequest: Hashable {
  case training(TrainingPlan)
  case definition(DataclassDefinition)

  /// As `stack_probe.py` reads it, under the name `name`.
  func json(named name: String) -> JSONValue {
    switch self {
    case .training(let plan): plan.json(named: name)
    case .definition(let definition):
      .object(
        ("name", .string(name)), ("field", .string(definition.field)),
        ("default", .string(definition.type.printedName)), ("makesNew", .bool(definition.makes == .factory)))
    }
  }
}

/// What was asked, and what came of it.
struct ProbeOutcomes {
  private(set) var trainings: [TrainingPlan: Result<TrainingOutcome, Obstacle>] = [:]
  private(set) var definitions: [DataclassDefinition: Result<DataclassDefinition.Outcome, Obstacle>] = [:]

  /// Whether nothing was of any use.
  var allFailed: Bool {
    trainings.values.allSatisfy(\.isFailure) && definitions.values.allSatisfy(\.isFailure)
  }

  func has(_ request: ProbeRequest) -> Bool {
    switch request {
    case .training(let plan): trainings[plan] != nil
    case .definition(let definition): definitions[definition] != nil
    }
  }

  mutating func take(_ answer: ConfigNode, to request: ProbeRequest) {
    switch request {
    case .training(let plan): trainings[plan] = ProbeAnswer.training(answer)
    case .definition(let definition): definitions[definition] = ProbeAnswer.definition(answer)
    }
  }

  mutating func giveUp(_ request: ProbeRequest, _ obstacle: Obstacle) {
    switch request {
    case .training(let plan): trainings[plan] = .failure(obstacle)
    case .definition(let definition): definitions[definition] = .failure(obstacle)
    }
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
