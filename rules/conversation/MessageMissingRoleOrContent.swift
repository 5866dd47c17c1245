import Datasets
import Linting
import Setup

/// Turns that are no objects, or that do not say whose they are, among others that do.
enum MessageMissingRoleOrContent: FileRule {
  static let metadata = RuleMetadata(
    "message-missing-role-or-content", family: "conversation", severity: .warning, since: "0.1.0",
    observing: .turns,
    "turns without a role, or that are no objects")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    Conversations.all(document, in: workspace).flatMap { conversations -> [Observed] in
      // Where most turns are so, roles stand elsewhere.
      let odd = conversations.turns[.withoutRole].count + conversations.turns[.notObject].count
      guard odd < conversations.turnCount else { return [] }
      return [withoutRole(conversations), notObject(conversations)].compactMap { $0 }
    }
  }

  private static func withoutRole(_ conversations: Conversations) -> Observed? {
    conversations.observed(
      .withoutRole, of: conversations.turnCount, label: "whose turn is this?",
      {
        "\($0.count) \($0.count == 1 ? "turn" : "turns") in `\(conversations.name)` "
          + "\($0.count == 1 ? "has" : "have") no text under \(roleFields(conversations))"
      }, advice: "add the role, or drop the record", refusal)
  }

  private static func roleFields(_ conversations: Conversations) -> String {
    conversations.naming.roleFields.map { "`\($0)`" }.joined(separator: " or ")
  }

  private static func notObject(_ conversations: Conversations) -> Observed? {
    conversations.observed(
      .notObject, of: conversations.turnCount, label: "not an object",
      {
        "\($0.count) \($0.count == 1 ? "element" : "elements") of `\(conversations.name)` "
          + "\($0.count == 1 ? "is" : "are") no object with a role"
      }, advice: "write each turn as an object, or drop the record", refusal)
  }

  /// Run: `fixtures/goldens/record_shapes.py`, LLaMA-Factory ff6d4d1, axolotl 067b021, ms-swift 3602360, mistral-common 1.13.1.
  private static let refusal =
    "LLaMA-Factory, axolotl, ms-swift and mistral-common refuse the record; of 41 models' chat templates 28 refuse it and 12 drop the turn"
}
