import Linting
import Setup

/// What comes of a column whose type the first portion does not show.
enum LateColumns {
  /// Refused by all releases that were run (datasets 2.14.7 to 5.2.0: `fixtures/goldens/dataset_loaders.py`), but for those
  /// that keep the column as JSON text; `release` is the first of them, nil where none does.
  static func effects(_ text: String, isKeptAsTextSince release: String?) -> [Effect] {
    guard let release else { return [Effect(.always, when: .start, severity: .error, text)] }
    return [
      Effect(.when(.datasets, "<\(release)"), when: .start, severity: .error, text),
      .harmless(.when(.datasets, ">=\(release)"), "the column is kept as JSON text"),
    ]
  }
}
