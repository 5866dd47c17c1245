/// The keys of a set of objects, such as the records of a dataset or the turns of its conversations.
package struct ObjectCensus: Hashable, Sendable {
  /// How many objects were seen.
  package private(set) var objects = 0
  /// The first object.
  package private(set) var firstObject: RecordPlace?
  var table = NameTable<FieldCensus>()

  package init() {}

  /// Whether there were too many different keys to keep any (4,096, or 1 MiB of names).
  package var isSaturated: Bool { table.isSaturated }

  /// The names of the keys in order of first appearance; decoded, invalid text as U+FFFD.
  package var names: [String] { table.slots.map { String(decoding: $0.name, as: UTF8.self) } }

  /// What is known of the key `name`; nil where no object has it. O(keys).
  package subscript(_ name: String) -> FieldCensus? {
    table.slots.first { $0.name.elementsEqual(name.utf8) }?.entry
  }

  /// Whether every object has the key `name`; false where there are no objects.
  package func isInEveryObject(_ name: String) -> Bool { self[name].map { $0.count == objects } ?? false }

  /// Takes in one object. O(keys), as long as the objects resemble each other.
  mutating func observe(_ object: RecordValue, in record: RecordView) {
    let isFirst = objects == 0
    if isFirst { firstObject = record.place(of: object) }
    objects &+= 1
    if table.isSaturated { return }
    var present = SlotSet()
    var hint = 0
    for field in object.fields {
      guard let slot = table.slot(for: field.key, hint: hint) else { return }
      hint = slot &+ 1
      let isNew = present.insert(slot)
      table.update(slot) { entry in
        if entry.count == 0, !isFirst, let place = firstObject { entry.noteLacking(place) }
        entry.note(field, isNew: isNew, in: record)
      }
    }
    if present.count != table.slots.count { noteLacking(present, object, record) }
  }

  mutating func merge(_ other: ObjectCensus) {
    var joined = table
    joined.merge(other.table)
    let mine = Set(table.slots.map(\.name))
    let theirs = Set(other.table.slots.map(\.name))
    for (slot, entry) in joined.slots.enumerated() {
      // A key that one part has never seen is lacking from the first object of that part on.
      if let place = firstObject, !mine.contains(entry.name) { joined.update(slot) { $0.noteLacking(place) } }
      if let place = other.firstObject, !theirs.contains(entry.name) {
        joined.update(slot) { $0.noteLacking(place) }
      }
    }
    table = joined
    objects += other.objects
    firstObject = [firstObject, other.firstObject].compactMap { $0 }.min()
  }

  private mutating func noteLacking(_ present: SlotSet, _ object: RecordValue, _ record: RecordView) {
    for slot in table.slots.indices
    where !table.slots[slot].entry.isLackingSomewhere && !present.contains(slot) {
      let place = record.place(of: object)
      table.update(slot) { $0.noteLacking(place) }
    }
  }
}

/// What is known of one key over all objects.
package struct FieldCensus: Hashable, Sendable {
  /// How many objects have the key; an object that has it twice counts once.
  package private(set) var count = 0
  /// The types of its values, with the first places of each; of a key that stands twice in an object, both
  /// values.
  package private(set) var kinds = KindTallies()
  /// Where the key itself stands first.
  package private(set) var firstPlace: RecordPlace?
  /// The first object without the key; nil where every object has it.
  package private(set) var firstLacking: RecordPlace?
  /// Whether `firstLacking` is there: asked for every object, where an optional place would be copied to be
  /// compared.
  fileprivate private(set) var isLackingSomewhere = false

  package init() {}

  @inline(__always)
  fileprivate mutating func note(_ field: RecordValue.Field, isNew: Bool, in record: RecordView) {
    if count == 0 { firstPlace = record.place(of: field.key) }
    if isNew { count &+= 1 }
    kinds.note(field.value.kind, record.place(of: field.value))
  }

  fileprivate mutating func noteLacking(_ place: RecordPlace) {
    firstLacking = firstLacking.map { min($0, place) } ?? place
    isLackingSomewhere = true
  }
}

extension FieldCensus: NameEntry {
  mutating func merge(_ other: FieldCensus) {
    count += other.count
    kinds.merge(other.kinds)
    firstPlace = [firstPlace, other.firstPlace].compactMap { $0 }.min()
    if let place = other.firstLacking { noteLacking(place) }
  }
}

/// A set of slot numbers, without memory of its own for the first 64.
struct SlotSet {
  private var low: UInt64 = 0
  private var high: Set<Int> = []
  private(set) var count = 0

  /// Adds `slot`; false where it was there.
  @inline(__always)
  mutating func insert(_ slot: Int) -> Bool {
    if contains(slot) { return false }
    if slot < 64 { low |= 1 << UInt64(slot) } else { high.insert(slot) }
    count &+= 1
    return true
  }

  @inline(__always)
  func contains(_ slot: Int) -> Bool { slot < 64 ? low & (1 << UInt64(slot)) != 0 : high.contains(slot) }
}
