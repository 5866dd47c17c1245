import Datasets
import Linting
import Setup

/// Results of tools that nobody has called.
enum ToolResultWithoutCall: FileRule {
  static let metadata = RuleMetadata(
    "tool-result-without-call", family: "tools", severity: .warning, since: "0.1.0", observing: .turns,
    "results of tools at the start, or right behind the system or the user")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .resultWithoutCall, of: conversations.turnCount, label: "nobody has called",
        {
          "\($0.count) \($0.count == 1 ? "result of a tool stands" : "results of tools stand") in `\(conversations.name)` "
            + "behind no turn of the assistant"
        }, advice: "put the call in front of it, or give the text to the user or the system",
        // Run: `fixtures/goldens/record_shapes.py`.
        "mistral-common refuses it behind the user, LLaMA-Factory skips the record; of 27 models' chat templates that write calls 5 drop the result"
      )
    }
  }
}
