/// What is counted in a `SignCensus`: its cases are numbered from 0 on without a gap.
package protocol Sign: RawRepresentable<Int>, CaseIterable, Hashable, Sendable {}

/// How often each of several things was seen, and where first.
package struct SignCensus<Counted: Sign>: Hashable, Sendable {
  /// By the raw value of the sign; empty where nothing was seen.
  private var tallies: [Tally] = []

  package init() {}

  package subscript(_ sign: Counted) -> Tally {
    tallies.isEmpty ? Tally() : tallies[sign.rawValue]
  }

  /// Counts one more; `place` is asked for only while places are kept.
  @inline(__always)
  mutating func note(_ sign: Counted, at place: @autoclosure () -> RecordPlace) {
    if tallies.isEmpty { makeRoom() }
    tallies[sign.rawValue].note(place())
  }

  /// Counts more whose places are behind those that are kept.
  mutating func add(_ more: Int, of sign: Counted) {
    guard more > 0 else { return }
    if tallies.isEmpty { makeRoom() }
    tallies[sign.rawValue].add(more)
  }

  /// Adds what another part of the dataset holds.
  mutating func merge(_ other: SignCensus) {
    if tallies.isEmpty {
      tallies = other.tallies
      return
    }
    for (sign, tally) in other.tallies.enumerated() where tally.count > 0 { tallies[sign].merge(tally) }
  }

  private mutating func makeRoom() { tallies = .init(repeating: Tally(), count: Counted.allCases.count) }
}

extension SignCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    for index in tallies.indices where tallies[index].count > 0 { tallies[index].movePlaces(move) }
  }
}

extension SignCensus: ProfilePart {
  /// The tally of one sign, which is written down by the name of its case.
  private struct Entry: ProfilePart {
    var sign = ""
    var places = Tally()

    mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
      try coder.beginObject()
      try coder.member("sign", &sign)
      try coder.member("places", &places)
      coder.endObject()
    }
  }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var entries = Counted.allCases.compactMap { sign in
      self[sign].count > 0 ? Entry(sign: "\(sign)", places: self[sign]) : nil
    }
    try coder.list(&entries)
    let known = Dictionary(uniqueKeysWithValues: Counted.allCases.map { ("\($0)", $0) })
    for entry in entries {
      guard let sign = known[entry.sign] else {
        return try coder.require(false, "`\(entry.sign)` is no sign that is counted")
      }
      if tallies.isEmpty { makeRoom() }
      tallies[sign.rawValue] = entry.places
    }
  }
}
