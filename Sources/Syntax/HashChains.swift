/// The places in a list by the hashes of what stands there, each hash's places in a chain.
///
/// For lists that are filled once and asked seldom: a place is added without a look at the others, and who asks
/// compares what stands at the places of a chain. O(1) for each place added, O(places of the hash) to ask.
package struct HashChains: Sendable {
  private var heads: [Int32]
  private var nexts: [Int32] = []
  private var hashes: [Int] = []

  /// With room for `capacity` places; there may be more.
  package init(capacity: Int = 16) {
    var size = 16
    while size < capacity { size *= 2 }
    heads = Array(repeating: -1, count: size)
    hashes.reserveCapacity(capacity)
    nexts.reserveCapacity(capacity)
  }

  /// The number of places.
  package var count: Int { hashes.count }

  /// Adds the next place of the list.
  package mutating func append(_ hash: Int) {
    if hashes.count == heads.count { grow() }
    hashes.append(hash)
    nexts.append(-1)
    link(hashes.count - 1)
  }

  /// The places whose hash is `hash`, the last one first.
  package func places(of hash: Int) -> Places { Places(chains: self, hash: hash) }

  private mutating func grow() {
    heads = Array(repeating: -1, count: 4 * heads.count)
    hashes.reserveCapacity(heads.count)
    nexts.reserveCapacity(heads.count)
    for place in hashes.indices { link(place) }
  }

  private mutating func link(_ place: Int) {
    let head = hashes[place] & (heads.count - 1)
    nexts[place] = heads[head]
    heads[head] = Int32(truncatingIfNeeded: place)
  }

  package struct Places: Sequence, IteratorProtocol, Sendable {
    private let chains: HashChains
    private let hash: Int
    private var upcoming: Int32

    fileprivate init(chains: HashChains, hash: Int) {
      self.chains = chains
      self.hash = hash
      upcoming = chains.heads[hash & (chains.heads.count - 1)]
    }

    package mutating func next() -> Int? {
      while upcoming >= 0 {
        let place = Int(upcoming)
        upcoming = chains.nexts[place]
        if chains.hashes[place] == hash { return place }
      }
      return nil
    }
  }
}

extension HashChains {
  /// Another one in each process, so that no text can be made to have many names of one hash.
  static let seed = UInt64(truncatingIfNeeded: Hasher().finalize())

  /// A hash of the bytes of a name, for this process. O(bytes).
  static func hash(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash = seed
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }

  /// The same for a name that is a String.
  package static func hash(of name: String) -> Int {
    var name = name
    return name.withUTF8 { hash(of: $0) }
  }
}
