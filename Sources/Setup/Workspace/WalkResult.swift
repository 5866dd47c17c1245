import Syntax

/// What a walk has found.
package struct WalkResult: Hashable, Sendable {
  /// The files under check, each once, ordered by the bytes of their paths.
  package var files: [WalkedFile] = []
  /// Named paths that are there but cannot be read; each becomes a finding `unreadable-file`.
  package var problems: [WalkProblem] = []
  /// Named paths at which there is nothing: a mistake in the call, not in the project.
  package var missing: [String] = []
  /// What was met and deliberately left out.
  package var skipped: [SkippedPath] = []

  /// What lies in each folder that was looked into, by its path, so that nobody has to list it again.
  var listed: [String: [FolderEntry]] = [:]

  package init() {}

  /// Without repetition and in the order of the paths' bytes, whatever the order of the arguments.
  func ordered() -> WalkResult {
    var result = WalkResult()
    for file in Self.sorted(files, by: \.path) {
      if result.files.last?.path != file.path {
        result.files.append(file)
      } else if file.isNamed {
        result.files[result.files.count - 1] = file
      }
    }
    result.listed = listed
    result.problems = Self.sorted(Array(Set(problems)), by: \.path)
    result.missing = Self.sorted(missing, by: \.self)
    result.skipped = Self.sorted(Array(Set(skipped)), by: \.path)
    return result
  }

  private static func sorted<Element>(_ elements: [Element], by path: (Element) -> String) -> [Element] {
    FilePath.ordering(elements.map(path)).map { elements[$0] }
  }
}

/// A file under check.
package struct WalkedFile: Hashable, Sendable {
  package let path: String
  package let kind: FileKind
  /// It was named itself, not found in a folder.
  package let isNamed: Bool
  /// A launch line under check starts it, so that its runs are those that the line makes of it.
  package let isLaunched: Bool

  package init(path: String, kind: FileKind, isNamed: Bool, isLaunched: Bool = false) {
    self.path = path
    self.kind = kind
    self.isNamed = isNamed
    self.isLaunched = isLaunched
  }
}

/// A named path that cannot be read, and why.
package struct WalkProblem: Error, Hashable, Sendable {
  package let path: String
  package let error: FileError

  package init(path: String, error: FileError) {
    self.path = path
    self.error = error
  }
}

/// A path that was left out, and why: lower case, no full stop.
package struct SkippedPath: Hashable, Sendable {
  package let path: String
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
