import Datasets
import Linting
import Setup
import Syntax

/// A few turns whose role no framework knows, among others of roles that all know.
enum UnknownRole: FileRule {
  static let metadata = RuleMetadata(
    "unknown-role", family: "conversation", severity: .warning, since: "0.1.0", observing: .turns,
    "a few turns with a role that no framework knows")

  /// Up to this share of a column's turns unknown roles are slips, and no convention of its own.
  private static let slipShare = 0.05

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).flatMap { conversations -> [Observed] in
      guard let roles = conversations.turns.roles else { return [] }
      let turns = roles.reduce(0) { $0 + $1.turns.count }
      let (known, unknown) = (
        roles.filter { isKnown($0, conversations) }, roles.filter { !isKnown($0, conversations) }
      )
      guard Double(unknown.reduce(0) { $0 + $1.turns.count }) <= slipShare * Double(turns) else { return [] }
      return unknown.compactMap { role in
        Observed(
          role.turns, of: turns, label: "not a role", message(role, in: conversations, of: turns),
          advice: advice(role, among: known.map(\.name)), effects: [effect(conversations)])
      }
    }
  }

  /// A usual role that no tag names is for `lf-tags-unset-become-none`.
  private static func isKnown(_ role: TurnCensus.Role, _ conversations: Conversations) -> Bool {
    conversations.naming.speaker(role.name) != nil || Speaker(name: role.name) != nil
  }

  private static func effect(_ conversations: Conversations) -> Effect {
    // Run with 0.9.0 to ff6d4d1: `fixtures/goldens/dataset_info_cases.py`.
    switch conversations.entries.first?.formatting {
    case .openAI: return Effect(.always, when: .start, severity: .error, "the run ends with a KeyError")
    case .shareGPT:
      return Effect(
        .always, when: .silently, severity: .warning,
        "LLaMA-Factory skips the record (`Invalid role tag` in its log), and before 0.9.2 ends with a KeyError"
      )
    default:
      // Of the 41 templates of models that trl 1.16.0 brings, rendered, 38 write the same answer under `assistant`.
      return Effect(
        .always, when: .silently, severity: .warning,
        "of 38 models' chat templates 13 drop such an answer and 4 refuse the record; the others write the name as it is"
      )
    }
  }

  /// The role that the name is a slip of, where it can be told.
  private static func advice(_ role: TurnCensus.Role, among known: [String]) -> String {
    let plain = role.name.lowercased().filter { !$0.isWhitespace }
    let meant =
      known.first { $0 == plain }
      ?? known.min { left, right in
        EditDistance.between(plain, left) < EditDistance.between(plain, right)
      }
    guard let meant, EditDistance.between(plain, meant) <= 2 else {
      return "map the role to one that the chat template knows"
    }
    return "write `\(meant)`"
  }

  private static func message(
    _ role: TurnCensus.Role, in conversations: Conversations, of turns: Int
  ) -> String {
    let teller = conversations.naming.hasUsualSpeakers ? nil : conversations.reading.tellers.first?.teller
    let others =
      teller.map { "the roles that `\($0)` names" } ?? "the roles that frameworks know by themselves"
    return
      "`\(role.name)`, the role of \(role.turns.count) of \(turns) turns in `\(conversations.name)`, is not among \(others)"
  }
}
