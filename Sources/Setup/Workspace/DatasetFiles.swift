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
  private let workspace: Workspace

  /// Files of this size, in bytes, are read by several threads each; smaller ones by one thread each.
  private static let largeFile = 16 << 20
  /// How many small files a thread takes at once.
  private static let portion = 32

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
    self.workspace = workspace
  }

  /// The profiles of the files, or of what `shard` has of them, and the files that could not be read to their ends.
  /// Columns and turns are known by their usual names: who joins the profiles may have other set-ups. O(bytes); several threads.
  package func profiles(
    _ shard: DatasetShard?, observing observed: ObservationSet
  ) -> (profiles: ProfileSet, problems: [WalkProblem]) {
    let read = read(tasks(shard), observed) { $0 }
    return (ProfileSet(read.profiles, of: files.map(\.path)), read.problems)
  }

  /// The same, joined to one profile as they are read, since files may be many, and by the names that set-ups around each file
  /// tell; where these differ, by the usual ones.
  package func whole(
    _ shard: DatasetShard?, observing observed: ObservationSet
  ) -> (profile: Profile, told: [ToldFile], problems: [WalkProblem]) {
    let told = Dictionary(
      files.map { ToldFile(path: $0.path, tellers: workspace.toldNames(of: $0.path)) }
        .filter { !$0.tellers.isEmpty }.map { ($0.path, $0) }
    ) { first, _ in first }
    let tasks = tasks(shard).map { task in
      Task(path: task.path, part: task.part, bytes: task.bytes, told: told[task.path])
    }
    let read = read(tasks, observed) { [Profile.merge($0)] }
    let known = files.compactMap { told[$0.path] }.filter { read.toldPaths.contains($0.path) }
    return (Profile.merge(read.profiles), known, read.problems)
  }

  /// What is kept of the files' profiles, which come in portions.
  private func read(
    _ tasks: [Task], _ observed: ObservationSet, keeping keep: @escaping @Sendable ([Profile]) -> [Profile]
  ) -> (profiles: [Profile], toldPaths: Set<String>, problems: [WalkProblem]) {
    let small = tasks.filter { $0.bytes < Self.largeFile }
    let portions = stride(from: 0, to: small.count, by: Self.portion).map { start in
      start..<min(start + Self.portion, small.count)
    }
    var read = ConcurrentMap.map(portions.count, threads: ConcurrentMap.processors) { [source] in
      { portion in
        Portion(small[portions[portion]].map { $0.outcome(observed, source, threads: 1) }, keep)
      }
    }
    for task in tasks where task.bytes >= Self.largeFile {
      read.append(Portion([task.outcome(observed, source, threads: ConcurrentMap.processors)], keep))
    }
    let failed = read.flatMap(\.problems)
    let told = Set(read.flatMap(\.toldPaths))
    return (read.flatMap(\.profiles), told, FilePath.ordering(failed.map(\.path)).map { failed[$0] })
  }

  private func tasks(_ shard: DatasetShard?) -> [Task] {
    let parts = shard?.parts(ofSizes: files.map(\.size))
    return files.enumerated().compactMap { index, file in
      guard let parts else { return Task(path: file.path, part: nil, bytes: file.size) }
      return parts[index].map { Task(path: file.path, part: $0, bytes: $0.count) }
    }
  }

  /// What was read of a file, and whether the names that are told of it find something else than the usual ones.
  private struct Read: Sendable {
    let profile: Profile
    let isTold: Bool
  }

  /// What came of some files.
  private struct Portion: Sendable {
    let profiles: [Profile]
    let problems: [WalkProblem]
    /// Files in which names that are told find something else than the usual ones.
    let toldPaths: [String]

    init(_ outcomes: [Result<Read, WalkProblem>], _ keep: ([Profile]) -> [Profile]) {
      let read = outcomes.compactMap { try? $0.get() }
      profiles = keep(read.map(\.profile))
      toldPaths = read.filter(\.isTold).flatMap { $0.profile.files.map(\.path) }
      problems = outcomes.compactMap { outcome in
        if case .failure(let problem) = outcome { problem } else { nil }
      }
    }
  }

  /// A file, or a part of it, that is to be read.
  private struct Task: Sendable {
    let path: String
    /// Bytes in the file; nil for all.
    let part: TextRange?
    let bytes: Int
    var told: ToldFile?

    func outcome(
      _ observed: ObservationSet, _ source: any FileSource, threads: Int
    ) -> Result<Read, WalkProblem> {
      let names = told?.names ?? .usual
      do throws(FileError) {
        let profile =
          if let part {
            try DatasetScanner.profile(
              path, part: part, source: source, observing: observed, names: names, threads: threads)
          } else {
            try DatasetScanner.profile(
              path, source: source, observing: observed, names: names, threads: threads)
          }
        let isTold = told?.tellers.contains { teller in
          !(names.areTold ? ColumnNames.usual : teller.names).read(profile, as: names, observed: observed)
        }
        return .success(Read(profile: isTold == false ? profile.asUsual : profile, isTold: isTold ?? false))
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
    case .jsonLines, .plainText: return true
    case .json, .table:
      guard case .records? = store.document(of: file)?.content else { return false }
      return true
    default: return false
    }
  }
}
