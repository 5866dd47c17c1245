import Syntax

/// The stretches of a file of lines that threads, or machines, may read each for itself.
///
/// In JSON lines one begins only where a line begins with `{`, and the one before ends with `}`: no value goes on there, whatever
/// stands before, nor does anything that is read as one record over several lines. So the pieces are whole lines, and what is
/// found in them does not depend on how many there are.
struct FileSegments {
  /// Bytes of a stretch, about.
  static let segmentBytes = 8 << 20
  private static let stepBytes = 64 << 10

  /// In order, without gaps, together the whole file or the stretch of it that was asked for.
  let ranges: [TextRange]
  /// 3 where a UTF-8 byte-order mark opens the file, else 0.
  let markLength: Int
  /// JSON lines or plain text.
  let container: DatasetFile.Container

  /// Nil where the file is no file of lines, or too small to be shared out. O(stretches) mostly, O(bytes) where lines
  /// begin otherwise.
  init?(
    _ reader: any BlockReader, _ path: String, _ limit: ScanLimits,
    segmentBytes: Int = FileSegments.segmentBytes
  )
    throws(FileError)
  {
    guard reader.size >= 2 * segmentBytes else { return nil }
    let opening = try FileOpening(reader, path, limit)
    guard opening.container == .jsonLines else { return nil }
    try self.init(reader, TextRange(0, reader.size), opening, segmentBytes: segmentBytes)
  }

  /// Those of `stretch`, which begins and ends as stretches do, of a file of lines.
  init(
    _ reader: any BlockReader, _ stretch: TextRange, _ opening: FileOpening,
    segmentBytes: Int = FileSegments.segmentBytes
  ) throws(FileError) {
    markLength = opening.markLength
    container = opening.container
    var starts = [stretch.start]
    var target = stretch.start + segmentBytes
    while target < stretch.end {
      let end = min(target + segmentBytes, stretch.end)
      if let start = try Self.lineStart(in: TextRange(target, end), reader, container) {
        starts.append(start)
      }
      target = end
    }
    starts.append(stretch.end)
    ranges = zip(starts, starts.dropFirst()).map { TextRange($0, $1) }
  }

  /// The whole lines that belong to the bytes of `part`, such as a shard: from the first cut at or behind its start to the
  /// first at or behind its end. Parts that adjoin give stretches that do.
  static func stretch(
    of part: TextRange, in reader: any BlockReader, _ container: DatasetFile.Container
  ) throws(FileError) -> TextRange {
    let start = try cut(at: part.start, in: reader, container)
    return TextRange(start, max(start, try cut(at: part.end, in: reader, container)))
  }

  private static func cut(
    at offset: Int, in reader: any BlockReader, _ container: DatasetFile.Container
  ) throws(FileError) -> Int {
    if offset <= 0 { return 0 }
    let rest = TextRange(min(offset, reader.size), reader.size)
    return try lineStart(in: rest, reader, container) ?? reader.size
  }

  /// Where the first line begins that begins in `range`, and before which a file may be cut; nil where none does.
  private static func lineStart(
    in range: TextRange, _ reader: any BlockReader, _ container: DatasetFile.Container
  ) throws(FileError) -> Int? {
    var step = [UInt8](repeating: 0, count: stepBytes)
    let before = DatasetFile.Container.bytesBeforeCut
    // With the bytes before, to know whether a line begins right at the start.
    var place = range.start - before
    while place + before < range.end {
      let wanted = min(stepBytes, reader.size - place)
      var loaded = max(0, -place)
      while loaded < wanted {
        let count = try read(reader, into: &step, from: loaded, to: wanted, at: place)
        if count <= 0 { throw .changedWhileReading }
        loaded += count
      }
      for index in before..<max(before, loaded) where container.mayCut(step, before: index) {
        let start = place + index
        return start < range.end ? start : nil
      }
      place += loaded - before
    }
    return nil
  }

  private static func read(
    _ reader: any BlockReader, into step: inout [UInt8], from start: Int, to end: Int, at place: Int
  ) throws(FileError) -> Int {
    var outcome: Result<Int, FileError> = .success(0)
    step.withUnsafeMutableBytes { buffer in
      do throws(FileError) {
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<end])
        outcome = .success(try reader.read(into: room, at: place + start))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }
}
