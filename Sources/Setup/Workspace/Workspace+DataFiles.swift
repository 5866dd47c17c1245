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

  /// What the data file that `path` names holds; nil where it is found nowhere or cannot be read.
  ///
  /// It lies beside the file that names it, one folder up, where the user stands, or in the only folder inside those
  /// that has a file of that name.
  func dataFile(_ name: String, namedIn path: String) -> Profile? {
    let request = DataFileRequest(name: name, folder: FilePath.parent(path))
    return shared.dataFiles.value(for: request) { findDataFile(name, namedIn: path) }
  }

  private func findDataFile(_ name: String, namedIn path: String) -> Profile? {
    let own = FilePath.parent(path)
    let above = folders(above: path).dropFirst().prefix(1)
    for folder in [own] + above + ["."] {
      if let profile = profile(at: FilePath.join(folder, name)) { return profile }
    }
    let inside = ([own] + above).flatMap { subfolders(of: $0, holding: name) }
    guard inside.count == 1 else { return nil }
    return profile(at: FilePath.join(inside[0], name))
  }

  private func subfolders(of folder: String, holding name: String) -> [String] {
    guard !name.contains("/"), let entries = store.folders.entries(in: folder) else { return [] }
    return entries.filter { $0.value == .folder }.keys.map { FilePath.child($0, of: folder) }
      .filter { store.folders.isFile(name, in: $0) }.sorted()
  }
}
