import Datasets
import Linting
import Setup

/// Tables that pandas, and so `datasets`, refuses.
enum CSVSyntax: FileAndSetupRule {
  static let metadata = RuleMetadata(
    "csv-syntax", family: "csv", severity: .error, since: "0.1.0", observing: [],
    "tables that pandas cannot read")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    LoadedTable(document, in: workspace).map { observed($0) } ?? []
  }

  /// Tables with columns of no format of training, which are read by themselves only where a config names them.
  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.splits.compactMap(\.load).flatMap { load in
      load.files.compactMap(LoadedTable.init(loaded:)).flatMap {
        observed($0, related: [RelatedPlace(.span(load.call), "loaded here")])
      }
    }
  }

  private static func observed(_ table: LoadedTable, related: [RelatedPlace] = []) -> [Observed] {
    let refused = refusals.compactMap { kind, error, advice in
      table.observed(kind, label: "not read", advice: advice, effects: [effect(error)], related: related)
    }
    return refused + [nul(table, related)].compactMap { $0 }
  }

  /// Run with datasets 2.14.7, 2.21.0, 3.6.0 and 5.2.0: `fixtures/goldens/csv_loaders.py`.
  private static let refusals: [(kind: SyntaxFault.Kind, error: String, advice: String?)] = [
    (
      .tooManyFields, "ParserError: Error tokenizing data. C error: Expected … fields in line …, saw …",
      "put quotes around a field with a delimiter in it, and double the quotes that stand inside"
    ),
    (
      .unclosedQuote, "ParserError: Error tokenizing data. C error: EOF inside string",
      "close the quote, or double it where it belongs to the text"
    ),
    (.invalidUTF8, "UnicodeDecodeError", "save the file as UTF-8, or load it with `encoding=…`"),
    (.wideEncoding, "UnicodeDecodeError", "save the file as UTF-8, or load it with `encoding=…`"),
    (.binaryFile, "UnicodeDecodeError", "give the file the ending of its format"),
  ]

  private static func effect(_ error: String) -> Effect {
    Effect(.always, when: .start, severity: .error, "`load_dataset` raises DatasetGenerationError (\(error))")
  }

  /// What is too long is nobody's fault; what a NUL does hangs on pandas, whose version is not known.
  private static func nul(_ table: LoadedTable, _ related: [RelatedPlace]) -> Observed? {
    table.observed(
      .nul, label: "a NUL", advice: "delete the NUL bytes",
      effects: [
        Effect(
          .always, when: .silently, severity: .warning,
          "the text of the field ends here (pandas before 3.1), or holds the NUL")
      ], related: related, severity: .warning)
  }
}
