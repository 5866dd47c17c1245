import Datasets
import Syntax

// The names that scripts of trl tell of the data files that they load.
extension Workspace {
  /// How many scripts of a folder, and of all that are checked, are looked at for the names of a data file: of more, only those
  /// that are near it, or none.
  private static let limits = (folder: 64, checked: 512)

  /// By the scripts and notebooks that are checked, and those in the folder of the data file and the two above it.
  func namesByScripts(of path: String) -> [ToldNames] {
    var seen: Set<ToldNames.Identity> = []
    let near = folders(above: path).prefix(3).flatMap { namesByScripts(in: $0)[path] ?? [] }
    return (near + (namesByCheckedScripts[path] ?? [])).filter { seen.insert($0.identity).inserted }
  }

  private func namesByScripts(in folder: String) -> [String: [ToldNames]] {
    shared.scriptNames.value(for: folder) {
      let names = store.folders.entries(in: folder)?.keys.filter { Self.isProgram($0) } ?? []
      guard names.count <= Self.limits.folder else { return [:] }
      return namesByScripts(in: names.sorted().map { FilePath.child($0, of: folder) })
    }
  }

  private var namesByCheckedScripts: [String: [ToldNames]] {
    shared.checkedScriptNames.value {
      let paths = files.map(\.path).filter(Self.isProgram)
      return paths.count <= Self.limits.checked ? namesByScripts(in: paths) : [:]
    }
  }

  private static func isProgram(_ path: String) -> Bool {
    FileKind(path: path) == .python || FileKind(path: path) == .notebook
  }

  /// Whether a text may tell names of columns.
  static func mayTellNames(_ file: SourceFile) -> Bool {
    file.mentions("dataset_text_field") || file.mentions("rename_column")
  }

  /// By the path of the data file.
  private func namesByScripts(in scripts: [String]) -> [String: [ToldNames]] {
    var names: [String: [ToldNames]] = [:]
    for script in scripts {
      guard let document = store.document(at: script), Self.mayTellNames(document.file),
        let module = program(of: document), PythonReader.mayTrain(module.trees)
      else { continue }
      // Modules of its own, so that what this reads beside checked files is nobody's finding.
      let modules = ProjectModules(workspace: self)
      let reader = PythonReader(
        module: module, evaluator: PythonEvaluator(resolver: modules), dialect: .pythonScript,
        versions: LibraryVersions(), context: ContextWithoutFiles())
      for split in reader.setups().flatMap(\.splits) {
        guard let told = split.fileNames else { continue }
        for file in split.files.value ?? [] {
          guard let path = locatedDataFile(file, namedIn: script) else { continue }
          names[FilePath.normalized(path), default: []].append(
            ToldNames(told.names, for: .trl, by: script, because: told.reasons))
        }
      }
    }
    return names
  }
}

/// For a reader that is to see nothing but the text it reads: data files are read by what it tells of them.
struct ContextWithoutFiles: ReadingContext {
  func localModelType(_ name: String, from path: String) -> Fact<String>? { nil }
  func localVocabularySize(_ name: String, from path: String) -> Fact<Int>? { nil }
  func localTokenizer(_ name: String, from path: String) -> ConfigNode? { nil }
  func knownModelType(_ name: String) -> String? { nil }
  func dataset(_ files: [String], by names: ColumnNames, from path: String) -> DatasetShape? { nil }
  func dataRegistries(in folder: String, from path: String) -> [DataRegistry] { [] }
}
