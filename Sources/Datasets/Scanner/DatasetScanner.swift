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
  mutating func take(_ record: RecordView)
  mutating func take(_ fault: SyntaxFault)
  mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace)

  /// Whether broken records are shown to `mend`, and commas to `drop`, before they are reported.
  static var mends: Bool { get }
  /// Writes a broken record anew, and gives how many records it is then; nil where it stays as it is.
  mutating func mend(_ broken: BrokenRecord) -> Int?
  /// Leaves bytes out that are a fault in themselves; false where they stay. Offsets in the file.
  mutating func drop(_ range: TextRange, _ kind: SyntaxFault.Kind) -> Bool
}

/// Reads dataset files in one pass and constant memory.
package enum DatasetScanner {
  /// Profiles the file at `path`: a table or plain text by the ending of its name, else JSON lines or one JSON array, found by
  /// content.
  ///
  /// A file of lines is read by up to `threads` threads at once; the profile is the same whatever their number. Bad
  /// content never throws; it is in the profile's faults. Throws `FileError` where the file cannot be read, and where it
  /// is written to meanwhile. O(bytes); memory is one block for each thread, or twice the longest record.
  package static func profile(
    _ path: String, source: any FileSource, observing observed: ObservationSet = .contents,
    limit: ScanLimits = ScanLimits(), threads: Int = 1
  ) throws(FileError) -> Profile {
    let reader = try source.open(path)
    let profile = try profile(path, reader, observed, limit, threads)
    // A file that was written to meanwhile may have been read in two states.
    if reader.hasChanged { throw .changedWhileReading }
    return profile
  }

  /// Profiles what `reader` reads, as if it stood at `path`. Throws what the reader throws. O(bytes).
  static func profile(_ path: String, _ reader: any BlockReader, threads: Int) throws(FileError) -> Profile {
    try profile(path, reader, [], ScanLimits(), threads)
  }

  /// Profiles what `part` holds of the file at `path`, in bytes: of a file of lines the whole lines that belong to it, of
  /// any other all if `part` begins at 0, and else nothing. Parts that adjoin merge to the profile of the whole.
  ///
  /// Throws as `profile(_:source:)` does. O(bytes of the part).
  package static func profile(
    _ path: String, part: TextRange, source: any FileSource, observing observed: ObservationSet = .contents,
    limit: ScanLimits = ScanLimits(), threads: Int = 1
  ) throws(FileError) -> Profile {
    let reader = try source.open(path)
    let profile = try profile(path, reader, part, observed, limit, threads)
    if reader.hasChanged { throw .changedWhileReading }
    return profile
  }

  private static func profile(
    _ path: String, _ reader: any BlockReader, _ part: TextRange, _ observed: ObservationSet,
    _ limit: ScanLimits, _ threads: Int
  ) throws(FileError) -> Profile {
    let whole = TextRange(0, reader.size)
    let opening = try FileOpening(reader, path, limit)
    // Where a table can be cut only all that stands before can say.
    let isTable = TableDialect(path: path) != nil
    let isCut = opening.container.isCuttable && !isTable && !part.contains(whole)
    guard isCut else {
      return part.start <= 0 ? try profile(path, reader, observed, limit, threads) : Profile()
    }
    let stretch = try FileSegments.stretch(of: part, in: reader, opening.container)
    // Nothing of the file is left for others, so that it may be one value over all its lines.
    if stretch == whole { return try profile(path, reader, observed, limit, threads) }
    if stretch.isEmpty { return Profile() }
    let segments = try FileSegments(reader, stretch, opening)
    return try SegmentScan(path, reader, observed, limit, segments).profile(threads: threads)
  }

  private static func profile(
    _ path: String, _ reader: any BlockReader, _ observed: ObservationSet, _ limit: ScanLimits, _ threads: Int
  ) throws(FileError) -> Profile {
    if let dialect = TableDialect(path: path) {
      return try table(path, reader, dialect, observed, limit)
    }
    if PlainText.isName(path) {
      let opening = try FileOpening(reader, path, limit)
      if !opening.container.isJSONRecords {
        return try plainText(path, reader, opening, observed, limit, threads)
      }
    }
    if threads > 1, limit.fileBytes == nil,
      let segments = try FileSegments(reader, limit), segments.ranges.count > 1
    {
      return try SegmentScan(path, reader, observed, limit, segments).profile(threads: threads)
    }
    var builder = ProfileBuilder(observing: observed)
    let file = try scan(path, reader, limit, into: &builder) { $0 = ProfileBuilder(observing: observed) }
    return builder.profile(of: file)
  }

  /// Reads one table in one thread.
  private static func table(
    _ path: String, _ reader: any BlockReader, _ dialect: TableDialect, _ observed: ObservationSet,
    _ limit: ScanLimits
  ) throws(FileError) -> Profile {
    let end = max(0, min(reader.size, limit.fileBytes ?? reader.size))
    var window = BlockWindow(reader, TextRange(0, end), limit)
    let opening = try FileOpening(&window)
    var builder = ProfileBuilder(observing: observed)
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
    let opening = try FileOpening(&window)
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
    if container == .jsonLines {
      var lines = LineReader(file, isWhole: end == reader.size, isAlone: true)
      container = try lines.read(&window, skipping: opening.markLength, into: &sink, count: &count)
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

/// What the first bytes of a file say about the rest.
struct FileOpening {
  let container: DatasetFile.Container
  /// 3 where a UTF-8 byte-order mark opens the file, else 0.
  let markLength: Int
  private let obstacle: (kind: SyntaxFault.Kind, length: Int, message: String)?

  init(_ reader: any BlockReader, _ path: String, _ limit: ScanLimits) throws(FileError) {
    var window = BlockWindow(reader, TextRange(0, reader.size), limit)
    try self.init(&window, mayBePlain: PlainText.isName(path))
  }

  /// What is no plain text by its name is JSON.
  init(_ window: inout BlockWindow, mayBePlain: Bool = false) throws(FileError) {
    _ = try window.extend()
    let head = UnsafeBufferPointer(start: window.bytes, count: min(window.filled, 8))
    markLength = head.starts(with: SourceFile.byteOrderMark) ? 3 : 0
    let loaded = UnsafeBufferPointer(start: window.bytes, count: window.filled)
    let isPlain =
      mayBePlain && !PlainText.opensRecords(UnsafeBufferPointer(rebasing: loaded.dropFirst(markLength)))
    // In a text zero bytes are characters.
    let mayBeWide = !isPlain || head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
    obstacle = (mayBeWide ? Self.wideEncoding(head) : nil) ?? Self.binaryFile(head)
    guard obstacle == nil else {
      container = .unreadable
      return
    }
    if isPlain {
      container = window.end == 0 ? .empty : .plainText
      return
    }
    container = try Self.container(&window, from: markLength)
  }

  func fault(_ path: String) -> SyntaxFault? {
    guard let obstacle else { return nil }
    let place = RecordPlace(
      path: path, record: nil, range: TextRange(0, obstacle.length), start: .init(line: 1, column: 1),
      end: .init(line: 1, column: 1))
    return SyntaxFault(obstacle.kind, place, obstacle.message)
  }

  /// By the first byte that is no white space.
  private static func container(
    _ window: inout BlockWindow, from markLength: Int
  ) throws(FileError) -> DatasetFile.Container {
    window.start = markLength
    while true {
      window.start = ByteBlocks.endOfSpace(in: window.bytes, from: window.start, to: window.filled)
      if window.start < window.filled {
        let opensArray = window.bytes[window.start] == 0x5B
        try reload(&window)
        return opensArray ? .jsonArray : .jsonLines
      }
      if !(try window.extend()) { return .empty }
    }
  }

  private static func reload(_ window: inout BlockWindow) throws(FileError) {
    if window.base == 0 {
      window.start = 0
    } else {
      window.rewind()
      _ = try window.extend()
    }
  }

  private static func wideEncoding(
    _ head: UnsafeBufferPointer<UInt8>
  ) -> (kind: SyntaxFault.Kind, length: Int, message: String)? {
    guard head.count >= 2 else { return nil }
    let advice = "save it as UTF-8"
    if head[0] == 0xFF && head[1] == 0xFE || head[0] == 0xFE && head[1] == 0xFF {
      return (.wideEncoding, 2, "the file is UTF-16 or UTF-32 by its byte-order mark; \(advice)")
    }
    if (head[0] == 0) != (head[1] == 0) {
      return (.wideEncoding, 2, "the file looks like UTF-16: every other byte is zero; \(advice)")
    }
    return nil
  }

  private static func binaryFile(
    _ head: UnsafeBufferPointer<UInt8>
  ) -> (kind: SyntaxFault.Kind, length: Int, message: String)? {
    let known: [(magic: [UInt8], kind: SyntaxFault.Kind, name: String)] = [
      ([0x1F, 0x8B], .compressedFile, "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], .compressedFile, "Zstandard"),
      (Array("BZh".utf8), .compressedFile, "bzip2"), ([0xFD] + Array("7zXZ".utf8), .compressedFile, "xz"),
      ([0x50, 0x4B, 0x03, 0x04], .compressedFile, "zip"), (Array("PAR1".utf8), .binaryFile, "Parquet"),
      (Array("ARROW1".utf8), .binaryFile, "Arrow"),
    ]
    guard let found = known.first(where: { head.starts(with: $0.magic) }) else { return nil }
    let what = found.kind == .compressedFile ? "compressed by \(found.name)" : "\(found.name), not text"
    return (found.kind, found.magic.count, "the file is \(what)")
  }
}
