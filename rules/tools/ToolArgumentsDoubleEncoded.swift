import Datasets
import Linting
import Setup

/// Arguments of calls that went through `json.dumps` twice.
enum ToolArgumentsDoubleEncoded: FileRule {
  static let metadata = RuleMetadata(
    "tool-arguments-double-encoded", family: "tools", severity: .warning, since: "0.1.0", observing: .turns,
    "arguments of calls that are JSON texts of JSON texts")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .doublyEncodedArguments, of: conversations.turns.calls, label: "a text in a text",
        {
          "the arguments of \($0.count) of \(conversations.turns.calls) calls in `\(conversations.name)` are JSON of a text, not of an object"
        }, advice: "read them once with `json.loads`",
        // Run: `fixtures/goldens/record_shapes.py`.
        "the model learns to write arguments in quotes, which no tool takes; no reader that was run says so")
    }
  }
}
