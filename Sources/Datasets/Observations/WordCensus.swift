/// Records by how many words some part of them has, of those with many.
struct WordCensus: Hashable, Sendable {
  /// By the bucket of `LengthCensus` that counts such a number of words, up to the last one that holds anything.
  private var buckets: [Tally] = []

  init() {}

  mutating func note(_ words: Int, at place: @autoclosure () -> RecordPlace) {
    guard words >= PromptWords.fewest else { return }
    let bucket = LengthCensus.bucket(of: words)
    while buckets.count <= bucket { buckets.append(Tally()) }
    buckets[bucket].note(place())
  }

  /// See `PromptWords`. O(buckets).
  func records(withAtLeast words: Int) -> Tally {
    let first = LengthCensus.bucket(of: max(words, PromptWords.fewest) - 1) + 1
    var sum = Tally()
    for bucket in buckets.dropFirst(first) { sum.merge(bucket) }
    return sum
  }

  mutating func merge(_ other: WordCensus) {
    while buckets.count < other.buckets.count { buckets.append(Tally()) }
    for (bucket, more) in other.buckets.enumerated() where more.count > 0 { buckets[bucket].merge(more) }
  }
}

extension WordCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for bucket in buckets.indices where buckets[bucket].count > 0 { buckets[bucket].movePlaces(move) }
  }
}

extension WordCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.list(&buckets)
    try coder.require(
      buckets.count <= LengthCensus.bucketLimit, "expected \(LengthCensus.bucketLimit) buckets at most")
  }
}
