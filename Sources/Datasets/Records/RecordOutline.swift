/// A top-level column that formats know by its name.
package enum KnownColumn: Int, Hashable, Sendable, CaseIterable {
  case text, prompt, completion, chosen, rejected, label
  case messages, conversations, conversation
  case instruction, input, output, history, system, tools
  case inputIDs, labels, attentionMask, outputIDs
  case image, images, video, videos, audio, audios

  /// In the order of the cases.
  private static let names = [
    "text", "prompt", "completion", "chosen", "rejected", "label", "messages", "conversations",
    "conversation",
    "instruction", "input", "output", "history", "system", "tools", "input_ids", "labels", "attention_mask",
    "output_ids", "image", "images", "video", "videos", "audio", "audios",
  ]

  package var name: String { Self.names[rawValue] }

  package init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: index)
  }

  /// Whether a list in it is one of turns.
  var holdsTurns: Bool {
    switch self {
    case .messages, .conversations, .conversation, .prompt, .completion, .chosen, .rejected: return true
    default: return false
    }
  }
}

/// A field of a turn that formats know by its name.
package enum TurnField: String, Hashable, Sendable, CaseIterable {
  case role
  case sender = "from"
  case content, value
  case toolCalls = "tool_calls"
  // Names under which some trainer is told to leave a turn out of the loss.
  case weight, loss, train, training, trainable, masked
  case lossScale = "loss_scale"

  /// Those by which a turn may be left out of the loss.
  package static let lossSwitches: [TurnField] = [
    .weight, .loss, .train, .training, .trainable, .masked, .lossScale,
  ]
}

/// What a path is to the formats, by its name and those above it.
enum PathMeaning: Hashable, Sendable {
  case none
  /// The record itself.
  case record
  case column(KnownColumn)
  /// An element of a column that holds turns.
  case turn
  case turnField(TurnField)
  /// An element of a turn's `content`.
  case part
  /// `type` of such a part.
  case partType

  /// What the field `name` of an object with this meaning is.
  func field(_ name: [UInt8], by names: ColumnNames) -> PathMeaning {
    let name = String(decoding: name, as: UTF8.self)
    switch self {
    case .record: return names.column(name).map(PathMeaning.column) ?? .none
    case .turn: return names.turnField(name).map(PathMeaning.turnField) ?? .none
    case .part: return name == "type" ? .partType : .none
    default: return .none
    }
  }

  /// Whether a text here is a word of the format, such as a role.
  var namesSomething: Bool {
    switch self {
    case .turnField(.role), .turnField(.sender), .partType: return true
    default: return false
    }
  }

  /// What an element of an array with this meaning is.
  var element: PathMeaning {
    switch self {
    case .column(let column) where column.holdsTurns: return .turn
    case .turnField(.content): return .part
    default: return .none
    }
  }
}

/// The parts of one record that formats know, found while its fields are counted; valid as long as the record is.
///
/// Of a key that stands twice, the last one counts, as Python's json keeps it.
package struct RecordOutline: ~Copyable {
  /// A list of turns.
  package struct TurnList {
    package let column: KnownColumn
    package let list: RecordValue
    /// Which of all turns are its own.
    fileprivate let first: Int
    package fileprivate(set) var count = 0
    /// How many elements more there are that are no objects, and whether one of them is the last: of such elements only
    /// the first are turns, since a list of anything else may have millions.
    package fileprivate(set) var others = 0
    fileprivate var strays = 0
    package fileprivate(set) var endsWithOther = false
  }

  /// One element of a list of turns, with the nodes of its fields; -1 where it does not have one.
  fileprivate struct TurnNodes {
    let turn: Int32
    var role: Int32 = -1
    var sender: Int32 = -1
    var content: Int32 = -1
    var text: Int32 = -1
    var toolCalls: Int32 = -1
    /// A field that says that the turn is not to be learned.
    var lossSwitch: Int32 = -1
  }

  private var record: RecordValue?
  /// A bit for each column that is there.
  private var present: UInt64 = 0
  private let columns: UnsafeMutablePointer<Int32>
  private var lists: UnsafeMutablePointer<TurnList>
  package private(set) var listCount = 0
  private var turns: UnsafeMutablePointer<TurnNodes>
  private var turnCount = 0
  private var turnCapacity = 64
  /// The `type` of the parts of turns.
  private(set) var partTypes: [RecordValue] = []
  /// The keys that an earlier key of their object equals.
  var repeatedKeys: [RecordValue] = []

  init() {
    columns = .allocate(capacity: KnownColumn.allCases.count)
    lists = .allocate(capacity: KnownColumn.allCases.count)
    turns = .allocate(capacity: turnCapacity)
  }

  deinit {
    columns.deallocate()
    lists.deallocate()
    turns.deallocate()
  }

  /// Whether the record has a column.
  @inline(__always)
  package func has(_ column: KnownColumn) -> Bool { present &>> UInt64(column.rawValue) & 1 != 0 }

  /// The value of a column; nil where the record does not have it.
  package subscript(_ column: KnownColumn) -> RecordValue? {
    has(column) ? record?.at(Int(columns[column.rawValue])) : nil
  }

  /// The list of turns number `index`, from 0 on, in the order of the text.
  package func list(_ index: Int) -> TurnList { lists[index] }

  /// The turn number `index` of a list, from 0 on.
  @inline(__always)
  package func turn(_ index: Int, of list: TurnList) -> Turn {
    Turn(list: list.list, nodes: turns[list.first &+ index])
  }

  /// Makes ready for another record.
  @inline(__always)
  mutating func begin(_ record: RecordValue) {
    self.record = record
    present = 0
    listCount = 0
    turnCount = 0
    if !partTypes.isEmpty { partTypes.removeAll(keepingCapacity: true) }
    if !repeatedKeys.isEmpty { repeatedKeys.removeAll() }
  }

  /// Keys of outer objects may have been noted behind those of inner ones.
  mutating func orderRepeatedKeys() {
    if repeatedKeys.count > 1 { repeatedKeys.sort { $0.index < $1.index } }
  }

  /// Takes in a value that has a meaning; values come in the order of the text.
  @inline(__always)
  mutating func note(_ value: RecordValue, as meaning: PathMeaning) {
    switch meaning {
    case .column(let column): note(value, as: column)
    case .turn:
      if !value.isObject {
        lists[listCount &- 1].strays &+= 1
        guard lists[listCount &- 1].strays <= Tally.limit else {
          lists[listCount &- 1].others &+= 1
          lists[listCount &- 1].endsWithOther = true
          return
        }
      }
      lists[listCount &- 1].endsWithOther = false
      if turnCount == turnCapacity { growTurns() }
      (turns + turnCount).initialize(to: TurnNodes(turn: Int32(truncatingIfNeeded: value.index)))
      turnCount &+= 1
      lists[listCount &- 1].count &+= 1
    case .turnField(let field):
      let node = Int32(truncatingIfNeeded: value.index)
      let last = turnCount &- 1
      switch field {
      case .role: turns[last].role = node
      case .sender: turns[last].sender = node
      case .content: turns[last].content = node
      case .value: turns[last].text = node
      case .toolCalls: turns[last].toolCalls = node
      case .weight, .loss, .train, .training, .trainable, .lossScale:
        turns[last].lossSwitch = value.isFalseOrZero ? node : -1
      case .masked: turns[last].lossSwitch = value.isTrue ? node : -1
      }
    case .partType: partTypes.append(value)
    case .none, .record, .part: break
    }
  }

  private mutating func note(_ value: RecordValue, as column: KnownColumn) {
    if has(column) { dropList(of: column) }
    present |= 1 &<< UInt64(column.rawValue)
    columns[column.rawValue] = Int32(truncatingIfNeeded: value.index)
    guard column.holdsTurns, value.kind == .array else { return }
    (lists + listCount).initialize(to: TurnList(column: column, list: value, first: turnCount))
    listCount &+= 1
  }

  /// Forgets the list of a column that stands twice.
  private mutating func dropList(of column: KnownColumn) {
    guard let index = (0..<listCount).first(where: { lists[$0].column == column }) else { return }
    for later in index..<listCount - 1 { lists[later] = lists[later + 1] }
    listCount -= 1
  }

  private mutating func growTurns() {
    let more = UnsafeMutablePointer<TurnNodes>.allocate(capacity: turnCapacity * 2)
    more.moveInitialize(from: turns, count: turnCount)
    turns.deallocate()
    turns = more
    turnCapacity *= 2
  }
}

extension RecordValue {
  fileprivate var isTrue: Bool { kind == .boolean && bytes.first == UInt8(ascii: "t") }

  /// Whether it is `false`, or a number without a digit other than 0 in front of its exponent.
  fileprivate var isFalseOrZero: Bool {
    switch kind {
    case .boolean: return !isTrue
    case .integer, .real:
      let digits = bytes.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      return !digits.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
    case .null, .string, .array, .object: return false
    }
  }
}

/// One element of a list of turns.
package struct Turn {
  fileprivate let list: RecordValue
  fileprivate let nodes: RecordOutline.TurnNodes

  /// The element, an object or not.
  package var value: RecordValue { list.at(Int(nodes.turn)) }
  package var role: RecordValue? { value(nodes.role) }
  package var sender: RecordValue? { value(nodes.sender) }
  package var content: RecordValue? { value(nodes.content) }
  /// Under `value`, as ShareGPT has it.
  package var text: RecordValue? { value(nodes.text) }
  package var toolCalls: RecordValue? { value(nodes.toolCalls) }
  /// The last field that says that the turn is not to be learned.
  var lossSwitch: RecordValue? { value(nodes.lossSwitch) }

  /// The text that says who speaks: under `role`, or else under `from`.
  @inline(__always)
  package var speaker: RecordValue? {
    if let role, role.kind == .string { return role }
    if let sender, sender.kind == .string { return sender }
    return nil
  }

  @inline(__always)
  private func value(_ node: Int32) -> RecordValue? { node < 0 ? nil : list.at(Int(node)) }
}
