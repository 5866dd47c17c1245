import Datasets
import Linting
import Setup
import Syntax

/// Columns that an entry leaves out of its `columns`, although the data has them by their usual names.
enum LFColumnsUnsetBecomeNone: FileRule {
  static let metadata = RuleMetadata(
    "lf-columns-unset-become-none", family: "llamafactory", severity: .warning, since: "0.1.0",
    "columns that `dataset_info.json` leaves out, so that they are not read")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry -> Observed? in
      guard let formatting = entry.formatting, let columns = entry.columns, columns.kind == .mapping,
        let profile = entry.profile(beside: document, in: workspace)
      else { return nil }
      let named = Set(columns.entries.map(\.value.text))
      let lost = parts(formatting).filter { part, column in
        columns[part] == nil && !named.contains(column) && profile.fields[column].map(holdsSomething) ?? false
      }
      return lost.isEmpty ? nil : observed(lost, entry, profile)
    }
  }

  /// What may be left out in silence, by the usual names of its columns.
  private static func parts(_ formatting: DatasetEntry.Formatting) -> [(part: String, column: String)] {
    switch formatting {
    case .alpaca: return [("query", "input"), ("history", "history"), ("system", "system")]
    case .shareGPT, .openAI: return [("system", "system"), ("tools", "tools"), ("images", "images")]
    }
  }

  /// Whether it is more than nulls, empty texts and empty lists.
  private static func holdsSomething(_ field: FieldCensus) -> Bool {
    let others = Set(field.kinds.seen).subtracting([.null, .string, .array])
    return !others.isEmpty || field.values.element != nil || field.values.times.firstFilled != nil
  }

  private static func observed(
    _ lost: [(part: String, column: String)], _ entry: DatasetEntry, _ profile: Profile
  ) -> Observed {
    let columns = lost.map { "`\($0.column)`" }.joined(separator: ", ")
    let parts = lost.map { "`\"\($0.part)\": \"\($0.column)\"`" }.joined(separator: ", ")
    let first = profile.fields[lost[0].column]?.firstPlace
    return Observed(
      at: .span(entry.value.entry(under: "columns")?.key.span ?? entry.key.span),
      label: "no \(lost.map { "`\($0.part)`" }.joined(separator: ", "))",
      "`columns` of `\(entry.name)` does not name \(columns), which the data has",
      advice: "add \(parts); with `columns` given, what it does not name is none",
      related: first.map { [RelatedPlace($0.asPlace, "`\(lost[0].column)` is here")] } ?? [],
      effects: [
        Effect(
          .always, when: .silently, severity: .warning,
          "LLaMA-Factory does not read \(columns), and does not say so")
      ])
  }
}
