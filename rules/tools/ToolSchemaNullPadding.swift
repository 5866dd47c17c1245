import Datasets
import Linting
import Setup

/// Tools in a column of objects whose keys differ, so that older releases of `datasets` give each the keys of all.
enum ToolSchemaNullPadding: FileRule {
  static let metadata = RuleMetadata(
    "tool-schema-null-padding", family: "tools", severity: .warning, since: "0.1.0", observing: .fields,
    "tools that `datasets` fills up with the keys of other tools")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace),
      let padding = NullPadding.first(in: data, where: { $0.hasPrefix("/tools/[]") })
    else { return [] }
    return [
      Observed(
        at: padding.lacking.asPlace, label: "gets `\(padding.key)`: null",
        "the tools differ in their keys: `\(padding.path.name)` has `\(padding.key)` in some and not in others",
        advice: "write `tools` as a text, by `json.dumps`; trl and LLaMA-Factory take that",
        related: [RelatedPlace(padding.first.asPlace, "`\(padding.key)` is from here")],
        effects: NullPadding.effects(
          "`load_dataset` gives every tool the keys of all, as null, and so do prompts that show the tools"),
        versions: workspace.versions(for: document.path))
    ]
  }
}
