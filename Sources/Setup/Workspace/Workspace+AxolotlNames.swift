import Datasets
import Syntax

// The names that axolotl's configs tell of data files.
extension Workspace {
  /// How many configs of a folder, and of all that are checked, are looked at for the names of a data file: of more, only those
  /// that are near it, or none.
  private static let limits = (folder: 64, checked: 256)

  /// By the configs that are checked, and those in the folder of the data file and the two above it.
  func namesByAxolotl(of path: String) -> [ToldNames] {
    var seen: Set<ToldNames.Identity> = []
    let near = folders(above: path).prefix(3).flatMap { namesByAxolotl(in: $0)[path] ?? [] }
    return (near + (namesByCheckedAxolotl[path] ?? [])).filter { seen.insert($0.identity).inserted }
  }

  private func namesByAxolotl(in folder: String) -> [String: [ToldNames]] {
    shared.axolotlNames.value(for: folder) {
      let names = store.folders.entries(in: folder)?.keys.filter { FileKind(path: $0) == .yaml } ?? []
      guard names.count <= Self.limits.folder else { return [:] }
      return namesByAxolotl(in: names.sorted().map { FilePath.child($0, of: folder) })
    }
  }

  private var namesByCheckedAxolotl: [String: [ToldNames]] {
    shared.checkedAxolotlNames.value {
      let paths = files.filter { $0.kind == .yaml }.map(\.path)
      return paths.count <= Self.limits.checked ? namesByAxolotl(in: paths) : [:]
    }
  }

  /// By the path of the data file.
  private func namesByAxolotl(in configs: [String]) -> [String: [ToldNames]] {
    var names: [String: [ToldNames]] = [:]
    for config in configs {
      // Configs are read behind the data, so that this is mostly their only reading. Each of axolotl's has that word.
      guard let document = store.document(at: config), document.file.mentions("base_model"),
        let tree = document.config
      else { continue }
      let reader = AxolotlReader(
        tree: tree, versions: LibraryVersions(), context: WorkspaceContext(workspace: self))
      for (file, told) in reader.toldNames() {
        guard let path = locatedDataFile(file, namedIn: config) else { continue }
        names[FilePath.normalized(path), default: []].append(told)
      }
    }
    return names
  }
}
