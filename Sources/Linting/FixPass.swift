import Setup
import Syntax

/// Works out what the safe fixes of some findings make of the files, and vouches for each of them.
///
/// Fixes are taken only if the files still parse as well as before, the set-ups read again differ in exactly the
/// facts that the fixes declare, and each rule has a finding less for each of its fixes (design, section 4, "fix").
/// Fixes that overlap an earlier one wait for the next run; an edit that an earlier one has too, such as an import, is
/// made once.
package struct FixPass {
  let engine: LintEngine
  let workspace: Workspace

  package init(engine: LintEngine, workspace: Workspace) {
    self.engine = engine
    self.workspace = workspace
  }

  /// A file before and after.
  package struct FileChange: Hashable, Sendable {
    package let path: String
    package let old: [UInt8]
    package let new: [UInt8]
  }

  /// A fix that may be applied, with its edits on the file on disk.
  private struct Candidate {
    let rule: String
    let path: String
    let edits: [TextEdit]
    let changes: [FactChange]
  }

  /// The changed files in the order of their paths.
  ///
  /// All fixes are tried together, so that a project is read again once; where that does not hold, by halves, down to
  /// the ones at fault. O(fixes at fault × log fixes) readings of the project.
  package func changes(for findings: [Finding]) -> [FileChange] {
    var accepted: [Candidate] = []
    var waiting = [candidates(for: findings)[...]]
    while let batch = waiting.popLast() {
      if batch.isEmpty { continue }
      if isVerified(accepted + batch, among: findings) {
        accepted += batch
      } else if batch.count > 1 {
        let middle = batch.startIndex + batch.count / 2
        waiting += [batch[middle...], batch[..<middle]]
      }
    }
    return mended(by: accepted) ?? []
  }

  /// The safe fixes of active findings in checked files, without those that overlap an earlier one.
  private func candidates(for findings: [Finding]) -> [Candidate] {
    var taken: [String: [TextEdit]] = [:]
    return findings.compactMap { finding in
      guard finding.status == .active, let fix = finding.fixes.first(where: \.isSafe),
        let path = singlePath(of: fix), workspace.isChecked(path)
      else { return nil }
      let edits = fix.edits.map(\.onDisk)
      let earlier = taken[path] ?? []
      let added = edits.filter { !earlier.contains($0) }
      guard !earlier.contains(where: { edit in added.contains { $0.span.range.overlaps(edit.span.range) } })
      else { return nil }
      taken[path] = earlier + added
      return Candidate(rule: finding.rule, path: path, edits: edits, changes: fix.changes)
    }
  }

  private func singlePath(of fix: Fix) -> String? {
    let paths = Set(fix.edits.map { $0.span.file.outermost.path })
    return paths.count == 1 ? paths.first : nil
  }

  /// What the candidates make of their files; nil where edits do not fit together.
  private func mended(by candidates: [Candidate]) -> [FileChange]? {
    let byPath = Dictionary(grouping: candidates, by: \.path)
    var changes: [FileChange] = []
    for path in byPath.keys.sorted() {
      var edits: [TextEdit] = []
      for edit in byPath[path].map({ $0.flatMap(\.edits) }) ?? [] where !edits.contains(edit) {
        edits.append(edit)
      }
      guard let old = edits.first?.span.file.bytes, let new = try? TextEdit.apply(edits, to: old) else {
        return nil
      }
      changes.append(FileChange(path: path, old: old, new: new))
    }
    return changes
  }

  // MARK: Verification

  private func isVerified(_ candidates: [Candidate], among findings: [Finding]) -> Bool {
    guard let changes = mended(by: candidates) else { return false }
    let mended = workspace.overlaying(Dictionary(uniqueKeysWithValues: changes.map { ($0.path, $0.new) }))
    let parse = changes.allSatisfy {
      problemCount($0.path, in: mended) <= problemCount($0.path, in: workspace)
    }
    return parse && changesExactly(candidates.flatMap(\.changes), in: mended)
      && removes(candidates, from: findings, in: mended)
  }

  private func problemCount(_ path: String, in workspace: Workspace) -> Int {
    workspace.store.document(at: path)?.all.reduce(0) { $0 + $1.problems.count } ?? 0
  }

  /// Facts are compared by state: places move, values may not.
  private func changesExactly(_ declared: [FactChange], in mended: Workspace) -> Bool {
    guard workspace.setups.count == mended.setups.count else { return false }
    return zip(workspace.setups, mended.setups).allSatisfy { before, after in
      let old = states(before)
      let new = states(after)
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

  /// Whether each rule has a finding less for each of its fixes.
  private func removes(_ candidates: [Candidate], from findings: [Finding], in mended: Workspace) -> Bool {
    let rules = RuleSelection(select: Set(candidates.map(\.rule)).sorted())
    let narrow = LintEngine(rules: engine.rules, selection: rules, newest: engine.newest)
    let before = Self.counts(findings)
    let after = Self.counts(narrow.check(mended))
    return Dictionary(grouping: candidates, by: \.rule).allSatisfy { rule, fixes in
      after[rule, default: 0] + fixes.count <= before[rule, default: 0]
    }
  }

  private static func counts(_ findings: [Finding]) -> [String: Int] {
    findings.reduce(into: [:]) { counts, finding in
      if finding.status == .active { counts[finding.rule, default: 0] += 1 }
    }
  }
}
