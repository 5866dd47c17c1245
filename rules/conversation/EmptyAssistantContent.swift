import Datasets
import Linting
import Setup

/// Turns of the assistant in which nothing is said, and nothing is called.
enum EmptyAssistantContent: FileRule {
  static let metadata = RuleMetadata(
    "empty-assistant-content", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "turns of the assistant that are empty")

  /// From this share of the answers on it is no longer a note.
  private static let warningShare = 0.01

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).compactMap { conversations in
      let (empty, answers) = (conversations.turns[.emptyAnswer], conversations.turns.answers)
      // Where most are empty they are places for answers.
      guard empty.count * 2 < answers else { return nil }
      let severity: Severity = Double(empty.count) >= warningShare * Double(answers) ? .warning : .info
      return Observed(
        empty, of: answers, label: "says nothing", message(conversations),
        advice: "drop these records, unless saying nothing is to be learned",
        effects: [
          Effect(
            .always, when: .silently, severity: severity,
            effect(conversations))
        ], experiment: .records(lacking: .words, at: empty.first, readBy: conversations.naming),
        severity: severity)
    }
  }

  /// axolotl at 067b021, LLaMA-Factory 0.9.0 to 0.9.5 and ff6d4d1, run: `fixtures/goldens/axolotl_setups.py` and `answers:` in
  /// `dataset_info_cases.py`.
  private static func effect(_ conversations: Conversations) -> String {
    if conversations.isAxolotls { return "axolotl learns nothing of the turn" }
    let learned = "all that is learned of the turn is to end it at once"
    let endsAtNull = conversations.entries.contains { $0.formatting == .shareGPT }
    return endsAtNull ? "\(learned); at null LLaMA-Factory ends with an error" : learned
  }

  private static func message(_ conversations: Conversations) -> String {
    let (count, all) = (conversations.turns[.emptyAnswer].count, conversations.turns.answers)
    return "\(count) of \(all) turns of the assistant in `\(conversations.name)` "
      + "\(count == 1 ? "is" : "are") empty"
  }
}
