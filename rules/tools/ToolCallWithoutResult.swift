import Datasets
import Linting
import Setup

/// Calls of tools that the next turn does not answer for.
enum ToolCallWithoutResult: FileRule {
  static let metadata = RuleMetadata(
    "tool-call-without-result", family: "tools", severity: .warning, since: "0.1.0", observing: .turns,
    "calls of tools with a turn behind them that is no tool's")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .callWithoutResult, of: conversations.turnCount, label: "nothing comes back",
        {
          "\($0.count) \($0.count == 1 ? "turn" : "turns") in `\(conversations.name)` "
            + "\($0.count == 1 ? "calls" : "call") a tool, and the next turn is not the tool's"
        }, advice: "put the result behind the call, or end the conversation with it",
        // Run: `fixtures/goldens/record_shapes.py`.
        "the model learns to go on without a result; mistral-common refuses the record",
        severity: severity(conversations))
    }
  }

  /// Where most calls have none, the data is not meant to have them.
  private static func severity(_ conversations: Conversations) -> Severity? {
    conversations.turns[.callWithoutResult].count * 2 > conversations.turns.lists ? .info : nil
  }
}
