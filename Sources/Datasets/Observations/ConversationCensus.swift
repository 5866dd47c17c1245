/// The lists of turns of a dataset: roles and keys, by column.
package struct ConversationCensus: Hashable, Sendable {
  private var byColumn: [KnownColumn: TurnCensus] = [:]

  package init() {}

  init(_ byColumn: [KnownColumn: TurnCensus]) { self.byColumn = byColumn }

  /// What the lists of a column hold; nil where the column is never a list of turns.
  package subscript(_ column: KnownColumn) -> TurnCensus? { byColumn[column] }

  /// The columns that are lists of turns somewhere.
  package var columns: [KnownColumn] { KnownColumn.allCases.filter { byColumn[$0] != nil } }

  package mutating func merge(_ other: ConversationCensus) {
    for (column, census) in other.byColumn { byColumn[column, default: TurnCensus()].merge(census) }
  }
}

/// The turns of one column over all records.
package struct TurnCensus: Hashable, Sendable {
  /// How many records have a list in this column.
  package internal(set) var lists = 0
  /// How many turns they have; of nothing where that was not counted.
  package internal(set) var lengths = LengthCensus()
  var signs = SignCensus<TurnSign>()
  /// Turns of the assistant.
  package internal(set) var answers = 0
  /// Calls under `tool_calls`.
  package internal(set) var calls = 0
  var roleTable = NameTable<Tally>()
  var lastRoleTable = NameTable<Tally>()

  package init() {}

  /// How often a sign was seen in these lists, and where first.
  package subscript(_ sign: TurnSign) -> Tally { signs[sign] }

  /// The texts under `role` (or, without one, `from`) in order of first appearance; nil where there are too
  /// many to be roles.
  package var roles: [Role]? { Self.roles(roleTable) }

  /// The roles of last turns.
  package var lastRoles: [Role]? { Self.roles(lastRoleTable) }

  /// One role and where its turns stand.
  package struct Role: Hashable, Sendable {
    package let name: String
    package let turns: Tally
  }

  mutating func merge(_ other: TurnCensus) {
    lists += other.lists
    lengths.merge(other.lengths)
    signs.merge(other.signs)
    answers += other.answers
    calls += other.calls
    roleTable.merge(other.roleTable)
    lastRoleTable.merge(other.lastRoleTable)
  }

  private static func roles(_ table: NameTable<Tally>) -> [Role]? {
    if table.isSaturated { return nil }
    return table.slots.map { Role(name: String(decoding: $0.name, as: UTF8.self), turns: $0.entry) }
  }
}

extension TurnCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    signs.movePlaces(move)
    roleTable.movePlaces(move)
    lastRoleTable.movePlaces(move)
  }
}

extension ConversationCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for column in byColumn.keys { byColumn[column]?.movePlaces(move) }
  }
}

extension TurnCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("lists", &lists)
    try coder.member("lengths", &lengths)
    try coder.member("signs", &signs)
    try coder.member("answers", &answers)
    try coder.member("calls", &calls)
    try coder.member("roles", &roleTable)
    try coder.member("lastRoles", &lastRoleTable)
    coder.endObject()
  }
}

extension ConversationCensus: ProfilePart {
  /// The lists of one column.
  private struct Column: ProfilePart {
    var name = ""
    var turns = TurnCensus()

    mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
      try coder.beginObject()
      try coder.member("column", &name)
      try coder.member("turns", &turns)
      coder.endObject()
    }
  }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var columns = KnownColumn.allCases.compactMap { column in
      byColumn[column].map { Column(name: column.name, turns: $0) }
    }
    try coder.list(&columns)
    for column in columns {
      guard let known = KnownColumn(name: column.name) else {
        return try coder.require(false, "`\(column.name)` is no column of turns")
      }
      byColumn[known] = column.turns
    }
  }
}
