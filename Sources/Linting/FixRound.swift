import Setup
import Syntax

/// One pass over the findings of a project as it stands: the safe fixes that can be made together and hold.
///
/// An edit that an earlier fix has too, such as an import, is made once.
struct FixRound {
  let engine: LintEngine
  let workspace: Workspace

  /// A fix that may be applied, with its edits on the file on disk.
  struct Candidate {
    let fingerprint: String
    let rule: String
    let path: String
    let edits: [TextEdit]
    let fix: Fix
  }

  /// The changed files in the order of their paths, and the fingerprints of findings whose fix does not hold.
  ///
  /// All fixes are tried together, so that a project is read again once; where that does not hold, by halves, down to
  /// the ones at fault. O(fixes at fault × log fixes) readings of the project.
  func run(_ findings: [Finding], without refused: Set<String>) -> (
    changes: [FixPass.FileChange], refused: [String]
  ) {
    var accepted: [Candidate] = []
    var atFault: [String] = []
    var waiting = [candidates(for: findings, without: refused)[...]]
    while let batch = waiting.popLast() {
      if batch.isEmpty { continue }
      if holds(accepted + batch, among: findings) {
        accepted += batch
      } else if batch.count > 1 {
        let middle = batch.startIndex + batch.count / 2
        waiting += [batch[middle...], batch[..<middle]]
      } else {
        atFault += batch.map(\.fingerprint)
      }
    }
    return (changes(by: accepted) ?? [], atFault)
  }

  private func holds(_ candidates: [Candidate], among findings: [Finding]) -> Bool {
    changes(by: candidates).map {
      FixVerification(engine: engine, before: workspace, changes: $0).accepts(candidates, among: findings)
    } ?? false
  }

  /// The safe fixes of active findings in checked files, without those that overlap an earlier one.
  private func candidates(for findings: [Finding], without refused: Set<String>) -> [Candidate] {
    var taken: [String: TakenEdits] = [:]
    return findings.compactMap { finding in
      guard finding.status == .active, !refused.contains(finding.fingerprint),
        let fix = finding.fixes.first(where: \.isSafe), let path = singlePath(of: fix),
        workspace.isChecked(path)
      else { return nil }
      let edits = fix.edits.map(\.onDisk)
      guard taken[path, default: TakenEdits()].take(edits) else { return nil }
      return Candidate(
        fingerprint: finding.fingerprint, rule: finding.rule, path: path, edits: edits, fix: fix)
    }
  }

  private func singlePath(of fix: Fix) -> String? {
    let paths = Set(fix.edits.map { $0.span.file.outermost.path })
    return paths.count == 1 ? paths.first : nil
  }

  /// What the candidates make of their files; nil where edits do not fit together.
  private func changes(by candidates: [Candidate]) -> [FixPass.FileChange]? {
    let byPath = Dictionary(grouping: candidates, by: \.path)
    var changes: [FixPass.FileChange] = []
    for path in byPath.keys.sorted() {
      let edits = (byPath[path] ?? []).flatMap(\.edits).withoutRepeated
      guard let old = edits.first?.span.file.bytes, let new = try? TextEdit.apply(edits, to: old) else {
        return nil
      }
      changes.append(FixPass.FileChange(path: path, old: old, new: new))
    }
    return changes
  }
}

extension [TextEdit] {
  /// Without what an earlier one does already, see `TextEdit.isMadeOnce`. O(edits).
  var withoutRepeated: [TextEdit] {
    var made: Set<TextEdit> = []
    return filter { !$0.isMadeOnce || made.insert($0).inserted }
  }
}

/// The edits of one file that are to be made.
private struct TakenEdits {
  private var edits: Set<TextEdit> = []
  /// In their order; no two overlap but for those of one fix.
  private var ranges: [TextRange] = []

  /// Takes the edits of a fix; false where one overlaps what is taken and is not the same. O(edits × log taken), and moving
  /// what stands behind them.
  mutating func take(_ wanted: [TextEdit]) -> Bool {
    let added = wanted.filter { !$0.isMadeOnce || !edits.contains($0) }
    guard added.allSatisfy({ isFree($0.span.range) }) else { return false }
    for edit in added {
      edits.insert(edit)
      ranges.insert(edit.span.range, at: place(of: edit.span.range))
    }
    return true
  }

  private func isFree(_ range: TextRange) -> Bool {
    let place = place(of: range)
    return !ranges[max(0, place - 1)..<min(place + 1, ranges.count)].contains { $0.overlaps(range) }
  }

  /// Where the first one stands that is not before `range`.
  private func place(of range: TextRange) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle] < range { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
