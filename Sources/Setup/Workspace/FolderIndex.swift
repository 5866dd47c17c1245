import Syntax

/// What lies in each folder, listed once however many files ask for what lies beside them.
///
/// A look at a list in memory costs far less than asking the system for a name that is not there, and most of the
/// names that readers try are not.
final class FolderIndex: Sendable {
  private let source: any FileSource
  /// What a walk has listed, by the folder's path.
  private let listed: [String: [FolderEntry]]
  private let folders = SharedCache<String, [String: FolderEntry.Kind]?>()

  init(source: any FileSource, listed: [String: [FolderEntry]] = [:]) {
    self.source = source
    self.listed = listed
  }

  /// The kinds of the names in `folder`, none where there is no such folder; nil where it cannot be listed.
  /// O(entries) once.
  func entries(in folder: String) -> [String: FolderEntry.Kind]? {
    folders.value(for: folder) { list(folder) }
  }

  private func list(_ folder: String) -> [String: FolderEntry.Kind]? {
    do throws(FileError) {
      let entries: [FolderEntry]
      if let known = listed[folder] { entries = known } else { entries = try source.list(folder) }
      return Dictionary(entries.lazy.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
    } catch {
      return error == .notFound ? [:] : nil
    }
  }

  /// Whether something stands at `path`. A folder that cannot be listed may yet let a name be opened, so that
  /// the system is asked. On a file system that tells names apart by less
  /// than their bytes, other spellings are not found here.
  func exists(_ path: String) -> Bool { kind(of: path) != nil }

  /// The same for a name in `folder`.
  func exists(_ name: String, in folder: String) -> Bool {
    if let entries = entries(in: folder) { return entries[name] != nil }
    return asked(FilePath.join(folder, name)) != nil
  }

  /// Whether a regular file, or a link to one, stands at `path`.
  func isFile(_ path: String) -> Bool { isFile(kind(of: path), at: { path }) }

  /// The same for a name in `folder`.
  func isFile(_ name: String, in folder: String) -> Bool {
    let path = { FilePath.join(folder, name) }
    return isFile(entries(in: folder).map { $0[name] } ?? asked(path()), at: path)
  }

  private func isFile(_ kind: FolderEntry.Kind?, at path: () -> String) -> Bool {
    switch kind {
    case .regular?: return true
    case .symbolicLink?: return source.status(path())?.kind == .regular
    case .folder?, .other?, nil: return false
    }
  }

  private func kind(of path: String) -> FolderEntry.Kind? {
    let name = FilePath.name(path)
    guard name != "." && name != ".." && !name.isEmpty else { return asked(path) }
    if let entries = entries(in: FilePath.parent(path)) { return entries[name] }
    return asked(path)
  }

  private func asked(_ path: String) -> FolderEntry.Kind? {
    switch source.status(path)?.kind {
    case .regular?: return .regular
    case .folder?: return .folder
    case .other?: return .other
    case nil: return nil
    }
  }
}
