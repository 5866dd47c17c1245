import Datasets
import Linting
import Setup
import Syntax

/// Tables whose fields are parted by something else than their name says.
enum CSVWrongDelimiter: FileRule {
  static let metadata = RuleMetadata(
    "csv-wrong-delimiter", family: "csv", severity: .warning, since: "0.1.0", observing: [],
    "a table with another delimiter than its loader takes")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let table = LoadedTable(document, in: workspace, anyDelimiter: true),
      let other = table.otherDelimiter, let column = table.profile.fields.fields.first,
      let place = column.field.firstPlace
    else { return [] }
    let taken = FilePath.fileExtension(document.path) == "tsv" ? "tabs in `.tsv`" : "commas in `.csv`"
    return [
      Observed(
        at: place.asPlace, label: "\(other.name) here",
        "the header is parted by \(other.name); `datasets` takes \(taken) files, so that all of it is one column",
        advice: "load the file with `sep=\"\(written(other.delimiter))\"`, or write it anew",
        effects: [
          // Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/csv_loaders.py`.
          Effect(
            .always, when: .start, severity: .warning,
            "`load_dataset` gives the one column `\(shown(column.name))`, and none that a trainer looks for")
        ])
    ]
  }
}

extension CSVWrongDelimiter {
  private static func written(_ delimiter: UInt8) -> String {
    delimiter == UInt8(ascii: "\t") ? "\\t" : String(UnicodeScalar(delimiter))
  }

  private static func shown(_ header: String) -> String {
    header.unicodeScalars.map { $0 == "\t" ? "\\t" : String($0) }.joined()
  }
}
