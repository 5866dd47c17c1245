import Syntax

/// How much of a dataset file is read, and in what pieces.
package struct ScanLimits: Hashable, Sendable {
  /// Bytes read at once.
  package var blockBytes = 256 << 10
  /// The longest record that is looked at, in bytes; a longer one is a fault. Below 256 MiB.
  package var recordBytes = 64 << 20
  /// How many bytes of the file are read; nil for all of them. A record cut by this limit is not looked at.
  package var fileBytes: Int?

  package init() {}
}

/// What a reader of records hands its finds to.
protocol RecordSink: ~Copyable {
  /// Whether readable records that are objects have to be handed over; else some of them are only counted.
  var needsRecords: Bool { get }
  mutating func take(_ record: RecordView)
  mutating func take(_ fault: SyntaxFault)
  /// Takes a fault of this kind, which is only made where it is kept.
  mutating func take(_ kind: SyntaxFault.Kind, _ fault: () -> SyntaxFault)
  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace)

  /// Whether broken records are shown to `mend`, and commas to `drop`, before they are reported.
  static var mends: Bool { get }
  /// Writes a broken record anew, and gives how many records it is then; nil where it stays as it is.
  mutating func mend(_ broken: BrokenRecord) -> Int?
  /// Leaves bytes out that are a fault in themselves; false where they stay. Offsets in the file.
  mutating func drop(_ range: TextRange, _ kind: SyntaxFault.Kind) -> Bool
}

extension RecordSink where Self: ~Copyable {
  mutating func take(_ kind: SyntaxFault.Kind, _ fault: () -> SyntaxFault) { take(fault()) }

  var needsRecords: Bool { true }
}

/// Reads dataset files in one pass and constant memory.
package enum DatasetScanner {
  /// Profiles the file at `path`: a table or plain text by the ending of its name, else JSON lines or one JSON array, found by
  /// content.
  ///
  /// A file of lines is read by up to `threads` threads at once; the profile is the same whatever their number. `names` are
  /// those by which its columns and turns are known. Bad content never throws; it is in the profile's faults. Throws
  /// `FileError` where the file cannot be read, and where it is written to meanwhile. O(bytes); memory is one block for each
  /// thread, or twice the longest record.
  package static func profile(
    _ path: String, source: any FileSource, observing observed: ObservationSet = .contents,
    names: ColumnNames = .usual, limit: ScanLimits = ScanLimits(), threads: Int = 1
  ) throws(FileError) -> Profile {
    let reader = try source.open(path)
    let profile = try profile(path, reader, ObservationPlan(observed, names: names), limit, threads)
    // A file that was written to meanwhile may have been read in two states.
    if reader.hasChanged { throw .changedWhileReading }
    return profile
  }

  /// Profiles what `reader` reads, as if it stood at `path`. Throws what the reader throws. O(bytes).
  static func profile(_ path: String, _ reader: any BlockReader, threads: Int) throws(FileError) -> Profile {
    try profile(path, reader, ObservationPlan([]), ScanLimits(), threads)
  }

  /// Profiles what `part` holds of the file at `path`, in bytes: of a file of lines the whole lines that belong to it, of
  /// any other all if `part` begins at 0, and else nothing. Parts that adjoin merge to the profile of the whole.
  ///
  /// Throws as `profile(_:source:)` does. O(bytes of the part).
  package static func profile(
    _ path: String, part: TextRange, source: any FileSource, observing observed: ObservationSet = .contents,
    names: ColumnNames = .usual, limit: ScanLimits = ScanLimits(), threads: Int = 1
  ) throws(FileError) -> Profile {
    let reader = try source.open(path)
    let plan = ObservationPlan(observed, names: names)
    let profile = try profile(path, reader, part, plan, limit, threads)
    if reader.hasChanged { throw .changedWhileReading }
    return profile
  }

  private static func profile(
    _ path: String, _ reader: any BlockReader, _ part: TextRange, _ plan: ObservationPlan,
    _ limit: ScanLimits, _ threads: Int
  ) throws(FileError) -> Profile {
    let whole = TextRange(0, reader.size)
    let opening = try FileOpening(reader, path, limit)
    // Where a table can be cut only all that stands before can say.
    let isTable = TableDialect(path: path) != nil
    let isCut = opening.container.isCuttable && !isTable && !part.contains(whole)
    guard isCut else {
      return part.start <= 0 ? try profile(path, reader, plan, limit, threads) : Profile()
    }
    let stretch = try FileSegments.stretch(of: part, in: reader, opening.container)
    if stretch.isEmpty { return Profile() }
    let segments = try FileSegments(reader, stretch, opening)
    return try SegmentScan(path, reader, plan, limit, segments).profile(threads: threads)
  }

  private static func profile(
    _ path: String, _ reader: any BlockReader, _ plan: ObservationPlan, _ limit: ScanLimits, _ threads: Int
  ) throws(FileError) -> Profile {
    if let dialect = TableDialect(path: path) {
      return try table(path, reader, dialect, plan, limit)
    }
    if PlainText.isName(path) {
      let opening = try FileOpening(reader, path, limit)
      if !opening.container.isJSONRecords {
        return try plainText(path, reader, opening, plan, limit, threads)
      }
    }
    if threads > 1, limit.fileBytes == nil,
      let segments = try FileSegments(reader, path, limit), segments.ranges.count > 1
    {
      return try SegmentScan(path, reader, plan, limit, segments).profile(threads: threads)
    }
    var builder = ProfileBuilder(plan)
    let file = try scan(path, reader, limit, into: &builder) { $0 = ProfileBuilder(plan) }
    return builder.profile(of: file)
  }

  /// Reads one table in one thread.
  private static func table(
    _ path: String, _ reader: any BlockReader, _ dialect: TableDialect, _ plan: ObservationPlan,
    _ limit: ScanLimits
  ) throws(FileError) -> Profile {
    let end = max(0, min(reader.size, limit.fileBytes ?? reader.size))
    var window = BlockWindow(reader, TextRange(0, end), limit)
    let opening = try FileOpening(&window, path)
    var builder = ProfileBuilder(plan)
    var count = RecordCount()
    if let fault = opening.fault(path) {
      builder.take(fault)
    } else {
      var rows = TableReader(ScannedFile(path: path), dialect, isWhole: end == reader.size)
      try rows.read(&window, skipping: opening.markLength, into: &builder, count: &count)
    }
    let isText = opening.container != .unreadable
    let part = DatasetFile.Part(TextRange(0, window.offset), lines: count.lines, records: count.records)
    let layout = opening.container == .empty || !isText ? opening.container : dialect.container
    return builder.profile(
      of: DatasetFile(
        path: path, size: reader.size, container: layout, unreadableRecords: count.unreadable,
        hasByteOrderMark: opening.markLength == 3, parts: isText ? [part] : []))
  }

  /// Reads one file into `sink`; `restart` empties the sink where the first look at the file was wrong.
  static func scan<Sink: RecordSink & ~Copyable>(
    _ path: String, _ reader: any BlockReader, _ limit: ScanLimits, into sink: inout Sink,
    restart: (inout Sink) -> Void
  ) throws(FileError) -> DatasetFile {
    let end = max(0, min(reader.size, limit.fileBytes ?? reader.size))
    var window = BlockWindow(reader, TextRange(0, end), limit)
    let file = ScannedFile(path: path)
    let opening = try FileOpening(&window, path)
    var container = opening.container
    var count = RecordCount()
    if let fault = opening.fault(path) {
      sink.take(fault)
    } else if container == .jsonArray {
      var array = ArrayReader(file, isWhole: end == reader.size)
      if try array.read(&window, skipping: opening.markLength, into: &sink, count: &count) == .arraysByLine {
        restart(&sink)
        count = RecordCount()
        window.rewind()
        container = .jsonLines
      }
      count.lines = array.position.line - 1
    }
    if container == .jsonLines || container == .jsonValue {
      var lines = LineReader(file, isWhole: end == reader.size, isOneValue: container == .jsonValue)
      try lines.read(&window, skipping: opening.markLength, into: &sink, count: &count)
    }
    let part = DatasetFile.Part(TextRange(0, window.offset), lines: count.lines, records: count.records)
    return DatasetFile(
      path: path, size: reader.size, container: container, unreadableRecords: count.unreadable,
      hasByteOrderMark: opening.markLength == 3, parts: container == .unreadable ? [] : [part])
  }
}

extension BlockWindow {
  /// A window on a part of a file, of which nothing is loaded yet.
  init(_ reader: any BlockReader, _ range: TextRange, _ limit: ScanLimits) {
    // Larger offsets do not fit into the nodes of a record.
    let largest = 1 << Int(RecordNode.offsetBits - 1)
    self.init(
      reader, start: range.start, end: range.end, block: min(limit.blockBytes, largest),
      limit: min(limit.recordBytes, largest))
  }
}

/// How much went by.
struct RecordCount {
  /// Unreadable ones counted.
  var records = 0
  var unreadable = 0
  /// Lines that have ended.
  var lines = 0
}
