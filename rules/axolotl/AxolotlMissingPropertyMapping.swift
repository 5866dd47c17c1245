import Datasets
import Linting
import Setup
import Syntax

/// Turns of `from` and `value`, in an axolotl config that does not say so.
enum AxolotlMissingPropertyMapping: SetupRule {
  static let metadata = RuleMetadata(
    "axolotl-missing-property-mapping", family: "axolotl", severity: .error, since: "0.1.0",
    observing: .fields,
    "turns without `role` in an axolotl data set that maps no other key to it")

  /// Keys that say under which names role and content stand.
  private static let mappings = ["message_property_mappings", "message_field_role", "message_field_content"]

  static func check(_ setup: TrainingSetup) -> [Observed] {
    setup.axolotlData.compactMap { data in
      guard data.type == "chat_template", mappings.allSatisfy({ !data.has($0) }),
        let (name, _) = data.column("field_messages", by: "messages"),
        let keys = data.records.fields[name]?.values.element?.object, !keys.isSaturated,
        keys["role"] == nil, keys["from"] != nil, let turn = keys.firstObject
      else { return nil }
      return Observed(
        at: .span(data.typeSpan ?? data.span), label: "reads `role` and `content`",
        "the turns of `\(data.path)` have `from` and no `role`, and nothing maps the one to the other",
        advice: "add `message_property_mappings: {role: from, content: value}`",
        related: [RelatedPlace(turn.asPlace, "the first turn")],
        effects: [
          // Run with axolotl at 067b021: `fixtures/goldens/axolotl_setups.py`.
          Effect(.always, when: .start, severity: .error, "KeyError: 'role'")
        ], versions: setup.versions)
    }
  }
}
