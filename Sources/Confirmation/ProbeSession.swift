import ReferenceTrainer
import Syntax

/// Runs plans in processes of one Python installation, until each has an outcome or a reason for none.
struct ProbeSession {
  /// The path of the interpreter.
  let path: String
  /// Seconds until the libraries have named their versions.
  var startLimit = 180.0
  /// Seconds for each plan; the first one imports most.
  var planLimit = 120.0

  /// What was observed.
  struct Observed {
    /// The versions that the libraries name.
    var versions = InstalledVersions()
    var outcomes: [TrainingPlan: Result<TrainingOutcome, Obstacle>] = [:]
  }

  /// O(plans) processes at worst, one where all goes well.
  func run(_ plans: [TrainingPlan]) -> Observed {
    var observed = Observed()
    var left = plans
    while !left.isEmpty {
      let before = left.count
      let end = runSome(of: left, &observed)
      left.removeAll { observed.outcomes[$0] != nil }
      guard let first = left.first else { break }
      // The process ended at this plan, or before any.
      observed.outcomes[first] = .failure(Obstacle(end))
      left.removeFirst()
      if before == left.count + 1, observed.outcomes.values.allSatisfy(\.isFailure) {
        // Nothing has ever come out: another process would fare no better.
        for plan in left { observed.outcomes[plan] = .failure(Obstacle(end)) }
        break
      }
    }
    return observed
  }

  /// Runs one process over the plans; how it ended, for the plan that has no outcome.
  private func runSome(of plans: [TrainingPlan], _ observed: inout Observed) -> String {
    let byName = Dictionary(uniqueKeysWithValues: plans.enumerated().map { ("\($0.offset)", $0.element) })
    let input = plans.enumerated().map { $0.element.json(named: "\($0.offset)").compact + "\n" }.joined()
    guard let folder = ScratchFolder() else { return "no folder can be made for the probe" }
    defer { folder.remove() }
    guard folder.write("\(EmbeddedScripts.stackProbe)", to: "stack_probe.py"),
      folder.write("\(EmbeddedScripts.supervisedProbe)", to: "supervised_probe.py"),
      folder.write(input, to: "plans.jsonl")
    else {
      return "the probe cannot be written to \(folder.path)"
    }
    var lines = 0
    let end = Subprocess.run(
      [path, "\(folder.path)/stack_probe.py", folder.path], in: folder,
      limit: { $0 == 0 ? startLimit : planLimit }
    ) { line in
      lines += 1
      switch ProbeAnswer(line) {
      case .versions(let versions)?: observed.versions = versions
      case .outcome(let name, let outcome)?:
        guard let plan = byName[name] else { return false }
        observed.outcomes[plan] = outcome
      case nil: return false
      }
      return true
    }
    switch end {
    case .notStarted(let reason): return "`\(path)` cannot be run: \(reason)"
    case .exited(let code, let said):
      return "the probe ended with code \(code)\(said.isEmpty ? "" : ": \(said)")"
    case .killed(let signal): return "the probe was killed by signal \(signal)"
    case .hung: return "the probe took longer than \(Int(lines == 0 ? startLimit : planLimit)) s"
    case .nonsense: return "the probe wrote what is no answer"
    }
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
