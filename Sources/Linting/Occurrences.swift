import Datasets

/// The places that one finding stands for: how many, and the first of them.
package struct Occurrences: Hashable, Sendable {
  package let count: Int
  /// What they are counted among, such as all records; nil where that says nothing.
  package let total: Int?
  /// The first ones by place, the finding's own among them.
  package let places: [Place]

  package init(_ tally: Tally, of total: Int? = nil) {
    self.init(count: tally.count, of: total, places: tally.first)
  }

  package init(count: Int, of total: Int? = nil, places: [RecordPlace]) {
    self.init(count: count, of: total, at: places.map(\.asPlace))
  }

  package init(count: Int, of total: Int? = nil, at places: [Place]) {
    self.count = count
    self.total = total
    self.places = places
  }

  /// From 0 to 1.
  package var share: Double? {
    guard let total, total > 0 else { return nil }
    return min(1, Double(count) / Double(total))
  }
}

extension Finding {
  /// The places that belong to the finding: those that the rule names, and the first ones where it holds as well.
  package var otherPlaces: [RelatedPlace] {
    let more = occurrences?.places.filter { $0 != primary } ?? []
    return related + more.map { RelatedPlace($0, "here too") }
  }
}
