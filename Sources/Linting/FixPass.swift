import Setup
import Syntax

/// Works out what the safe fixes of some findings make of the files, and vouches for each of them.
///
/// A fix is taken only if the file still parses as well as before, the set-ups read again differ in exactly the
/// facts that the fix declares, and its rule has one finding less (design, section 4, "fix"). Fixes that overlap an
/// earlier one wait for the next run; an edit that an earlier one has too, such as an import, is made once.
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

  /// The changed files in the order of their paths. O(fixes × files that a re-reading touches).
  package func changes(for findings: [Finding]) -> [FileChange] {
    var edits: [String: [TextEdit]] = [:]
    for finding in findings where finding.status == .active {
      guard let fix = finding.fixes.first(where: \.isSafe), let path = singlePath(of: fix),
        workspace.isChecked(path)
      else { continue }
      let outer = fix.edits.map(\.onDisk)
      let taken = edits[path] ?? []
      let added = outer.filter { !taken.contains($0) }
      guard !taken.contains(where: { edit in added.contains { $0.span.range.overlaps(edit.span.range) } }),
        isVerified(fix, of: finding, path: path, outer)
      else { continue }
      edits[path] = taken + added
    }
    return edits.keys.sorted().compactMap { path in change(of: path, by: edits[path] ?? []) }
  }

  private func singlePath(of fix: Fix) -> String? {
    let paths = Set(fix.edits.map { $0.span.file.outermost.path })
    return paths.count == 1 ? paths.first : nil
  }

  private func change(of path: String, by edits: [TextEdit]) -> FileChange? {
    guard let old = edits.first?.span.file.outermost.bytes, let new = try? TextEdit.apply(edits, to: old),
      problemCount(path, in: workspace.overlaying([path: new])) <= problemCount(path, in: workspace)
    else { return nil }
    return FileChange(path: path, old: old, new: new)
  }

  // MARK: Verification

  private func isVerified(_ fix: Fix, of finding: Finding, path: String, _ edits: [TextEdit]) -> Bool {
    guard let old = edits.first?.span.file.bytes, let new = try? TextEdit.apply(edits, to: old) else {
      return false
    }
    let mended = workspace.overlaying([path: new])
    guard problemCount(path, in: mended) <= problemCount(path, in: workspace) else { return false }
    return changesExactly(fix.changes, in: mended) && removes(finding, in: mended)
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

  private func removes(_ finding: Finding, in mended: Workspace) -> Bool {
    let rule = RuleSelection(select: [finding.rule])
    let narrow = LintEngine(rules: engine.rules, selection: rule, newest: engine.newest)
    let before = narrow.check(workspace).count { $0.status == .active }
    return narrow.check(mended).count { $0.status == .active } < before
  }
}
