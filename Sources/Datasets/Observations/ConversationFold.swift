/// Counts turns while they come by: what `ConversationCensus` is made of.
struct ConversationFold {
  private let measures: Bool
  private var columns: [Column] = []
  /// Where the lists of a column are counted, by the raw value of `KnownColumn`; -1 where none came by.
  private var places = [Int](repeating: -1, count: KnownColumn.allCases.count)

  init(_ observed: ObservationSet) { measures = observed.contains(.lengths) }

  /// The lists of one column. The texts that name its speakers are counted as paths of the trie.
  private struct Column {
    let column: KnownColumn
    let roles: Int
    let lastRoles: Int
    var census = TurnCensus()
  }

  /// Takes in the lists of one record. O(turns).
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, names: inout FieldTrie
  ) {
    for index in 0..<outline.listCount {
      let list = outline.list(index)
      if places[list.column.rawValue] < 0 { add(list.column, &names) }
      observe(list, in: record, outline, places[list.column.rawValue], &names)
    }
  }

  private mutating func add(_ column: KnownColumn, _ names: inout FieldTrie) {
    places[column.rawValue] = columns.count
    columns.append(Column(column: column, roles: names.addNames(), lastRoles: names.addNames()))
  }

  private mutating func observe(
    _ list: RecordOutline.TurnList, in record: RecordView, _ outline: borrowing RecordOutline,
    _ column: Int, _ names: inout FieldTrie
  ) {
    columns[column].census.lists &+= 1
    if measures { columns[column].census.lengths.note(list.count + list.others) }
    let roles = columns[column].roles
    var previous = -1
    var last: RecordValue?
    for index in 0..<list.count {
      let turn = outline.turn(index, of: list)
      last = turn.value.isObject ? turn.speaker : nil
      if let last {
        names.count(last, among: roles, behind: &previous, in: record)
      } else if turn.value.isObject {
        columns[column].census.withoutRole.note(record.place(of: turn.value))
      } else {
        columns[column].census.notObjects.note(record.place(of: turn.value))
      }
    }
    if list.others > 0 {
      columns[column].census.notObjects.add(list.others)
      if list.endsWithOther { last = nil }
    }
    if list.count == 0 { columns[column].census.emptyLists.note(record.place(of: list.list)) }
    if let last {
      var first = -1
      names.count(last, among: columns[column].lastRoles, behind: &first, in: record)
    }
  }

  /// The counts as a value. O(names).
  func census(_ names: borrowing FieldTrie) -> ConversationCensus {
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
  mutating func addNames() -> Int { addPath(NameDigest([]), name: [], parent: -1, meaning: .none, depth: 0) }

  /// Counts `text`, which mostly stands behind the same one as before; `previous` is -1 for the first.
  @inline(__always)
  mutating func count(_ text: RecordValue, among path: Int, behind previous: inout Int, in record: RecordView)
  {
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
