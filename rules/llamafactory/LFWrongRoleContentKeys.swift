import Datasets
import Linting
import Setup
import Syntax

/// Keys of turns that an entry names, or that are taken by default, and that no turn of its file has.
enum LFWrongRoleContentKeys: FileRule {
  static let metadata = RuleMetadata(
    "lf-wrong-role-content-keys", family: "llamafactory", severity: .error, since: "0.1.0",
    "turns without the keys that LLaMA-Factory reads")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry -> Observed? in
      guard let formatting = entry.formatting, formatting != .alpaca, let column = entry.column("messages"),
        let profile = entry.profile(beside: document, in: workspace),
        let keys = profile.fields[column]?.values.element?.object, !keys.isSaturated
      else { return nil }
      let parts = ["role_tag", "content_tag"].filter { part in entry.tag(part).map { keys[$0] == nil } ?? true
      }
      guard let part = parts.first else { return nil }
      return observed(part, entry, keys)
    }
  }

  private static func observed(_ part: String, _ entry: DatasetEntry, _ keys: ObjectCensus) -> Observed {
    let tag = entry.tag(part)
    let node = entry.tags.flatMap { $0[part] }
    let names = keys.names.prefix(4).map { "`\($0)`" }.joined(separator: ", ")
    let what = tag.map { "read `\($0)` of each turn" } ?? "have no `\(part)`, as `tags` leaves it out"
    return Observed(
      at: .span(node?.span ?? entry.value.entry(under: "tags")?.key.span ?? entry.key.span),
      label: tag.map { "no turn has `\($0)`" } ?? "no `\(part)`",
      "the tags of `\(entry.name)` \(what), and the turns have \(names)",
      advice: "give `role_tag` and `content_tag` under `tags`",
      related: keys.firstObject.map { [RelatedPlace($0.asPlace, "the first turn")] } ?? [],
      effects: [
        Effect(
          .always, when: .start, severity: .error,
          "a run that names the data set ends with `KeyError: \(tag.map { "'\($0)'" } ?? "None")`")
      ])
  }
}
