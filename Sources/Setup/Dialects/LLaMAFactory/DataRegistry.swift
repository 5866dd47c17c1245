import Syntax

/// LLaMA-Factory's `dataset_info.json`: the data sets that a run may name.
package struct DataRegistry: Sendable {
  package let path: String
  /// Every name, whatever stands under it.
  package let names: Set<String>
  package let entries: [DatasetEntry]
  /// By the file that they load.
  private let byFile: [String: [DatasetEntry]]

  /// nil where the document is no such file, or is broken.
  init?(_ document: Document) {
    guard let root = document.config?.root, document.problems.isEmpty else { return nil }
    let entries = DatasetEntry.all(document)
    guard !entries.isEmpty else { return nil }
    path = document.path
    names = Set(root.entries.map(\.key.text))
    self.entries = entries
    let files = entries.compactMap { entry in entry.path(beside: document.path).map { ($0, [entry]) } }
    byFile = Dictionary(files, uniquingKeysWith: +)
  }

  /// The entries that load the file at `path`.
  func entries(loading path: String) -> [DatasetEntry] { byFile[path] ?? [] }

  /// The last one of this name, which counts.
  package func entry(_ name: String) -> DatasetEntry? { entries.last { $0.name == name } }
}

extension Workspace {
  /// The registry in a folder; nil where none is there. Read once.
  func dataRegistry(in folder: String) -> DataRegistry? {
    shared.dataRegistries.value(for: folder) {
      let path = FilePath.join(folder, DatasetEntry.fileName)
      guard store.folders.exists(path) else { return nil }
      return store.document(at: path).flatMap(DataRegistry.init)
    }
  }

  /// The registries in a folder that a run names, from whichever folder above `path` the run may be started: nobody says
  /// which one that is.
  func dataRegistries(in folder: String, from path: String) -> [DataRegistry] {
    var seen: Set<String> = []
    let places = (folders(above: path) + ["."]).map { FilePath.join($0, folder) }
    return places.filter { seen.insert($0).inserted }.compactMap(dataRegistry(in:))
  }

  /// The entries that load a data file by the `dataset_info.json` in its folder or in one of the two above it.
  package func entries(loading document: Document) -> [DatasetEntry] {
    registryNear(document.path)?.entries(loading: document.path) ?? []
  }

  /// The names that these entries have for a data file.
  func namesOfEntries(loading path: String) -> [ToldNames] {
    guard let registry = registryNear(path) else { return [] }
    return registry.entries(loading: path).compactMap { entry in
      entry.columnNames.map {
        ToldNames(
          $0, for: .llamaFactory, by: registry.path, because: entry.namingReasons, entry: entry)
      }
    }
  }

  private func registryNear(_ path: String) -> DataRegistry? {
    for folder in folders(above: path).prefix(3) {
      if let registry = dataRegistry(in: folder) { return registry }
    }
    return nil
  }
}
