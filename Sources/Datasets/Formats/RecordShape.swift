/// The columns of one record that tell formats apart.
///
/// The order of the questions is the one that trainers follow: tokenized columns and preference pairs win
/// over conversations, those over instruction columns, those over plain text.
struct RecordShape {
  private var known: Known = []
  private let pairsHavePrompt: Bool

  /// O(columns that formats know + parts of turns).
  init(_ outline: borrowing RecordOutline, _ names: ColumnNames) {
    pairsHavePrompt = names.pairsHavePrompt
    noteColumns(outline)
    for index in 0..<outline.listCount { noteTurns(of: outline.list(index), in: outline) }
    guard !outline.partTypes.isEmpty else { return }
    for type in outline.partTypes where type.kind == .string && Self.isMedia(type) { known.insert(.media) }
  }

  /// Whether the record carries images, audio or video: a column of its own, or parts of a turn's content.
  var isMultimodal: Bool { known.contains(.media) }

  /// Whether two formats of supervised training claim the record, so that which one is trained depends on the
  /// reader.
  var isAmbiguous: Bool {
    var claims = 0
    if known.contains(.messages) { claims += 1 }
    if known.contains(.fromTurns) || known.contains(.roleTurns) { claims += 1 }
    if known.isSuperset(of: [.instruction, .output]) { claims += 1 }
    if known.isSuperset(of: [.prompt, .completion]) { claims += 1 }
    if known.contains(.text) { claims += 1 }
    return claims > 1
  }

  var format: DatasetFormat {
    if known.contains(.inputIDs) { return .tokenized }
    if known.isSuperset(of: [.chosen, .rejected]) {
      return .preference(explicitPrompt: pairsHavePrompt || known.contains(.prompt))
    }
    let isPair = known.isSuperset(of: [.prompt, .completion])
    if isPair && known.contains(.booleanLabel) { return .unpairedPreference }
    if known.contains(.messages) { return .messages }
    if known.contains(.fromTurns) { return .shareGPT }
    if known.contains(.roleTurns) { return .chatGLM3 }
    if known.isSuperset(of: [.instruction, .output]) { return .alpaca }
    if isPair {
      return .promptCompletion(conversational: known.isSuperset(of: [.promptTurns, .completionTurns]))
    }
    return known.contains(.text) ? .text : .unknown
  }

  private struct Known: OptionSet {
    let rawValue: UInt32
    static let text = Known(rawValue: 1 << 0)
    static let prompt = Known(rawValue: 1 << 1)
    static let completion = Known(rawValue: 1 << 2)
    static let promptTurns = Known(rawValue: 1 << 3)
    static let completionTurns = Known(rawValue: 1 << 4)
    static let instruction = Known(rawValue: 1 << 5)
    static let output = Known(rawValue: 1 << 6)
    static let messages = Known(rawValue: 1 << 7)
    static let fromTurns = Known(rawValue: 1 << 8)
    static let roleTurns = Known(rawValue: 1 << 9)
    static let chosen = Known(rawValue: 1 << 10)
    static let rejected = Known(rawValue: 1 << 11)
    static let booleanLabel = Known(rawValue: 1 << 12)
    static let inputIDs = Known(rawValue: 1 << 13)
    static let media = Known(rawValue: 1 << 14)
  }

  private mutating func noteColumns(_ outline: borrowing RecordOutline) {
    if outline[.text]?.kind == .string { known.insert(.text) }
    if outline[.label]?.kind == .boolean { known.insert(.booleanLabel) }
    if outline[.inputIDs]?.kind == .array { known.insert(.inputIDs) }
    if outline.has(.prompt) { known.insert(.prompt) }
    if outline.has(.completion) { known.insert(.completion) }
    if outline.has(.instruction) { known.insert(.instruction) }
    if outline.has(.output) { known.insert(.output) }
    if outline.has(.chosen) { known.insert(.chosen) }
    if outline.has(.rejected) { known.insert(.rejected) }
    // Column names as TRL, LLaMA-Factory and ms-swift read them.
    for column in [KnownColumn.image, .images, .video, .videos, .audio, .audios] {
      if outline.has(column), let value = outline[column], carriesSomething(value) { known.insert(.media) }
    }
  }

  /// A null or an empty list carries nothing.
  private func carriesSomething(_ value: RecordValue) -> Bool {
    value.kind != .null && (value.kind != .array || value.next > value.index + 1)
  }

  /// How the first turn of a list names its speaker says what the list is.
  private mutating func noteTurns(of list: RecordOutline.TurnList, in outline: borrowing RecordOutline) {
    guard list.count > 0 else { return }
    let first = outline.turn(0, of: list)
    let hasRole = first.role != nil
    switch list.column {
    case .messages where hasRole: known.insert(.messages)
    case .prompt where hasRole: known.insert(.promptTurns)
    case .completion where hasRole: known.insert(.completionTurns)
    case .conversations where hasRole: known.insert(.roleTurns)
    case .conversations where first.sender != nil: known.insert(.fromTurns)
    default: break
    }
  }

  private static func isMedia(_ type: RecordValue) -> Bool {
    type.isText("image") || type.isText("image_url") || type.isText("video") || type.isText("audio")
      || type.isText("input_audio") || type.isText("video_url")
  }
}
