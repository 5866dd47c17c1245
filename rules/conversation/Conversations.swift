import Datasets
import Linting
import Setup

/// The lists of turns of a data set that are conversations from their first turn to their last.
struct Conversations {
  /// What the column is called.
  let name: String
  let turns: TurnCensus
  /// How set-ups read them.
  let reading: DataReading

  /// Those of a data set whose records mostly are conversations, for each way in which set-ups read it; none for what is no
  /// data set.
  static func all(_ document: Document, in workspace: Workspace) -> [Conversations] {
    guard document.holdsRecords else { return [] }
    return workspace.readings(of: document.path).flatMap(all)
  }

  private static func all(_ reading: DataReading) -> [Conversations] {
    let profile = reading.profile
    let columns: [KnownColumn] = [.messages, .conversations, .conversation]
    return columns.compactMap { column in
      guard let turns = profile.conversations[column], turns.lists * 2 > profile.records else { return nil }
      return Conversations(
        name: profile.naming.name(of: column) ?? column.name, turns: turns, reading: reading)
    }
  }

  /// The names by which the turns are read.
  var naming: ColumnNames { reading.profile.naming }

  /// Whether only configs of axolotl are known to read them.
  var isAxolotls: Bool { reading.isAxolotls }

  /// The entries of LLaMA-Factory that load them.
  var entries: [DatasetEntry] { reading.tellers.compactMap(\.entry) }

  /// Whether most lists end with an answer, so that the others are mistakes, and no way to write prompts.
  var mostlyEndAnswered: Bool {
    (turns[.withoutAnswer].count + turns[.endingWithoutAnswer].count) * 2 < turns.lists
  }

  /// One finding for all places that show a sign; nil where none does. `whole` is what they are a part of.
  func observed(
    _ sign: TurnSign, of whole: Int, label: String, _ message: (Tally) -> String, advice: String? = nil,
    _ effect: String, severity: Severity? = nil
  ) -> Observed? {
    let places = turns[sign]
    return Observed(
      places, of: whole, label: label, message(places), advice: advice,
      effects: [Effect(.always, when: .silently, severity: severity ?? .warning, effect)], severity: severity)
  }

  /// How many turns there are that say whose they are; lists where the roles are too many.
  var turnCount: Int { turns.roles.map { $0.reduce(0) { $0 + $1.turns.count } } ?? turns.lists }
}
