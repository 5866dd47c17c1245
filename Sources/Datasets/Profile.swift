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
    for file in other.files { add(file) }
    shapes.merge(other.shapes)
    fields.merge(other.fields)
    conversations.merge(other.conversations)
    formats.merge(other.formats)
    duplicateKeys.merge(other.duplicateKeys)
    preferencePairs.merge(other.preferencePairs)
    faults.merge(other.faults)
    emptyLines.merge(other.emptyLines)
  }

  /// Adds a file, or a part of one that is known.
  mutating func add(_ file: DatasetFile) {
    if let known = files.firstIndex(where: { $0.path == file.path }) {
      files[known].merge(file)
    } else {
      files.append(file)
      files.sort { $0.path < $1.path }
    }
  }
}

/// One file of a dataset, or the part of it that was read.
package struct DatasetFile: Hashable, Sendable {
  package let path: String
  /// Size in bytes.
  package let size: Int
  /// How the records are laid out.
  package private(set) var container: Container
  package private(set) var bytesRead: Int
  /// Records, the unreadable ones counted.
  package private(set) var records: Int
  package private(set) var unreadableRecords: Int
  /// Whether the file starts with a UTF-8 byte-order mark.
  package private(set) var hasByteOrderMark: Bool

  /// Whether all of the file was read.
  package var isReadToEnd: Bool { bytesRead >= size }

  init(
    path: String, size: Int, container: Container, bytesRead: Int, records: Int, unreadableRecords: Int,
    hasByteOrderMark: Bool
  ) {
    self.path = path
    self.size = size
    self.container = container
    self.bytesRead = bytesRead
    self.records = records
    self.unreadableRecords = unreadableRecords
    self.hasByteOrderMark = hasByteOrderMark
  }

  /// Adds another part of the same file.
  fileprivate mutating func merge(_ other: DatasetFile) {
    container = min(container, other.container)
    bytesRead += other.bytesRead
    records += other.records
    unreadableRecords += other.unreadableRecords
    hasByteOrderMark = hasByteOrderMark || other.hasByteOrderMark
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
