import Datasets
import Syntax

/// The files under check, the files around them, and what they say together.
///
/// Findings are reported on checked files; context files are read when a link leads to them, up to the project's
/// root. Everything is worked out when it is first asked for, and once.
package final class Workspace {
  package let store: DocumentStore
  /// Named and found files that are checked, in the order of their paths.
  package let files: [WalkedFile]
  /// Named paths that could not be read.
  package let problems: [WalkProblem]
  private let checkedPaths: Set<String>
  private let overridden: LibraryVersions
  private let project: ProjectFiles

  /// All checked documents, embedded ones included, in the order of the paths.
  package private(set) lazy var checkedDocuments: [Document] = files.compactMap {
    store.document(at: $0.path, kind: $0.kind)
  }.flatMap(\.all)

  /// Every training run that a checked file takes part in.
  package private(set) lazy var setups: [TrainingSetup] = SetupReading(workspace: self).setups()

  /// The project's own Python modules, each read once.
  private(set) lazy var modules = ProjectModules(workspace: self)

  /// - Parameters:
  ///   - walk: the files under check.
  ///   - source: where every file is read.
  ///   - workingFolder: absolute; relative paths start from it.
  ///   - versions: what `--versions` says; it wins over every pin.
  package init(
    walk: WalkResult, source: any FileSource, workingFolder: String,
    versions: LibraryVersions = LibraryVersions()
  ) {
    store = DocumentStore(source: source)
    files = walk.files
    problems = walk.problems
    checkedPaths = Set(walk.files.map(\.path) + walk.problems.map(\.path))
    overridden = versions
    project = ProjectFiles(workingFolder: workingFolder)
  }

  private init(_ other: Workspace, store: DocumentStore) {
    self.store = store
    files = other.files
    problems = other.problems
    checkedPaths = other.checkedPaths
    overridden = other.overridden
    project = other.project
  }

  /// This workspace with some files replaced; what it has read of the others is kept, and nothing of the replaced
  /// ones is asked of the source.
  package func overlaying(_ replaced: [String: [UInt8]]) -> Workspace {
    let source = OverlayFileSource(over: store.source, replacing: replaced)
    let paths = Set(replaced.keys.map(FilePath.normalized))
    let overlaid = Workspace(self, store: DocumentStore(over: source, keeping: store, except: paths))
    overlaid.profiles = profiles.filter { !paths.contains($0.key) }
    return overlaid
  }

  /// How much data was read: records and bytes of the checked data sets that can be read.
  package var dataRead: (records: Int, bytes: Int) {
    checkedDocuments.reduce((0, 0)) { sum, document in
      guard case .records = document.content, let profile = profile(at: document.path) else { return sum }
      return (sum.0 + profile.records, sum.1 + profile.bytes)
    }
  }

  package func isChecked(_ path: String) -> Bool { checkedPaths.contains(path) }

  /// The versions that count for a file: `--versions`, else the nearest pins up to the root.
  package func versions(for path: String) -> LibraryVersions {
    var versions = overridden
    if FileKind(path: path) == .notebook, let notebook = store.document(at: path) {
      for (library, pin) in PinReading(store: store).pins(installedBy: notebook) {
        versions.addFarther(library, pin)
      }
    }
    for (library, pin) in pins(above: path) { versions.addFarther(library, pin) }
    return versions
  }

  /// The pins of all folders above a file, the nearest first.
  private func pins(above path: String) -> [(Library, LibraryVersions.Pin)] {
    let folder = FilePath.parent(FilePath.normalized(path))
    if let known = pinsAbove[folder] { return known }
    let found = folders(above: path).flatMap(pins(in:))
    pinsAbove[folder] = found
    return found
  }

  private var pinsAbove: [String: [(Library, LibraryVersions.Pin)]] = [:]

  /// The folders from the one that holds `path` up to the project's root.
  package func folders(above path: String) -> [String] {
    let folder = FilePath.parent(FilePath.normalized(path))
    if let known = foldersAbove[folder] { return known }
    let folders = project.folders(from: folder, in: store)
    foldersAbove[folder] = folders
    return folders
  }

  /// The Python programs that were asked for, each made once.
  var programs: [SourceFile: PythonModule?] = [:]

  /// The data files that configs name, each found once.
  var dataFiles: [DataFileRequest: Profile?] = [:]

  private var foldersAbove: [String: [String]] = [:]

  private var profiles: [String: Profile?] = [:]

  /// What a data set on disk holds; nil where nothing is there or it cannot be read. O(bytes) once.
  package func profile(at path: String) -> Profile? {
    let path = FilePath.normalized(path)
    if let known = profiles[path] { return known }
    let isThere = store.folders.exists(path)
    let profile = isThere ? try? DatasetScanner.profile(path, source: store.source) : nil
    profiles[path] = profile
    return profile
  }

  private var pinsByFolder: [String: [(Library, LibraryVersions.Pin)]] = [:]

  private func pins(in folder: String) -> [(Library, LibraryVersions.Pin)] {
    if let known = pinsByFolder[folder] { return known }
    let found = PinReading(store: store).pins(in: folder)
    pinsByFolder[folder] = found
    return found
  }
}

/// Where a project ends.
struct ProjectFiles {
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
    [".git", "pyproject.toml", "glmlint.toml"].contains {
      store.folders.exists(FilePath.join(folder, $0))
    }
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
