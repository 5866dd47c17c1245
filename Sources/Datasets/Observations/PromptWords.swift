import ByteScan

/// How many words stand in a record before what is to be learned of it, of records with many: no prompt has fewer tokens.
///
/// A word is a letter of ASCII behind a blank that is not the first character of its text. No token of the 25 vocabularies in
/// `fixtures/goldens/token_spans.tsv` holds a letter behind inner white space, so that each such letter begins a token of
/// its own, and a template only adds to them.
package struct PromptWords: Hashable, Sendable {
  /// By the bucket of `LengthCensus` that counts such a number of words, up to the last one that holds anything.
  private var buckets: [Tally] = []

  /// Records with fewer words are not counted: nobody cuts there.
  package static let fewest = 64

  package init() {}

  /// Takes in one record: the words under `prompt` where there is a `completion`, or in the turns before the first one of
  /// the assistant. O(bytes of those).
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, _ names: ColumnNames
  ) {
    guard let words = Self.words(outline, names), words >= Self.fewest else { return }
    let bucket = LengthCensus.bucket(of: words)
    while buckets.count <= bucket { buckets.append(Tally()) }
    buckets[bucket].note(record.place)
  }

  /// The records with at least `words` words, as far as that can be told: some with just as many may be missing unless
  /// `words` is four to seven times a power of two, as most limits are. O(buckets).
  package func records(withAtLeast words: Int) -> Tally {
    let first = LengthCensus.bucket(of: max(words, Self.fewest) - 1) + 1
    var sum = Tally()
    for bucket in buckets.dropFirst(first) { sum.merge(bucket) }
    return sum
  }

  mutating func merge(_ other: PromptWords) {
    while buckets.count < other.buckets.count { buckets.append(Tally()) }
    for (bucket, more) in other.buckets.enumerated() where more.count > 0 { buckets[bucket].merge(more) }
  }

  private static func words(_ outline: borrowing RecordOutline, _ names: ColumnNames) -> Int? {
    if outline.has(.prompt), outline.has(.completion) { return outline[.prompt].map(words) }
    for number in 0..<outline.listCount where outline.list(number).column.isWholeConversation {
      let list = outline.list(number)
      var sum = 0
      for index in 0..<list.count {
        let turn = outline.turn(index, of: list)
        if let speaker = turn.speaker, speaker.namesAssistant(by: names) { return sum }
        if let content = turn.content ?? turn.text { sum += words(content) }
      }
    }
    return nil
  }

  /// In a text, and in all texts of a list of turns or of parts that are long enough to be one.
  private static func words(_ value: RecordValue) -> Int {
    var sum = 0
    value.forEachText { text in
      let bytes = text.innerBytes
      if bytes.count > 1, let base = bytes.baseAddress { sum += Int(bytescan_words(base, bytes.count)) }
    }
    return sum
  }
}

extension PromptWords: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for bucket in buckets.indices where buckets[bucket].count > 0 { buckets[bucket].movePlaces(move) }
  }
}

extension PromptWords: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("buckets", &buckets)
    try coder.require(
      buckets.count <= LengthCensus.bucketLimit, "expected \(LengthCensus.bucketLimit) buckets at most")
    coder.endObject()
  }
}

extension RecordValue {
  /// Whether a text is a name of the assistant. The usual names are told without making a string of them.
  fileprivate func namesAssistant(by names: ColumnNames) -> Bool {
    guard names.hasUsualSpeakers else { return names.speaker(string) == .assistant }
    if isText("assistant") || isText("gpt") { return true }
    if isText("user") || isText("system") || isText("human") || isText("tool") { return false }
    return Speaker(name: string) == .assistant
  }
}
