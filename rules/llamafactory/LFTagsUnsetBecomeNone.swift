import Datasets
import Linting
import Setup
import Syntax

/// Roles of the data that no tag of its entry names: tags that are left out are none, whatever the default.
enum LFTagsUnsetBecomeNone: FileRule {
  static let metadata = RuleMetadata(
    "lf-tags-unset-become-none", family: "llamafactory", severity: .error, since: "0.1.0",
    "roles that no tag of `dataset_info.json` names")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    DatasetEntry.all(document).compactMap { entry -> Observed? in
      guard let formatting = entry.formatting, formatting != .alpaca, let column = entry.column("messages"),
        let role = entry.tag("role_tag"), let profile = entry.profile(beside: document, in: workspace),
        let turns = profile.conversations[entry.conversation], let roles = turns.roles,
        // Under another key there may be no roles at all.
        profile.fields[column]?.values.element?.object?[role] != nil
      else { return nil }
      let untagged = roles.filter { !entry.roles.contains($0.name) }
      return untagged.isEmpty ? nil : observed(untagged, roles, entry, formatting)
    }
  }

  private static func observed(
    _ untagged: [TurnCensus.Role], _ roles: [TurnCensus.Role], _ entry: DatasetEntry,
    _ formatting: DatasetEntry.Formatting
  ) -> Observed {
    var places = Tally()
    for role in untagged { places.merge(role.turns) }
    let names = untagged.prefix(4).map { "`\($0.name)`" }.joined(separator: ", ")
    let tags = untagged.compactMap { role in
      DatasetEntry.tagDefaults.first { $0.value == role.name }.map { "`\"\($0.key)\": \"\(role.name)\"`" }
    }
    return Observed(
      at: .span(entry.value.entry(under: "tags")?.key.span ?? entry.key.span), label: "no tag for \(names)",
      "\(places.count) \(places.count == 1 ? "turn" : "turns") of `\(entry.name)` \(places.count == 1 ? "has" : "have") a role that none of its tags is: \(names)",
      advice: tags.count == untagged.count
        ? "add \(tags.sorted().joined(separator: ", ")) to `tags`" : "give tags for all roles under `tags`",
      related: places.first.first.map { [RelatedPlace($0.asPlace, "the first of them")] } ?? [],
      occurrences: Occurrences(places, of: roles.reduce(0) { $0 + $1.turns.count }),
      effects: [
        Effect(
          .always, when: formatting == .openAI ? .start : .silently, severity: .error,
          formatting == .openAI
            ? "the run ends with a KeyError"
            : "LLaMA-Factory skips every record with such a turn (`Invalid role tag`), and before 0.9.2 ends with a KeyError"
        )
      ])
  }
}
