import Datasets
import Linting
import Setup

/// A column of whole numbers in all that `datasets` reads first, and a fraction later.
enum LateFraction: FileRule {
  static let metadata = RuleMetadata(
    "late-fraction", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "a column of whole numbers in the first 10 MiB, and a fraction behind them")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace), data.isLines else { return [] }
    let paths = data.profile.columnPaths
    return paths.indices.compactMap { index in
      guard let late = paths[index].values.numbers.firstFraction, data.isLate(late),
        let whole = earlyInteger(paths[index].values, data)
      else { return nil }
      return Observed(
        at: late.asPlace, label: "no whole number of 64 bits", message(paths[index]),
        advice:
          "write a number of the first records with a fraction, as in `1.0`, or load the file with `features=`",
        related: [RelatedPlace(whole.asPlace, "a whole number, like all in the first 10 MiB")],
        effects: LateColumns.effects(
          "`load_dataset` raises DatasetGenerationError (ArrowInvalid: Float value … was truncated converting to int64)",
          isKeptAsTextSince: data.isMixedEarly(index, in: paths) ? LoadedData.firstToKeepText : nil),
        versions: workspace.versions(for: document.path))
    }
  }

  /// The first number of a column that the first portion makes one of int64: run with datasets 2.14.7, 2.21.0, 3.6.0 and
  /// 5.2.0 (`fixtures/goldens/dataset_values.py`), where `2.0` and `1e3` behind it load.
  private static func earlyInteger(_ values: ValueCensus, _ data: LoadedData) -> RecordPlace? {
    let makesFloat = [values.kinds[.real].first.first, values.numbers.beyondInt64.first.first]
    guard let first = values.kinds[.integer].first.first, !data.isLate(first),
      makesFloat.allSatisfy({ $0.map(data.isLate) ?? true })
    else { return nil }
    return first
  }

  private static func message(_ path: ColumnPath) -> String {
    "`\(path.name)` holds whole numbers only in the first 10 MiB, by which `datasets` fixes its type, and another number behind them"
  }
}
