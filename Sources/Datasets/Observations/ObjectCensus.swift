/// The keys of a set of objects, such as the records of a dataset or the turns of its conversations.
package struct ObjectCensus: Hashable, Sendable {
  /// How many objects were seen.
  package private(set) var objects = 0
  /// The first object.
  package private(set) var firstObject: RecordPlace?
  private var table = NameTable<FieldCensus>()

  package init() {}

  init(
    objects: Int, firstObject: RecordPlace?, fields: [(name: [UInt8], entry: FieldCensus)], isSaturated: Bool
  ) {
    self.objects = objects
    self.firstObject = firstObject
    table = NameTable(fields, isSaturated: isSaturated)
  }

  /// Whether there were too many different keys to keep any (4,096, or 1 MiB of names).
  package var isSaturated: Bool { table.isSaturated }

  /// The names of the keys in order of first appearance; decoded, invalid text as U+FFFD.
  package var names: [String] { table.slots.map { String(decoding: $0.name, as: UTF8.self) } }

  /// The keys in order of first appearance.
  package var fields: [(name: String, field: FieldCensus)] {
    table.slots.map { (String(decoding: $0.name, as: UTF8.self), $0.entry) }
  }

  /// What is known of the key `name`; nil where no object has it. O(keys).
  package subscript(_ name: String) -> FieldCensus? {
    table.slots.first { $0.name.elementsEqual(name.utf8) }?.entry
  }

  /// Whether every object has the key `name`; false where there are no objects.
  package func isInEveryObject(_ name: String) -> Bool { self[name].map { $0.count == objects } ?? false }

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
}

/// What stands at one place of the records' structure, such as under one key or in one array.
package struct ValueCensus: Hashable, Sendable {
  /// The types of the values, with the first places of each; of a key that stands twice in an object, both values.
  package private(set) var kinds = KindTallies()
  /// How long the texts are, in code points; of nothing where that was not measured.
  package private(set) var lengths = LengthCensus()
  /// Which texts are points in time.
  package private(set) var times = TimeCensus()
  /// Which numbers are too large, or no whole ones; of nothing in tables.
  package private(set) var numbers = NumberCensus()
  // Boxed, since a value cannot hold another of its own type.
  private var objects: [ObjectCensus] = []
  private var elements: [ValueCensus] = []

  package init() {}

  init(
    kinds: KindTallies, object: ObjectCensus?, element: ValueCensus?, lengths: LengthCensus,
    times: TimeCensus,
    numbers: NumberCensus
  ) {
    self.kinds = kinds
    self.times = times
    self.numbers = numbers
    self.lengths = lengths
    objects = object.map { [$0] } ?? []
    elements = element.map { [$0] } ?? []
  }

  /// The fields of those that are objects; nil where none is.
  package var object: ObjectCensus? { objects.first }
  /// The elements of those that are arrays; nil where none has any.
  package var element: ValueCensus? { elements.first }

  mutating func merge(_ other: ValueCensus) {
    kinds.merge(other.kinds)
    lengths.merge(other.lengths)
    times.merge(other.times)
    numbers.merge(other.numbers)
    if objects.isEmpty { objects = other.objects } else if let more = other.object { objects[0].merge(more) }
    if elements.isEmpty {
      elements = other.elements
    } else if let more = other.element {
      elements[0].merge(more)
    }
  }
}

/// What is known of one key over all objects.
package struct FieldCensus: Hashable, Sendable {
  /// How many objects have the key; an object that has it twice counts once.
  package private(set) var count = 0
  package private(set) var values = ValueCensus()
  /// Where the key itself stands first.
  package private(set) var firstPlace: RecordPlace?
  /// The first object without the key; nil where every object has it.
  package private(set) var firstLacking: RecordPlace?

  package init() {}

  init(count: Int, values: ValueCensus, firstPlace: RecordPlace?, firstLacking: RecordPlace?) {
    self.count = count
    self.values = values
    self.firstPlace = firstPlace
    self.firstLacking = firstLacking
  }

  /// The types of its values.
  package var kinds: KindTallies { values.kinds }

  fileprivate mutating func noteLacking(_ place: RecordPlace) {
    firstLacking = firstLacking.map { min($0, place) } ?? place
  }
}

extension FieldCensus: NameEntry {
  mutating func merge(_ other: FieldCensus) {
    count += other.count
    values.merge(other.values)
    firstPlace = [firstPlace, other.firstPlace].compactMap { $0 }.min()
    if let place = other.firstLacking { noteLacking(place) }
  }
}

extension ObjectCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    firstObject = firstObject.map(move.moved)
    table.movePlaces(move)
  }
}

extension ValueCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    kinds.movePlaces(move)
    times.movePlaces(move)
    numbers.movePlaces(move)
    for index in objects.indices { objects[index].movePlaces(move) }
    for index in elements.indices { elements[index].movePlaces(move) }
  }
}

extension FieldCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    values.movePlaces(move)
    firstPlace = firstPlace.map(move.moved)
    firstLacking = firstLacking.map(move.moved)
  }
}

extension ObjectCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("objects", &objects)
    try coder.member("firstObject", &firstObject)
    try coder.member("fields", &table)
    coder.endObject()
  }
}

extension ValueCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("kinds", &kinds)
    try coder.member("lengths", &lengths)
    try coder.member("times", &times)
    try coder.member("numbers", &numbers)
    try coder.member("object", &objects)
    try coder.member("element", &elements)
    try coder.require(objects.count <= 1 && elements.count <= 1, "expected one element at most")
    coder.endObject()
  }
}

extension FieldCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("count", &count)
    try coder.member("values", &values)
    try coder.member("firstPlace", &firstPlace)
    try coder.member("firstLacking", &firstLacking)
    coder.endObject()
  }
}
