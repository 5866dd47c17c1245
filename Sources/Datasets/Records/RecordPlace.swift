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

extension RecordPlace: Comparable {
  package static func < (left: RecordPlace, right: RecordPlace) -> Bool {
    (left.path, left.range, left.record ?? 0) < (right.path, right.range, right.record ?? 0)
  }
}

extension RecordPlace: ProfilePart {
  init() {
    self.init(
      path: "", record: nil, range: .at(0), start: .init(line: 1, column: 1), end: .init(line: 1, column: 1))
  }

  /// Offsets, lines and columns go in one list, since there are many places.
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (path, record) = (path, record)
    var at = [range.start, range.end, start.line, start.column, end.line, end.column]
    try coder.beginObject()
    try coder.member("path", &path)
    try coder.member("record", &record)
    try coder.member("at", &at)
    try coder.require(at.count == 6, "expected two offsets, and two lines with their columns")
    coder.endObject()
    self = RecordPlace(
      path: path, record: record, range: TextRange(at[0], at[1]), start: .init(line: at[2], column: at[3]),
      end: .init(line: at[4], column: at[5]))
  }
}
