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
    guard changes.allSatisfy({ problemCount($0.path, in: after) <= problemCount($0.path, in: before) })
    else { return false }
    let launches = ChangedLaunches(candidates)
    return launches.areKept(changes.map(\.path), from: before, to: after)
      && changesExactly(candidates.flatMap(\.fix.changes), besides: launches)
      && removes(candidates, from: findings)
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

  /// Whether each rule has a finding less for each of its fixes.
  private func removes(_ candidates: [FixRound.Candidate], from findings: [Finding]) -> Bool {
    let rules = RuleSelection(select: Set(candidates.map(\.rule)).sorted())
    let narrow = LintEngine(rules: engine.rules, selection: rules, newest: engine.newest)
    let before = Self.counts(findings)
    let after = Self.counts(narrow.check(after))
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

/// The launch lines that fixes change, and where they stand before and after.
struct ChangedLaunches {
  /// Where a launch line begins on disk.
  private struct Place: Hashable {
    let path: String
    /// In UTF-8 bytes from the start of the file.
    let offset: Int

    init(_ path: String, _ offset: Int) {
      self.path = path
      self.offset = offset
    }

    init(_ line: LaunchLine) {
      let span = Span(line.file, line.range).onDisk
      self.init(span.file.path, span.range.start)
    }
  }

  private let edits: [String: [TextEdit]]
  private let changes: [Place: [LaunchChange]]
  private let mended: Set<Place>

  init(_ candidates: [FixRound.Candidate]) {
    edits = Dictionary(grouping: candidates, by: \.path).mapValues { $0.flatMap(\.edits).withoutRepeated }
    changes = Dictionary(grouping: candidates.flatMap(\.fix.launches)) { Place($0.line) }
    mended = Set(changes.keys.map { [edits] in Self.moved($0, by: edits) })
  }

  /// Whether the run was started by one of the lines, as it stands or mended.
  func started(_ setup: TrainingSetup, isMended: Bool) -> Bool {
    guard !changes.isEmpty, let line = setup.launch else { return false }
    return isMended ? mended.contains(Place(line)) : changes[Place(line)] != nil
  }

  /// Whether every launch line of the files stands where it stood and says what it said, but for the changes. A line
  /// that another one takes up is no longer there. O(launch lines × edits).
  func areKept(_ paths: [String], from before: Workspace, to after: Workspace) -> Bool {
    paths.allSatisfy { path in
      let old = Dictionary(
        Self.lines(path, in: before).map { (Self.moved(Place($0), by: edits), $0) },
        uniquingKeysWith: { first, _ in first })
      let new = Self.lines(path, in: after)
      let found = Set(new.map { Place($0) })
      let isComplete = changes.keys.filter { $0.path == path }.allSatisfy {
        found.contains(Self.moved($0, by: edits))
      }
      return isComplete
        && new.allSatisfy { line in
          guard let old = old[Place(line)] else { return false }
          return line.words.map(\.text) == words(of: old)
        }
    }
  }

  /// What the line has to say once it is mended: what was cut off comes back behind what is spelled anew.
  private func words(of line: LaunchLine) -> [String?] {
    let changes = changes[Place(line)] ?? []
    return changes.sorted { $0.isSpelling && !$1.isSpelling }.reduce(line.words.map(\.text)) {
      $1.applied(to: $0)
    }
  }

  private static func lines(_ path: String, in workspace: Workspace) -> [LaunchLine] {
    let documents = workspace.store.document(at: path)?.all ?? []
    return documents.flatMap { document in
      if case .shell(let script) = document.content { return script.launchLines }
      return []
    }
  }

  /// Where the edits leave what began at `place`, behind what is inserted there.
  private static func moved(_ place: Place, by edits: [String: [TextEdit]]) -> Place {
    let shift = (edits[place.path] ?? []).reduce(0) { shift, edit in
      let range = edit.span.range
      return range.end <= place.offset ? shift + edit.replacement.utf8.count - range.count : shift
    }
    return Place(place.path, place.offset + shift)
  }
}

extension LaunchChange {
  fileprivate var isSpelling: Bool {
    if case .respelled = change { return true }
    return false
  }
}
