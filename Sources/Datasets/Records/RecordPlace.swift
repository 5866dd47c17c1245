import Syntax

/// A place in a dataset: the file, the record, the bytes, and where people find it.
///
/// Places are ordered by path, byte offset and record, so that "the first ones" are the same whatever order the parts
/// of a dataset were read in: an array that is broken inside of a record may give two records one place.
package struct RecordPlace: Hashable, Sendable {
  /// The path as it was given to the scanner.
  package let path: String
  /// 1-based number of the record in its file, unreadable ones counted; nil where the place is in no record.
  package let record: Int?
  /// 0-based UTF-8 byte offsets in the file.
  package let range: TextRange
  /// Line and column of the first byte, both 1-based; columns in Unicode code points, a byte-order mark at the start
  /// of the file is none.
  package let start: LineTable.Position
  /// Line and column behind the last byte.
  package let end: LineTable.Position

  package init(
    path: String, record: Int?, range: TextRange, start: LineTable.Position, end: LineTable.Position
  ) {
    self.path = path
    self.record = record
    self.range = range
    self.start = start
    self.end = end
  }

  package var line: Int { start.line }
  package var column: Int { start.column }
}

extension RecordPlace {
  /// The same place, counted from the start of what its part was joined to. `shifts` are in the order of the file.
  /// O(parts).
  func moved(by shifts: [DatasetFile.Shift]) -> RecordPlace {
    guard let shift = shifts.last(where: { $0.range.start <= range.start }), shift.isShift else {
      return self
    }
    return RecordPlace(
      path: path, record: record.map { $0 + shift.records }, range: range,
      start: .init(line: start.line + shift.lines, column: start.column),
      end: .init(line: end.line + shift.lines, column: end.column))
  }
}

/// What keeps places in a dataset.
protocol PlaceKeeper {
  /// Replaces each place. O(places).
  mutating func mapPlaces(_ map: (RecordPlace) -> RecordPlace)
}

extension RecordPlace: Comparable {
  package static func < (left: RecordPlace, right: RecordPlace) -> Bool {
    (left.path, left.range, left.record ?? 0) < (right.path, right.range, right.record ?? 0)
  }
}
