import Datasets
import Setup
import Syntax

/// Data sets of which profiles are at hand: they count as files under check, whether or not they lie on this machine.
struct ProfiledFiles {
  private let paths: [String]
  private let source: any FileSource

  init(_ profiles: ProfileSet, beside source: any FileSource) {
    paths = profiles.paths.map(FilePath.normalized)
    self.source = source
  }

  /// The walk with these files in it, and a source in which each of them is there; where one is missing its place is
  /// taken by an empty file, which nobody reads. O(files).
  func added(to walk: WalkResult) -> (WalkResult, any FileSource) {
    guard !paths.isEmpty else { return (walk, source) }
    var walk = walk
    let own = Set(paths)
    let files =
      walk.files.filter { !own.contains($0.path) }
      + paths.map { WalkedFile(path: $0, kind: Self.kind(of: $0), isNamed: true) }
    let order = FilePath.ordering(files.map(\.path))
    walk.files = order.map { files[$0] }
    let missing = paths.filter { source.status($0) == nil }
    let empty = Dictionary(uniqueKeysWithValues: missing.map { ($0, [UInt8]()) })
    return (walk, OverlayFileSource(over: source, replacing: empty))
  }

  /// An array of records is read as lines are.
  private static func kind(of path: String) -> FileKind {
    switch FileKind(naming: path) {
    case .table: return .table
    case .plainText: return .plainText
    default: return .jsonLines
    }
  }
}
