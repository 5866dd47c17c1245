/// What is to be mended in a file of records.
package struct DatasetRepair: Hashable, Sendable {
  package let path: String
  /// Records with these faults are written anew, where that leaves no doubt of what they say.
  package private(set) var kinds: Set<SyntaxFault.Kind>
  /// A byte-order mark at the start of the file goes.
  package private(set) var dropsMark: Bool
  /// An array becomes one record a line.
  package private(set) var makesLines: Bool

  /// The faults that can be mended without a doubt, each in most files.
  package static let mendableKinds: Set<SyntaxFault.Kind> = [
    .trailingComma, .commaAfterRecord, .secondRecord, .byteOrderMark, .controlCharacter, .spansLines,
  ]

  package init(
    _ path: String, kinds: Set<SyntaxFault.Kind> = [], dropsMark: Bool = false, makesLines: Bool = false
  ) {
    self.path = path
    self.kinds = kinds.intersection(Self.mendableKinds)
    self.dropsMark = dropsMark
    self.makesLines = makesLines
  }

  /// Asks for what `other` asks for, too.
  package mutating func formUnion(_ other: DatasetRepair) {
    kinds.formUnion(other.kinds)
    dropsMark = dropsMark || other.dropsMark
    makesLines = makesLines || other.makesLines
  }
}

/// What became of a file of records, and what reading it again has to find.
package struct DatasetMending: Hashable, Sendable {
  /// How many faults of each kind were mended.
  package internal(set) var mended: [SyntaxFault.Kind: Int] = [:]
  /// Whether a byte-order mark at the start was left out.
  package internal(set) var droppedMark = false
  /// How many records of an array stand on a line each now; nil where no array was taken apart.
  package internal(set) var recordsFromArray: Int?
  /// How many faults of each kind are left, those among them that stood behind a mended one in its record.
  var left: [SyntaxFault.Kind: Int] = [:]
  /// Records of the new file, the unreadable ones counted.
  var records = 0
  var unreadable = 0
  /// The first places that differ.
  package internal(set) var firstChanges: [RecordChange] = []

  /// Whether the new file differs from the old one.
  package var changesAnything: Bool { !mended.isEmpty || droppedMark || recordsFromArray != nil }

  mutating func note(
    _ kind: SyntaxFault.Kind, in counts: WritableKeyPath<DatasetMending, [SyntaxFault.Kind: Int]>
  ) {
    self[keyPath: counts][kind, default: 0] += 1
  }
}

/// One place of a mended file, before and after, shortened.
package struct RecordChange: Hashable, Sendable {
  /// 0-based offset in the old file.
  package let offset: Int
  package let old: String
  package let new: String

  /// How many are kept of a file.
  static let limit = 5
  /// Bytes on each side of the first difference.
  private static let reach = 48

  /// The parts of `old` and `new` around the first byte that differs. O(bytes up to it).
  init(at offset: Int, old: some Collection<UInt8>, new: some Collection<UInt8>) {
    let same = zip(old, new).prefix { $0 == $1 }.count
    self.offset = offset + same
    self.old = Self.excerpt(old, same)
    self.new = Self.excerpt(new, same)
  }

  private init(_ offset: Int, _ old: String, _ new: String) {
    (self.offset, self.old, self.new) = (offset, old, new)
  }

  /// The same, `count` bytes farther on.
  func moved(by count: Int) -> RecordChange { RecordChange(offset + count, old, new) }

  private static func excerpt(_ bytes: some Collection<UInt8>, _ difference: Int) -> String {
    let start = max(0, difference - reach)
    let part = bytes.dropFirst(start).prefix(difference - start + reach)
    return (start > 0 ? "…" : "") + String(decoding: part, as: UTF8.self)
      + (start + part.count < bytes.count ? "…" : "")
  }
}
