import Datasets
import Linting
import Setup
import Syntax

/// Files that one `load_dataset` loads, of which a later one has other columns than the first.
enum FilesWithDifferentColumns: SetupRule {
  static let metadata = RuleMetadata(
    "files-with-different-columns", family: "schema", severity: .error, since: "0.1.0", observing: .fields,
    "files of one `load_dataset` that differ in their columns")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.loads.filter { $0.wasRun && !$0.isStreamed }.flatMap { load in
      load.files.dropFirst().flatMap { file in
        [more(file, than: load.files[0], load, setup), fewer(file, than: load.files[0], load, setup)]
          .compactMap { $0 }
      }
    }
  }

  /// Columns that the first file does not have: no release takes them.
  private static func more(
    _ file: Profile, than first: Profile, _ load: FileLoad, _ setup: TrainingSetup
  ) -> Observed? {
    guard first.columns.isClosed else { return nil }
    let extra = file.columns.names.filter { first.columns[$0] == nil }
    guard let name = extra.first, let place = file.fields[name]?.firstPlace, let known = first.files.first
    else {
      return nil
    }
    return Observed(
      at: place.asPlace, label: "a column of its own",
      "\(list(extra)) \(extra.count == 1 ? "is" : "are") in this file and not in `\(known.path)`, which is loaded first",
      advice: "give all files the same columns, or load each by a call of its own",
      related: load.related,
      effects: [Effect(.always, when: .start, severity: .error, refusal)], versions: setup.versions)
  }

  /// Columns of the first file that this one lacks: older releases refuse it, newer ones fill it with null.
  private static func fewer(
    _ file: Profile, than first: Profile, _ load: FileLoad, _ setup: TrainingSetup
  ) -> Observed? {
    guard file.columns.isClosed else { return nil }
    let lacking = first.columns.names.filter { file.columns[$0] == nil }
    guard !lacking.isEmpty, let place = file.fields.firstObject, let known = first.files.first else {
      return nil
    }
    return Observed(
      at: place.asPlace, label: "lacks a column",
      "this file lacks \(list(lacking)) of `\(known.path)`, which is loaded first",
      advice: "give all files the same columns, or load each by a call of its own",
      related: load.related,
      effects: [
        Effect(.when(.datasets, "<\(firstToFill)"), when: .start, severity: .error, refusal),
        .harmless(.when(.datasets, ">=\(firstToFill)"), filled(file)),
      ], versions: setup.versions)
  }

  /// Run with 2.14.7, 2.21.0, 3.6.0 and 5.2.0, as a list of files and by split.
  private static let refusal = "`load_dataset` raises DatasetGenerationError (the columns do not match)"
  /// The first release that fills what is lacking with null: 3.0.0 refuses it (both were run).
  private static let firstToFill = "3.0.1"

  /// Of small tables in a list newer releases refuse some: 4.8.5, 5.0.0 and 5.2.0 do, 4.5.0 and earlier do not; by split, and
  /// where a file has more than 20,000 rows, all of them load (all were run).
  private static func filled(_ file: Profile) -> String {
    file.isTable ? "what the file lacks is null, or small files are refused" : "what the file lacks is null"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more columns" : shown
  }
}
