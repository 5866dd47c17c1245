/// A top-level column that may hold a list of turns.
package enum TurnColumn: String, Hashable, Sendable, CaseIterable {
  case messages, conversations, conversation, prompt, completion, chosen, rejected

  /// The column of that name, or nil.
  init?(_ key: RecordValue) {
    switch key.textLength {
    case 6 where key.isText("prompt"): self = .prompt
    case 6 where key.isText("chosen"): self = .chosen
    case 8 where key.isText("messages"): self = .messages
    case 8 where key.isText("rejected"): self = .rejected
    case 10 where key.isText("completion"): self = .completion
    case 12 where key.isText("conversation"): self = .conversation
    case 13 where key.isText("conversations"): self = .conversations
    default: return nil
    }
  }
}

/// The lists of turns of a dataset: roles and keys, by column.
package struct ConversationCensus: Observation {
  private var byColumn: [TurnColumn: TurnCensus] = [:]

  package init() {}

  /// What the lists of a column hold; nil where the column is never a list.
  package subscript(_ column: TurnColumn) -> TurnCensus? { byColumn[column] }

  package mutating func observe(_ record: RecordView) {
    for field in record.root.fields where field.value.kind == .array {
      guard let column = TurnColumn(field.key) else { continue }
      byColumn[column, default: TurnCensus()].observe(field.value, in: record)
    }
  }

  package mutating func merge(_ other: ConversationCensus) {
    for (column, census) in other.byColumn { byColumn[column, default: TurnCensus()].merge(census) }
  }
}

/// The turns of one column over all records.
package struct TurnCensus: Hashable, Sendable {
  /// How many records have a list in this column.
  package private(set) var lists = 0
  /// Lists without any turn.
  package private(set) var emptyLists = Tally()
  /// Turns that are no objects.
  package private(set) var notObjects = Tally()
  /// Turns that are objects without a text under `role` or `from`.
  package private(set) var withoutRole = Tally()
  /// The keys of the turns that are objects, with the types of their values.
  package private(set) var turns = ObjectCensus()
  private var roleTable = NameTable<Tally>()
  private var lastRoleTable = NameTable<Tally>()

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

  /// Takes in one list. O(turns).
  mutating func observe(_ list: RecordValue, in record: RecordView) {
    lists &+= 1
    var hint = 0
    var count = 0
    var last: RecordValue?
    for turn in list.elements {
      count &+= 1
      last = nil
      guard turn.kind == .object else {
        notObjects.note(record.place(of: turn))
        continue
      }
      turns.observe(turn, in: record)
      guard let role = Self.role(of: turn) else {
        withoutRole.note(record.place(of: turn))
        continue
      }
      last = role
      guard let slot = roleTable.slot(for: role, hint: hint) else { continue }
      hint = slot == 0 ? 1 : slot &- 1
      roleTable.update(slot) { $0.note(record.place(of: role)) }
    }
    if count == 0 { emptyLists.note(record.place(of: list)) }
    if let last, let slot = lastRoleTable.slot(for: last, hint: 0) {
      lastRoleTable.update(slot) { $0.note(record.place(of: last)) }
    }
  }

  mutating func merge(_ other: TurnCensus) {
    lists += other.lists
    emptyLists.merge(other.emptyLists)
    notObjects.merge(other.notObjects)
    withoutRole.merge(other.withoutRole)
    turns.merge(other.turns)
    roleTable.merge(other.roleTable)
    lastRoleTable.merge(other.lastRoleTable)
  }

  private static func role(of turn: RecordValue) -> RecordValue? {
    var sender: RecordValue?
    for field in turn.fields where field.value.kind == .string {
      if field.key.isText("role") { return field.value }
      if field.key.isText("from") { sender = field.value }
    }
    return sender
  }

  private static func roles(_ table: NameTable<Tally>) -> [Role]? {
    if table.isSaturated { return nil }
    return table.slots.map { Role(name: String(decoding: $0.name, as: UTF8.self), turns: $0.entry) }
  }
}
