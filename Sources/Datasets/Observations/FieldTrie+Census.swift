/// The counts as a value.
extension FieldTrie {
  /// The fields of the objects at `path`, which is the record's where none is given. O(paths).
  func census(at path: Int = 0) -> ObjectCensus {
    ObjectCensus(
      objects: paths[path].objects, firstObject: places[path].firstObject,
      fields: fields(at: path).map { (name(of: $0), fieldCensus(at: $0)) },
      isSaturated: paths[path].isSaturated)
  }

  /// The paths of the fields at `path`, in order of first appearance; none where there are too many.
  func fields(at path: Int) -> [Int] {
    guard !paths[path].isSaturated else { return [] }
    var fields: [Int] = []
    var field = paths[path].newestField
    while field >= 0 {
      fields.append(field)
      field = paths[field].olderSibling
    }
    return fields.reversed()
  }

  /// The kinds of the values at `path`.
  func kinds(at path: Int = 0) -> KindTallies {
    var tallies = KindTallies()
    for kind in JSONKind.allCases where count(of: kind, at: path) > 0 {
      tallies[kind] = Tally(
        count: count(of: kind, at: path), first: places[path].kinds[Int(kind.rawValue)])
    }
    return tallies
  }

  private func fieldCensus(at path: Int) -> FieldCensus {
    FieldCensus(
      count: paths[path].count, values: valueCensus(at: path), firstPlace: places[path].firstKey,
      firstLacking: places[path].firstLacking)
  }

  private func valueCensus(at path: Int) -> ValueCensus {
    ValueCensus(
      kinds: kinds(at: path), object: paths[path].objects > 0 ? census(at: path) : nil,
      element: paths[path].element >= 0 ? valueCensus(at: paths[path].element) : nil,
      lengths: (texts.lengths.indices.contains(path) ? texts.lengths[path] : nil) ?? LengthCensus(),
      times: places[path].times, numbers: places[path].numbers)
  }
}
