import Setup
import Syntax

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

  /// The lines that are changed, and those that one of them has taken up.
  private let before: Set<Place>
  private let after: Set<Place>
  /// By path, where the changed lines stand afterwards.
  private let ranges: [String: [TextRange]]

  /// nil unless every launch line of the files stands where it stood and says what it said, but for the changes. A line that
  /// another one takes up is no longer there. O((launch lines + edits) log edits).
  init?(
    _ candidates: [FixRound.Candidate], in paths: [String], from old: Workspace, to new: Workspace
  ) {
    let changes = Dictionary(grouping: candidates.flatMap(\.fix.launches)) { Place($0.line) }
    let edits = Dictionary(grouping: candidates, by: \.path).mapValues { $0.flatMap(\.edits).withoutRepeated }
    var before = Set(changes.keys)
    var after: Set<Place> = []
    var ranges: [String: [TextRange]] = [:]
    for path in paths {
      let shifts = Shifts(edits[path] ?? [])
      func moved(_ place: Place) -> Place { Place(path, place.offset + shifts.shift(at: place.offset)) }
      let lines = Self.lines(path, in: old)
      let expected = Dictionary(
        lines.map { (moved(Place($0)), $0) }, uniquingKeysWith: { first, _ in first })
      let mended = Self.lines(path, in: new)
      for line in mended {
        guard let known = expected[Place(line)],
          line.words.map(\.text) == Self.words(of: known, changes[Place(known)] ?? [])
        else { return nil }
      }
      let found = Dictionary(mended.map { (Place($0), $0) }, uniquingKeysWith: { first, _ in first })
      for line in lines where changes[Place(line)] != nil {
        guard let there = found[moved(Place(line))] else { return nil }
        after.insert(Place(there))
        ranges[path, default: []].append(Span(there.file, there.range).onDisk.range)
      }
      before.formUnion(lines.map { Place($0) }.filter { found[moved($0)] == nil })
    }
    (self.before, self.after, self.ranges) = (before, after, ranges)
  }

  /// Whether the run was started by one of the lines, as it stands or mended.
  func started(_ setup: TrainingSetup, isMended: Bool) -> Bool {
    guard !before.isEmpty, let line = setup.launch else { return false }
    return (isMended ? after : before).contains(Place(line))
  }

  /// Whether the place lies in one of the mended lines.
  func hold(_ place: Linting.Place) -> Bool {
    let range = place.rangeOnDisk
    return ranges[place.path]?.contains { $0.contains(range) } ?? false
  }

  /// What the line has to say once it is mended: what was cut off comes back behind what is spelled anew.
  private static func words(of line: LaunchLine, _ changes: [LaunchChange]) -> [String?] {
    changes.sorted { $0.isSpelling && !$1.isSpelling }.reduce(line.words.map(\.text)) { $1.applied(to: $0) }
  }

  private static func lines(_ path: String, in workspace: Workspace) -> [LaunchLine] {
    let documents = workspace.store.document(at: path)?.all ?? []
    return documents.flatMap { document in
      if case .shell(let script) = document.content { return script.launchLines }
      return []
    }
  }
}

/// How far edits move what stands behind them.
private struct Shifts {
  private var ends: [Int] = []
  private var sums: [Int] = []

  /// O(edits log edits).
  init(_ edits: [TextEdit]) {
    for edit in edits.sorted(by: { $0.span.range.end < $1.span.range.end }) {
      ends.append(edit.span.range.end)
      sums.append((sums.last ?? 0) + edit.replacement.utf8.count - edit.span.range.count)
    }
  }

  /// Of what began at `offset`, behind what is inserted there. O(log edits).
  func shift(at offset: Int) -> Int {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : sums[low - 1]
  }
}

extension LaunchChange {
  fileprivate var isSpelling: Bool {
    if case .respelled = change { return true }
    return false
  }
}
