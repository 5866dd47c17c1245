/// Who spoke in a list of turns, and in what order, as far as it was read.
struct ConversationFlow {
  private var hasAnswer = false
  private var hasUnknown = false
  private(set) var last: Speaker?
  private var lastCalls = false
  private var turns = 0
  /// How many turns stand behind the system's first one, and whether users and assistants take turns there.
  private var paired = 0
  private var takesTurns = true

  /// Takes in the next turn; nil for somebody who is not known, who may be anybody. Gives what is odd about it.
  @inline(__always)
  mutating func note(_ speaker: Speaker?, calls: Bool) -> TurnSign? {
    let sign = sign(of: speaker, calls: calls)
    if speaker != .system || turns > 0 {
      if (speaker == .assistant) != (paired & 1 == 1) || speaker == .system { takesTurns = false }
      paired &+= 1
    }
    turns &+= 1
    last = speaker
    lastCalls = calls
    if speaker == .assistant { hasAnswer = true }
    if speaker == nil { hasUnknown = true }
    return sign
  }

  @inline(__always)
  private func sign(of speaker: Speaker?, calls: Bool) -> TurnSign? {
    switch speaker {
    case .system: return turns > 0 && last != .system ? .lateSystem : nil
    case .user: return last == .user ? .repeatedSpeaker : nil
    case .assistant:
      if last == .assistant { return calls || lastCalls ? nil : .repeatedSpeaker }
      return turns == 0 || turns == 1 && last == .system ? .answerFirst : nil
    case .tool: return turns == 0 || last == .system || last == .user ? .resultWithoutCall : nil
    case nil: return nil
    }
  }

  /// Whether the last turn calls a tool that `next` does not answer for; calls may stand in several turns.
  @inline(__always)
  func leavesCall(before next: Speaker?, calls: Bool) -> Bool {
    lastCalls && !calls && next != nil && next != .tool
  }

  var lacksAnswer: Bool { !hasAnswer && !hasUnknown }
  var endsWithoutAnswer: Bool { hasAnswer && last != nil && last != .assistant }
  /// See `TurnSign.brokenPairs`.
  var hasBrokenPairs: Bool { !hasUnknown && (!takesTurns || paired & 1 == 1) }
}
