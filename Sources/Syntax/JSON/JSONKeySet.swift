/// The keys of the objects that are open, innermost last, to find one that an object repeats.
///
/// Small objects are compared pair by pair, large ones through a table. A text made so that many keys have one
/// hash costs no more than others: the search gives up and says that there may be a repetition.
struct JSONKeySet {
  private struct Key {
    let hash: UInt32
    let node: Int32
  }

  private var keys: [Key] = []

  /// `capacity` is how many keys need no further memory.
  init(capacity: Int) { keys.reserveCapacity(capacity) }

  var count: Int { keys.count }

  // MARK: Hashes

  static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The hash of a text goes over its bytes in words of eight, and ends with the word of the bytes left over,
  /// even if there are none.
  @inline(__always)
  static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The hash of the text that `content`, which has escapes, stands for.
  func hash(ofEscaped content: TextRange, in text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let decoded = JSONString.decodedBytes(content, in: text)
    var hash = Self.seed
    var word: UInt64 = 0
    for (offset, byte) in decoded.enumerated() {
      word |= UInt64(byte) << UInt64(offset % 8 * 8)
      if offset % 8 == 7 {
        hash = Self.mixed(hash, word)
        word = 0
      }
    }
    return Self.mixed(hash, word)
  }

  // MARK: Repetitions

  @inline(__always)
  mutating func append(_ hash: UInt64, _ node: Int32) {
    keys.append(Key(hash: UInt32(truncatingIfNeeded: hash), node: node))
  }

  /// Takes the keys from `first` on, those of the innermost object, and says whether two of them are equal.
  /// O(keys).
  mutating func hasRepetition(
    from first: Int, in text: UnsafeBufferPointer<UInt8>, _ nodes: UnsafePointer<ConfigTree.Record>
  ) -> Bool {
    let found = keys.withUnsafeBufferPointer { all in
      let own = UnsafeBufferPointer(rebasing: all[first...])
      return own.count <= 16
        ? Self.hasEqualPair(own, text, nodes) : Self.hasEqualPairInTable(own, text, nodes)
    }
    keys.removeLast(keys.count - first)
    return found
  }

  private static func hasEqualPair(
    _ keys: UnsafeBufferPointer<Key>, _ text: UnsafeBufferPointer<UInt8>,
    _ nodes: UnsafePointer<ConfigTree.Record>
  ) -> Bool {
    // One bit for each hash modulo 64: a key whose bit is new has no equal before it.
    var seen: UInt64 = 0
    var index = 0
    while index < keys.count {
      let key = keys[index]
      let bit: UInt64 = 1 << UInt64(key.hash % 64)
      var earlier = seen & bit == 0 ? index : 0
      while earlier < index {
        if keys[earlier].hash == key.hash, areEqual(keys[earlier], key, text, nodes) { return true }
        earlier += 1
      }
      seen |= bit
      index += 1
    }
    return false
  }

  /// Linear probing in a table that is half full at most; 16 steps a key on average are the limit.
  private static func hasEqualPairInTable(
    _ keys: UnsafeBufferPointer<Key>, _ text: UnsafeBufferPointer<UInt8>,
    _ nodes: UnsafePointer<ConfigTree.Record>
  ) -> Bool {
    let size = 1 << (Int.bitWidth - (2 * keys.count - 1).leadingZeroBitCount)
    var stepsLeft = 16 * keys.count
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { slots in
      slots.initialize(repeating: -1)
      for index in 0..<keys.count {
        var slot = Int(keys[index].hash) & (size - 1)
        while slots[slot] >= 0 {
          let other = keys[Int(slots[slot])]
          if other.hash == keys[index].hash, areEqual(other, keys[index], text, nodes) { return true }
          slot = (slot + 1) & (size - 1)
          stepsLeft -= 1
          if stepsLeft == 0 { return true }
        }
        slots[slot] = Int32(truncatingIfNeeded: index)
      }
      return false
    }
  }

  private static func areEqual(
    _ left: Key, _ right: Key, _ text: UnsafeBufferPointer<UInt8>, _ nodes: UnsafePointer<ConfigTree.Record>
  ) -> Bool {
    let (left, right) = (nodes[Int(left.node)], nodes[Int(right.node)])
    let first = TextRange(Int(left.start) + 1, Int(left.end) - 1)
    let second = TextRange(Int(right.start) + 1, Int(right.end) - 1)
    guard left.hasEscapes || right.hasEscapes else {
      return text[first.start..<first.end].elementsEqual(text[second.start..<second.end])
    }
    return JSONString.decodedBytes(first, in: text) == JSONString.decodedBytes(second, in: text)
  }
}
