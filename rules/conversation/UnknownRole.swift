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
      let (known, unknown) = (roles.filter(\.isKnown), roles.filter { !$0.isKnown })
      guard Double(unknown.reduce(0) { $0 + $1.turns.count }) <= slipShare * Double(turns) else { return [] }
      let tags = tags(beside: document, in: workspace)
      return unknown.compactMap { role in
        guard !tags.contains(role.name) else { return nil }
        return Observed(
          role.turns, of: turns, label: "not a role", message(role, in: conversations.column, of: turns),
          advice: advice(role, among: known.map(\.name)),
          effects: [
            // Of the 41 templates of models that trl 1.16.0 brings, rendered, 38 write the same answer under `assistant`.
            Effect(
              .always, when: .silently, severity: .warning,
              "of 38 models' chat templates 13 drop such an answer and 4 refuse the record; the others write the name as it is"
            )
          ])
      }
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

  /// The names that LLaMA-Factory's `dataset_info.json` in the same folder has for roles.
  private static func tags(beside document: Document, in workspace: Workspace) -> Set<String> {
    let path = FilePath.child("dataset_info.json", of: FilePath.parent(document.path))
    guard let entries = workspace.store.document(at: path)?.config?.root?.entries else { return [] }
    return Set(entries.flatMap { $0.value["tags"]?.entries.map(\.value.text) ?? [] })
  }

  private static func message(_ role: TurnCensus.Role, in column: KnownColumn, of turns: Int) -> String {
    "`\(role.name)`, the role of \(role.turns.count) of \(turns) turns in `\(column.name)`, is none that frameworks have by themselves"
  }
}

extension TurnCensus.Role {
  fileprivate var isKnown: Bool { Speaker(name: name) != nil }
}
