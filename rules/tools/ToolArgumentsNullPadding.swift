import Datasets
import Linting
import Setup

/// Arguments of calls as objects whose keys differ, so that older releases of `datasets` give each the keys of all.
enum ToolArgumentsNullPadding: FileRule {
  static let metadata = RuleMetadata(
    "tool-arguments-null-padding", family: "tools", severity: .warning, since: "0.1.0", observing: .fields,
    "arguments of calls that `datasets` fills up with those of other calls")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let data = LoadedData(document, in: workspace),
      let padding = NullPadding.first(
        in: data, where: { $0.hasSuffix("/tool_calls/[]/function/arguments") })
    else { return [] }
    return [
      Observed(
        at: padding.lacking.asPlace, label: "gets `\(padding.key)`: null",
        "the arguments of calls differ in their keys: some have `\(padding.key)`, and others do not",
        advice:
          "load the data with datasets 4.7 or newer, or write the arguments as texts where the template takes them",
        related: [RelatedPlace(padding.first.asPlace, "`\(padding.key)` is from here")],
        effects: NullPadding.effects(
          "`load_dataset` gives every call the arguments of all, as null, and templates write them: the model learns to call so"
        ), versions: workspace.versions(for: document.path))
    ]
  }
}
