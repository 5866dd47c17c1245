import Syntax

extension DatasetScanner {
  /// Reads a file of plain text by up to `threads` threads.
  static func plainText(
    _ path: String, _ reader: any BlockReader, _ opening: FileOpening, _ plan: ObservationPlan,
    _ limit: ScanLimits, _ threads: Int
  ) throws(FileError) -> Profile {
    if threads > 1, limit.fileBytes == nil, opening.container == .plainText,
      reader.size >= 2 * FileSegments.segmentBytes
    {
      let segments = try FileSegments(reader, TextRange(0, reader.size), opening)
      if segments.ranges.count > 1 {
        return try SegmentScan(path, reader, plan, limit, segments).profile(threads: threads)
      }
    }
    let end = max(0, min(reader.size, limit.fileBytes ?? reader.size))
    var window = BlockWindow(reader, TextRange(0, end), limit)
    var builder = ProfileBuilder(plan)
    var count = RecordCount()
    if let fault = opening.fault(path) {
      builder.take(fault)
    } else {
      var lines = PlainTextReader(ScannedFile(path: path), isWhole: end == reader.size)
      try lines.read(&window, mark: opening.markLength, into: &builder, count: &count)
    }
    let part = DatasetFile.Part(TextRange(0, window.offset), lines: count.lines, records: count.records)
    return builder.profile(
      of: DatasetFile(
        path: path, size: reader.size, container: opening.container, unreadableRecords: count.unreadable,
        hasByteOrderMark: opening.markLength == 3, parts: opening.container == .unreadable ? [] : [part]))
  }
}
