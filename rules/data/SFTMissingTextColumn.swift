import Datasets
import Linting
import Setup
import Syntax

/// Rows that have neither columns of a format that SFTTrainer knows, nor the column that it then takes for the text.
enum SFTMissingTextColumn: SetupRule {
  static let metadata = RuleMetadata(
    "sft-missing-text-column", family: "data", severity: .error, since: "0.1.0", observing: .fields,
    "rows without any column that SFTTrainer trains")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let run = SFTRun(setup), run.formatter == nil, run.preparesRows,
      let split = setup.split(.train), split.columns.isClosed, !split.columns.names.isEmpty,
      // A file of one object may hold the records in it, which `single-object-wrapper` speaks of.
      split.records.map({ $0.records > 1 }) ?? true,
      readColumns.isDisjoint(with: split.columns.names), let (column, span) = textColumn(run),
      !split.columns.contains(column), let place = span ?? run.dataPlace,
      !hidden.contains(where: place.file.mentions)
    else { return [] }
    return [
      Observed(
        at: .span(place), label: "SFTTrainer reads the column `\(column)`",
        "the rows have no column `\(column)`, and none by which SFTTrainer knows another format: \(list(split.columns))",
        advice:
          "name the column with the text by `dataset_text_field`, or rename the columns to `prompt` and `completion`, or to `messages`",
        related: firstRecord(split.columns), effects: effects(column, isWritten: span != nil),
        versions: run.versions)
    ]
  }

  /// Words of scripts in which rows get columns, or trainers ways, that are not seen here.
  private static let hidden = ["unsloth", "set_transform", "with_transform"]

  /// Columns that some release knows a format by, or that make one go another way (trl/trainer/sft_trainer.py and
  /// trl/data_utils.py `is_conversational`, 0.9.6 to 1.16.0).
  private static let readColumns: Set<String> = [
    "prompt", "messages", "conversations", "chosen", "rejected", "input_ids", "image", "images",
  ]

  /// The column, and where it is written; nil where it is not known.
  private static func textColumn(_ run: SFTRun) -> (String, Span?)? {
    let fact = run.option("dataset_text_field")
    if let name = fact.value?.string { return (name, fact.span) }
    return run.isDefault("dataset_text_field") ? ("text", nil) : nil
  }

  private static func list(_ columns: SplitColumns) -> String {
    let named = columns.names.prefix(6).map { "`\($0)`" }.joined(separator: ", ")
    return columns.names.count > 6 ? named + " and \(columns.names.count - 6) more" : named
  }

  private static func firstRecord(_ columns: SplitColumns) -> [RelatedPlace] {
    guard let column = columns.columns.first else { return [] }
    if let span = column.span { return [RelatedPlace(.span(span), "its columns")] }
    return column.place.map { [RelatedPlace($0.asPlace, "the first record")] } ?? []
  }

  /// Run with trl 0.9.6, 0.15.2, 0.24.0 and 1.16.0 (`columns:` in `fixtures/goldens/trl_setups.py`), and with 0.12.0 (the table
  /// `sft_loss.tsv`). Releases before 0.12 name no column by default, and fail otherwise.
  private static func effects(_ column: String, isWritten: Bool) -> [Effect] {
    let failure = "KeyError: '\(column)'"
    return [
      Effect(isWritten ? .always : .when(.trl, ">=0.12"), when: .start, severity: .error, failure)
    ]
  }
}
