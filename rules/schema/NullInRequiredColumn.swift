import Datasets
import Linting
import Setup

/// Records without what their format is read by: a column that is null, lacking, or of another type.
enum NullInRequiredColumn: FileRule {
  static let metadata = RuleMetadata(
    "null-in-required-column", family: "schema", severity: .warning, since: "0.1.0", observing: .fields,
    "records that lack a column by which the others are read")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    // Set-ups of LLaMA-Factory and axolotl name the columns that they read.
    guard document.holdsRecords, let profile = workspace.untoldProfile(of: document), profile.isJSON,
      let verdict = profile.format,
      verdict.share >= 0.5, profile.formats.isOneFormat
    else { return [] }
    return verdict.format.requiredColumns.compactMap { column in
      guard let field = profile.fields[column.name] else { return nil }
      // A text may be JSON, which datasets 5.2.0 decodes beside lists.
      let odd = field.kinds.seen.filter { !column.kinds.contains($0) && $0 != .string }
      let others = odd.compactMap { field.kinds[$0].first.first } + [field.firstLacking].compactMap(\.self)
      let right = column.kinds.reduce(0) { $0 + field.kinds[$1].count }
      guard let first = others.min(), right > 0 else { return nil }
      let count = profile.fields.objects - field.count + odd.reduce(0) { $0 + field.kinds[$1].count }
      return observed(column.name, first, count, of: profile.records, verdict.format)
    }
  }

  private static func observed(
    _ column: String, _ place: RecordPlace, _ count: Int, of records: Int, _ format: DatasetFormat
  ) -> Observed {
    Observed(
      at: place.asPlace, label: "without what the others are read by",
      "`\(column)` is null, lacking or of another type in \(count) of \(records) records",
      advice: "give these records the column, or drop them",
      effects: [
        // Run with trl 0.24.0 and 1.16.0, Together's checker 1.5.21, and OpenAI's notebook: `fixtures/goldens/file_checkers.py`.
        Effect(
          .always, when: .start, severity: .warning,
          // Run with trl 0.15.2, 0.24.0 and 1.16.0: `kto:` in `fixtures/goldens/trainer_records.py`.
          format == .unpairedPreference
            ? "trl's KTOTrainer ends with an error at one such record"
            : "trl's trainers end with an error at one such record, and checks before an upload refuse the file"
        )
      ])
  }
}

extension DatasetFormat {
  /// The columns that every record of the format has, each with the types that it may have.
  fileprivate var requiredColumns: [(name: String, kinds: [JSONKind])] {
    switch self {
    case .messages: return [("messages", [.array])]
    case .preference(let hasPrompt):
      let sides = ["chosen", "rejected"].map { ($0, [JSONKind.string, .array]) }
      return hasPrompt ? [("prompt", [.string, .array])] + sides : sides
    case .unpairedPreference: return ["prompt", "completion"].map { ($0, [.string, .array]) }
    case .tokenized: return [("input_ids", [.array])]
    default: return []
    }
  }
}

extension FormatVotes {
  /// Whether no two known formats occur: records of another one are for `inconsistent-record-keys`.
  var isOneFormat: Bool { formats.filter { $0.format != .unknown }.count <= 1 }
}
