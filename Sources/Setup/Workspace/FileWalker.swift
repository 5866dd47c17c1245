import Syntax

/// Finds the files under check: those that are named, and those in folders that are named.
///
/// Folders are walked with a stack of their own, so that depth is no danger, and symbolic links inside them
/// are not followed, so that there are no loops and no way out of the folder; a file behind a link inside the
/// folder is met under its own name. A path that is named is always taken, ignored or not, link or not.
package struct FileWalker: Sendable {
  private let source: any FileSource
  private let repositories: RepositoryRules

  /// - Parameters:
  ///   - source: where folders and ignore files are read.
  ///   - workingFolder: the absolute path that relative paths start from; it is asked for `.gitignore` files
  ///     above.
  package init(source: any FileSource, workingFolder: String) {
    self.source = source
    self.repositories = RepositoryRules(source: source, workingFolder: workingFolder)
  }

  /// All files under `paths`, each once, ordered by the bytes of their paths. O(entries of the folders).
  package func walk(_ paths: [String]) -> WalkResult {
    var result = WalkResult()
    for path in Set(paths.map(FilePath.normalized)) {
      guard let status = source.status(path) else {
        explainMissing(path, in: &result)
        continue
      }
      switch status.kind {
      case .regular: takeNamed(path, in: &result)
      case .folder: descend(into: path, in: &result)
      case .other: result.problems.append(WalkProblem(path: path, error: .notARegularFile))
      }
    }
    return result.ordered()
  }

  /// A named file of a kind we read counts, whatever ignores it; other kinds are left out with a reason.
  private func takeNamed(_ path: String, in result: inout WalkResult) {
    var kind = FileKind(naming: path)
    if kind == nil && FilePath.fileExtension(path).isEmpty { kind = kindByShebang(path) }
    if let kind {
      result.files.append(WalkedFile(path: path, kind: kind, isNamed: true))
    } else {
      result.skipped.append(SkippedPath(path: path, reason: "not a kind of file that glmlint reads"))
    }
  }

  private func kindByShebang(_ path: String) -> FileKind? {
    var start = [UInt8](repeating: 0, count: 128)
    let count = start.withUnsafeMutableBytes { buffer in
      (try? source.open(path).read(into: buffer, at: 0)) ?? 0
    }
    return FileKind(shebang: start.prefix(count))
  }

  /// Nothing can be read at `path`: tells a name that is there, but broken, from one that is not there at
  /// all.
  private func explainMissing(_ path: String, in result: inout WalkResult) {
    var failure = FileError.notFound
    do throws(FileError) { _ = try source.open(path) } catch { failure = error }
    if failure == .notFound {
      let siblings = (try? source.list(FilePath.parent(path))) ?? []
      let name = FilePath.name(path)
      guard siblings.contains(where: { $0.name == name && $0.kind == .symbolicLink }) else {
        result.missing.append(path)
        return
      }
      failure = .danglingLink
    }
    result.problems.append(WalkProblem(path: path, error: failure))
  }

  private func descend(into root: String, in result: inout WalkResult) {
    var waiting = [(folder: root, rules: repositories.rules(above: root))]
    while let (folder, inherited) = waiting.popLast() {
      let entries: [FolderEntry]
      do throws(FileError) {
        entries = try source.list(folder)
      } catch {
        if folder == root {
          result.problems.append(WalkProblem(path: folder, error: error))
        } else {
          result.skipped.append(SkippedPath(path: folder, reason: error.description))
        }
        continue
      }
      result.listed[folder] = entries
      if folder != root && entries.contains(where: { $0.name == "pyvenv.cfg" }) { continue }
      let rules = repositories.rules(of: folder, holding: entries, below: inherited)
      for entry in entries {
        let path = FilePath.child(entry.name, of: folder)
        switch entry.kind {
        case .folder where !Self.passedOver.contains(entry.name):
          if !repositories.ignores(path, isFolder: true, by: rules) { waiting.append((path, rules)) }
        case .regular:
          guard let kind = FileKind(path: entry.name), !Self.isAttributes(entry.name) else { continue }
          if repositories.ignores(path, isFolder: false, by: rules) { continue }
          result.files.append(WalkedFile(path: path, kind: kind, isNamed: false))
        case .folder, .symbolicLink, .other: continue
        }
      }
    }
  }

  /// Folders that hold what tools keep for themselves, never a project's own files.
  private static let passedOver: Set<String> = [
    ".git", ".hg", ".svn", "__pycache__", "node_modules", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache",
    ".pytest_cache", ".tox", "site-packages", ".cache",
    // Empty files in the cache of huggingface_hub, for what a model does not have.
    ".no_exist",
  ]

  /// Whether macOS keeps attributes of another file there, as it does on file systems and in archives that have no place
  /// for them (AppleDouble).
  private static func isAttributes(_ name: String) -> Bool { name.hasPrefix("._") }
}
