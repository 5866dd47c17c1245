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

  /// Byte offsets at which lines start; the first is 0 (or 3 after a byte-order mark).
  private let starts: [Int]
  /// How many bytes before each whole block of the text continue a code point, so that nobody counts a long line again
  /// for each place in it.
  private let continuations: [Int]

  private static let blockLength = 4096

  package init(_ bytes: [UInt8]) {
    var starts = [bytes.starts(with: SourceFile.byteOrderMark) ? SourceFile.byteOrderMark.count : 0]
    // Lines of configs are about this long; a long text lets the array grow.
    starts.reserveCapacity(min(bytes.count / 24, 1 << 10) + 4)
    bytes.withUnsafeBufferPointer { text in
      var index = 0
      while true {
        index = ByteWords.firstLineEnd(in: text, from: index)
        guard index < text.count else { return }
        index += text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1
        starts.append(index)
      }
    }
    self.starts = starts
    continuations = Self.continuations(bytes)
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
    var count = 0
    for byte in part where byte & 0xC0 == 0x80 { count += 1 }
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
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Line and column of byte `offset` in `bytes`, the text that this table was made from.
  package func position(at offset: Int, in bytes: [UInt8]) -> Position {
    let line = line(at: offset)
    let start = min(starts[line - 1], bytes.count)
    let end = max(start, min(offset, bytes.count))
    return Position(line: line, column: 1 + end - start - continuations(start, end, in: bytes))
  }

  /// The bytes of the 1-based `line`, without its line end.
  package func range(ofLine line: Int, in bytes: [UInt8]) -> TextRange {
    guard line >= 1, line <= starts.count else { return .at(bytes.count) }
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] : bytes.count
    if end > start && bytes[end - 1] == 0x0A { end -= 1 }
    if end > start && bytes[end - 1] == 0x0D { end -= 1 }
    return TextRange(start, end)
  }
}
