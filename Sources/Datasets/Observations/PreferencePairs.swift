#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Records with an answer that is preferred and one that is not: `chosen` and `rejected`.
package struct PreferencePairs: Observation {
  /// Records that have both, as texts or as lists of turns.
  package private(set) var count = 0
  /// Those whose two answers are the same, at `rejected`.
  package private(set) var equal = Tally()

  package init() {}

  /// O(bytes of the two answers).
  package mutating func observe(_ record: RecordView, _ outline: borrowing RecordOutline) {
    guard outline.has(.chosen), let chosen = outline[.chosen], let rejected = outline[.rejected],
      chosen.kind == rejected.kind, chosen.kind == .string || chosen.kind == .array
    else { return }
    count &+= 1
    if Self.isSame(chosen, rejected) { equal.note(record.place(of: rejected)) }
  }

  /// Takes in a row of a table. O(bytes of the two answers).
  mutating func observe(row: RecordView, _ outline: borrowing RecordOutline) {
    guard outline.has(.chosen), let chosen = outline[.chosen], let rejected = outline[.rejected],
      chosen.kind == .string, rejected.kind == .string
    else { return }
    count &+= 1
    if CellText.decoded(chosen.bytes) == CellText.decoded(rejected.bytes) {
      equal.note(row.place(of: rejected))
    }
  }

  package mutating func merge(_ other: PreferencePairs) {
    count += other.count
    equal.merge(other.equal)
  }

  /// Texts are compared by what they say, lists as they are written.
  private static func isSame(_ left: RecordValue, _ right: RecordValue) -> Bool {
    if left.kind == .string, left.hasEscapes || right.hasEscapes { return left.textBytes == right.textBytes }
    let (left, right) = (left.bytes, right.bytes)
    guard left.count == right.count, let first = left.baseAddress, let second = right.baseAddress else {
      return left.isEmpty && right.isEmpty
    }
    return memcmp(first, second, left.count) == 0
  }
}

extension PreferencePairs: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    equal.movePlaces(move)
  }
}

extension PreferencePairs: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("count", &count)
    try coder.member("equal", &equal)
    coder.endObject()
  }
}
