import Datasets
import Syntax

// Finding the data files that configs name.
extension Workspace {
  /// Where a data file is looked for.
  struct DataFileRequest: Hashable {
    let name: String
    /// The folder of the file that names it.
    let folder: String
  }

  /// What the data file that `path` names holds, by these names of columns; nil where it is found nowhere or cannot be read.
  func dataFile(_ name: String, by names: ColumnNames = .usual, namedIn path: String) -> Profile? {
    locatedDataFile(name, namedIn: path).flatMap { profile(at: $0, by: names) }
  }

  /// Where the data file lies that `path` names: beside the file that names it, one folder up, where the user stands, or in
  /// the only folder inside those that has a file of that name; nil where it is found nowhere.
  func locatedDataFile(_ name: String, namedIn path: String) -> String? {
    let request = DataFileRequest(name: name, folder: FilePath.parent(path))
    return shared.dataFiles.value(for: request) { locateDataFile(name, namedIn: path) }
  }

  private func locateDataFile(_ name: String, namedIn path: String) -> String? {
    let own = FilePath.parent(path)
    let above = folders(above: path).dropFirst().prefix(1)
    for folder in [own] + above + ["."] {
      let path = FilePath.join(folder, name)
      if store.folders.isFile(path) { return path }
    }
    let inside = ([own] + above).flatMap { subfolders(of: $0, holding: name) }
    return inside.count == 1 ? FilePath.join(inside[0], name) : nil
  }

  private func subfolders(of folder: String, holding name: String) -> [String] {
    guard !name.contains("/"), let entries = store.folders.entries(in: folder) else { return [] }
    return entries.filter { $0.value == .folder }.keys.map { FilePath.child($0, of: folder) }
      .filter { store.folders.isFile(name, in: $0) }.sorted()
  }
}
