/// What format each record has, counted.
package struct FormatVotes: Observation {
  /// By the order of the formats.
  private var tallies = Self.none
  /// Records with images, audio or video.
  package private(set) var multimodal = Tally()
  /// Records that two formats of supervised training claim.
  package private(set) var ambiguous = Tally()

  /// Shared by all that hold nothing.
  private static let none = [Tally](repeating: Tally(), count: DatasetFormat.all.count)

  package init() {}

  /// How many records voted.
  package var records: Int { tallies.reduce(0) { $0 + $1.count } }

  /// The formats that occur, the most frequent first.
  package var formats: [(format: DatasetFormat, records: Tally)] {
    DatasetFormat.all.map { (format: $0, records: tallies[$0.order]) }.filter { $0.records.count > 0 }.sorted
    {
      ($1.records.count, $0.format.order) < ($0.records.count, $1.format.order)
    }
  }

  /// The format of most records, with the share that agrees; nil without records.
  func verdict(by names: ColumnNames) -> FormatVerdict? {
    guard let winner = formats.first else { return nil }
    return FormatVerdict(
      format: winner.format, agreeing: winner.records.count, records: records,
      isMultimodal: multimodal.count > 0, names: names)
  }

  package mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, _ names: ColumnNames
  ) {
    let shape = RecordShape(outline, names)
    tallies[shape.format.order].note(record.place)
    if shape.isMultimodal { multimodal.note(record.place) }
    if shape.isAmbiguous { ambiguous.note(record.place) }
  }

  package mutating func merge(_ other: FormatVotes) {
    for index in tallies.indices { tallies[index].merge(other.tallies[index]) }
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
  /// By which the records were read.
  package let names: ColumnNames

  /// From 0 to 1.
  package var share: Double { Double(agreeing) / Double(records) }

  /// Why: what the agreeing records have, and how many they are.
  package var reasons: [String] {
    var reasons = ["\(format.reason(by: names)) in \(agreeing) of \(records) records"]
    if isMultimodal { reasons.append("records carry images, audio or video") }
    return reasons
  }
}

extension FormatVotes: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for index in tallies.indices { tallies[index].movePlaces(move) }
    multimodal.movePlaces(move)
    ambiguous.movePlaces(move)
  }
}

extension FormatVotes: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    // By the order of the formats.
    try coder.member("formats", &tallies)
    try coder.require(tallies.count == DatasetFormat.all.count, "expected a tally for each format")
    try coder.member("multimodal", &multimodal)
    try coder.member("ambiguous", &ambiguous)
    coder.endObject()
  }
}
