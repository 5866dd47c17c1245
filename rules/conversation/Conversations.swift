import Datasets
import Linting
import Setup

/// The lists of turns of a data set that are conversations from their first turn to their last.
struct Conversations {
  let column: KnownColumn
  let turns: TurnCensus

  /// Those of a data set whose records mostly are conversations; none for what is no data set.
  static func all(_ document: Document, in workspace: Workspace) -> [Conversations] {
    guard document.holdsRecords, let profile = workspace.profile(at: document.path) else { return [] }
    let columns: [KnownColumn] = [.messages, .conversations, .conversation]
    return columns.compactMap { column in
      guard let turns = profile.conversations[column], turns.lists * 2 > profile.records else { return nil }
      return Conversations(column: column, turns: turns)
    }
  }

  /// Whether most lists end with an answer, so that the others are mistakes, and no way to write prompts.
  var mostlyEndAnswered: Bool {
    (turns.withoutAnswer.count + turns.endingWithoutAnswer.count) * 2 < turns.lists
  }
}
