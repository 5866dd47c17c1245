import Datasets
import Linting
import Setup

/// Columns of texts that pandas takes for numbers: all of their cells, or the first 10,000.
enum CSVNumericTextColumn: FileRule {
  static let metadata = RuleMetadata(
    "csv-numeric-text-column", family: "csv", severity: .error, since: "0.1.0", observing: [],
    "a column of texts that pandas reads as numbers")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let table = LoadedTable(document, in: workspace) else { return [] }
    let texts = table.textColumns()
    var numeric = texts.compactMap { allNumbers($0, $1, in: table) }
    // A table of nothing but numbers under such names is no data set of texts; of prices, perhaps.
    if texts.count > 1, numeric.count == texts.count { numeric = [] }
    return numeric + table.profile.fields.fields.compactMap { lateText($0.name, $0.field, in: table) }
  }

  private static func allNumbers(_ name: String, _ field: FieldCensus, in table: LoadedTable) -> Observed? {
    let kinds = field.kinds
    guard kinds[.string].count == 0, let kind = ColumnKind(early: table.early(kinds)),
      let first = [JSONKind.integer, .real, .boolean].compactMap({ kinds[$0].first.first }).min()
    else { return nil }
    let zeros = table.profile.tables[name].leadingZeros.count
    let lost =
      zeros > 0 && kind == .numbers
      ? ", and \(zeros == 1 ? "one cell loses" : "\(zeros) cells lose") a leading zero" : ""
    return Observed(
      at: first.asPlace, label: "no text",
      "no cell of `\(name)` holds a text, so that pandas makes the column one of \(kind.inWords)\(lost)",
      advice: "load the file with `features=` that make this column a `Value(\"string\")`",
      effects: [
        // The tokenizer with transformers 4.57.6 and 5.23.0.
        Effect(
          .always, when: .start, severity: .error,
          "a tokenizer refuses what is no text (ValueError, TypeError)")
      ])
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/csv_loaders.py`.
  private static func lateText(_ name: String, _ field: FieldCensus, in table: LoadedTable) -> Observed? {
    guard let text = field.kinds[.string].first.first, table.isLate(text),
      let kind = ColumnKind(early: table.early(field.kinds))
    else { return nil }
    return Observed(
      at: text.asPlace, label: "the first text",
      "the first 10,000 rows make `\(name)` a column of \(kind.inWords), and a text stands behind them",
      advice: "load the file with `features=`, or put a row with a text first",
      effects: [
        Effect(
          .always, when: .start, severity: .error,
          "`load_dataset` raises DatasetGenerationError (ArrowInvalid: Failed to parse)")
      ])
  }
}

/// What a column without texts is to pandas.
private enum ColumnKind {
  case numbers, truthValues

  /// By what stands in the rows that are read first; nil for texts, which truth values and numbers together are, too.
  /// Of nothing at all pandas makes a column of numbers.
  init?(early kinds: Set<JSONKind>) {
    let seen = kinds.subtracting([.null])
    if seen.isSubset(of: [.integer, .real]) {
      self = .numbers
    } else if seen == [.boolean] {
      self = .truthValues
    } else {
      return nil
    }
  }

  var inWords: String { self == .numbers ? "numbers" : "truth values" }
}
