/// What format each record has, counted.
package struct FormatVotes: Observation {
  private var byFormat: [DatasetFormat: Tally] = [:]
  /// Records with images, audio or video.
  package private(set) var multimodal = Tally()
  /// Records that two formats of supervised training claim.
  package private(set) var ambiguous = Tally()

  package init() {}

  /// How many records voted.
  package var records: Int { byFormat.values.reduce(0) { $0 + $1.count } }

  /// The formats that occur, the most frequent first.
  package var formats: [(format: DatasetFormat, records: Tally)] {
    byFormat.map { (format: $0.key, records: $0.value) }.sorted {
      ($1.records.count, $0.format.order) < ($0.records.count, $1.format.order)
    }
  }

  /// The format of most records, with the share that agrees; nil without records.
  package var verdict: FormatVerdict? {
    guard let winner = formats.first else { return nil }
    return FormatVerdict(
      format: winner.format, agreeing: winner.records.count, records: records,
      isMultimodal: multimodal.count > 0)
  }

  package mutating func observe(_ record: RecordView) {
    let shape = RecordShape(record.root)
    byFormat[shape.format, default: Tally()].note(record.place)
    if shape.isMultimodal { multimodal.note(record.place) }
    if shape.isAmbiguous { ambiguous.note(record.place) }
  }

  package mutating func merge(_ other: FormatVotes) {
    for (format, tally) in other.byFormat { byFormat[format, default: Tally()].merge(tally) }
    multimodal.merge(other.multimodal)
    ambiguous.merge(other.ambiguous)
  }
}

/// The format that a dataset as a whole was recognised as.
package struct FormatVerdict: Hashable, Sendable {
  package let format: DatasetFormat
  /// How many of `records` have that format.
  package let agreeing: Int
  package let records: Int
  /// Whether any record carries images, audio or video.
  package let isMultimodal: Bool

  /// From 0 to 1.
  package var share: Double { Double(agreeing) / Double(records) }

  /// Why: what the agreeing records have, and how many they are.
  package var reasons: [String] {
    var reasons = ["\(format.reason) in \(agreeing) of \(records) records"]
    if isMultimodal { reasons.append("records carry images, audio or video") }
    return reasons
  }
}
