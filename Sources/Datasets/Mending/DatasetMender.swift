import Syntax

/// Writes files of records anew without faults that can be mended safely, as a stream.
package enum DatasetMender {
  /// Writes the file that `reader` reads to `output`, mended as `repair` says; the rest stays byte for byte.
  ///
  /// What cannot be mended without a doubt stays as it is. An array of which that holds for an element stays an array.
  /// Throws what the reader and the output throw, and `changedWhileReading` where the file became shorter. O(bytes);
  /// memory is some blocks, and a few times the longest record.
  package static func mend(
    _ reader: any BlockReader, as repair: DatasetRepair, into output: any ByteSink,
    limit: ScanLimits = ScanLimits()
  ) throws(FileError) -> DatasetMending {
    let marks = repair.dropsMark ? try leadingMarks(reader) : 0
    var mending = try mend(marks > 0 ? FileTail(of: reader, from: marks) : reader, repair, output, limit)
    mending.droppedMark = marks > 0
    mending.firstChanges = mending.firstChanges.map { $0.moved(by: marks) }
    return mending
  }

  private static func mend(
    _ reader: any BlockReader, _ repair: DatasetRepair, _ output: any ByteSink, _ limit: ScanLimits
  ) throws(FileError) -> DatasetMending {
    let lineBreak = try firstLineBreak(reader)
    let copy = PatchedCopy(of: reader, to: output)
    if repair.makesLines, try FileOpening(reader, repair.path, limit).container == .jsonArray {
      if let lines = try unfold(reader, repair, copy, lineBreak, limit) { return lines }
      copy.restart()
    }
    var sink = MendingSink(repair, copy, lineBreak: lineBreak, recordBytes: limit.recordBytes)
    let file = try DatasetScanner.scan(repair.path, reader, limit, into: &sink) { sink in
      copy.restart()
      sink = MendingSink(repair, copy, lineBreak: lineBreak, recordBytes: limit.recordBytes)
    }
    try copy.finish(copyingRest: true)
    return sink.mending.counting(file)
  }

  /// Nil where the file is not an array of objects from end to end.
  private static func unfold(
    _ reader: any BlockReader, _ repair: DatasetRepair, _ copy: PatchedCopy, _ lineBreak: [UInt8],
    _ limit: ScanLimits
  ) throws(FileError) -> DatasetMending? {
    var sink = UnfoldingSink(repair, copy, lineBreak: lineBreak, recordBytes: limit.recordBytes)
    var isArray = true
    let file = try DatasetScanner.scan(repair.path, reader, limit, into: &sink) { _ in isArray = false }
    guard isArray, sink.isPossible, file.records > 0, file.isReadToEnd else { return nil }
    try copy.finish(copyingRest: false)
    return sink.mending.counting(file)
  }

  /// Length of the UTF-8 byte-order marks that open the file, as several tools leave them one before the other.
  private static func leadingMarks(_ reader: any BlockReader) throws(FileError) -> Int {
    var window = BlockWindow(reader, end: reader.size, block: 4096, limit: 4096)
    _ = try window.extend()
    var length = 0
    while length + 3 <= window.filled, window.bytes[length] == 0xEF, window.bytes[length + 1] == 0xBB,
      window.bytes[length + 2] == 0xBF
    {
      length += 3
    }
    return length
  }

  /// The first line end of the file; a line feed where there is none among the first bytes.
  private static func firstLineBreak(_ reader: any BlockReader) throws(FileError) -> [UInt8] {
    var window = BlockWindow(reader, end: reader.size, block: 256 << 10, limit: 256 << 10)
    guard let end = try window.lineEnd(from: 0), end < window.filled else { return [0x0A] }
    return Array(UnsafeBufferPointer(start: window.bytes + end, count: window.lineBreak(at: end)))
  }

  /// Whether what `reader` reads, a mended file, holds what it should: nil, or what is wrong, in words.
  ///
  /// Throws what the reader throws. O(bytes), with up to `threads` threads.
  package static func difference(
    of reader: any BlockReader, from mending: DatasetMending, _ repair: DatasetRepair, threads: Int
  ) throws(FileError) -> String? {
    let profile = try DatasetScanner.profile(repair.path, reader, threads: threads)
    let left = profile.faults.byKind.mapValues(\.count)
    if profile.records != mending.records {
      return "\(profile.records) records, and not \(mending.records)"
    }
    for kind in SyntaxFault.Kind.allCases where left[kind] != mending.left[kind] {
      return "`\(kind.rawValue)` \(left[kind] ?? 0) times, and not \(mending.left[kind] ?? 0) times"
    }
    if profile.unreadableRecords != mending.unreadable {
      return "\(profile.unreadableRecords) records that cannot be read, and not \(mending.unreadable)"
    }
    if mending.droppedMark, profile.files.contains(where: \.hasByteOrderMark) {
      return "a byte-order mark at the start"
    }
    let isArray = profile.files.contains { $0.container == .jsonArray }
    return mending.recordsFromArray != nil && isArray ? "an array" : nil
  }
}

/// A file without its first bytes.
private struct FileTail: BlockReader {
  private let whole: any BlockReader
  private let start: Int

  init(of whole: any BlockReader, from start: Int) {
    self.whole = whole
    self.start = start
  }

  var size: Int { whole.size - start }
  var hasChanged: Bool { whole.hasChanged }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    try whole.read(into: buffer, at: start + offset)
  }
}

extension DatasetMending {
  /// With the records that the reader of the old file has counted.
  fileprivate func counting(_ file: DatasetFile) -> DatasetMending {
    var mending = self
    mending.records = file.records
    mending.unreadable = file.unreadableRecords
    return mending
  }
}
