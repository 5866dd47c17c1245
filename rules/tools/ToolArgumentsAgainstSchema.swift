import Datasets
import Linting
import Setup

/// Arguments that the schema of the record's own tool does not have, or that it requires and the call lacks.
enum ToolArgumentsAgainstSchema: FileRule {
  static let metadata = RuleMetadata(
    "tool-arguments-against-schema", family: "tools", severity: .warning, since: "0.1.0", observing: .turns,
    "arguments that the record's own tool does not take, or lacks")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).flatMap { conversations in
      [missing(conversations), unknown(conversations)].compactMap { $0 }
    }
  }

  private static func missing(_ conversations: Conversations) -> Observed? {
    conversations.observed(
      .missingArgument, of: conversations.turns.calls, label: "lacks a required argument",
      {
        "\($0.count) of \(conversations.turns.calls) calls in `\(conversations.name)` \($0.count == 1 ? "lacks" : "lack") an argument that the tool requires"
      }, advice: "add the argument, or take it off `required`",
      "the model learns to make calls that the tool refuses")
  }

  private static func unknown(_ conversations: Conversations) -> Observed? {
    conversations.observed(
      .unknownArgument, of: conversations.turns.calls, label: "an argument that the tool does not have",
      {
        "\($0.count) of \(conversations.turns.calls) calls in `\(conversations.name)` \($0.count == 1 ? "has" : "have") an argument that is none of the tool's `properties`"
      }, advice: "mend the name, or add it to `properties`", "the model learns to make up arguments")
  }
}
