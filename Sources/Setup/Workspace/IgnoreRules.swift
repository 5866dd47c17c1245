import Syntax

/// What git would ignore, from a repository's root down to one folder.
///
/// Built up on the way down a tree: each folder's `.gitignore` is added on top of those above it and wins
/// over them; within one file the last pattern that matches wins; `.git/info/exclude` lies below them all. A
/// file in an ignored folder cannot be taken back, so whoever descends must not enter one. The user's own
/// `core.excludesFile` is not read, so that everybody gets the same answer.
package struct IgnoreRules: Sendable {
  private var files: [IgnoreFile] = []

  package init() {}

  /// Puts the patterns of an ignore file on top.
  ///
  /// - Parameters:
  ///   - text: the bytes of the file; a byte-order mark and CR LF line ends are accepted.
  ///   - folder: the folder that its patterns are relative to.
  package mutating func add(_ text: [UInt8], in folder: String) {
    let file = IgnoreFile(text, folder: folder)
    if !file.patterns.isEmpty { files.append(file) }
  }

  /// Whether `path` itself is ignored, given that none of the folders above it is.
  ///
  /// `path` and the folders given to `add` must start at the same place. O(patterns × path).
  package func ignores(_ path: String, isFolder: Bool) -> Bool {
    for file in files.reversed() {
      if let isIgnored = file.verdict(on: path, isFolder: isFolder) { return isIgnored }
    }
    return false
  }
}

/// The patterns of one ignore file.
private struct IgnoreFile: Sendable {
  let folder: String
  let patterns: [IgnorePattern]

  init(_ text: [UInt8], folder: String) {
    self.folder = folder
    let mark = SourceFile.byteOrderMark
    let content = text.starts(with: mark) ? text[mark.count...] : text[...]
    patterns = content.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      // Git holds a line as a C string.
      return IgnorePattern(line: text.prefix { $0 != 0 })
    }
  }

  /// What the last pattern that matches says; nil where none does, or the path lies elsewhere.
  func verdict(on path: String, isFolder: Bool) -> Bool? {
    let whole = Array(path.utf8)
    let prefix = folder == "." ? [] : Array((folder == "/" ? folder : folder + "/").utf8)
    guard whole.count > prefix.count, whole.starts(with: prefix) else { return nil }
    let relative = Array(whole[prefix.count...])
    let nameStart = (relative.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let last = patterns.last { $0.matches(relative, nameStart: nameStart, isFolder: isFolder) }
    return last.map { !$0.isNegated }
  }
}
