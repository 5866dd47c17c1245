import Syntax

/// What a dataset, or a part of one, holds. A value: profiles merge in any order to the same one.
package struct Profile: Hashable, Sendable {
  /// The files that were read, by path.
  package private(set) var files: [DatasetFile] = []
  /// The JSON types of the readable records; objects, where all is well.
  package internal(set) var shapes = KindTallies()
  /// The columns: keys of the records that are objects.
  package internal(set) var fields = ObjectCensus()
  package internal(set) var conversations = ConversationCensus()
  package internal(set) var formats = FormatVotes()
  package internal(set) var duplicateKeys = DuplicateKeys()
  package internal(set) var preferencePairs = PreferencePairs()
  package internal(set) var faults = FaultCensus()
  /// Lines without a record in files that are read by lines.
  package internal(set) var emptyLines = Tally()

  /// A profile of nothing; merging it changes nothing.
  package init() {}

  /// Bytes that were read.
  package var bytes: Int { files.reduce(0) { $0 + $1.bytesRead } }
  /// Records, the unreadable ones counted.
  package var records: Int { files.reduce(0) { $0 + $1.records } }
  /// Records that could not be read.
  package var unreadableRecords: Int { files.reduce(0) { $0 + $1.unreadableRecords } }
  /// The format of most records; nil without readable ones.
  package var format: FormatVerdict? { formats.verdict }

  /// The columns in order of first appearance.
  package var columns: ColumnSet {
    ColumnSet(
      columns: fields.names.map { ColumnSet.Column(name: $0, isInEveryRecord: fields.isInEveryObject($0)) },
      isClosed: isComplete && !fields.isSaturated && shapes[.object].count == records)
  }

  /// Whether every byte of every file was read and no fault hides a record.
  package var isComplete: Bool {
    !files.isEmpty && files.allSatisfy { $0.isReadToEnd && $0.unreadableRecords == 0 }
      && faults.hidingRecords == 0
  }

  /// What two parts hold together. O(names and places kept).
  package static func merge(_ left: Profile, _ right: Profile) -> Profile {
    var sum = left
    sum.merge(right)
    return sum
  }

  /// Adds what another part holds.
  package mutating func merge(_ other: Profile) {
    shapes.merge(other.shapes)
    fields.merge(other.fields)
    conversations.merge(other.conversations)
    formats.merge(other.formats)
    duplicateKeys.merge(other.duplicateKeys)
    preferencePairs.merge(other.preferencePairs)
    faults.merge(other.faults)
    emptyLines.merge(other.emptyLines)
    // Last, since joining parts moves all places.
    for file in other.files { add(file) }
  }

  /// Adds a file, or parts of one that is known. Where parts adjoin now, lines and records are counted on from one to
  /// the other, in all places that are kept.
  mutating func add(_ file: DatasetFile) {
    guard let known = files.firstIndex(where: { $0.path == file.path }) else {
      files.append(file)
      files.sort { $0.path < $1.path }
      return join(file.path)
    }
    files[known].merge(file)
    join(file.path)
  }

  private mutating func join(_ path: String) {
    guard let index = files.firstIndex(where: { $0.path == path }) else { return }
    let shifts = files[index].joinParts()
    guard shifts.contains(where: \.isShift) else { return }
    mapPlaces { place in place.path == path ? place.moved(by: shifts) : place }
  }
}

extension Profile: PlaceKeeper {
  mutating func mapPlaces(_ map: (RecordPlace) -> RecordPlace) {
    shapes.mapPlaces(map)
    fields.mapPlaces(map)
    conversations.mapPlaces(map)
    formats.mapPlaces(map)
    duplicateKeys.mapPlaces(map)
    preferencePairs.mapPlaces(map)
    for index in files.indices { files[index].mapPlaces(map) }
    faults.mapPlaces(map)
    emptyLines.mapPlaces(map)
  }
}

extension DatasetFile: PlaceKeeper {
  mutating func mapPlaces(_ map: (RecordPlace) -> RecordPlace) { secondPortion = secondPortion.map(map) }
}

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
  fileprivate mutating func merge(_ other: DatasetFile) {
    container = min(container, other.container)
    unreadableRecords += other.unreadableRecords
    hasByteOrderMark = hasByteOrderMark || other.hasByteOrderMark
    secondPortion = [secondPortion, other.secondPortion].compactMap(\.self).min()
    parts = (parts + other.parts).sorted { $0.range < $1.range }
  }

  /// How far the lines and records of a part are from those of the part it became one with.
  struct Shift {
    let range: TextRange
    var lines = 0
    var records = 0

    var isShift: Bool { lines > 0 || records > 0 }
  }

  /// Makes parts that adjoin one; gives for each of the former ones how its places move.
  fileprivate mutating func joinParts() -> [Shift] {
    var shifts: [Shift] = []
    var joined: [Part] = []
    for part in parts {
      guard let last = joined.last, last.range.end == part.range.start else {
        shifts.append(Shift(range: part.range))
        joined.append(part)
        continue
      }
      shifts.append(Shift(range: part.range, lines: last.lines, records: last.records))
      joined[joined.count - 1] = Part(
        last.range.union(part.range), lines: last.lines + part.lines, records: last.records + part.records)
    }
    parts = joined
    return shifts
  }

  /// How the records of a file are laid out, found by content, whatever the name says.
  package enum Container: String, Hashable, Sendable, Comparable {
    /// One record a line.
    case jsonLines = "json-lines"
    /// One array of records.
    case jsonArray = "json-array"
    /// One value over several lines; `datasets` makes it one row.
    case jsonValue = "json-value"
    /// Nothing but white space.
    case empty
    /// Not UTF-8 text: UTF-16, compressed, or columnar.
    case unreadable

    package static func < (left: Container, right: Container) -> Bool { left.rawValue < right.rawValue }
  }
}

/// The columns of a dataset.
package struct ColumnSet: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package let name: String
    /// Whether every readable record has it.
    package let isInEveryRecord: Bool
  }

  /// In order of first appearance.
  package let columns: [Column]
  /// Whether there can be no others: all was read, no fault hides a record, and every record is an object.
  package let isClosed: Bool

  package var names: [String] { columns.map(\.name) }

  /// The column `name`, or nil. O(columns).
  package subscript(_ name: String) -> Column? { columns.first { $0.name == name } }
}
