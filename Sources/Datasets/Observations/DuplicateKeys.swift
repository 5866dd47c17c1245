/// Keys that stand twice in one object, at any depth.
///
/// Python's json keeps the last value in silence; pyarrow, and so `datasets`, refuses the file.
package struct DuplicateKeys: Hashable, Sendable {
  /// How many records hold such an object.
  package private(set) var records = Tally()
  private var table = NameTable<Tally>()

  package init() {}

  /// The keys with the places of their second and further occurrences; nil where there are too many different
  /// ones.
  package var keys: [(name: String, places: Tally)]? {
    if table.isSaturated { return nil }
    return table.slots.map { (String(decoding: $0.name, as: UTF8.self), $0.entry) }
  }

  /// Takes in the keys of one record that an earlier key of their object equals, in the order of the text.
  mutating func note(_ keys: [RecordValue], in record: RecordView) {
    records.note(record.place)
    for key in keys {
      guard let slot = table.slot(for: key) else { continue }
      table.update(slot) { $0.note(record.place(of: key)) }
    }
  }

  package mutating func merge(_ other: DuplicateKeys) {
    records.merge(other.records)
    table.merge(other.table)
  }
}

extension DuplicateKeys: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    records.movePlaces(move)
    table.movePlaces(move)
  }
}

extension DuplicateKeys: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("records", &records)
    try coder.member("keys", &table)
    coder.endObject()
  }
}
