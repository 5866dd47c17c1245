import Datasets
import Linting
import Setup

/// Arguments of calls as texts of JSON, as OpenAI writes them.
enum ToolArgumentsString: FileRule {
  static let metadata = RuleMetadata(
    "tool-arguments-string", family: "tools", severity: .info, since: "0.1.0", observing: .turns,
    "arguments of calls that are texts of JSON")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .argumentsAsText, of: conversations.turns.calls, label: "a text of JSON",
        {
          "the arguments of \($0.count) of \(conversations.turns.calls) calls in `\(conversations.name)` are texts, not objects"
        },
        advice:
          "where the chat template takes objects only, read the texts with `json.loads` before training",
        // Run: `fixtures/goldens/record_shapes.py`.
        "of 27 models' chat templates that write calls, 16 refuse a text, and 8 write it with a second pair of quotes or braces, as LLaMA-Factory's `openai` does; OpenAI's API wants it, mistral-common and ms-swift take it",
        severity: .info)
    }
  }
}
