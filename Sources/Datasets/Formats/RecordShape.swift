/// The columns of one record that tell formats apart.
///
/// The order of the questions is the one that trainers follow: tokenized columns and preference pairs win
/// over conversations, those over instruction columns, those over plain text.
struct RecordShape {
  private var known: Known = []

  /// One pass over the top-level members, and over the first turn of lists. O(members + turns).
  init(_ record: RecordValue) {
    for field in record.fields { note(field.key, field.value) }
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
      return .preference(explicitPrompt: known.contains(.prompt))
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

  private mutating func note(_ key: RecordValue, _ value: RecordValue) {
    // By length first: most keys of most records are none of these.
    switch key.textLength {
    case 4 where key.isText("text"): if value.kind == .string { known.insert(.text) }
    case 5 where key.isText("label"): if value.kind == .boolean { known.insert(.booleanLabel) }
    case 6 where key.isText("prompt"):
      known.insert(.prompt)
      if turns(value) == .role { known.insert(.promptTurns) }
    case 6 where key.isText("output"): known.insert(.output)
    case 6 where key.isText("chosen"): note(.chosen, value)
    case 8 where key.isText("messages"): if turns(value) == .role { known.insert(.messages) }
    case 8 where key.isText("rejected"): note(.rejected, value)
    case 9 where key.isText("input_ids"): if value.kind == .array { known.insert(.inputIDs) }
    case 10 where key.isText("completion"):
      known.insert(.completion)
      if turns(value) == .role { known.insert(.completionTurns) }
    case 11 where key.isText("instruction"): known.insert(.instruction)
    case 13 where key.isText("conversations"):
      switch turns(value) {
      case .from: known.insert(.fromTurns)
      case .role: known.insert(.roleTurns)
      case nil: break
      }
    default: noteMediaColumn(key, value)
    }
  }

  private mutating func note(_ side: Known, _ value: RecordValue) {
    known.insert(side)
    _ = turns(value)
  }

  /// Column names as TRL, LLaMA-Factory and ms-swift read them; a null or an empty list carries nothing.
  private mutating func noteMediaColumn(_ key: RecordValue, _ value: RecordValue) {
    guard value.kind != .null, value.kind != .array || value.elements.first(where: { _ in true }) != nil
    else { return }
    switch key.textLength {
    case 5 where key.isText("image") || key.isText("video") || key.isText("audio"): known.insert(.media)
    case 6 where key.isText("images") || key.isText("videos") || key.isText("audios"): known.insert(.media)
    default: break
    }
  }

  private enum TurnStyle { case role, from }

  /// How the first turn of a list names its speaker; parts of media in any turn are noted on the way.
  private mutating func turns(_ list: RecordValue) -> TurnStyle? {
    guard list.kind == .array else { return nil }
    var style: TurnStyle?
    var isFirst = true
    for turn in list.elements {
      for field in turn.fields {
        if isFirst && field.key.isText("role") { style = .role }
        if isFirst && style == nil && field.key.isText("from") { style = .from }
        if field.value.kind == .array && field.key.isText("content") { noteMediaParts(field.value) }
      }
      isFirst = false
    }
    return style
  }

  private mutating func noteMediaParts(_ parts: RecordValue) {
    for part in parts.elements {
      for field in part.fields where field.key.isText("type") && field.value.kind == .string {
        let type = field.value
        if type.isText("image") || type.isText("image_url") || type.isText("video") || type.isText("audio")
          || type.isText("input_audio") || type.isText("video_url")
        {
          known.insert(.media)
        }
      }
    }
  }
}
