import Datasets
import Syntax

/// The files that the records of a data set name in one column.
package struct ReferencedFiles: Sendable {
  /// How many names there are.
  package fileprivate(set) var names = 0
  package fileprivate(set) var missing = 0
  /// The first missing ones, at most `Tally.limit`.
  package fileprivate(set) var firstMissing: [(name: String, place: RecordPlace)] = []
}

extension Workspace {
  /// Looks for every file that `column` of the data set at `path` names, in each of `folders` and the folders in those.
  /// Addresses of the web are no names of files, and absolute ones are those of another machine. nil where the data set cannot
  /// be read here. O(bytes), and the folders' entries once.
  package func filesNamed(
    in column: String, of path: String, lookingIn folders: [String]
  ) -> ReferencedFiles? {
    guard !isReadElsewhere(path), FileKind(path: path) == .jsonLines || FileKind(path: path) == .json else {
      return nil
    }
    let folders = folders + folders.flatMap(subfolders)
    var found = ReferencedFiles()
    do throws(FileError) {
      try ColumnTexts.forEach(in: column, of: path, source: store.source) { name, place in
        let isElsewhere = name.hasPrefix("/") || name.hasPrefix("data:") || name.contains("://")
        guard !name.isEmpty, !isElsewhere else { return }
        found.names += 1
        if folders.contains(where: { store.folders.exists(FilePath.join($0, name)) }) { return }
        found.missing += 1
        if found.firstMissing.count < Tally.limit { found.firstMissing.append((name, place())) }
      }
    } catch {
      return nil
    }
    return found
  }

  private func subfolders(of folder: String) -> [String] {
    let entries = store.folders.entries(in: folder) ?? [:]
    return entries.filter { $0.value == .folder }.keys.map { FilePath.child($0, of: folder) }.sorted()
  }
}
