import ReferenceTrainer
import Syntax

/// Answers requests in processes of one Python installation, until each has an outcome or a reason for none.
struct ProbeSession {
  /// The path of the interpreter.
  let path: String
  /// Seconds until the libraries have named their versions.
  var startLimit = 180.0
  /// Seconds for each request; the first one imports most.
  var planLimit = 120.0

  /// What was observed.
  struct Observed {
    /// The versions that the libraries name.
    var versions = InstalledVersions()
    var outcomes = ProbeOutcomes()
  }

  /// O(requests) processes at worst, one where all goes well; none for nothing.
  func run(_ requests: [ProbeRequest]) -> Observed {
    var observed = Observed()
    var left = requests
    while !left.isEmpty {
      let before = left.count
      let end = runSome(of: left, &observed)
      left.removeAll { observed.outcomes.has($0) }
      guard let first = left.first else { break }
      // The process ended at this one, or before any.
      observed.outcomes.giveUp(first, Obstacle(end))
      left.removeFirst()
      if before == left.count + 1, observed.outcomes.allFailed {
        // Nothing has ever come out: another process would fare no better.
        for request in left { observed.outcomes.giveUp(request, Obstacle(end)) }
        break
      }
    }
    return observed
  }

  /// Runs one process over the requests; how it ended, for the one that has no outcome.
  private func runSome(of requests: [ProbeRequest], _ observed: inout Observed) -> String {
    let byName = Dictionary(uniqueKeysWithValues: requests.enumerated().map { ("\($0.offset)", $0.element) })
    let input = requests.enumerated().map { $0.element.json(named: "\($0.offset)").compact + "\n" }.joined()
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
      case .outcome(let name, let answer)?:
        guard let request = byName[name] else { return false }
        observed.outcomes.take(answer, to: request)
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
