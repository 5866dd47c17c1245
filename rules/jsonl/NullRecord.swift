import Linting
import Setup

/// A record that is null. Run with datasets 2.14.7, 2.21.0, 3.6.0, 4.0.0, 4.5.0, 4.6.1, 4.7.0, 4.8.5, 5.0.0 and 5.2.0:
/// `fixtures/goldens/dataset_values.py`.
struct NullRecord {
  /// Whether it is the first value of the file.
  let isFirst: Bool
  /// Whether it is an element of an array, and no line.
  let isElement: Bool

  var message: String {
    switch (isElement, isFirst) {
    case (true, true): return "the first element of the array is null"
    case (true, false): return "the element is null; a record is an object with named columns"
    case (false, true):
      return
        "the first value of the file is null: pyarrow, and so `load_dataset`, ends the process with signal 11 and says nothing"
    case (false, false):
      return
        "the line holds null: `load_dataset` makes a row of nulls of it, or crashes where it is the first of the 10 MiB that are read at once"
    }
  }

  /// An array is read whole, by other code than lines, and by code of its own in each range of releases.
  var effects: [Effect] {
    guard isElement else { return [] }
    let newer = VersionCondition.when(.datasets, ">=\(LoadedData.firstToKeepText)")
    guard isFirst else {
      return [
        Effect(
          .when(.datasets, "<\(LoadedData.firstToKeepText)"), when: .start, severity: .error,
          "`load_dataset` raises DatasetGenerationError"),
        Effect(newer, when: .silently, severity: .warning, "`load_dataset` makes a row of nulls of it"),
      ]
    }
    return [
      Effect(
        .when(.datasets, "<=2.14.7"), when: .start, severity: .error,
        "`load_dataset` raises DatasetGenerationError"),
      Effect(
        .when(.datasets, ">=2.21,<\(LoadedData.firstToKeepText)"), when: .silently, severity: .error,
        "`load_dataset` makes one column `text` of the file, with the records as its values"),
      Effect(
        newer, when: .start, severity: .error,
        "`load_dataset` ends the process with signal 11 and says nothing"),
    ]
  }
}
