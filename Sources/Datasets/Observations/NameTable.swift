/// What is kept for a name in a `NameTable`.
protocol NameEntry: Hashable, PlaceKeeper, Sendable {
  init()
  /// Where the name was seen first; nil only before the first sight.
  var firstPlace: RecordPlace? { get }
  mutating func merge(_ other: Self)
}

extension Tally: NameEntry {
  var firstPlace: RecordPlace? { first.first }
}

/// Names found in data (keys, roles), each with an entry, in order of first appearance.
///
/// Names come from untrusted data: a dataset may use a new key in every record. A table that would pass its
/// limits becomes saturated: it forgets its names and keeps no more. Since a union only grows, the parts of a
/// dataset saturate or not whatever order they are merged in, and the memory is bounded.
struct NameTable<Entry: NameEntry>: Sendable {
  /// At most this many names are kept, of this many bytes together.
  static var nameLimit: Int { 4096 }
  static var byteLimit: Int { 1 << 20 }

  struct Slot: Hashable, Sendable {
    /// UTF-8, escapes decoded.
    fileprivate(set) var name: [UInt8]
    var entry: Entry
  }

  private(set) var slots: [Slot] = []
  private(set) var isSaturated = false
  private var nameBytes = 0
  /// From name to slot; filled only once a linear search would be slow.
  private var index: [[UInt8]: Int] = [:]

  /// A table of names in order of first appearance.
  init(_ names: [(name: [UInt8], entry: Entry)], isSaturated: Bool) {
    self.isSaturated = isSaturated
    guard !isSaturated else { return }
    slots = names.map { Slot(name: $0.name, entry: $0.entry) }
    nameBytes = names.reduce(0) { $0 + $1.name.count }
  }

  init() {}

  /// Where `name` is kept, added where it is new; nil in a saturated table.
  mutating func slot(for name: RecordValue) -> Int? { find(name.textBytes) }

  /// The same for a name that is no value of a record.
  mutating func slot(named name: [UInt8]) -> Int? { find(name) }

  @inline(__always)
  mutating func update(_ slot: Int, _ change: (inout Entry) -> Void) { change(&slots[slot].entry) }

  /// Adds what another part of the dataset holds. Both are in order of first appearance, and so is the
  /// outcome.
  mutating func merge(_ other: Self) {
    if isSaturated { return }
    if other.isSaturated { return saturate() }
    for slot in other.slots {
      guard let place = find(slot.name) else { return }
      slots[place].entry.merge(slot.entry)
    }
    slots.sort { Self.order($0) < Self.order($1) }
    index = [:]
  }

  private static func order(_ slot: Slot) -> NameOrder {
    NameOrder(place: slot.entry.firstPlace, name: slot.name)
  }

  @inline(never)
  private mutating func find(_ name: [UInt8]) -> Int? {
    if isSaturated { return nil }
    if index.count != slots.count {
      index = Dictionary(slots.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    if let known = index[name] { return known }
    nameBytes += name.count
    guard slots.count < Self.nameLimit, nameBytes <= Self.byteLimit else {
      saturate()
      return nil
    }
    index[name] = slots.count
    slots.append(Slot(name: name, entry: Entry()))
    return slots.count - 1
  }

  private mutating func saturate() {
    isSaturated = true
    slots = []
    index = [:]
    nameBytes = 0
  }
}

/// The length of a name and its first eight bytes, missing ones as zero.
struct NameDigest: Hashable, Sendable {
  let length: Int
  private let prefix: UInt64

  init(_ name: [UInt8]) {
    length = name.count
    prefix = name.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Of a string without escapes. Eight bytes may always be read: the scanner's buffer is padded.
  @inline(__always)
  init(_ string: RecordValue) {
    length = string.innerCount
    let word = UInt64(littleEndian: UnsafeRawPointer(string.innerStart).loadUnaligned(as: UInt64.self))
    prefix = length >= 8 ? word : word & ((1 << UInt64(length * 8)) &- 1)
  }
}

/// By first appearance; the name decides where two appear together.
private struct NameOrder: Comparable {
  let place: RecordPlace?
  let name: [UInt8]

  static func < (left: NameOrder, right: NameOrder) -> Bool {
    if left.place != right.place {
      guard let first = left.place else { return false }
      guard let second = right.place else { return true }
      return first < second
    }
    return left.name.lexicographicallyPrecedes(right.name)
  }
}

extension NameTable: Hashable {
  static func == (left: Self, right: Self) -> Bool {
    left.isSaturated == right.isSaturated && left.slots == right.slots
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(isSaturated)
    hasher.combine(slots)
  }
}

extension NameTable: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for index in slots.indices { slots[index].entry.movePlaces(move) }
  }
}

extension NameTable: ProfilePart where Entry: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("isSaturated", &isSaturated)
    try coder.member("names", &slots)
    coder.endObject()
    nameBytes = slots.reduce(0) { $0 + $1.name.count }
  }
}

extension NameTable.Slot: ProfilePart where Entry: ProfilePart {
  init() { self.init(name: [], entry: Entry()) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var text = String(decoding: name, as: UTF8.self)
    try coder.beginObject()
    try coder.member("name", &text)
    try coder.member("entry", &entry)
    coder.endObject()
    name = Array(text.utf8)
  }
}
