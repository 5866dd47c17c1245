import Datasets
import Linting
import Setup

/// A key that appears only behind what `datasets` reads first.
enum LateNewColumn: FileRule {
  static let metadata = RuleMetadata(
    "late-new-column", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "a key that no record of the first 10 MiB has")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace), data.isLines else { return [] }
    let paths = data.profile.columnPaths
    return paths.indices.compactMap { index in
      guard let key = paths[index].field?.firstPlace, data.isLate(key),
        let holder = earlyHolder(paths[index], in: paths, data)
      else { return nil }
      return Observed(
        at: key.asPlace, label: "new here", message(paths[index]),
        advice: "give the first record the key too, with a value of its type",
        related: [RelatedPlace(holder.asPlace, "not here, nor in any record of the first 10 MiB")],
        effects: LateColumns.effects(
          "`load_dataset` raises DatasetGenerationError (\(cause(paths[index])))",
          isKeptAsTextSince: paths[index].parent.flatMap { firstToKeepText($0, in: paths, data) }),
        versions: workspace.versions(for: document.path))
    }
  }

  /// The first release that keeps the objects at a path as JSON text; nil where none does. Objects without any key are
  /// kept so since 4.8.2 (4.8.1 and 4.8.2 were run).
  private static func firstToKeepText(_ path: Int, in paths: [ColumnPath], _ data: LoadedData) -> String? {
    if data.isMixedEarly(path, in: paths) { return LoadedData.firstToKeepText }
    return data.isEmptyEarly(paths[path].values) ? "4.8.2" : nil
  }

  /// The first object that could have the key, where the first portion has one.
  private static func earlyHolder(
    _ path: ColumnPath, in paths: [ColumnPath], _ data: LoadedData
  ) -> RecordPlace? {
    let holder = path.parent.map { paths[$0].values.object?.firstObject } ?? data.profile.fields.firstObject
    guard let holder, !data.isLate(holder) else { return nil }
    return holder
  }
}

extension LateNewColumn {
  fileprivate static func message(_ path: ColumnPath) -> String {
    "no record of the first 10 MiB has `\(path.name)`, and by them `datasets` fixes what columns there are"
  }

  fileprivate static func cause(_ path: ColumnPath) -> String {
    path.parent == nil ? "column names don't match" : "Couldn't cast array of type struct<…>"
  }
}
