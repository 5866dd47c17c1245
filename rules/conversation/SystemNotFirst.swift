import Datasets
import Linting
import Setup

/// Turns of the system behind others.
enum SystemNotFirst: FileRule {
  static let metadata = RuleMetadata(
    "system-not-first", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "turns of the system that do not come first")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      conversations.observed(
        .lateSystem, of: conversations.turnCount, label: "behind other turns",
        {
          "\($0.count) \($0.count == 1 ? "turn" : "turns") of the system in `\(conversations.name)` "
            + "\($0.count == 1 ? "does" : "do") not come first"
        }, advice: "move what it says into the first turn",
        // Run: `fixtures/goldens/record_shapes.py`.
        "LLaMA-Factory and ms-swift leave the record out, mistral-common refuses it in mid-conversation; of 38 models' chat templates 7 refuse it and 2 drop the turn"
      )
    }
  }
}
