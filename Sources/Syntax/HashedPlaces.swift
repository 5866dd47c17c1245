/// Places in a list by the hashes of what stands there: linear probing in a table that is half full at most.
///
/// The hashes have to come from a `Hasher`, which has another seed in each process, so that no text can be made to
/// have many of one hash.
struct HashedPlaces {
  private var slots: [Int32] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// The place with this `hash` that is the one looked for. O(1) on average.
  func first(_ hash: Int, where matches: (Int) -> Bool) -> Int? {
    guard !slots.isEmpty else { return nil }
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if matches(place) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds the next place of the list; `hashes` gives the hashes of this one and those before it.
  mutating func append(_ hashes: (Int) -> Int) {
    count += 1
    if 2 * count <= slots.count { return insert(count - 1, hashes(count - 1)) }
    slots = Array(repeating: -1, count: 4 * count.nextPowerOfTwo)
    for place in 0..<count { insert(place, hashes(place)) }
  }

  private mutating func insert(_ place: Int, _ hash: Int) {
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(truncatingIfNeeded: place)
  }
}

extension Int {
  /// The least power of two that is not below this positive number.
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
