import Datasets
import Linting
import Setup

/// Records that nest deeper than the types of pyarrow may.
enum DeepNesting: FileRule {
  static let metadata = RuleMetadata(
    "deep-nesting", family: "schema", severity: .error, since: "0.1.0",
    "records that nest too deeply to be loaded")

  /// The columns of a record are on level 1. Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0, with objects, lists and both:
  /// `fixtures/goldens/odd_files.py`.
  private static let deepest = 63
  /// What a message shows of the path.
  private static let shown = 40

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace) else { return [] }
    let paths = data.profile.columnPaths
    var levels: [Int] = []
    for path in paths { levels.append((path.parent.map { levels[$0] } ?? 0) + 1) }
    guard let index = paths.indices.first(where: { levels[$0] > deepest }), let place = paths[index].first,
      // Newer releases keep such a column as text.
      !data.isMixedEarly(index, in: paths)
    else { return [] }
    let name = paths[index].name.count > shown ? "\(paths[index].name.prefix(shown))…" : paths[index].name
    return [
      Observed(
        at: place.asPlace, label: "on level \(levels[index])",
        "`\(name)` nests deeper than \(deepest) levels", advice: "write the inner part as a text of JSON",
        effects: [
          Effect(
            .always, when: .start, severity: .error,
            "`load_dataset` ends with ArrowInvalid: Recursion level in ArrowSchema struct exceeded")
        ])
    ]
  }
}
