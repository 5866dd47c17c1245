import Syntax

/// What a look at a parsed input found: the promises that were broken, and a digest of everything that was seen, so
/// that two looks at the same input can be compared.
struct Inspection {
  /// The first few broken promises; one is often the cause of all.
  private(set) var faults: [String] = []
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
  /// What the slowest reader of the input took of the processor, in seconds, without what the looks at its result took.
  private(set) var seconds = 0.0

  /// The result of one reader.
  mutating func timed<Result>(_ read: () throws -> Result) rethrows -> Result {
    let start = ProcessorTime.ofThread
    defer { seconds = max(seconds, ProcessorTime.ofThread - start) }
    return try read()
  }

  /// Takes a number into the digest (FNV-1a, a word at a time).
  mutating func see(_ number: Int) {
    digest = (digest ^ UInt64(truncatingIfNeeded: number)) &* 0x0000_0100_0000_01B3
    digest ^= digest >> 29
  }

  mutating func see(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
    see(-1)
  }

  mutating func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
    if !holds, faults.count < 5 { faults.append(fault()) }
  }

  /// A range that has to lie inside another one.
  mutating func see(_ range: TextRange, inside outer: TextRange, _ what: @autoclosure () -> String) {
    see(range.start)
    see(range.end)
    expect(
      outer.contains(range), "\(what()) \(range.start)-\(range.end) is outside \(outer.start)-\(outer.end)")
  }

  /// Problems lie in the file and in its order.
  mutating func see(_ problems: [SyntaxProblem], of file: SourceFile) {
    var last = TextRange.at(0)
    for problem in problems {
      see(problem.range, inside: file.wholeRange, "problem '\(problem.message)'")
      expect(last.start <= problem.range.start, "problem '\(problem.message)' is out of order")
      if case .duplicateKey(let first) = problem.kind {
        see(first, inside: file.wholeRange, "first key of '\(problem.message)'")
      }
      expect(!problem.message.isEmpty, "a problem without words")
      see(problem.message)
      last = problem.range
      _ = file.position(at: problem.range.start)
    }
  }

  /// Comments lie in the file, in its order, and hold something.
  mutating func see(comments: [TextRange], of file: SourceFile) {
    var end = 0
    for comment in comments {
      see(comment, inside: TextRange(end, file.bytes.count), "comment")
      expect(!comment.isEmpty, "an empty comment at \(comment.start)")
      end = comment.end
    }
  }

  /// The map of an embedded source covers its bytes without a gap, and leads into its host.
  mutating func see(embedded file: SourceFile) {
    guard case .embedded(let host, let map, _) = file.origin else { return }
    var end = 0
    for segment in map.segments {
      expect(segment.inner.start == end, "a gap in the map at \(end)")
      see(segment.outer, inside: host.wholeRange, "outer segment")
      end = segment.inner.end
    }
    expect(end == file.bytes.count, "the map ends at \(end) of \(file.bytes.count)")
    see(Span(file, file.wholeRange).onDisk.range, inside: file.outermost.wholeRange, "embedded source")
  }

  /// A span lies in its file, and so does its place on disk.
  mutating func see(_ span: Span, _ what: @autoclosure () -> String) {
    see(span.range, inside: span.file.wholeRange, what())
    let place = span.onDisk
    see(place.range, inside: place.file.wholeRange, "\(what()) on disk")
  }
}
