import Syntax

/// One file of a dataset, or the parts of it that were read.
package struct DatasetFile: Hashable, Sendable {
  package let path: String
  /// Size in bytes.
  package let size: Int
  /// How the records are laid out.
  package private(set) var container: Container
  package private(set) var unreadableRecords: Int
  /// Whether the file starts with a UTF-8 byte-order mark.
  package private(set) var hasByteOrderMark: Bool
  /// What was read, in order; parts that adjoin are one.
  package private(set) var parts: [Part]
  /// The first record behind the first portion that `datasets` reads of a file of lines.
  package private(set) var secondPortion: RecordPlace?

  /// A stretch of the file that was read as a whole.
  package struct Part: Hashable, Sendable {
    /// Bytes in the file.
    package let range: TextRange
    /// How many lines end in it.
    package let lines: Int
    /// Records, the unreadable ones counted.
    package let records: Int

    package init(_ range: TextRange, lines: Int, records: Int) {
      self.range = range
      self.lines = lines
      self.records = records
    }
  }

  package var bytesRead: Int { parts.reduce(0) { $0 + $1.range.count } }
  /// Records, the unreadable ones counted.
  package var records: Int { parts.reduce(0) { $0 + $1.records } }
  /// Whether lines of it are left to others: shards of the data that are not here.
  package var isCut: Bool { container.isCuttable && !isReadToEnd }
  /// Whether all of the file was read.
  package var isReadToEnd: Bool { bytesRead >= size }

  init(
    path: String, size: Int, container: Container, unreadableRecords: Int, hasByteOrderMark: Bool,
    parts: [Part]
  ) {
    self.path = path
    self.size = size
    self.container = container
    self.unreadableRecords = unreadableRecords
    self.hasByteOrderMark = hasByteOrderMark
    self.parts = parts
  }

  /// The same file, of which this is the first record behind the first portion.
  func with(secondPortion: RecordPlace?) -> DatasetFile {
    var file = self
    file.secondPortion = secondPortion
    return file
  }

  /// Adds other parts of the same file.
  mutating func merge(_ other: DatasetFile) {
    container = min(container, other.container)
    unreadableRecords += other.unreadableRecords
    hasByteOrderMark = hasByteOrderMark || other.hasByteOrderMark
    secondPortion = [secondPortion, other.secondPortion].compactMap(\.self).min()
    parts = (parts + other.parts).sorted { $0.range < $1.range }
  }

  /// Makes parts that adjoin one; gives for each of the former ones how its places move.
  mutating func joinParts() -> [PlaceMove.Shift] {
    var shifts: [PlaceMove.Shift] = []
    var joined: [Part] = []
    for part in parts {
      guard let last = joined.last, last.range.end == part.range.start else {
        shifts.append(PlaceMove.Shift(range: part.range))
        joined.append(part)
        continue
      }
      shifts.append(PlaceMove.Shift(range: part.range, lines: last.lines, records: last.records))
      joined[joined.count - 1] = Part(
        last.range.union(part.range), lines: last.lines + part.lines, records: last.records + part.records)
    }
    parts = joined
    return shifts
  }

  /// How a file begins that Git LFS left in place of another: its specification, `docs/spec.md` of git-lfs 3, version 1.
  private static let pointerOpening = Array("version https://git-lfs.github.com/spec/v1".utf8)

  /// The length in bytes of what tells such a pointer at the start of a file, with a byte-order mark in front of it, as some
  /// editors write one; nil for any other file.
  package static func pointerLength(_ start: some Collection<UInt8>) -> Int? {
    let mark = start.starts(with: SourceFile.byteOrderMark) ? SourceFile.byteOrderMark.count : 0
    return start.dropFirst(mark).starts(with: pointerOpening) ? mark + pointerOpening.count : nil
  }

  /// How the records of a file are laid out, found by content, whatever the name says.
  package enum Container: String, Hashable, Sendable, Comparable {
    /// One record a line.
    case jsonLines = "json-lines"
    /// One array of records.
    case jsonArray = "json-array"
    /// One value over several lines; `datasets` makes it one row.
    case jsonValue = "json-value"
    /// A header, and one record a row, with commas between the fields.
    case commaSeparated = "csv"
    /// The same with tabs.
    case tabSeparated = "tsv"
    /// One line a record, which is a text.
    case plainText = "plain-text"
    /// Nothing but white space, of plain text nothing at all.
    case empty
    /// Not UTF-8 text: UTF-16, compressed, or columnar.
    case unreadable

    /// Whether the records are rows below a header.
    package var isTable: Bool { self == .commaSeparated || self == .tabSeparated }

    /// Whether the records are JSON, on lines or in an array.
    package var isJSONRecords: Bool { self == .jsonLines || self == .jsonArray }

    package static func < (left: Container, right: Container) -> Bool { left.rawValue < right.rawValue }
  }
}

extension DatasetFile: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) { secondPortion = secondPortion.map(move.moved) }
}

extension DatasetFile: ProfilePart {
  init() {
    self.init(path: "", size: 0, container: .empty, unreadableRecords: 0, hasByteOrderMark: false, parts: [])
  }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (path, size, container) = (path, size, container.rawValue)
    try coder.beginObject()
    try coder.member("path", &path)
    try coder.member("size", &size)
    try coder.member("container", &container)
    try coder.member("unreadableRecords", &unreadableRecords)
    try coder.member("hasByteOrderMark", &hasByteOrderMark)
    try coder.member("parts", &parts)
    try coder.member("secondPortion", &secondPortion)
    coder.endObject()
    let ends = [TextRange.at(0)] + parts.map(\.range)
    let isOrdered =
      zip(ends, ends.dropFirst()).allSatisfy { $0.end <= $1.start } && (ends.last?.end ?? 0) <= size
    try coder.require(isOrdered, "expected parts in order, up to the size of the file")
    try coder.require(
      parts.allSatisfy { $0.lines <= $0.range.count + 1 && $0.records <= $0.range.count + 1 },
      "expected fewer lines and records than bytes")
    guard let known = Container(rawValue: container) else {
      return try coder.require(false, "`\(container)` is no layout of records")
    }
    self = DatasetFile(
      path: path, size: size, container: known, unreadableRecords: unreadableRecords,
      hasByteOrderMark: hasByteOrderMark, parts: parts
    ).with(secondPortion: secondPortion)
  }
}

extension DatasetFile.Part: ProfilePart {
  init() { self.init(.at(0), lines: 0, records: 0) }

  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    var (start, end, lines, records) = (range.start, range.end, lines, records)
    try coder.beginObject()
    try coder.member("start", &start)
    try coder.member("end", &end)
    try coder.member("lines", &lines)
    try coder.member("records", &records)
    coder.endObject()
    self = DatasetFile.Part(TextRange(start, end), lines: lines, records: records)
  }
}
