/// Where the lines of a text start, to turn byte offsets into lines and columns.
///
/// A line ends with LF, CR LF, or a CR alone. Building is O(bytes); a look-up is O(log lines), and takes no longer in a
/// long line than in one of 4 KiB.
package struct LineTable: Sendable {
  /// A line and a column, both 1-based; the column counts Unicode code points, a byte-order mark is none.
  package struct Position: Hashable, Comparable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    package static func < (left: Position, right: Position) -> Bool {
      (left.line, left.column) < (right.line, right.column)
    }
  }

  /// Byte offsets at which lines start; the first is 0 (or 3 after a byte-order mark). No parser reads a text whose
  /// offsets take more than 32 bits.
  private let starts: [UInt32]
  /// How many bytes before each whole block of the text continue a code point, so that nobody counts a long line again
  /// for each place in it.
  private let continuations: [Int]

  private static let blockLength = 4096

  package init(_ bytes: [UInt8]) {
    var starts: [UInt32] = []
    // Lines of configs are about this long; a long text lets the array grow.
    starts.reserveCapacity(min(bytes.count / 24, 1 << 10) + 4)
    starts.append(bytes.starts(with: SourceFile.byteOrderMark) ? 3 : 0)
    bytes.withUnsafeBufferPointer {
      Self.forEachLineEnd(in: $0) { starts.append(UInt32(truncatingIfNeeded: $0)) }
    }
    self.starts = starts
    continuations = Self.continuations(bytes)
  }

  /// Calls `body` with the offset behind each line end.
  @inline(__always)
  private static func forEachLineEnd(in text: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
    guard let base = text.baseAddress else { return }
    var index = 0
    while index + 8 <= text.count {
      var candidates = ByteWords.exactMask(below: 0x0E, in: ByteWords.load(base, index))
      while candidates != 0 {
        let place = index + ByteWords.lowest(candidates)
        if isLineEnd(text, at: place) { body(place + 1) }
        candidates &= candidates &- 1
      }
      index += 8
    }
    while index < text.count {
      if isLineEnd(text, at: index) { body(index + 1) }
      index += 1
    }
  }

  /// Whether a line ends with the byte at `index`: the CR of a CR LF is not yet its end.
  @inline(__always)
  private static func isLineEnd(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    text[index] == 0x0A
      || text[index] == 0x0D && !(index + 1 < text.count && text[index + 1] == 0x0A)
  }

  private static func continuations(_ bytes: [UInt8]) -> [Int] {
    guard bytes.count > blockLength else { return [] }
    var counts = [0]
    bytes.withUnsafeBufferPointer { text in
      for block in 0..<text.count / blockLength {
        let part = UnsafeBufferPointer(rebasing: text[block * blockLength..<(block + 1) * blockLength])
        counts.append(counts[block] + count(of: part))
      }
    }
    return counts
  }

  /// A continuation byte (10xxxxxx) belongs to the code point before it.
  private static func count(of part: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = part.baseAddress else { return 0 }
    var count = 0
    var index = 0
    while index + 8 <= part.count {
      let word = ByteWords.load(base, index)
      count += ByteWords.count(word & ~(word << 1) & ByteWords.highBits)
      index += 8
    }
    while index < part.count {
      if part[index] & 0xC0 == 0x80 { count += 1 }
      index += 1
    }
    return count
  }

  /// How many of the bytes `start ..< end` continue a code point.
  private func continuations(_ start: Int, _ end: Int, in bytes: [UInt8]) -> Int {
    bytes.withUnsafeBufferPointer { text in
      let first = start / Self.blockLength + 1
      let last = end / Self.blockLength
      guard first < last else { return Self.count(of: UnsafeBufferPointer(rebasing: text[start..<end])) }
      let head = UnsafeBufferPointer(rebasing: text[start..<first * Self.blockLength])
      let tail = UnsafeBufferPointer(rebasing: text[last * Self.blockLength..<end])
      return Self.count(of: head) + continuations[last] - continuations[first] + Self.count(of: tail)
    }
  }

  /// How many lines there are; a final line end opens an empty last line.
  package var count: Int { starts.count }

  /// The 1-based line that holds byte `offset`.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Line and column of byte `offset` in `bytes`, the text that this table was made from.
  package func position(at offset: Int, in bytes: [UInt8]) -> Position {
    let line = line(at: offset)
    let start = min(Int(starts[line - 1]), bytes.count)
    let end = max(start, min(offset, bytes.count))
    return Position(line: line, column: 1 + end - start - continuations(start, end, in: bytes))
  }

  /// The bytes of the 1-based `line`, without its line end.
  package func range(ofLine line: Int, in bytes: [UInt8]) -> TextRange {
    guard line >= 1, line <= starts.count else { return .at(bytes.count) }
    let start = Int(starts[line - 1])
    var end = line < starts.count ? Int(starts[line]) : bytes.count
    if end > start && bytes[end - 1] == 0x0A { end -= 1 }
    if end > start && bytes[end - 1] == 0x0D { end -= 1 }
    return TextRange(start, end)
  }
}
