/// Keys that stand twice in one object, at any depth.
///
/// Python's json keeps the last value in silence; pyarrow, and so `datasets`, refuses the file.
package struct DuplicateKeys: Observation {
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

  /// O(values) for objects of few keys; larger ones are checked through a set.
  package mutating func observe(_ record: RecordView) {
    var isFirst = true
    record.root.forEachObject { object in
      forEachRepeated(object) { key in
        if isFirst { records.note(record.place) }
        isFirst = false
        guard let slot = table.slot(for: key, hint: 0) else { return }
        table.update(slot) { $0.note(record.place(of: key)) }
      }
    }
  }

  package mutating func merge(_ other: DuplicateKeys) {
    records.merge(other.records)
    table.merge(other.table)
  }

  /// Calls `body` with each key that an earlier key of the object equals.
  @inline(__always)
  private func forEachRepeated(_ object: RecordValue, _ body: (RecordValue) -> Void) {
    // A signature of length and last byte tells most keys apart, and one bit each keeps the usual object off
    // the slow path.
    var signatures: UInt64 = 0
    var mayRepeat = false
    for field in object.fields {
      let bytes = field.key.innerBytes
      let last = bytes.last.map(UInt64.init) ?? 0
      let bit: UInt64 = 1 << ((UInt64(bytes.count) &* 7 &+ last) & 63)
      if signatures & bit != 0 || field.key.hasEscapes { mayRepeat = true }
      signatures |= bit
    }
    if mayRepeat { forEachRepeatedExactly(object, body) }
  }

  @inline(never)
  private func forEachRepeatedExactly(_ object: RecordValue, _ body: (RecordValue) -> Void) {
    var seen: Set<[UInt8]> = []
    for field in object.fields where !seen.insert(field.key.textBytes).inserted { body(field.key) }
  }
}
