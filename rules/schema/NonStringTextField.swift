import Datasets
import Linting
import Setup

/// Columns that are trained as texts and hold null or something else.
enum NonStringTextField: FileRule {
  static let metadata = RuleMetadata(
    "non-string-text-field", family: "schema", severity: .warning, since: "0.1.0", observing: .fields,
    "a column that is trained as text and holds something else")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.holdsRecords, let profile = workspace.untoldProfile(of: document), profile.isJSON,
      let verdict = profile.format,
      verdict.share >= 0.5
    else { return [] }
    return verdict.format.textColumns.compactMap { name in
      guard let field = profile.fields[name], field.kinds[.string].count > 0 else { return nil }
      let others = field.kinds.seen.filter { $0 != .string }
      // A column that a record lacks is null there for `datasets`.
      let lacking = profile.formats.isOneFormat ? field.firstLacking : nil
      let absent = lacking == nil ? 0 : profile.fields.objects - field.count
      let count = others.reduce(absent) { $0 + field.kinds[$1].count }
      guard
        let first = (others.compactMap { field.kinds[$0].first.first } + [lacking].compactMap(\.self)).min()
      else { return nil }
      return Observed(
        at: first.asPlace, label: "not a text",
        "`\(name)` is a text in some records, and not in \(count) of \(profile.records)",
        advice: "write a text, or drop the record",
        effects: [
          // Run with trl 0.15.2, 0.24.0 and 1.16.0: `fixtures/goldens/trainer_records.py`. One record is enough.
          Effect(
            .always, when: .start, severity: .warning,
            "trl's SFTTrainer ends with an error at one such record, where the loader takes the file")
        ])
    }
  }
}
