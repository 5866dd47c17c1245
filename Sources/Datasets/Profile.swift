import Syntax

/// What a dataset, or a part of one, holds. A value: profiles merge in any order to the same one.
///
/// Copies share what they hold, so that to hand one on costs no more than to hand on a reference.
package struct Profile: Sendable {
  private let shared: Shared

  /// What all copies of a profile hold, and what was worked out from it.
  private final class Shared: Sendable {
    let contents: ProfileContents
    let columnPaths = Once<[ColumnPath]>()
    let format = Once<FormatVerdict?>()

    init(_ contents: ProfileContents) { self.contents = contents }
  }

  init(_ contents: ProfileContents) { shared = Shared(contents) }

  /// A profile of nothing; merging it changes nothing.
  package init() { self.init(ProfileContents()) }

  var contents: ProfileContents { shared.contents }

  /// The files that were read, by path.
  package var files: [DatasetFile] { shared.contents.files }
  /// By which names columns and turns were known; several where parts were read by different ones.
  package var names: Set<ColumnNames> { shared.contents.names }
  /// The JSON types of the readable records; objects, where all is well.
  package var shapes: KindTallies { shared.contents.shapes }
  /// The columns: keys of the records that are objects.
  package var fields: ObjectCensus { shared.contents.fields }
  package var conversations: ConversationCensus { shared.contents.conversations }
  package var formats: FormatVotes { shared.contents.formats }
  package var duplicateKeys: DuplicateKeys { shared.contents.duplicateKeys }
  package var preferencePairs: PreferencePairs { shared.contents.preferencePairs }
  package var signs: SignCensus<RecordSign> { shared.contents.signs }
  package var tokens: TokenCensus { shared.contents.tokens }
  package var faults: FaultCensus { shared.contents.faults }
  /// What only tables have; of nothing where no file is one.
  package var tables: TableCensus { shared.contents.tables }
  /// Lines without a record in files that are read by lines.
  package var emptyLines: Tally { shared.contents.emptyLines }
  /// Every record by its bytes; of nothing where copies were not looked for.
  package var copies: RecordCopies { shared.contents.copies }
  /// The bytes that records take; of nothing where lengths were not measured.
  package var lengths: LengthCensus { shared.contents.lengths }
  /// The scripts that texts are written in; of nothing where these were not looked at.
  package var scripts: ScriptCensus { shared.contents.scripts }
  /// Words in prompts; of nothing where they were not counted.
  package var prompts: PromptWords { shared.contents.prompts }
  /// Secrets and control tokens; of nothing where they were not searched for.
  package var search: SearchCensus { shared.contents.search }

  /// Bytes that were read.
  package var bytes: Int { files.reduce(0) { $0 + $1.bytesRead } }
  /// Records, the unreadable ones counted.
  package var records: Int { files.reduce(0) { $0 + $1.records } }
  /// Records that could not be read.
  package var unreadableRecords: Int { files.reduce(0) { $0 + $1.unreadableRecords } }
  /// The format of most records; nil without readable ones.
  package var format: FormatVerdict? { shared.format.value { formats.verdict(by: naming) } }

  /// All places of the records' structure, each behind its parent. O(paths) once.
  package var columnPaths: [ColumnPath] { shared.columnPaths.value { ColumnPath.all(in: fields) } }

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

  /// This profile, where all was found that would be found by `names`.
  package func named(_ names: ColumnNames) -> Profile {
    var renamed = contents
    renamed.names = [names]
    return Profile(renamed)
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
    var sum = left.contents
    sum.merge(right.contents)
    return Profile(sum)
  }

  /// Adds what another part holds.
  package mutating func merge(_ other: Profile) {
    var sum = contents
    // So that nothing is copied where nobody else has this profile.
    self = Profile()
    sum.merge(other.contents)
    self = Profile(sum)
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
}

extension Profile: Hashable {
  package static func == (left: Profile, right: Profile) -> Bool {
    left.shared === right.shared || left.contents == right.contents
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(contents) }
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
