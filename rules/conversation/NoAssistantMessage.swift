import Datasets
import Linting
import Setup

/// Conversations in which the assistant says nothing, among others in which it does.
enum NoAssistantMessage: FileRule {
  static let metadata = RuleMetadata(
    "no-assistant-message", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "conversations without a turn of the assistant")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      let silent = conversations.turns[.withoutAnswer]
      guard conversations.mostlyEndAnswered else { return nil }
      return Observed(
        silent, of: conversations.turns.lists, label: "no turn of the assistant", message(conversations),
        advice: "drop these records, or give them an answer",
        effects: [
          // LLaMA-Factory ff6d4d1 `data/converter.py`; mistral-common 1.13.1, run; trl: see `PromptTokensInLoss`.
          Effect(
            .always, when: .silently, severity: .warning,
            "there is no answer to learn: LLaMA-Factory skips the record, trl trains on the other turns")
        ])
    }
  }

  private static func message(_ conversations: Conversations) -> String {
    let (count, all) = (conversations.turns[.withoutAnswer].count, conversations.turns.lists)
    return "\(count) of \(all) conversations in `\(conversations.name)` "
      + "\(count == 1 ? "has" : "have") no turn of the assistant"
  }
}
