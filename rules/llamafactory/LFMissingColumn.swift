import Datasets
import Linting
import Setup
import Syntax

/// Columns that an entry names, or that are taken by default, and that no record of its file has.
enum LFMissingColumn: FileRule {
  static let metadata = RuleMetadata(
    "lf-missing-column", family: "llamafactory", severity: .error, since: "0.1.0",
    "a column of `dataset_info.json` that no record has")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).flatMap { entry -> [Observed] in
      guard let formatting = entry.formatting, let profile = entry.profile(beside: document, in: workspace),
        profile.columns.isClosed
      else { return [] }
      return parts(formatting, entry).compactMap { part in
        guard let column = entry.column(part), profile.fields[column] == nil else { return nil }
        return observed(part, column, entry, profile)
      }
    }
  }

  /// The parts that are read whatever they hold.
  private static func parts(_ formatting: DatasetEntry.Formatting, _ entry: DatasetEntry) -> [String] {
    let pair = entry.isRanking ? ["chosen", "rejected"] : []
    switch formatting {
    case .alpaca:
      return ["prompt", "query", "response", "history", "system", "tools", "images", "kto_tag"].filter {
        // The answer is not asked of pairs.
        !(entry.isRanking && $0 == "response")
      } + pair
    // A `system` is not asked for where the turns have one, and `openai` does not ask for `tools`.
    case .shareGPT: return ["messages", "tools", "images", "kto_tag"] + pair
    case .openAI: return ["messages", "images", "kto_tag"] + pair
    }
  }

  private static func observed(
    _ part: String, _ column: String, _ entry: DatasetEntry, _ profile: Profile
  ) -> Observed {
    let node = entry.columns?[part]
    let how =
      node == nil ? "`\(column)` is taken by default as `\(part)`" : "`\(part)` is the column `\(column)`"
    return Observed(
      at: .span(node?.span ?? entry.key.span), label: node == nil ? "needs `\(column)`" : "no such column",
      "\(how) of `\(entry.name)`, and no record has it",
      advice: node == nil ? "name the columns under `columns`" : nil,
      related: profile.fields.firstObject.map { [RelatedPlace($0.asPlace, "the records begin here")] } ?? [],
      effects: [
        Effect(
          .always, when: .start, severity: .error,
          "a run that names the data set ends with `KeyError: '\(column)'`")
      ])
  }
}
