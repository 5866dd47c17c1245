import Datasets
import Linting
import Setup
import Syntax

/// A column of texts that `datasets` reads as points in time.
enum TimestampCoercion: FileRule {
  static let metadata = RuleMetadata(
    "timestamp-coercion", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "a column of texts that are read as points in time")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace) else { return [] }
    return data.profile.columnPaths.compactMap { path in
      guard let time = path.values.times.firstTime, isOnlyTexts(path, in: data) else { return nil }
      guard let other = path.values.times.firstOther else {
        return trained(path, time, data, document, workspace)
      }
      // An array is read whole, and another text anywhere in it keeps the column one of texts.
      guard data.isLines, data.isLate(other), !data.isLate(time) else { return nil }
      return late(path, time, other, document, workspace)
    }
  }

  /// Whether the first portion has nothing else but null here; other types are for `column-type-changes`.
  private static func isOnlyTexts(_ path: ColumnPath, in data: LoadedData) -> Bool {
    Set(path.values.kinds.seen).isSubset(of: [.string, .null])
  }

  /// A column that is trained on, all of it times.
  private static func trained(
    _ path: ColumnPath, _ time: RecordPlace, _ data: LoadedData, _ document: Document, _ workspace: Workspace
  ) -> Observed? {
    guard trainedPaths.contains(path.name) else { return nil }
    let read =
      "`load_dataset` makes it a column of time stamps, and the trainer gets datetime objects, no texts"
    // Templates write what they get: run with trl 0.15.2, 0.24.0 and 1.16.0.
    let isTurn = path.name.contains("[]")
    let outcome = isTurn ? "\(read): another text is trained, `<datetime>` in transformers 5.23" : read
    let happens = Effect(
      data.isLines ? .always : .when(.datasets, ">=\(firstToReadArrays)"), when: isTurn ? .silently : .start,
      severity: .error, outcome)
    let effects =
      data.isLines
      ? [happens]
      : [happens, .harmless(.when(.datasets, "<\(firstToReadArrays)"), "the texts of an array stay texts")]
    return Observed(
      at: time.asPlace, label: "read as a time",
      "every text of `\(path.name)` has the form of a point in time",
      advice: "load it with `features=` that make it a string", effects: effects,
      versions: workspace.versions(for: document.path))
  }

  /// A column that stops being times behind the first portion.
  private static func late(
    _ path: ColumnPath, _ time: RecordPlace, _ other: RecordPlace, _ document: Document,
    _ workspace: Workspace
  ) -> Observed {
    Observed(
      at: other.asPlace, label: "not a time",
      "`\(path.name)` holds points in time only in the first 10 MiB, by which `datasets` fixes its type, and another text behind them",
      advice: "move this record to the top of the file, or load it with `features=`",
      related: [RelatedPlace(time.asPlace, "read as a time, like all in the first 10 MiB")],
      effects: [
        Effect(
          .always, when: .start, severity: .error,
          "`load_dataset` raises DatasetGenerationError (Failed to parse string as a scalar of type timestamp[s])"
        )
      ], versions: workspace.versions(for: document.path))
  }

  /// Run with 4.6.1, which keeps them texts, and 4.7.0, which does not.
  private static let firstToReadArrays = "4.7"

  /// What formats of training take texts from.
  private static let trainedPaths: Set<String> = [
    "/text", "/prompt", "/completion", "/instruction", "/input", "/output", "/chosen", "/rejected",
    "/messages/[]/content", "/conversations/[]/content", "/conversations/[]/value",
  ]
}
