/// The lists of turns of a dataset: roles and keys, by column.
package struct ConversationCensus: Hashable, Sendable {
  private var byColumn: [KnownColumn: TurnCensus] = [:]

  package init() {}

  init(_ byColumn: [KnownColumn: TurnCensus]) { self.byColumn = byColumn }

  /// What the lists of a column hold; nil where the column is never a list of turns.
  package subscript(_ column: KnownColumn) -> TurnCensus? { byColumn[column] }

  package mutating func merge(_ other: ConversationCensus) {
    for (column, census) in other.byColumn { byColumn[column, default: TurnCensus()].merge(census) }
  }
}

/// The turns of one column over all records.
package struct TurnCensus: Hashable, Sendable {
  /// How many records have a list in this column.
  package internal(set) var lists = 0
  /// Lists without any turn.
  package internal(set) var emptyLists = Tally()
  /// Turns that are no objects.
  package internal(set) var notObjects = Tally()
  /// Turns that are objects without a text under `role` or `from`.
  package internal(set) var withoutRole = Tally()
  var roleTable = NameTable<Tally>()
  var lastRoleTable = NameTable<Tally>()

  package init() {}

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
    emptyLists.merge(other.emptyLists)
    notObjects.merge(other.notObjects)
    withoutRole.merge(other.withoutRole)
    roleTable.merge(other.roleTable)
    lastRoleTable.merge(other.lastRoleTable)
  }

  private static func roles(_ table: NameTable<Tally>) -> [Role]? {
    if table.isSaturated { return nil }
    return table.slots.map { Role(name: String(decoding: $0.name, as: UTF8.self), turns: $0.entry) }
  }
}

extension TurnCensus: PlaceKeeper {
  mutating func mapPlaces(_ map: (RecordPlace) -> RecordPlace) {
    emptyLists.mapPlaces(map)
    notObjects.mapPlaces(map)
    withoutRole.mapPlaces(map)
    roleTable.mapPlaces(map)
    lastRoleTable.mapPlaces(map)
  }
}

extension ConversationCensus: PlaceKeeper {
  mutating func mapPlaces(_ map: (RecordPlace) -> RecordPlace) {
    for column in byColumn.keys { byColumn[column]?.mapPlaces(map) }
  }
}
