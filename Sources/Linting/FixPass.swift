import Setup
import Syntax

/// Applies the safe fixes of some findings in memory, round after round, until no more of them holds.
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

  /// What came of the fixes.
  package struct Outcome {
    /// The changed files in the order of their paths.
    package let changes: [FileChange]
    /// The project with the changes.
    package let mended: Workspace
    /// What is found in it.
    package let remaining: [Finding]
    /// Fingerprints of the findings whose fix does not hold.
    let refused: Set<String>

    /// The findings, of the project before or after, whose fixes say where they do not hold.
    package func marking(_ findings: [Finding]) -> [Finding] {
      findings.map { refused.contains($0.fingerprint) ? $0.withFixesRefused : $0 }
    }
  }

  /// A project whose fixes stand in each other's way so often is left to another run.
  private static let roundLimit = 100

  /// A round accepts the fixes that hold and do not overlap; those that overlapped one of them have their turn in the
  /// next, those that overlapped a refused one too. O(rounds) readings of the project, beside those that verify.
  package func outcome(for findings: [Finding]) -> Outcome {
    var (mended, findings) = (workspace, findings)
    var changes: [String: FileChange] = [:]
    var refused: Set<String> = []
    // An experiment has spoken against them, which reading the project again does not know.
    let refuted = Set(findings.filter { $0.status == .refuted }.map(\.fingerprint))
    for _ in 0..<Self.roundLimit {
      let round = FixRound(engine: engine, workspace: mended).run(findings, without: refused.union(refuted))
      refused.formUnion(round.refused)
      if round.refused.isEmpty && round.changes.isEmpty { break }
      guard !round.changes.isEmpty else { continue }
      // What was refused may hold now.
      refused = []
      for change in round.changes {
        let old = changes[change.path]?.old ?? change.old
        changes[change.path] = FileChange(path: change.path, old: old, new: change.new)
      }
      mended = workspace.overlaying(changes.mapValues(\.new))
      findings = engine.check(mended)
    }
    return Outcome(
      changes: changes.values.sorted { $0.path < $1.path }, mended: mended, remaining: findings,
      refused: refused)
  }
}

extension Finding {
  fileprivate var withFixesRefused: Finding {
    var finding = self
    finding.fixes = fixes.map(\.refused)
    return finding
  }
}
