import Datasets
import Linting
import Setup

/// Calls of functions that the record does not offer.
enum ToolCallOfUnknownFunction: FileRule {
  static let metadata = RuleMetadata(
    "tool-call-of-unknown-function", family: "tools", severity: .warning, since: "0.1.0", observing: .turns,
    "calls of functions that are none of the record's tools")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .unknownFunction, of: conversations.turns.calls, label: "not in `tools`",
        {
          "\($0.count) of \(conversations.turns.calls) calls in `\(conversations.name)` \($0.count == 1 ? "names" : "name") a function that is none of the record's `tools`"
        }, advice: "add the function to `tools`, or mend the name",
        "the model learns to call functions that it was not given")
    }
  }
}
