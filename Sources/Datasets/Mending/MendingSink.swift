import Syntax

/// Copies a file as its records are read, and writes the broken ones anew where they stand.
struct MendingSink: RecordSink, ~Copyable {
  static var mends: Bool { true }

  let repair: DatasetRepair
  let copy: PatchedCopy
  /// The line end of the file, for records that get a line of their own.
  let lineBreak: [UInt8]
  /// A longer record is not read.
  let recordBytes: Int
  private(set) var mending = DatasetMending()
  private var map = RecordMap()

  init(_ repair: DatasetRepair, _ copy: PatchedCopy, lineBreak: [UInt8], recordBytes: Int) {
    self.repair = repair
    self.copy = copy
    self.lineBreak = lineBreak
    self.recordBytes = recordBytes
  }

  /// In a file that is read as a whole the layout is the people's.
  private var joinsLines: Bool { FilePath.fileExtension(repair.path) != "json" }

  var needsRecords: Bool { false }

  mutating func take(_ record: RecordView) {}

  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace) {}

  mutating func take(_ fault: SyntaxFault) { mending.note(fault.kind, in: \.left) }

  mutating func mend(_ broken: BrokenRecord) -> Int? {
    guard repair.kinds.contains(broken.kind) else { return nil }
    let isElement = broken.isElement
    if !isElement, !joinsLines, broken.bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return nil }
    guard
      let outcome = RecordRewriting.outcome(
        of: broken.bytes, joinsLines: joinsLines && !isElement,
        // The file may have several.
        lineBreak: broken.lineBreak == 2 ? [0x0D, 0x0A] : lineBreak, into: &map),
      outcome.bytes.count < recordBytes, outcome.records == 1 || !isElement
    else { return nil }
    // A line that had nothing but a mark goes with its end.
    let rest = outcome.records == 0 ? broken.lineBreak : 0
    let range = TextRange(broken.rangeInFile.start, broken.rangeInFile.end + rest)
    copy.replace(range, with: outcome.bytes)
    mending.note(broken.kind, in: \.mended)
    for oddity in outcome.oddities { mending.note(oddity, in: \.left) }
    mending.note(RecordChange(at: range.start, old: broken.bytes, new: outcome.bytes))
    return outcome.records
  }

  mutating func drop(_ range: TextRange, _ kind: SyntaxFault.Kind) -> Bool {
    guard repair.kinds.contains(kind) else { return false }
    copy.replace(range, with: [])
    mending.note(kind, in: \.mended)
    return true
  }
}

extension DatasetMending {
  /// Keeps a change, if it is one of the first.
  mutating func note(_ change: @autoclosure () -> RecordChange) {
    if firstChanges.count < RecordChange.limit { firstChanges.append(change()) }
  }
}
