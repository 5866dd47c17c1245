import Datasets
import Linting
import Setup

/// Rows with fewer fields than the header, and tables whose rows all have more.
enum CSVRaggedRows: FileRule {
  static let metadata = RuleMetadata(
    "csv-ragged-rows", family: "csv", severity: .warning, since: "0.1.0", observing: [],
    "rows whose fields are fewer than the header's, or shifted")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let table = LoadedTable(document, in: workspace) else { return [] }
    let short = table.observed(
      .tooFewFields, label: "fields are missing",
      advice: "write all fields, with nothing between the delimiters of empty ones",
      effects: [silently("the missing fields are null, and nothing says so")])
    let shifted = table.observed(
      .shiftedColumns, label: "one row longer than the header shifts all",
      advice: "name all columns in the header, and put quotes around fields with a delimiter in them",
      effects: [
        silently(
          "every column holds the field behind its own, in all rows, and the first field is lost to training")
      ])
    return [shifted, short].compactMap { $0 }
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/csv_loaders.py`.
  private static func silently(_ effect: String) -> Effect {
    Effect(.always, when: .silently, severity: .warning, effect)
  }
}
