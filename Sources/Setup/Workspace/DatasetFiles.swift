import Datasets
import Syntax

/// Reads data sets for their own sake, whatever else lies beside them.
package struct DatasetFiles {
  /// The data sets under the paths, with their sizes in bytes, in the order of their paths.
  package let files: [(path: String, size: Int)]
  /// Paths at which there is nothing.
  package let missing: [String]
  /// Paths that cannot be read.
  package let problems: [WalkProblem]
  private let source: any FileSource

  /// Files of this size, in bytes, are read by several threads each; smaller ones by one thread each.
  private static let largeFile = 16 << 20

  /// Named files are data sets whatever their names; in folders those are that `check` takes for data sets.
  /// `workingFolder` is absolute; relative paths start from it. O(entries of folders, and bytes of small JSON files).
  package init(_ paths: [String], source: any FileSource, workingFolder: String) {
    let walk = FileWalker(source: source, workingFolder: workingFolder).walk(paths)
    let workspace = Workspace(walk: walk, source: source, workingFolder: workingFolder, keepsFiles: false)
    let found = walk.files.filter { $0.isNamed || workspace.holdsRecords($0) }.map(\.path)
    // The walk leaves out what has a name that says nothing; who names it knows what it is.
    let others = paths.map(FilePath.normalized).filter { source.status($0)?.kind == .regular }
    let all = Array(Set(found + others))
    files = FilePath.ordering(all).map { (all[$0], source.status(all[$0])?.size ?? 0) }
    missing = walk.missing
    problems = walk.problems
    self.source = source
  }

  /// The profiles of the files, or of what `shard` has of them, and the files that could not be read to their ends.
  /// O(bytes); several threads.
  package func profiles(
    _ shard: DatasetShard?, observing observed: ObservationSet
  ) -> (profiles: ProfileSet, problems: [WalkProblem]) {
    let parts = shard?.parts(ofSizes: files.map(\.size))
    let tasks = files.enumerated().compactMap { index, file -> Task? in
      guard let parts else { return Task(path: file.path, part: nil, bytes: file.size) }
      return parts[index].map { Task(path: file.path, part: $0, bytes: $0.count) }
    }
    let small = tasks.filter { $0.bytes < Self.largeFile }
    var outcomes = ConcurrentMap.map(small.count, threads: ConcurrentMap.processors) { [source] in
      { small[$0].outcome(observed, source, threads: 1) }
    }
    for task in tasks where task.bytes >= Self.largeFile {
      outcomes.append(task.outcome(observed, source, threads: ConcurrentMap.processors))
    }
    let failed = outcomes.compactMap { outcome -> WalkProblem? in
      if case .failure(let problem) = outcome { problem } else { nil }
    }
    let order = FilePath.ordering(failed.map(\.path))
    return (ProfileSet(outcomes.compactMap { try? $0.get() }), order.map { failed[$0] })
  }

  /// A file, or a part of it, that is to be read.
  private struct Task: Sendable {
    let path: String
    /// Bytes in the file; nil for all.
    let part: TextRange?
    let bytes: Int

    func outcome(
      _ observed: ObservationSet, _ source: any FileSource, threads: Int
    ) -> Result<Profile, WalkProblem> {
      do throws(FileError) {
        guard let part else {
          return .success(
            try DatasetScanner.profile(path, source: source, observing: observed, threads: threads))
        }
        return .success(
          try DatasetScanner.profile(path, part: part, source: source, observing: observed, threads: threads))
      } catch {
        return .failure(WalkProblem(path: path, error: error))
      }
    }
  }
}

extension Workspace {
  /// Whether a file that a walk has found in a folder is a data set.
  fileprivate func holdsRecords(_ file: WalkedFile) -> Bool {
    switch file.kind {
    case .jsonLines: return true
    case .json:
      guard case .records? = store.document(of: file)?.content else { return false }
      return true
    default: return false
    }
  }
}
