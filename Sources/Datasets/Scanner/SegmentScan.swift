import Syntax

/// Reads the segments of one file with several threads: each takes the next one that nobody has taken.
final class SegmentScan: Sendable {
  private let path: String
  private let reader: any BlockReader
  private let plan: ObservationPlan
  private let limit: ScanLimits
  private let segments: FileSegments
  private let queue = SegmentQueue()

  init(
    _ path: String, _ reader: any BlockReader, _ plan: ObservationPlan, _ limit: ScanLimits,
    _ segments: FileSegments
  ) {
    self.path = path
    self.reader = reader
    self.plan = plan
    self.limit = limit
    self.segments = segments
  }

  /// The profile of all segments. Throws what the reader throws.
  func profile(threads: Int) throws(FileError) -> Profile {
    let threads = min(threads, segments.ranges.count)
    let parts = ConcurrentMap.map(threads, threads: threads) {
      { _ in self.readSegments() }
    }
    var whole = ProfileContents()
    for part in parts { whole.merge(try part.get().contents) }
    return Profile(whole)
  }

  /// What one thread does: its segments come in the order of the file.
  private func readSegments() -> Result<Profile, FileError> {
    let file = ScannedFile(path: path)
    var builder = ProfileBuilder(plan)
    var parts: [DatasetFile.Part] = []
    var unreadable = 0
    do throws(FileError) {
      while let index = queue.next(below: segments.ranges.count) {
        let count = try read(
          segments.ranges[index], of: file, isFirst: segments.ranges[index].start == 0, into: &builder)
        unreadable += count.unreadable
        parts.append(.init(segments.ranges[index], lines: count.lines, records: count.records))
      }
    } catch {
      return .failure(error)
    }
    guard !parts.isEmpty else { return .success(Profile()) }
    let read = DatasetFile(
      path: path, size: reader.size, container: segments.container, unreadableRecords: unreadable,
      hasByteOrderMark: segments.markLength == 3, parts: parts)
    return .success(builder.profile(of: read))
  }

  private func read(
    _ range: TextRange, of file: ScannedFile, isFirst: Bool, into builder: inout ProfileBuilder
  ) throws(FileError) -> RecordCount {
    var window = BlockWindow(reader, range, limit)
    var count = RecordCount()
    let mark = isFirst ? segments.markLength : 0
    if segments.container == .plainText {
      var lines = PlainTextReader(file, isWhole: true)
      try lines.read(&window, mark: mark, into: &builder, count: &count)
    } else {
      var lines = LineReader(file, isWhole: true)
      try lines.read(&window, skipping: mark, into: &builder, count: &count)
    }
    return count
  }
}

/// Hands out numbers, each once.
private final class SegmentQueue: @unchecked Sendable {
  private let lock = Lock()
  private var upcoming = 0

  func next(below count: Int) -> Int? {
    lock.locked {
      guard upcoming < count else { return nil }
      upcoming += 1
      return upcoming - 1
    }
  }
}
