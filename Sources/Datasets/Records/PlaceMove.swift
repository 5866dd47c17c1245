import Syntax

/// How places in a file move when parts of it become one: lines and records are counted on from one part to the next.
struct PlaceMove {
  /// How far the lines and records of a part are from those of the part it became one with.
  struct Shift {
    /// The bytes of the part in the file.
    let range: TextRange
    var lines = 0
    var records = 0

    var isShift: Bool { lines > 0 || records > 0 }
  }

  /// The file whose places move.
  let path: String
  /// In the order of the file.
  let shifts: [Shift]

  /// What the places from byte `offset` on move by, up to the next shift. O(log parts).
  func shift(at offset: Int) -> Shift? {
    var (low, high) = (0, shifts.count)
    while low < high {
      let middle = (low + high) / 2
      if shifts[middle].range.start <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? shifts[low - 1] : nil
  }

  /// The shifts that do what `earlier` did, and then this. O(parts × log parts).
  func following(_ earlier: [Shift]) -> [Shift] {
    guard !earlier.isEmpty else { return shifts }
    let before = PlaceMove(path: path, shifts: earlier)
    let starts = Set((earlier + shifts).map(\.range.start)).sorted()
    return zip(starts, starts.dropFirst() + [Int.max]).map { start, end in
      let (first, second) = (before.shift(at: start), shift(at: start))
      return Shift(
        range: TextRange(start, end), lines: (first?.lines ?? 0) + (second?.lines ?? 0),
        records: (first?.records ?? 0) + (second?.records ?? 0))
    }
  }

  /// The same place, counted from the start of what its part was joined to. O(log parts).
  func moved(_ place: RecordPlace) -> RecordPlace {
    guard place.path == path, let shift = shift(at: place.range.start), shift.isShift else { return place }
    return RecordPlace(
      path: path, record: place.record.map { $0 + shift.records }, range: place.range,
      start: .init(line: place.start.line + shift.lines, column: place.start.column),
      end: .init(line: place.end.line + shift.lines, column: place.end.column))
  }
}

/// What keeps places in a dataset.
protocol PlaceKeeper {
  /// Moves each place that it keeps. O(places).
  mutating func movePlaces(_ move: PlaceMove)
}
