import Datasets
import Syntax

/// The files under check, the files around them, and what they say together.
///
/// Findings are reported on checked files; context files are read when a link leads to them, up to the project's
/// root. Everything is worked out when it is first asked for, and once.
/// A workspace belongs to one thread; `Workspace(shared)` makes another one of the same files for another thread,
/// and what either reads is read once.
package final class Workspace {
  /// What the workspaces of all threads have in common.
  package struct Shared: Sendable {
    package let store: DocumentStore
    /// Named and found files that are checked, in the order of their paths.
    package let files: [WalkedFile]
    /// Named paths that could not be read.
    package let problems: [WalkProblem]
    fileprivate let checkedPaths: Set<String>
    fileprivate let overridden: LibraryVersions
    fileprivate let project: ProjectFiles
    let scans: SharedCache<String, Result<ScannedData, FileError>?>
    /// What was read once more by other names than those that are told of a file.
    let otherReadings = SharedCache<NamedReading, Profile?>()
    let observed: ObservationSet
    /// Data sets that cannot be read here, since they were read elsewhere, by their paths.
    let readElsewhere: [String: Profile]
    /// The Python programs that were asked for.
    let programs: SharedCache<SourceFile, PythonModule?>
    /// Whether what was read of the checked files is kept, for who asks several times.
    let keepsFiles: Bool
    let setups = Once<[TrainingSetup]>()
    let yamlConsumers = Once<[String: [YAMLConsumer]]>()
    /// The runs of each script by itself, by its file.
    let scriptSetups = SharedCache<SourceFile, [TrainingSetup]>()
    /// The trainers that read GLM demos' configs, by the folder of their scripts: many configs share a folder.
    let demoTrainers = SharedCache<String, [TrainingSetup]>()
    /// Those for the configs of a folder.
    let demoTrainersNear = SharedCache<String, [TrainingSetup]>()
    /// The files that launch lines name; many lines of one script start the same program.
    let launched = SharedCache<LaunchedPath, Document?>()
    /// LLaMA-Factory's lists of data sets, by their folders.
    let dataRegistries = SharedCache<String, DataRegistry?>()
    /// The data files that configs name.
    let dataFiles = SharedCache<DataFileRequest, String?>()
    /// The names that axolotl's configs tell of data files, by the folder of the configs, and by the path of the data file.
    let axolotlNames = SharedCache<String, [String: [ToldNames]]>()
    /// The same of the configs that are checked, wherever they lie.
    let checkedAxolotlNames = Once<[String: [ToldNames]]>()
    /// The names that scripts of trl tell of data files, by the folder of the scripts, and by the path of the data file.
    let scriptNames = SharedCache<String, [String: [ToldNames]]>()
    /// The same of the scripts that are checked, wherever they lie.
    let checkedScriptNames = Once<[String: [ToldNames]]>()
    fileprivate let foldersAbove = SharedCache<String, [String]>()
    fileprivate let pinsInFolder = SharedCache<String, [FoundPin]>()
    /// What counts for the files of each folder that pin nothing themselves.
    fileprivate let versionsAbove = SharedCache<String, LibraryVersions>()
  }

  package let shared: Shared
  package var store: DocumentStore { shared.store }
  package var files: [WalkedFile] { shared.files }
  package var problems: [WalkProblem] { shared.problems }

  /// The project's own Python modules, each read once.
  private(set) lazy var modules = ProjectModules(workspace: self)

  /// What was read of the data set that was asked for last: one rule after the other asks for the same.
  var latestScan: (path: String, outcome: Result<ScannedData, FileError>?)?

  package init(_ shared: Shared) { self.shared = shared }

  /// - Parameters:
  ///   - walk: the files under check.
  ///   - source: where every file is read.
  ///   - workingFolder: absolute; relative paths start from it.
  ///   - versions: what `--versions` says; it wins over every pin.
  ///   - keepsFiles: false where the files are read once, so that each may go when it has been looked at.
  ///   - observed: what is observed of data sets; nothing else of them is known.
  ///   - profiles: data sets that were read elsewhere, and are not read here.
  package convenience init(
    walk: WalkResult, source: any FileSource, workingFolder: String,
    versions: LibraryVersions = LibraryVersions(), keepsFiles: Bool = true,
    observing observed: ObservationSet = .all, profiles: ProfileSet = ProfileSet()
  ) {
    let known = profiles.paths.compactMap { path in
      profiles[path].map { (FilePath.normalized(path), $0) }
    }
    self.init(
      Shared(
        store: DocumentStore(source: source, listed: walk.listed), files: walk.files,
        problems: walk.problems,
        checkedPaths: Set(walk.files.map(\.path) + walk.problems.map(\.path)), overridden: versions,
        project: ProjectFiles(workingFolder: workingFolder), scans: SharedCache(), observed: observed,
        readElsewhere: Dictionary(known) { first, _ in first },
        programs: SharedCache(), keepsFiles: keepsFiles))
  }

  /// This workspace with some files replaced; what it has read of the others is kept, and nothing of the replaced
  /// ones is asked of the source.
  package func overlaying(_ replaced: [String: [UInt8]]) -> Workspace {
    let source = OverlayFileSource(over: store.source, replacing: replaced)
    let paths = Set(replaced.keys.map(FilePath.normalized))
    // Such a list, a config of axolotl and a script of trl say by which names other files are read.
    let tellsAnew = replaced.contains { path, bytes in
      FilePath.name(path) == DatasetEntry.fileName || FileKind(path: path) == .yaml
        || Self.mayTellNames(SourceFile(path: path, bytes: bytes))
    }
    return Workspace(
      Shared(
        store: DocumentStore(over: source, keeping: store, except: paths), files: files, problems: problems,
        checkedPaths: shared.checkedPaths, overridden: shared.overridden, project: shared.project,
        scans: shared.scans.copy { !tellsAnew && !paths.contains($0) }, observed: shared.observed,
        readElsewhere: shared.readElsewhere,
        programs: shared.programs.copy { !paths.contains($0.outermost.path) }, keepsFiles: shared.keepsFiles))
  }

  /// What `body` makes of each part of `0..<count`, in their order; the parts are shared out among the processors, with
  /// a workspace for each thread.
  package func concurrently<Result: Sendable>(
    over count: Int, _ body: @escaping @Sendable (Workspace, Range<Int>) -> Result
  ) -> [Result] {
    let (shared, parts) = (shared, Self.parts(of: count))
    return ConcurrentMap.map(parts.count, threads: ConcurrentMap.processors) {
      let own = Workspace(shared)
      return { part in body(own, parts[part]) }
    }
  }

  /// Large parts first, since neighbours ask for the same things and would wait for each other, then ever smaller ones,
  /// so that all threads end together.
  private static func parts(of count: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    while start < count {
      let size = min(max((count - start) / (4 * ConcurrentMap.processors), 4), 64, count - start)
      parts.append(start..<start + size)
      start += size
    }
    return parts
  }

  /// How much data was read: records and bytes of the checked data sets that were looked at and can be read.
  package var dataRead: (records: Int, bytes: Int) {
    store.records.kept.reduce(into: store.records.forgotten) { sum, path in
      if isChecked(path), let profile = profile(at: path) { sum.add(profile) }
    }.inNumbers
  }

  /// Data sets of this size, in bytes, are read again sooner than their profiles are kept: there may be very many.
  private static let smallDataSet = 64 << 10

  /// Lets go of what is known of a small data set; who asks for it again has it read again.
  func forgetSmallDataSet(at path: String) {
    let path = FilePath.normalized(path)
    guard !isReadElsewhere(path) else { return }
    guard let profile = profile(at: path), profile.bytes <= Self.smallDataSet else { return }
    store.records.forget(path, holding: profile)
    shared.scans.forget(path) { _ in true }
  }

  /// Whether a data set was read elsewhere, and may not be here.
  func isReadElsewhere(_ path: String) -> Bool { shared.readElsewhere[FilePath.normalized(path)] != nil }

  package func isChecked(_ path: String) -> Bool { shared.checkedPaths.contains(path) }

  /// The versions that count for a file: `--versions`, else the nearest pins up to the root.
  package func versions(for path: String) -> LibraryVersions {
    let kind = FileKind(path: path)
    guard kind == .notebook || kind == .python, let notebook = store.document(at: path),
      !notebook.embedded.isEmpty
    else {
      return shared.versionsAbove.value(for: FilePath.parent(FilePath.normalized(path))) {
        versions(adding: folders(above: path).flatMap(pins(in:)))
      }
    }
    let installed = PinReading(store: store).pins(installedBy: notebook)
    return versions(adding: installed + folders(above: path).flatMap(pins(in:)))
  }

  /// `--versions`, and for what it leaves open the nearest of `pins`, which stand in that order.
  private func versions(adding pins: [FoundPin]) -> LibraryVersions {
    var versions = shared.overridden
    for (library, pin) in pins { versions.addFarther(library, pin) }
    return versions
  }

  /// What one file or folder says of a library.
  package typealias FoundPin = (library: Library, pin: LibraryVersions.Pin)

  private func pins(in folder: String) -> [FoundPin] {
    shared.pinsInFolder.value(for: folder) { PinReading(store: store).pins(in: folder) }
  }

  /// Whether a file, a folder or anything else stands at `path`.
  package func exists(_ path: String) -> Bool { store.folders.exists(path) }

  /// The folders from the one that holds `path` up to the project's root.
  package func folders(above path: String) -> [String] {
    let folder = FilePath.parent(FilePath.normalized(path))
    return shared.foldersAbove.value(for: folder) { shared.project.folders(from: folder, in: store) }
  }
}

/// Where a project ends.
struct ProjectFiles: Sendable {
  /// Absolute and normalized.
  let workingFolder: String

  /// Folders to look at above a file at most; deeper trees are not laid out by people.
  private static let heightLimit = 24

  /// From a folder to the nearest one with `.git`, `pyproject.toml` or `glmlint.toml`; where none has, the folder
  /// alone, or up to the working folder if it lies in that.
  func folders(from start: String, in store: DocumentStore) -> [String] {
    var folders: [String] = []
    var folder = start
    for _ in 0..<Self.heightLimit {
      folders.append(folder)
      if isRoot(folder, store) { return folders }
      guard let above = parent(of: folder) else { break }
      folder = above
    }
    if let end = folders.firstIndex(of: ".") { return Array(folders[...end]) }
    return Array(folders.prefix(1))
  }

  private func isRoot(_ folder: String, _ store: DocumentStore) -> Bool {
    [".git", "pyproject.toml", "glmlint.toml"].contains { store.folders.exists($0, in: folder) }
  }

  /// One level up, going above the working folder by `..`; nil at the top of the file system.
  private func parent(of folder: String) -> String? {
    if folder == "/" { return nil }
    if folder != "." && folder != ".." && !folder.hasSuffix("/..") { return FilePath.parent(folder) }
    let height = folder == "." ? 0 : folder.split(separator: "/").count
    guard height < workingFolder.split(separator: "/").count else { return nil }
    return folder == "." ? ".." : folder + "/.."
  }
}
