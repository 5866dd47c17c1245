/// Random numbers that depend on a seed alone: the same on every machine.
///
/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
package struct RandomNumbers {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Evenly distributed over 0..<1.
  package mutating func uniform() -> Float { Float(next() >> 40) / Float(1 << 24) }

  /// So many numbers around 0 with the standard deviation `deviation` (Box and Muller 1958). O(count).
  package mutating func normal(_ count: Int, deviation: Float) -> [Float] {
    (0..<count).map { _ in
      let radius = (-2 * Elementary.log(1 - Double(uniform()))).squareRoot()
      return deviation * Float(radius * Elementary.cos(2 * .pi * Double(uniform())))
    }
  }
}
