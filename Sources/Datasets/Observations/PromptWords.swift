import ByteScan
import Syntax

/// How many words stand in a record, and in parts of it, of records with many: none has fewer tokens.
///
/// A word is a letter of ASCII behind a blank that is not the first character of its text. No token of the 25 vocabularies in
/// `fixtures/goldens/token_spans.tsv` holds a letter behind inner white space, so that each such letter begins a token of
/// its own, and a template only adds to them.
package struct PromptWords: Hashable, Sendable {
  /// What of a record is counted.
  package enum Part: Hashable, Sendable {
    /// `prompt` where there is a `completion`, or the turns before the first one of the assistant.
    case prompt
    /// The turns before the last two, of a conversation that an answer ends; only where a set-up tells names.
    case earlierTurns
    /// All turns, or `instruction`, `input` and `output`; only where a set-up tells names.
    case record
  }

  private var prompts = WordCensus()
  private var earlierTurns = WordCensus()
  private var whole = WordCensus()

  /// Records with fewer words are not counted: nobody cuts there.
  package static let fewest = 64

  package init() {}

  /// Takes in one record. O(bytes of what is counted).
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, _ names: ColumnNames
  ) {
    if let words = Self.words(outline, names) { prompts.note(words, at: record.place) }
    // Those who read these parts whole name the columns.
    guard names.areTold else { return }
    if let conversation = ConversationWords(outline, names) {
      if let earlier = conversation.earlier { earlierTurns.note(earlier, at: record.place) }
      whole.note(conversation.all, at: record.place)
    } else if outline.has(.instruction), outline.has(.output) {
      let columns = [outline[.instruction], outline[.input], outline[.output]]
      whole.note(columns.reduce(0) { $0 + ($1?.words ?? 0) }, at: record.place)
    }
  }

  /// The records with at least `words` words there, as far as that can be told: some with just as many may be missing unless
  /// `words` is four to seven times a power of two, as most limits are. O(buckets).
  package func records(withAtLeast words: Int, in part: Part = .prompt) -> Tally {
    switch part {
    case .prompt: return prompts.records(withAtLeast: words)
    case .earlierTurns: return earlierTurns.records(withAtLeast: words)
    case .record: return whole.records(withAtLeast: words)
    }
  }

  mutating func merge(_ other: PromptWords) {
    prompts.merge(other.prompts)
    earlierTurns.merge(other.earlierTurns)
    whole.merge(other.whole)
  }

  private static func words(_ outline: borrowing RecordOutline, _ names: ColumnNames) -> Int? {
    if outline.has(.prompt), outline.has(.completion) { return outline[.prompt].map(\.words) }
    for number in 0..<outline.listCount where outline.list(number).column.isWholeConversation {
      let list = outline.list(number)
      var sum = 0
      for index in 0..<list.count {
        let turn = outline.turn(index, of: list)
        if let speaker = turn.speaker, speaker.namesAssistant(by: names) { return sum }
        if let content = turn.content ?? turn.text { sum += content.words }
      }
    }
    return nil
  }
}

/// The words of a conversation that every template prints: those of the user, and of answers that hold no thoughts, which
/// some templates take out of all turns but the last.
private struct ConversationWords {
  /// nil where the conversation is no longer than one exchange, or does not end with an answer.
  private(set) var earlier: Int?
  private(set) var all = 0

  /// nil where the record holds no conversation.
  init?(_ outline: borrowing RecordOutline, _ names: ColumnNames) {
    for number in 0..<outline.listCount where outline.list(number).column.isWholeConversation {
      let list = outline.list(number)
      var speaker: Speaker?
      var before = 0
      for index in 0..<list.count {
        let turn = outline.turn(index, of: list)
        if index == list.count - 2 { before = all }
        let word = turn.speaker?.string
        speaker = word.flatMap(names.speaker)
        let isSpoken = speaker == .user || speaker == .assistant && !names.callsTools(word ?? "")
        guard isSpoken, let said = turn.content ?? turn.text else { continue }
        if speaker == .user || !said.mayHoldThoughts { all += said.words }
      }
      if list.count > 2, list.others == 0, speaker == .assistant { earlier = before }
      return
    }
    return nil
  }
}

extension PromptWords: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    prompts.movePlaces(move)
    earlierTurns.movePlaces(move)
    whole.movePlaces(move)
  }
}

extension PromptWords: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("buckets", &prompts)
    try coder.member("earlierTurns", &earlierTurns)
    try coder.member("records", &whole)
    coder.endObject()
  }
}

extension RecordValue {
  /// In a text, and in all texts of a list of turns or of parts that are long enough to be one.
  fileprivate var words: Int {
    var sum = 0
    forEachText { text in
      let bytes = text.innerBytes
      if bytes.count > 1, let base = bytes.baseAddress { sum += Int(bytescan_words(base, bytes.count)) }
    }
    return sum
  }

  /// Whether words stand here by which templates know thoughts.
  fileprivate var mayHoldThoughts: Bool {
    var isFound = false
    forEachText { isFound = isFound || ThoughtMarks.stand(in: $0) }
    return isFound
  }

  /// Whether a text is a name of the assistant. The usual names are told without making a string of them.
  fileprivate func namesAssistant(by names: ColumnNames) -> Bool {
    guard names.hasUsualSpeakers else { return names.speaker(string) == .assistant }
    if isText("assistant") || isText("gpt") { return true }
    if isText("user") || isText("system") || isText("human") || isText("tool") { return false }
    return Speaker(name: string) == .assistant
  }
}
