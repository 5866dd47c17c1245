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

  /// The profiles of the files, or of what `shard` has of them, and the files that could not be read to their ends. Columns and
  /// turns are known by the names that set-ups around each file tell; where these differ, by the usual ones. O(bytes); several
  /// threads.
  package func profiles(
    _ shard: DatasetShard?, observing observed: ObservationSet
  ) -> (profiles: ProfileSet, problems: [WalkProblem]) {
    let told = toldFiles
    let (portions, problems) = read(tasks(shard, told), observed) { $0 }
    let profiles = ProfileSet(
      portions.flatMap(\.self), of: files.map(\.path), told: Array(told.values))
    return (profiles, problems)
  }

  /// The same, joined to one profile as they are read, since files may be many, and the files whose names find something else
  /// than the usual ones.
  package func whole(
    _ shard: DatasetShard?, observing observed: ObservationSet
  ) -> (profile: Profile, told: [ToldFile], problems: [WalkProblem]) {
    let told = toldFiles
    let (portions, problems) = read(tasks(shard, told), observed) { profiles in
      Whole(profiles, told, observed)
    }
    let anew = Set(portions.flatMap(\.toldPaths))
    let known = files.compactMap { told[$0.path] }.filter { anew.contains($0.path) }
    return (Profile.merge(portions.map(\.profile)), known, problems)
  }

  /// Some files in one profile.
  private struct Whole: Sendable {
    let profile: Profile
    /// Those whose names find something else than the usual ones.
    let toldPaths: [String]

    init(_ profiles: [Profile], _ told: [String: ToldFile], _ observed: ObservationSet) {
      var toldPaths: [String] = []
      profile = Profile.merge(
        profiles.map { profile in
          guard let path = profile.files.first?.path, let file = told[path] else { return profile }
          guard file.tellsAnew(profile, observed: observed) else { return profile.named(.usual) }
          toldPaths.append(path)
          return profile
        })
      self.toldPaths = toldPaths
    }
  }

  /// By path, the files of which set-ups around them tell names.
  private var toldFiles: [String: ToldFile] {
    var told: [String: ToldFile] = [:]
    for (path, _) in files {
      let tellers = workspace.toldNames(of: path).map(\.asTeller)
      if !tellers.isEmpty { told[path] = ToldFile(path: path, tellers: tellers) }
    }
    return told
  }

  /// What is kept of the files' profiles, which come in portions.
  private func read<Kept: Sendable>(
    _ tasks: [Task], _ observed: ObservationSet, keeping keep: @escaping @Sendable ([Profile]) -> Kept
  ) -> (portions: [Kept], problems: [WalkProblem]) {
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
    return (read.map(\.kept), FilePath.ordering(failed.map(\.path)).map { failed[$0] })
  }

  private func tasks(_ shard: DatasetShard?, _ told: [String: ToldFile]) -> [Task] {
    let parts = shard?.parts(ofSizes: files.map(\.size))
    return files.enumerated().compactMap { index, file in
      let names = told[file.path]?.names ?? .usual
      guard let parts else { return Task(path: file.path, part: nil, bytes: file.size, names: names) }
      return parts[index].map { Task(path: file.path, part: $0, bytes: $0.count, names: names) }
    }
  }

  /// What came of some files.
  private struct Portion<Kept: Sendable>: Sendable {
    let kept: Kept
    let problems: [WalkProblem]

    init(_ outcomes: [Result<Profile, WalkProblem>], _ keep: ([Profile]) -> Kept) {
      kept = keep(outcomes.compactMap { try? $0.get() })
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
    let names: ColumnNames

    func outcome(
      _ observed: ObservationSet, _ source: any FileSource, threads: Int
    ) -> Result<Profile, WalkProblem> {
      do throws(FileError) {
        guard let part else {
          return .success(
            try DatasetScanner.profile(
              path, source: source, observing: observed, names: names, threads: threads))
        }
        return .success(
          try DatasetScanner.profile(
            path, part: part, source: source, observing: observed, names: names, threads: threads))
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
