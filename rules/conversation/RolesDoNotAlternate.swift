import Datasets
import Linting
import Setup

/// Conversations in which the user or the assistant speaks twice in a row, or the assistant first.
enum RolesDoNotAlternate: FileRule {
  static let metadata = RuleMetadata(
    "roles-do-not-alternate", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "conversations in which user and assistant do not take turns")

  /// Up to this share of the turns, or of the conversations, they are slips, and no way of their own.
  private static let slipShare = 0.05

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).flatMap { conversations -> [Observed] in
      // Pairs of answers end with the question.
      if conversations.entries.contains(where: \.isRanking) { return [] }
      // `openai` joins results of tools.
      let takesPairsOnly = conversations.entries.contains { $0.formatting == .shareGPT }
      if takesPairsOnly { return [skipped(conversations)].compactMap { $0 } }
      return [repeated(conversations), answerFirst(conversations)].compactMap { $0 }
    }
  }

  /// LLaMA-Factory loads the file, and takes pairs only.
  private static func skipped(_ conversations: Conversations) -> Observed? {
    // Those that end without an answer are for other rules.
    let others = conversations.turns[.withoutAnswer].count + conversations.turns[.endingWithoutAnswer].count
    guard conversations.turns[.brokenPairs].count > others else { return nil }
    return conversations.observed(
      .brokenPairs, of: conversations.turns.lists, label: "skipped",
      {
        "\(counted($0, conversations)) \($0.count == 1 ? "is" : "are") not made of pairs: a turn of the user or a tool, and one of the assistant"
      },
      advice: "join turns of one speaker, and begin with the user", skipping)
  }

  private static func repeated(_ conversations: Conversations) -> Observed? {
    guard isSlip(conversations.turns[.repeatedSpeaker], of: conversations.turnCount) else { return nil }
    return conversations.observed(
      .repeatedSpeaker, of: conversations.turnCount, label: "the same speaker again",
      {
        "\($0.count) \($0.count == 1 ? "turn" : "turns") in `\(conversations.name)` \($0.count == 1 ? "follows" : "follow") one of the same speaker"
      },
      advice: "join the two turns", refusal, severity: .info)
  }

  private static func answerFirst(_ conversations: Conversations) -> Observed? {
    guard isSlip(conversations.turns[.answerFirst], of: conversations.turns.lists) else { return nil }
    return conversations.observed(
      .answerFirst, of: conversations.turns.lists, label: "the assistant begins",
      { "in \(counted($0, conversations)) the assistant speaks before the user" },
      advice: "begin with a turn of the user", refusal, severity: .info)
  }

  private static func isSlip(_ places: Tally, of whole: Int) -> Bool {
    Double(places.count) <= slipShare * Double(whole)
  }

  private static func counted(_ places: Tally, _ conversations: Conversations) -> String {
    "\(places.count) of \(conversations.turns.lists) conversations in `\(conversations.name)`"
  }

  /// `data/converter.py` of LLaMA-Factory ff6d4d1 and its releases from 0.9.0 on, run.
  private static let skipping =
    "LLaMA-Factory skips the record (`Invalid role tag` or `Invalid message count` in its log)"
  /// Run: `fixtures/goldens/record_shapes.py`.
  private static let refusal =
    "LLaMA-Factory skips the record, and the chat templates of Gemma and Cohere refuse it (4 of 38); others take it"
}
