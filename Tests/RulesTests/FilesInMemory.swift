import Datasets
import Linting
import Setup
import Syntax
import Testing

@testable import glmlint

/// A project of files in memory, by their paths, and what rules find there.
struct FilesInMemory {
  let source: MemoryFileSource
  /// The releases at hand, where no file says them.
  let versions: LibraryVersions

  /// `versions` says a specifier for each library, such as `==3.6.0`.
  init(bytes files: [String: [UInt8]], versions: [Library: String] = [:]) throws {
    source = MemoryFileSource(files)
    var pinned = LibraryVersions()
    for (library, text) in versions {
      pinned.override(library, .init(versions: try #require(VersionSpecifier.parse(text)), span: nil))
    }
    self.versions = pinned
  }

  init(_ files: [String: String], versions: [Library: String] = [:]) throws {
    try self.init(bytes: files.mapValues { Array($0.utf8) }, versions: versions)
  }

  /// `observing` is what is looked at in the records: everything, where rules are asked one by one.
  func workspace(observing: ObservationSet = .all) -> Workspace {
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    return Workspace(
      walk: walk, source: source, workingFolder: "/project", versions: versions, observing: observing)
  }

  func findings(
    by rules: [any Rule.Type], _ selection: RuleSelection = RuleSelection()
  ) -> [Finding] {
    let engine = LintEngine(rules: rules, selection: selection, newest: NewestRelease.inside)
    return engine.check(workspace(observing: engine.observed))
  }
}
