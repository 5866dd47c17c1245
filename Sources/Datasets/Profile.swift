import Syntax

/// What a dataset, or a part of one, holds. A value: profiles merge in any order to the same one.
package struct Profile: Hashable, Sendable {
  /// The files that were read, by path.
  package internal(set) var files: [DatasetFile] = []
  /// By which names columns and turns were known; several where parts were read by different ones.
  package internal(set) var names: Set<ColumnNames> = []
  /// The JSON types of the readable records; objects, where all is well.
  package internal(set) var shapes = KindTallies()
  /// The columns: keys of the records that are objects.
  package internal(set) var fields = ObjectCensus()
  package internal(set) var conversations = ConversationCensus()
  package internal(set) var formats = FormatVotes()
  package internal(set) var duplicateKeys = DuplicateKeys()
  package internal(set) var preferencePairs = PreferencePairs()
  package internal(set) var signs = SignCensus<RecordSign>()
  package internal(set) var tokens = TokenCensus()
  package internal(set) var faults = FaultCensus()
  /// What only tables have; of nothing where no file is one.
  package internal(set) var tables = TableCensus()
  /// Lines without a record in files that are read by lines.
  package internal(set) var emptyLines = Tally()
  /// Every record by its bytes; of nothing where copies were not looked for.
  package internal(set) var copies = RecordCopies()
  /// The bytes that records take; of nothing where lengths were not measured.
  package internal(set) var lengths = LengthCensus()
  /// The scripts that texts are written in; of nothing where these were not looked at.
  package internal(set) var scripts = ScriptCensus()
  /// Words in prompts; of nothing where they were not counted.
  package internal(set) var prompts = PromptWords()
  /// Secrets and control tokens; of nothing where they were not searched for.
  package internal(set) var search = SearchCensus()

  /// A profile of nothing; merging it changes nothing.
  package init() {}

  /// Bytes that were read.
  package var bytes: Int { files.reduce(0) { $0 + $1.bytesRead } }
  /// Records, the unreadable ones counted.
  package var records: Int { files.reduce(0) { $0 + $1.records } }
  /// Records that could not be read.
  package var unreadableRecords: Int { files.reduce(0) { $0 + $1.unreadableRecords } }
  /// The format of most records; nil without readable ones.
  package var format: FormatVerdict? { formats.verdict(by: naming) }

  /// The names by which all was read; the usual ones where parts were read by different ones.
  package var naming: ColumnNames { names.count == 1 ? names.first ?? .usual : .usual }

  /// What a column is called in the files: by all names that any part was read by.
  package func names(of column: KnownColumn) -> [String] {
    Set(names.compactMap { $0.name(of: column) }).sorted()
  }

  /// What makes records ones of `format`, by all names that any part was read by.
  package func reason(for format: DatasetFormat) -> String {
    let reasons = Set((names.isEmpty ? [.usual] : names).map { format.reason(by: $0) })
    return reasons.sorted().joined(separator: ", or ")
  }

  /// This profile, where all was found that would be found by the usual names.
  package var asUsual: Profile {
    var usual = self
    usual.names = [.usual]
    return usual
  }

  /// Whether the records are rows of tables.
  package var isTable: Bool { !files.isEmpty && files.allSatisfy { $0.container.isTable } }

  /// Whether the records are JSON: neither rows of tables nor lines of text.
  package var isJSON: Bool {
    files.isEmpty || files.contains { !$0.container.isTable && $0.container != .plainText }
  }

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
    if names != other.names { names.formUnion(other.names) }
    shapes.merge(other.shapes)
    fields.merge(other.fields)
    conversations.merge(other.conversations)
    formats.merge(other.formats)
    duplicateKeys.merge(other.duplicateKeys)
    preferencePairs.merge(other.preferencePairs)
    signs.merge(other.signs)
    tokens.merge(other.tokens)
    tables.merge(other.tables)
    faults.merge(other.faults)
    emptyLines.merge(other.emptyLines)
    copies.merge(other.copies)
    lengths.merge(other.lengths)
    scripts.merge(other.scripts)
    search.merge(other.search)
    prompts.merge(other.prompts)
    // Last, since joining parts moves all places.
    for path in mergeFiles(other.files) { join(path) }
  }

  /// What many parts hold together. O(parts × log parts) merges of what they keep.
  package static func merge(_ parts: [Profile]) -> Profile {
    var parts = parts
    while parts.count > 1 {
      parts = stride(from: 0, to: parts.count, by: 2).map { first in
        first + 1 < parts.count ? merge(parts[first], parts[first + 1]) : parts[first]
      }
    }
    return parts.first ?? Profile()
  }

  /// Adds the first file, or parts of it. Where parts adjoin, lines and records are counted on from one to the other, in
  /// all places that are kept.
  mutating func add(_ file: DatasetFile) {
    _ = mergeFiles([file])
    join(file.path)
  }

  /// Adds files that are in order, as the own ones are; gives those that both know. O(files).
  private mutating func mergeFiles(_ others: [DatasetFile]) -> [String] {
    var (merged, shared): ([DatasetFile], [String]) = ([], [])
    var mine = files[...]
    for other in others {
      while let first = mine.first, first.path < other.path { merged.append(mine.removeFirst()) }
      guard var same = mine.first, same.path == other.path else {
        merged.append(other)
        continue
      }
      mine.removeFirst()
      same.merge(other)
      merged.append(same)
      shared.append(other.path)
    }
    files = merged + mine
    return shared
  }

  private mutating func join(_ path: String) {
    guard let index = files.firstIndex(where: { $0.path == path }) else { return }
    let shifts = files[index].joinParts()
    guard shifts.contains(where: \.isShift) else { return }
    movePlaces(PlaceMove(path: path, shifts: shifts))
  }
}

extension Profile: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    shapes.movePlaces(move)
    fields.movePlaces(move)
    conversations.movePlaces(move)
    formats.movePlaces(move)
    duplicateKeys.movePlaces(move)
    preferencePairs.movePlaces(move)
    for index in files.indices { files[index].movePlaces(move) }
    signs.movePlaces(move)
    tokens.movePlaces(move)
    tables.movePlaces(move)
    faults.movePlaces(move)
    emptyLines.movePlaces(move)
    copies.movePlaces(move)
    scripts.movePlaces(move)
    search.movePlaces(move)
    prompts.movePlaces(move)
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
