import Datasets
import Linting
import Setup

/// Texts such as `None` or `N/A` that pandas reads as missing values.
enum CSVNAWordsBecomeNull: FileRule {
  static let metadata = RuleMetadata(
    "csv-na-words-become-null", family: "csv", severity: .warning, since: "0.1.0", observing: [],
    "texts in a table that pandas reads as missing values")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let table = LoadedTable(document, in: workspace) else { return [] }
    return table.textColumns(LoadedTable.neededTexts).compactMap { name, field in
      let words = table.profile.tables[name].missingWords
      let places = words.flatMap(\.cells.first).sorted()
      guard let first = places.first else { return nil }
      let count = words.reduce(0) { $0 + $1.cells.count }
      return Observed(
        at: first.asPlace, label: "read as nothing", message(name, words),
        advice: "load the file with `keep_default_na=False`, or write another word",
        occurrences: Occurrences(count: count, of: field.count, places: Array(places.prefix(Tally.limit))),
        effects: [
          // Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/csv_loaders.py`; the tokenizer with
          // transformers 4.57.6 and 5.23.0.
          Effect(
            .always, when: .silently, severity: .warning,
            "`load_dataset` gives None in place of the text, which a tokenizer refuses")
        ])
    }
  }
}

extension CSVNAWordsBecomeNull {
  fileprivate static func message(_ column: String, _ words: [(word: String, cells: Tally)]) -> String {
    let counts = words.map { word, cells in
      "`\(word)`" + (cells.count == 1 ? " once" : " \(cells.count) times")
    }
    return "`\(column)` holds \(counts.joined(separator: ", ")), which pandas reads as a missing value"
      + (words.contains { $0.word == "None" } ? " (`None` since pandas 2)" : "")
  }
}
