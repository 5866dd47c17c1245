/// Rows of tokens: `input_ids` with `labels` and `attention_mask`.
package struct TokenCensus: Hashable, Sendable {
  /// Records with a list under `input_ids`.
  package private(set) var rows = 0
  /// Those that have a list under `labels` too.
  package private(set) var labelled = 0
  /// The largest number in `input_ids`, where it stands first; nil without any.
  package private(set) var largest: Largest?

  /// A number in a list.
  package struct Largest: Hashable, Sendable {
    package fileprivate(set) var id = 0
    package fileprivate(set) var place: RecordPlace?
  }

  package init() {}

  /// Takes in one record. O(elements of the lists).
  mutating func observe(
    _ record: RecordView, _ outline: borrowing RecordOutline, into signs: inout SignCensus<RecordSign>
  ) {
    guard outline.has(.inputIDs), let ids = outline[.inputIDs], ids.kind == .array else { return }
    rows &+= 1
    let count = observe(ids, in: record, &signs)
    if let mask = outline[.attentionMask], mask.kind == .array, mask.elementCount != count {
      signs.note(.maskOfOtherLength, at: record.place(of: mask))
    }
    guard let labels = outline[.labels], labels.kind == .array else { return }
    labelled &+= 1
    var (length, trained, areIDs) = (0, false, true)
    for label in labels.elements {
      length &+= 1
      trained = trained || !label.isIgnoredLabel
      if label.kind != .integer { areIDs = false }
    }
    if areIDs, length != count { signs.note(.labelsOfOtherLength, at: record.place(of: labels)) }
    if length > 0, !trained { signs.note(.nothingTrained, at: record.place(of: labels)) }
  }

  /// Gives how many there are.
  private mutating func observe(
    _ ids: RecordValue, in record: RecordView, _ signs: inout SignCensus<RecordSign>
  ) -> Int {
    var (count, isNegative, isOdd) = (0, false, false)
    for id in ids.elements {
      count &+= 1
      // Rows of rows are batches, which some trainers take.
      if id.kind != .integer, !id.isContainer { isOdd = true }
      guard id.kind == .integer, let number = id.smallInteger else { continue }
      if number < 0 { isNegative = true }
      if number > largest?.id ?? -1 { largest = Largest(id: number, place: record.place(of: id)) }
    }
    if isNegative { signs.note(.negativeID, at: record.place(of: ids)) }
    if isOdd { signs.note(.idsNotIntegers, at: record.place(of: ids)) }
    return count
  }

  mutating func merge(_ other: TokenCensus) {
    rows += other.rows
    labelled += other.labelled
    guard let theirs = other.largest else { return }
    guard let mine = largest else {
      largest = theirs
      return
    }
    let isEarlier = theirs.place.map { place in mine.place.map { place < $0 } ?? true } ?? false
    if theirs.id > mine.id || theirs.id == mine.id && isEarlier { largest = theirs }
  }
}

extension RecordValue {
  /// How many elements an array has. O(elements).
  fileprivate var elementCount: Int { elements.reduce(0) { count, _ in count &+ 1 } }

  /// Whether it is -100, which losses pass over.
  fileprivate var isIgnoredLabel: Bool { kind == .integer && bytes.elementsEqual("-100".utf8) }

  /// A whole number of 13 characters at most: what profiles are written with goes a little further.
  fileprivate var smallInteger: Int? {
    var (number, isNegative) = (0, false)
    let bytes = bytes
    guard bytes.count <= 13 else { return nil }
    for byte in bytes {
      if byte == UInt8(ascii: "-") { isNegative = true } else { number = number &* 10 &+ Int(byte &- 0x30) }
    }
    return isNegative ? -number : number
  }
}

extension TokenCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    guard let place = largest?.place else { return }
    largest?.place = move.moved(place)
  }
}

extension TokenCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("rows", &rows)
    try coder.member("labelled", &labelled)
    try coder.member("largest", &largest)
    coder.endObject()
  }
}

extension TokenCensus.Largest: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("id", &id)
    try coder.member("place", &place)
    coder.endObject()
  }
}
