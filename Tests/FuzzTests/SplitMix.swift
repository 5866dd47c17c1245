/// Random numbers that are the same on every machine (SplitMix64; Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The generator of one input: neighbouring seeds and indices share nothing.
  init(seed: UInt64, index: Int) {
    var mixer = SplitMix(seed: seed)
    state = mixer.next() ^ (UInt64(truncatingIfNeeded: index) &* 0xD1B5_4A32_D192_ED03)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to `bound` - 1; 0 where there is no other.
  mutating func next(below bound: Int) -> Int { bound > 1 ? Int(next() % UInt64(bound)) : 0 }

  /// A number from 0 to `bound`, small ones as often as large ones.
  mutating func nextLength(upTo bound: Int) -> Int { next(below: next(below: bound + 1) + 1) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[next(below: elements.count)] }
}
