import Datasets
import Linting
import Setup

/// Columns of a table with the name of an earlier one.
enum CSVDuplicateHeader: FileRule {
  static let metadata = RuleMetadata(
    "csv-duplicate-header", family: "csv", severity: .warning, since: "0.1.0", observing: [],
    "a column of a table whose name stands twice")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let table = LoadedTable(document, in: workspace) else { return [] }
    let found = table.observed(
      .repeatedColumn, label: "the same name again", advice: "give the columns different names, or drop one",
      effects: [
        // Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/csv_loaders.py`.
        Effect(
          .always, when: .silently, severity: .warning,
          "the first of them is trained on, whichever was meant, and the other has another name")
      ])
    return [found].compactMap { $0 }
  }
}
