/// Counts turns while they come by: what `ConversationCensus` is made of.
struct ConversationFold {
  private let measures: Bool
  private var columns: [Column] = []
  /// Where the lists of a column are counted, by the raw value of `KnownColumn`; -1 where none came by.
  private var places = [Int](repeating: -1, count: KnownColumn.allCases.count)

  init(_ observed: ObservationSet) { measures = observed.contains(.lengths) }

  /// By the path of the trie at which a role is counted, who it is.
  private var speakers: [ReadSpeaker] = []

  private enum ReadSpeaker {
    case unread
    case read(Speaker?)
  }

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
    let expectsAnswers = list.column.isWholeConversation
    var flow = ConversationFlow()
    var previous = -1
    var last: RecordValue?
    for index in 0..<list.count {
      let turn = outline.turn(index, of: list)
      last = turn.value.isObject ? turn.speaker : nil
      if let last {
        let role = names.count(last, among: roles, behind: &previous, in: record)
        if expectsAnswers { flow.note(role < 0 ? Speaker(name: last.string) : speaker(at: role, names)) }
        if expectsAnswers, flow.last == .assistant { noteAnswer(turn, in: record, column) }
      } else if turn.value.isObject {
        flow.note(nil)
        columns[column].census.withoutRole.note(record.place(of: turn.value))
      } else {
        flow.note(nil)
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
    guard expectsAnswers, list.others == 0, list.count > 0 else { return }
    if (flow.lacksAnswer || flow.endsWithoutAnswer) && record.root.hasAnswerElsewhere { return }
    if flow.lacksAnswer {
      columns[column].census.withoutAnswer.note(record.place(of: list.list))
    } else if flow.endsWithoutAnswer {
      let end = outline.turn(list.count - 1, of: list).value
      columns[column].census.endingWithoutAnswer.note(record.place(of: end))
    }
  }

  /// The speaker whose name is counted at a path of the trie; nil where it is not known.
  @inline(__always)
  private mutating func speaker(at path: Int, _ names: borrowing FieldTrie) -> Speaker? {
    while speakers.count <= path { speakers.append(.unread) }
    if case .read(let speaker) = speakers[path] { return speaker }
    let speaker = Speaker(name: String(decoding: names.name(of: path), as: UTF8.self))
    speakers[path] = .read(speaker)
    return speaker
  }

  @inline(__always)
  private mutating func noteAnswer(_ turn: Turn, in record: RecordView, _ column: Int) {
    columns[column].census.answers &+= 1
    guard let text = turn.content ?? turn.text, text.isBlankText, turn.holdsOnlyBlanks else { return }
    columns[column].census.emptyAnswers.note(record.place(of: text))
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

/// Who spoke in a list of turns, as far as it was read.
private struct ConversationFlow {
  private var hasAnswer = false
  private var hasUnknown = false
  private(set) var last: Speaker?

  /// Nil for somebody who is not known, who may be anybody.
  @inline(__always)
  mutating func note(_ speaker: Speaker?) {
    last = speaker
    if speaker == .assistant { hasAnswer = true }
    if speaker == nil { hasUnknown = true }
  }

  var lacksAnswer: Bool { !hasAnswer && !hasUnknown }
  var endsWithoutAnswer: Bool { hasAnswer && last != nil && last != .assistant }
}

extension KnownColumn {
  /// Whether its lists are conversations from the first turn to the last, and no parts of one.
  fileprivate var isWholeConversation: Bool {
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
  fileprivate var isBlankText: Bool {
    guard kind == .string else { return false }
    // Most texts begin with a letter, which no escape and no white space is.
    if innerCount > 0, innerStart[0] > 0x20, innerStart[0] != 0x5C { return false }
    return textBytes.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
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
  /// Whether no other field says anything, such as the tools that are called, reasoning, or a weight of its own.
  fileprivate var holdsOnlyBlanks: Bool {
    value.fields.allSatisfy { field in
      field.key.isText("role") || field.key.isText("from") || field.key.isText("name") || field.value.isBlank
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
