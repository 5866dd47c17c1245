/// A `TextRange` in half of the memory, for records of which a text has many.
///
/// 32 bits are enough for every text that is parsed, as in `ConfigTree.Record`.
struct CompactRange: Hashable, Sendable {
  private let start: UInt32
  private let end: UInt32

  init(_ range: TextRange) {
    start = UInt32(truncatingIfNeeded: range.start)
    end = UInt32(truncatingIfNeeded: range.end)
  }

  var range: TextRange { TextRange(Int(start), Int(end)) }
}
