import Datasets
import Linting
import Setup

/// Conversations that end with somebody else behind the assistant's last turn, among others that do not.
enum LastTurnNotAssistant: FileRule {
  static let metadata = RuleMetadata(
    "last-turn-not-assistant", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "conversations that do not end with the assistant")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      let unanswered = conversations.turns[.endingWithoutAnswer]
      guard conversations.mostlyEndAnswered else { return nil }
      return Observed(
        unanswered, of: conversations.turns.lists, label: "nobody answers this", message(conversations),
        advice: "drop the turns behind the last answer",
        effects: [
          // LLaMA-Factory ff6d4d1 `data/converter.py`; mistral-common 1.13.1, run; trl: see `PromptTokensInLoss`.
          Effect(
            .always, when: .silently, severity: .warning,
            "LLaMA-Factory skips the record, mistral-common refuses it, trl trains on the turn unless only answers count"
          )
        ])
    }
  }

  private static func message(_ conversations: Conversations) -> String {
    let (count, all) = (conversations.turns[.endingWithoutAnswer].count, conversations.turns.lists)
    return "\(count) of \(all) conversations in `\(conversations.name)` "
      + "\(count == 1 ? "ends" : "end") with a turn that is not the assistant's"
  }
}
