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
    /// What is found in it, whose fixes say where they do not hold.
    package let remaining: [Finding]
    /// Fingerprints of the findings whose fix did not hold at first.
    fileprivate let refusedAtFirst: Set<String>

    /// The findings of the project as it was, whose fixes say where they do not hold.
    package func marking(_ findings: [Finding]) -> [Finding] {
      let refused = Set(remaining.filter(\.hasRefusedFix).map { [$0.rule, $0.primary.path] })
      return findings.map { finding in
        refusedAtFirst.contains(finding.fingerprint)
          && refused.contains([finding.rule, finding.primary.path])
          ? finding.withFixesRefused : finding
      }
    }
  }

  /// A project whose fixes stand in each other's way so often is left to another run.
  private static let roundLimit = 100

  /// A round accepts the fixes that hold and do not overlap; those that overlapped one of them have their turn in the
  /// next, those that overlapped a refused one too. O(rounds) readings of the project, beside those that verify.
  package func outcome(for findings: [Finding]) -> Outcome {
    var (mended, found, current) = (workspace, findings, findings)
    var changes: [String: FileChange] = [:]
    var refused: Set<String> = []
    var refusedAtFirst: Set<String>?
    for _ in 0..<Self.roundLimit {
      let round = FixRound(engine: engine, workspace: mended).run(current, without: refused)
      refused.formUnion(round.refused)
      refusedAtFirst = refusedAtFirst ?? refused
      if round.refused.isEmpty && round.changes.isEmpty { break }
      guard !round.changes.isEmpty else { continue }
      // What was refused may hold now.
      refused = []
      for change in round.changes {
        let old = changes[change.path]?.old ?? change.old
        changes[change.path] = FileChange(path: change.path, old: old, new: change.new)
      }
      mended = workspace.overlaying(changes.mapValues(\.new))
      found = engine.check(mended)
      current = silenced(found, as: findings)
    }
    return Outcome(
      changes: changes.values.sorted { $0.path < $1.path }, mended: mended,
      remaining: found.map { refused.contains($0.fingerprint) ? $0.withFixesRefused : $0 },
      refusedAtFirst: refusedAtFirst ?? [])
  }

  /// An experiment has spoken against some findings, which reading the project again does not know, nor which of several
  /// alike they are once another one is gone: so none of that rule in that file is fixed with them.
  private func silenced(_ findings: [Finding], as before: [Finding]) -> [Finding] {
    let refuted = Set(before.filter { $0.status == .refuted }.map { [$0.rule, $0.primary.path] })
    return refuted.isEmpty
      ? findings
      : findings.map { finding in
        var finding = finding
        if finding.status == .active, refuted.contains([finding.rule, finding.primary.path]) {
          finding.status = .refuted
        }
        return finding
      }
  }
}

extension Finding {
  fileprivate var hasRefusedFix: Bool { fixes.contains { $0.safety == .refused } }

  var withFixesRefused: Finding {
    var finding = self
    finding.fixes = fixes.map(\.refused)
    return finding
  }
}
