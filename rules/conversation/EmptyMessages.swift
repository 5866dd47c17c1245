import Datasets
import Linting
import Setup

/// Conversations without any turn.
enum EmptyMessages: FileRule {
  static let metadata = RuleMetadata(
    "empty-messages", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "conversations without any turn")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      let lists = conversations.turns[.emptyList]
      return Observed(
        lists, of: conversations.turns.lists, label: "no turns",
        "\(lists.count) of \(conversations.turns.lists) conversations in `\(conversations.name)` \(lists.count == 1 ? "has" : "have") no turn at all",
        advice: "drop these records",
        effects: [
          // Run with trl 0.15.2, 0.24.0 and 1.16.0 (`fixtures/goldens/trainer_records.py`), and LLaMA-Factory ff6d4d1.
          Effect(
            .always, when: .start, severity: .warning,
            "trl's SFTTrainer ends with IndexError at one such record; LLaMA-Factory leaves it out")
        ])
    }
  }
}
