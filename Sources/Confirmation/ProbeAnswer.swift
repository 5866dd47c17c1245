import ReferenceTrainer
import Syntax

/// A line that `stack_probe.py` wrote.
enum ProbeAnswer {
  /// The first line: the installed versions.
  case versions(InstalledVersions)
  /// What became of the request of this name.
  case outcome(name: String, ConfigNode)

  /// Nil for a line that says nothing of the kind.
  init?(_ line: [UInt8]) {
    let tree = JSONParser.parse(SourceFile(path: "answer", bytes: line))
    guard tree.problems.isEmpty, let root = tree.root else { return nil }
    if let versions = root["versions"] {
      self = .versions(InstalledVersions(versions))
    } else if let name = root["name"]?.text {
      self = .outcome(name: name, root)
    } else {
      return nil
    }
  }

  /// What became of the definition of a class.
  static func definition(_ root: ConfigNode) -> Result<DataclassDefinition.Outcome, Obstacle> {
    let error = root["error"].flatMap(Self.error)
    if let error, root["error"]?["phase"]?.text != "definition" {
      return .failure(Obstacle("its default cannot be made: \(error)"))
    }
    return .success(.init(error: error, isShared: root["isShared"]?.text == "true"))
  }

  /// What became of a training.
  static func training(_ root: ConfigNode) -> Result<TrainingOutcome, Obstacle> {
    var outcome = TrainingOutcome()
    outcome.error = root["error"].flatMap(Self.error)
    if let phase = root["error"]?["phase"]?.text {
      guard let known = TrainingOutcome.Phase(rawValue: phase), known != .model else {
        return .failure(Obstacle("its model cannot be made: \(outcome.error.map { "\($0)" } ?? phase)"))
      }
      outcome.phase = known
      if known != .train, known != .evaluate, outcome.error?.type == "ModuleNotFoundError" {
        return .failure(Obstacle("\(outcome.error.map { "\($0)" } ?? "a library is missing")"))
      }
    }
    outcome.reloadError = root["reloadError"].flatMap(Self.error)
    outcome.model = root["model"]?.text ?? ""
    outcome.gradientNorms = root["gradientNorms"]?.elements.compactMap { Float($0.text) } ?? []
    outcome.losses = root["losses"]?.elements.compactMap { Float($0.text) } ?? []
    for metric in root["metrics"]?.elements ?? [] {
      outcome.metrics[metric.text] =
        (metric.text == "eval_loss" ? root["evalLoss"]?.text : nil).flatMap(Float.init) ?? 0
    }
    outcome.rows = (root["tokens"]?.elements ?? []).map { row in
      TrainedRow(
        tokens: row.integers("ids"), labels: row.integers("labels"),
        losses: (row["losses"]?.elements ?? []).compactMap { Float($0.text) })
    }
    outcome.callsMetrics = root["callsMetrics"]?.text == "true"
    return .success(outcome)
  }

  private static func error(_ node: ConfigNode) -> PythonError? {
    guard let type = node["type"]?.text, let message = node["message"]?.text else { return nil }
    return PythonError(type, message)
  }
}

extension ConfigNode {
  /// The whole numbers of a list.
  fileprivate func integers(_ name: String) -> [Int] {
    (self[name]?.elements ?? []).compactMap { Int($0.text) }
  }
}
