/// Counts turns while they come by: what `ConversationCensus` is made of.
struct ConversationFold {
  private var reader: TurnReader
  private var columns: [Column] = []
  /// Where the lists of a column are counted, by the raw value of `KnownColumn`; -1 where none came by.
  private var places = [Int](repeating: -1, count: KnownColumn.allCases.count)

  init(_ plan: ObservationPlan) { reader = TurnReader(plan) }

  /// The lists of one column. The texts that name its speakers are counted as paths of the trie.
  fileprivate struct Column {
    let column: KnownColumn
    let roles: Int
    let lastRoles: Int
    var census = TurnCensus()
  }

  /// Takes in the lists of one record. O(turns).
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, names: inout FieldTrie
  ) {
    if outline.listCount > 0 { reader.begin() }
    for index in 0..<outline.listCount {
      let list = outline.list(index)
      if places[list.column.rawValue] < 0 { add(list.column, &names) }
      reader.observe(list, in: record, outline, &columns[places[list.column.rawValue]], &names)
    }
  }

  private mutating func add(_ column: KnownColumn, _ names: inout FieldTrie) {
    places[column.rawValue] = columns.count
    columns.append(Column(column: column, roles: names.addNames(), lastRoles: names.addNames()))
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

/// Looks at the turns of one list after the other.
private struct TurnReader {
  private let measures: Bool
  private let columnNames: ColumnNames
  private var toolCalls = ToolCallFold()
  /// By the path of the trie at which a role is counted, who it is.
  private var speakers: [ReadSpeaker] = []

  private enum ReadSpeaker {
    case unread
    /// Nobody who is known, or somebody, and whether the name says that tools are called.
    case read(Speaker?, calls: Bool)
  }

  init(_ plan: ObservationPlan) {
    measures = plan.contains(.lengths)
    columnNames = plan.names
  }

  /// Before the lists of another record.
  mutating func begin() { toolCalls.begin() }

  /// Takes in one list. O(turns).
  mutating func observe(
    _ list: RecordOutline.TurnList, in record: RecordView, _ outline: borrowing RecordOutline,
    _ column: inout ConversationFold.Column, _ names: inout FieldTrie
  ) {
    column.census.lists &+= 1
    if measures { column.census.lengths.note(list.count + list.others) }
    let roles = column.roles
    var flow = ConversationFlow()
    var previous = -1
    var last: RecordValue?
    for index in 0..<list.count {
      let turn = outline.turn(index, of: list)
      last = turn.value.isObject ? turn.speaker : nil
      var (speaker, calls): (Speaker?, Bool) = (nil, turn.callsTools)
      if let last {
        let role = names.count(last, among: roles, behind: &previous, in: record)
        let (known, isCall) = role < 0 ? self.speaker(named: last.string) : self.speaker(at: role, names)
        (speaker, calls) = (known, calls || isCall)
      } else {
        column.census.signs.note(
          turn.value.isObject ? .withoutRole : .notObject, at: record.place(of: turn.value))
      }
      if let calls = turn.toolCalls {
        toolCalls.observe(calls, in: record, outline, into: &column.census)
      }
      guard list.column.isWholeConversation else { continue }
      if flow.leavesCall(before: speaker, calls: calls) {
        let call = outline.turn(index - 1, of: list).value
        column.census.signs.note(.callWithoutResult, at: record.place(of: call))
      }
      if let sign = flow.note(speaker, calls: calls) {
        column.census.signs.note(sign, at: record.place(of: turn.value))
      }
      if speaker == .assistant { noteAnswer(turn, in: record, &column.census) }
    }
    if list.others > 0 {
      column.census.signs.add(list.others, of: .notObject)
      if list.endsWithOther { last = nil }
    }
    if list.count == 0 { column.census.signs.note(.emptyList, at: record.place(of: list.list)) }
    if let last {
      var first = -1
      names.count(last, among: column.lastRoles, behind: &first, in: record)
    }
    if list.column.isWholeConversation, list.others == 0, list.count > 0 {
      noteEnd(of: flow, list, in: record, outline, &column.census)
    }
  }

  private func noteEnd(
    of flow: ConversationFlow, _ list: RecordOutline.TurnList, in record: RecordView,
    _ outline: borrowing RecordOutline, _ census: inout TurnCensus
  ) {
    if flow.hasBrokenPairs {
      census.signs.note(.brokenPairs, at: record.place(of: list.list))
    }
    if (flow.lacksAnswer || flow.endsWithoutAnswer),
      record.root.hasAnswerElsewhere || columnNames.areTold && outline.has(.chosen)
    {
      return
    }
    if flow.lacksAnswer {
      census.signs.note(.withoutAnswer, at: record.place(of: list.list))
    } else if flow.endsWithoutAnswer {
      let end = outline.turn(list.count - 1, of: list).value
      census.signs.note(.endingWithoutAnswer, at: record.place(of: end))
    }
  }

  /// The speaker whose name is counted at a path of the trie, and whether the name says that tools are called.
  @inline(__always)
  private mutating func speaker(at path: Int, _ names: borrowing FieldTrie) -> (Speaker?, Bool) {
    while speakers.count <= path { speakers.append(.unread) }
    if case .read(let speaker, let calls) = speakers[path] { return (speaker, calls) }
    let (speaker, calls) = self.speaker(named: String(decoding: names.name(of: path), as: UTF8.self))
    speakers[path] = .read(speaker, calls: calls)
    return (speaker, calls)
  }

  private func speaker(named name: String) -> (Speaker?, Bool) {
    (columnNames.speaker(name), columnNames.callsTools(name))
  }

  @inline(__always)
  private func noteAnswer(_ turn: Turn, in record: RecordView, _ census: inout TurnCensus) {
    census.answers &+= 1
    if let lossSwitch = turn.lossSwitch {
      census.signs.note(.leftOutOfLoss, at: record.place(of: lossSwitch))
    }
    let text = turn.content ?? turn.text
    guard text.map({ $0.isBlankText || $0.kind == .null }) ?? true, turn.holdsOnlyBlanks else { return }
    census.signs.note(.emptyAnswer, at: record.place(of: text ?? turn.value))
  }
}

extension KnownColumn {
  /// Whether its lists are conversations from the first turn to the last, and no parts of one.
  var isWholeConversation: Bool {
    self == .messages || self == .conversations || self == .conversation
  }
}

extension RecordValue {
  /// Whether a column beside the conversation holds what answers it, or what an answer is measured by, so that the
  /// conversation ends before it: trl's and ms-swift's names, and those of data for reinforcement learning.
  fileprivate var hasAnswerElsewhere: Bool {
    fields.contains { field in
      Self.answerColumns.contains { field.key.isText($0) } && !field.value.isBlank
    }
  }

  private static let answerColumns: [StaticString] = [
    "chosen", "rejected", "completion", "completions", "output", "response", "responses", "answer", "answers",
    "solution", "solutions", "target", "label", "labels", "ground_truth", "reward_model", "chosen_response",
    "rejected_response", "chosen_messages", "rejected_messages",
  ]

  /// Whether it is a text of white space, or of nothing.
  var isBlankText: Bool {
    guard kind == .string else { return false }
    // Most texts begin with a letter, which no escape and no white space is.
    if innerCount > 0, innerStart[0] > 0x20, innerStart[0] != 0x5C { return false }
    return innerBytes.firstIndex { !($0 == 0x20 || (0x09...0x0D).contains($0)) } == nil || hasBlankEscapesOnly
  }

  /// Whether it is made of white space and escapes of it. Ends at the first other character.
  private var hasBlankEscapesOnly: Bool {
    var rest = innerBytes[...]
    while let byte = rest.first {
      switch byte {
      case 0x20, 0x09...0x0D: rest = rest.dropFirst()
      case 0x5C where rest.count > 1 && Array("ntrf".utf8).contains(rest[rest.startIndex + 1]):
        rest = rest.dropFirst(2)
      case 0x5C where rest.starts(with: "\\u00".utf8) && rest.count >= 6:
        guard
          ["09", "0a", "0b", "0c", "0d", "20", "0A", "0B", "0C", "0D"].contains(where: {
            rest.dropFirst(4).starts(with: $0.utf8)
          })
        else { return false }
        rest = rest.dropFirst(6)
      default: return false
      }
    }
    return true
  }

  /// Whether nothing is said here: null, and what holds nothing.
  var isBlank: Bool {
    switch kind {
    case .null: return true
    case .string: return isBlankText
    case .array: return elements.first { _ in true } == nil
    case .object: return fields.first { _ in true } == nil
    case .boolean, .integer, .real: return false
    }
  }
}

extension Turn {
  /// Whether it has calls of tools.
  fileprivate var callsTools: Bool {
    if let toolCalls, !toolCalls.isBlank { return true }
    return false
  }

  /// Whether no other field says anything, such as the tools that are called, reasoning, or a weight of its own.
  fileprivate var holdsOnlyBlanks: Bool {
    value.fields.allSatisfy { field in
      field.value.index == role?.index || field.value.index == sender?.index || field.key.isText("role")
        || field.key.isText("from") || field.key.isText("name") || field.value.isBlank
    }
  }
}

/// Texts that are counted as fields are.
extension FieldTrie {
  /// A path that nothing stands above, for texts to be counted under.
  mutating func addNames() -> Int { addPath(NameDigest([]), name: [], parent: -1, meaning: .none, depth: 0) }

  /// Counts `text`, which mostly stands behind the same one as before; `previous` is -1 for the first. Gives the path
  /// that it is counted at, -1 where there are too many.
  @inline(__always)
  @discardableResult
  mutating func count(
    _ text: RecordValue, among path: Int, behind previous: inout Int, in record: RecordView
  ) -> Int {
    let guess = previous < 0 ? paths[path].opener : paths[previous].follower
    let name = guess >= 0 && isName(guess, text) ? guess : find(text, in: path, behind: previous, record)
    guard name >= 0 else { return name }
    previous = name
    note(text, at: name, in: record)
    return name
  }

  func names(at path: Int) -> NameTable<Tally> {
    NameTable(
      fields(at: path).map { (name(of: $0), kinds(at: $0)[.string]) }, isSaturated: paths[path].isSaturated)
  }
}
