import Datasets
import Syntax

/// An entry of `datasets` or `test_datasets` in an axolotl config that loads a file of the project.
///
/// axolotl at 067b021 (2026-07-24), `utils/schemas/datasets.py`; run: `fixtures/goldens/axolotl_setups.py`.
package struct AxolotlDataSet: Sendable {
  package let split: Split
  /// The file as it is written.
  package let path: String
  package let span: Span
  /// How rows are made of the records; nil where it is left out, or no text.
  package let type: String?
  package let typeSpan: Span?
  /// Keys that are written, each with its value where that is a known text; the value is nil for all others.
  private let texts: [String: (text: String?, span: Span)]
  /// What the file holds.
  package let records: Profile

  init(
    split: Split, path: String, span: Span, type: (text: String, span: Span)?,
    texts: [String: (text: String?, span: Span)], records: Profile
  ) {
    (self.split, self.path, self.span) = (split, path, span)
    (self.type, typeSpan) = (type?.text, type?.span)
    (self.texts, self.records) = (texts, records)
  }

  /// Whether a key is written.
  package func has(_ key: String) -> Bool { texts[key] != nil }

  /// A column that the entry names under `key`, or the one that counts where it names none; nil where it is not known.
  package func column(_ key: String, by standard: String) -> (name: String, span: Span?)? {
    guard let written = texts[key] else { return (standard, nil) }
    return written.text.map { ($0, written.span) }
  }
}
