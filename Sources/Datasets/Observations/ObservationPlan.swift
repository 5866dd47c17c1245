/// What is observed of a data set, and by which names its columns are known.
struct ObservationPlan: Hashable, Sendable {
  let observed: ObservationSet
  let names: ColumnNames

  init(_ observed: ObservationSet, names: ColumnNames = .usual) {
    self.observed = observed
    self.names = names
  }

  func contains(_ part: ObservationSet) -> Bool { observed.contains(part) }
}
