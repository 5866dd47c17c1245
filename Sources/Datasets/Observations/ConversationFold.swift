/// Counts turns while they come by: what `ConversationCensus` is made of.
struct ConversationFold {
  private var columns: [Column] = []

  /// The lists of one column. The texts that name its speakers are counted as paths of the trie.
  private struct Column {
    let column: KnownColumn
    let roles: Int
    let lastRoles: Int
    var census = TurnCensus()
  }

  /// Takes in the lists of one record. O(turns).
  mutating func observe(_ record: RecordView, _ outline: RecordOutline, names: FieldTrie) {
    for list in outline.lists {
      let index = columns.firstIndex { $0.column == list.column } ?? add(list.column, names)
      Self.observe(list, in: record, outline, &columns[index], names)
    }
  }

  private mutating func add(_ column: KnownColumn, _ names: FieldTrie) -> Int {
    columns.append(Column(column: column, roles: names.addNames(), lastRoles: names.addNames()))
    return columns.count - 1
  }

  private static func observe(
    _ list: RecordOutline.TurnList, in record: RecordView, _ outline: RecordOutline, _ column: inout Column,
    _ names: FieldTrie
  ) {
    column.census.lists &+= 1
    var previous = -1
    var last: RecordValue?
    let turns = outline.turns(of: list)
    for turn in turns {
      last = turn.isObject ? turn.speaker : nil
      if let last {
        names.count(last, among: column.roles, behind: &previous, in: record)
      } else if turn.isObject {
        column.census.withoutRole.note(record.place(of: turn.value))
      } else {
        column.census.notObjects.note(record.place(of: turn.value))
      }
    }
    if turns.isEmpty { column.census.emptyLists.note(record.place(of: list.list)) }
    if let last {
      var first = -1
      names.count(last, among: column.lastRoles, behind: &first, in: record)
    }
  }

  /// The counts as a value. O(names).
  func census(_ names: FieldTrie) -> ConversationCensus {
    var byColumn: [KnownColumn: TurnCensus] = [:]
    for column in columns {
      var census = column.census
      census.roleTable = names.names(at: column.roles)
      census.lastRoleTable = names.names(at: column.lastRoles)
      byColumn[column.column] = census
    }
    return ConversationCensus(byColumn)
  }
}

/// Texts that are counted as fields are.
extension FieldTrie {
  /// A path that nothing stands above, for texts to be counted under.
  func addNames() -> Int { addPath(NameDigest([]), name: [], parent: -1, meaning: .none, depth: 0) }

  /// Counts `text`, which mostly stands behind the same one as before; `previous` is -1 for the first.
  @inline(__always)
  func count(_ text: RecordValue, among path: Int, behind previous: inout Int, in record: RecordView) {
    let guess = previous < 0 ? paths[path].opener : paths[previous].follower
    let name = guess >= 0 && isName(guess, text) ? guess : find(text, in: path, behind: previous, record)
    guard name >= 0 else { return }
    previous = name
    note(text, at: name, in: record)
  }

  func names(at path: Int) -> NameTable<Tally> {
    NameTable(
      fields(at: path).map { (name(of: $0), kinds(at: $0)[.string]) }, isSaturated: paths[path].isSaturated)
  }
}
