import Datasets
import Linting
import Setup

/// A column that is null, or an empty list, in all that `datasets` reads first, and holds something later.
enum LateNonNull: FileRule {
  static let metadata = RuleMetadata(
    "late-non-null", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "a column that holds nothing in the first 10 MiB, and something behind them")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace), data.isLines else { return [] }
    let paths = data.profile.columnPaths
    return paths.indices.compactMap { index in
      guard let nothing = earlyNothing(paths[index], in: paths, data), let late = paths[index].firstValue,
        data.isLate(late)
      else { return nil }
      return Observed(
        at: late.asPlace, label: "something at last", message(paths[index]),
        advice: "move a record that has it to the top of the file, or load it with `features=`",
        related: [RelatedPlace(nothing.asPlace, "nothing here, and in all records of the first 10 MiB")],
        effects: LateColumns.effects(
          "`load_dataset` raises DatasetGenerationError (Couldn't cast array of type … to null)",
          isKeptAsTextSince: data.isMixedEarly(index, in: paths) ? LoadedData.firstToKeepText : nil),
        versions: workspace.versions(for: document.path))
    }
  }

  /// The first null, or of elements the first empty list, where the first portion has nothing else.
  private static func earlyNothing(
    _ path: ColumnPath, in paths: [ColumnPath], _ data: LoadedData
  ) -> RecordPlace? {
    if let null = path.values.kinds[.null].first.first, !data.isLate(null) { return null }
    guard path.field == nil, let parent = path.parent,
      let list = paths[parent].values.kinds[.array].first.first, !data.isLate(list)
    else { return nil }
    return list
  }

  private static func message(_ path: ColumnPath) -> String {
    "`\(path.name)` holds nothing in the first 10 MiB, by which `datasets` fixes its type, and something behind them"
  }
}
