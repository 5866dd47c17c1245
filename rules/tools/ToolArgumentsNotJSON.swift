import Datasets
import Linting
import Setup

/// Arguments of calls that are texts, and no JSON.
enum ToolArgumentsNotJSON: FileRule {
  static let metadata = RuleMetadata(
    "tool-arguments-not-json", family: "tools", severity: .warning, since: "0.1.0", observing: .turns,
    "arguments of calls that are no JSON")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .argumentsNotJSON, of: conversations.turns.calls, label: "not JSON",
        {
          "the arguments of \($0.count) of \(conversations.turns.calls) calls in `\(conversations.name)` are texts that are no JSON"
        }, advice: "write arguments with `json.dumps`, and `{}` for none",
        // Run: `fixtures/goldens/record_shapes.py`.
        "the model learns to call with them, and `json.loads` takes none of them; ms-swift leaves the record out"
      )
    }
  }
}
