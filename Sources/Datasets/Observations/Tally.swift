/// How often something was seen, and where first.
package struct Tally: Hashable, Sendable {
  /// How many places are kept.
  package static let limit = 5

  package private(set) var count = 0
  /// The first places in the order of `RecordPlace`, at most `limit`.
  package private(set) var first: [RecordPlace] = []

  package init() {}

  /// `first` are the first places in their order, at most `limit`.
  init(count: Int, first: [RecordPlace]) {
    self.count = count
    self.first = first
  }

  /// Counts one more; `place` is asked for only while places are kept. A scan comes by in the order of
  /// places.
  @inline(__always)
  mutating func note(_ place: @autoclosure () -> RecordPlace) {
    count &+= 1
    if first.count < Self.limit { first.append(place()) }
  }

  /// Counts more whose places are behind those that are kept.
  mutating func add(_ more: Int) { count &+= more }

  /// Adds what another part of the dataset holds.
  package mutating func merge(_ other: Tally) {
    count += other.count
    first = Self.earliest(first, other.first, by: <)
  }

  /// The first `limit` of two ordered lists.
  static func earliest<Element>(
    _ left: [Element], _ right: [Element], by precedes: (Element, Element) -> Bool
  ) -> [Element] {
    if right.isEmpty { return left }
    return Array((left + right).sorted(by: precedes).prefix(limit))
  }
}

/// A tally for each JSON type.
package struct KindTallies: Hashable, Sendable {
  /// By the raw value of `JSONKind`.
  fileprivate var tallies = Self.none

  /// Shared by all that hold nothing.
  private static let none = [Tally](repeating: Tally(), count: JSONKind.allCases.count)

  package init() {}

  package internal(set) subscript(_ kind: JSONKind) -> Tally {
    get { tallies[Int(kind.rawValue)] }
    set { tallies[Int(kind.rawValue)] = newValue }
  }

  /// The types that were seen, in the order of `JSONKind`.
  package var seen: [JSONKind] { JSONKind.allCases.filter { self[$0].count > 0 } }

  mutating func merge(_ other: KindTallies) {
    for index in tallies.indices where other.tallies[index].count > 0 {
      tallies[index].merge(other.tallies[index])
    }
  }
}

extension Tally: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) { first = first.map(move.moved) }
}

extension KindTallies: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for index in tallies.indices where tallies[index].count > 0 { tallies[index].movePlaces(move) }
  }
}

extension Tally: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("count", &count)
    try coder.member("first", &first)
    coder.endObject()
  }
}

extension KindTallies: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.list(&tallies, count: JSONKind.allCases.count)
  }
}
