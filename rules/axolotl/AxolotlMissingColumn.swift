import Datasets
import Linting
import Setup
import Syntax

/// A data set of an axolotl config whose records lack the column that its `type` reads.
enum AxolotlMissingColumn: SetupRule {
  static let metadata = RuleMetadata(
    "axolotl-missing-column", family: "axolotl", severity: .error, since: "0.1.0", observing: .fields,
    "records without the column that the `type` of an axolotl data set reads")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.axolotlData.compactMap { data in
      guard data.records.columns.isClosed, data.records.records > 0, data.records.fields["input_ids"] == nil,
        let (column, span, key, effect) = missing(data)
      else { return nil }
      let names = data.records.columns.names.prefix(4).map { "`\($0)`" }.joined(separator: ", ")
      return Observed(
        at: .span(span ?? data.typeSpan ?? data.span), label: "no record has `\(column)`",
        "`type: \(data.type ?? "")` reads `\(column)` of `\(data.path)`, and the records have \(names)",
        advice: key.map { "name the column under `\($0)`" },
        related: data.records.fields.firstObject.map { [RelatedPlace($0.asPlace, "the first record")] } ?? [],
        effects: [Effect(.always, when: .start, severity: .error, effect)], versions: setup.versions)
    }
  }

  private typealias Missing = (column: String, span: Span?, key: String?, effect: String)

  /// Run with axolotl at 067b021: `fixtures/goldens/axolotl_setups.py`.
  private static func missing(_ data: AxolotlDataSet) -> Missing? {
    switch data.type {
    case "chat_template":
      let refusal = "ValueError: Messages is null. Please check `field_messages`."
      return column("field_messages", "messages", of: data, refusal)
    case "completion": return column("field", "text", of: data, nil)
    case "alpaca":
      let lacking = ["instruction", "output"].first { data.records.fields[$0] == nil }
      return lacking.map { ($0, nil, nil, "KeyError: '\($0)'") }
    default: return nil
    }
  }

  private static func column(
    _ key: String, _ standard: String, of data: AxolotlDataSet, _ effect: String?
  ) -> Missing? {
    guard let (name, span) = data.column(key, by: standard), data.records.fields[name] == nil else {
      return nil
    }
    return (name, span, key, effect ?? "KeyError: '\(name)'")
  }
}
