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
}

/// What a path is to the formats, by its names alone.
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
  func field(_ name: [UInt8]) -> PathMeaning {
    let name = String(decoding: name, as: UTF8.self)
    switch self {
    case .record: return KnownColumn(name: name).map(PathMeaning.column) ?? .none
    case .turn: return TurnField(rawValue: name).map(PathMeaning.turnField) ?? .none
    case .part: return name == "type" ? .partType : .none
    default: return .none
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
package struct RecordOutline {
  /// A list of turns.
  package struct TurnList {
    package let column: KnownColumn
    package let list: RecordValue
    /// Which of `turns` are its own.
    fileprivate(set) var range: Range<Int>
  }

  /// One element of a list of turns.
  package struct Turn {
    /// The element, an object or not.
    package let value: RecordValue
    package fileprivate(set) var role: RecordValue?
    package fileprivate(set) var sender: RecordValue?
    package fileprivate(set) var content: RecordValue?
    /// Under `value`, as ShareGPT has it.
    package fileprivate(set) var text: RecordValue?
    package fileprivate(set) var toolCalls: RecordValue?

    var isObject: Bool { value.isObject }

    /// The text that says who speaks: under `role`, or else under `from`.
    package var speaker: RecordValue? {
      if let role, role.kind == .string { return role }
      if let sender, sender.kind == .string { return sender }
      return nil
    }
  }

  private var columns = [RecordValue?](repeating: nil, count: KnownColumn.allCases.count)
  private var present: [Int] = []
  package private(set) var lists: [TurnList] = []
  private var allTurns: [Turn] = []
  /// The `type` of the parts of turns.
  private(set) var partTypes: [RecordValue] = []

  init() {}

  /// The value of a column; nil where the record does not have it.
  package subscript(_ column: KnownColumn) -> RecordValue? { columns[column.rawValue] }

  /// The turns of a list.
  package func turns(of list: TurnList) -> ArraySlice<Turn> { allTurns[list.range] }

  /// Forgets the last record.
  mutating func clear() {
    for index in present { columns[index] = nil }
    present.removeAll(keepingCapacity: true)
    lists.removeAll(keepingCapacity: true)
    allTurns.removeAll(keepingCapacity: true)
    partTypes.removeAll(keepingCapacity: true)
  }

  /// Takes in a value that has a meaning; values come in the order of the text.
  @inline(__always)
  mutating func note(_ value: RecordValue, as meaning: PathMeaning) {
    switch meaning {
    case .column(let column):
      columns[column.rawValue] = value
      present.append(column.rawValue)
      if column.holdsTurns, value.kind == .array {
        lists.removeAll { $0.column == column }
        lists.append(TurnList(column: column, list: value, range: allTurns.count..<allTurns.count))
      }
    case .turn:
      allTurns.append(Turn(value: value))
      lists[lists.count - 1].range = lists[lists.count - 1].range.lowerBound..<allTurns.count
    case .turnField(let field): note(value, in: field)
    case .partType: partTypes.append(value)
    case .none, .record, .part: break
    }
  }

  @inline(__always)
  private mutating func note(_ value: RecordValue, in field: TurnField) {
    let last = allTurns.count - 1
    switch field {
    case .role: allTurns[last].role = value
    case .sender: allTurns[last].sender = value
    case .content: allTurns[last].content = value
    case .value: allTurns[last].text = value
    case .toolCalls: allTurns[last].toolCalls = value
    }
  }
}
