import Syntax

/// Gathers the ignore files that count for a folder, from its repository's root down.
///
/// Paths are compared in absolute form, so that a `.gitignore` above the folder the user stands in counts
/// too.
struct RepositoryRules: Sendable {
  private let source: any FileSource
  private let workingFolder: String

  init(source: any FileSource, workingFolder: String) {
    self.source = source
    self.workingFolder = FilePath.normalized(workingFolder)
  }

  /// Whether `path` itself is ignored by `rules`; nil for a folder outside any repository.
  func ignores(_ path: String, isFolder: Bool, by rules: IgnoreRules?) -> Bool {
    rules?.ignores(absolute(path), isFolder: isFolder) ?? false
  }

  /// The rules of the folders above `folder`, up to the repository's root; nil where there is no repository
  /// above, or where `folder` is itself the root of one.
  func rules(above folder: String) -> IgnoreRules? {
    var above: [String] = []
    var current = absolute(folder)
    while source.status(FilePath.join(current, ".git")) == nil {
      guard current != "/" else { return nil }
      current = FilePath.parent(current)
      above.append(current)
    }
    guard let root = above.popLast() else { return nil }
    var rules = repositoryRules(at: root)
    for folder in above.reversed() { addIgnoreFile(of: folder, to: &rules) }
    return rules
  }

  /// The rules for what `entries` of `folder` name: those from above and its own `.gitignore`; anew where the
  /// folder is a repository itself.
  func rules(of folder: String, holding entries: [FolderEntry], below inherited: IgnoreRules?) -> IgnoreRules?
  {
    if entries.contains(where: { $0.name == ".git" }) { return repositoryRules(at: folder) }
    guard var rules = inherited else { return nil }
    if entries.contains(where: { $0.name == ".gitignore" }) { addIgnoreFile(of: folder, to: &rules) }
    return rules
  }

  private func repositoryRules(at root: String) -> IgnoreRules {
    var rules = IgnoreRules()
    let exclude = FilePath.join(commonGitFolder(of: root), "info/exclude")
    if let text = read(exclude) { rules.add(text, in: absolute(root)) }
    addIgnoreFile(of: root, to: &rules)
    return rules
  }

  private func addIgnoreFile(of folder: String, to rules: inout IgnoreRules) {
    if let text = read(FilePath.join(folder, ".gitignore")) { rules.add(text, in: absolute(folder)) }
  }

  /// The folder that holds `info/exclude`. In a worktree or a submodule `.git` is a file that points at the
  /// git folder, whose `commondir` points at the one shared by all worktrees (gitrepository-layout(5)).
  private func commonGitFolder(of root: String) -> String {
    let plain = FilePath.join(root, ".git")
    guard let pointer = firstLine(of: plain), pointer.hasPrefix("gitdir:") else { return plain }
    let folder = FilePath.join(root, Self.trimmed(pointer.dropFirst("gitdir:".count)))
    guard let common = firstLine(of: FilePath.join(folder, "commondir")) else { return folder }
    return FilePath.join(folder, Self.trimmed(common[...]))
  }

  private func firstLine(of path: String) -> String? {
    read(path).map { String(decoding: $0.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self) }
  }

  /// Ignore files are small; one beyond a megabyte, or one that cannot be read, is taken as empty, as git
  /// does.
  private func read(_ path: String) -> [UInt8]? { try? source.read(path, limit: 1 << 20) }

  private func absolute(_ path: String) -> String { FilePath.join(workingFolder, path) }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: { $0 == " " }))
  }
}
