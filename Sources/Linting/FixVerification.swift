import Setup
import Syntax

/// Reads a project again with the edits of some fixes in it, and says whether they keep what they promise.
///
/// They do where the files still parse as well as before, launch lines and set-ups differ in exactly what the fixes
/// declare, and each rule has a finding less for each of its fixes (design, section 4, "fix").
struct FixVerification {
  private let engine: LintEngine
  private let before: Workspace
  private let after: Workspace
  private let changes: [FixPass.FileChange]

  init(engine: LintEngine, before: Workspace, changes: [FixPass.FileChange]) {
    self.engine = engine
    self.before = before
    self.changes = changes
    after = before.overlaying(Dictionary(uniqueKeysWithValues: changes.map { ($0.path, $0.new) }))
  }

  func accepts(_ candidates: [FixRound.Candidate], among findings: [Finding]) -> Bool {
    guard changes.allSatisfy({ problemCount($0.path, in: after) <= problemCount($0.path, in: before) }),
      let launches = ChangedLaunches(candidates, in: changes.map(\.path), from: before, to: after)
    else { return false }
    return changesExactly(candidates.flatMap(\.fix.changes), besides: launches)
      && removes(candidates, from: findings, besides: launches)
  }

  private func problemCount(_ path: String, in workspace: Workspace) -> Int {
    workspace.store.document(at: path)?.all.reduce(0) { $0 + $1.problems.count } ?? 0
  }

  /// Facts are compared by state: places move, values may not.
  private func changesExactly(_ declared: [FactChange], besides launches: ChangedLaunches) -> Bool {
    let old = before.setups.filter { !launches.started($0, isMended: false) }
    let new = after.setups.filter { !launches.started($0, isMended: true) }
    guard old.count == new.count else { return false }
    return zip(old, new).allSatisfy { old, new in
      let (old, new) = (states(old), states(new))
      return Set(old.keys).union(new.keys).allSatisfy { key in
        if old[key] == new[key] { return true }
        return declared.contains { change in
          change.key == key && new[key] == change.value.map { Fact<SetupValue>.State.known($0) }
        }
      }
    }
  }

  private func states(_ setup: TrainingSetup) -> [String: Fact<SetupValue>.State] {
    var states: [String: Fact<SetupValue>.State] = [:]
    for (key, fact) in setup.facts { states[key] = fact.state }
    return states
  }

  /// Whether each rule has a finding less for each of its fixes. What the words that a launch line gets back bring to light
  /// does not count; that they are back has been seen.
  private func removes(
    _ candidates: [FixRound.Candidate], from findings: [Finding], besides launches: ChangedLaunches
  ) -> Bool {
    let rules = RuleSelection(select: Set(candidates.map(\.rule)).sorted())
    let narrow = LintEngine(rules: engine.rules, selection: rules, newest: engine.newest)
    let joining = Set(candidates.filter { !$0.fix.launches.isEmpty }.map(\.rule))
    let left = narrow.check(after).filter { !joining.contains($0.rule) || !launches.hold($0.primary) }
    let (before, after) = (Self.counts(findings), Self.counts(left))
    return Dictionary(grouping: candidates, by: \.rule).allSatisfy { rule, fixes in
      after[rule, default: 0] + fixes.count <= before[rule, default: 0]
    }
  }

  /// Refuted ones count: reading a project says nothing of experiments.
  private static func counts(_ findings: [Finding]) -> [String: Int] {
    findings.reduce(into: [:]) { counts, finding in
      if finding.status != .ignored { counts[finding.rule, default: 0] += 1 }
    }
  }
}
