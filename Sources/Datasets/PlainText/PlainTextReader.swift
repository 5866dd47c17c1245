import Syntax

/// Reads a file as one record a line, as `load_dataset("text", …)` does.
///
/// LF, CR LF and CR end a line, and nothing else does; a blank line is a record; a byte-order mark is part of the first one.
/// `fixtures/goldens/text_loaders.tsv` has each of these.
struct PlainTextReader: ~Copyable {
  let file: ScannedFile
  /// Whether the window's end is the end of the file; else the last line may be cut and is not looked at.
  let isWhole: Bool
  /// The line as a text that is no object, then the same as its only field.
  private var map = RecordMap()
  /// 1-based number of the line at `window.start`.
  private var line = 1

  init(_ file: ScannedFile, isWhole: Bool) {
    self.file = file
    self.isWhole = isWhole
  }

  /// Reads all lines. The first `mark` bytes are a byte-order mark, which has no column.
  mutating func read(
    _ window: inout BlockWindow, mark: Int, into builder: inout ProfileBuilder, count: inout RecordCount
  ) throws(FileError) {
    var mark = mark
    while true {
      guard let end = try window.lineEnd(from: 0) else {
        try skipLongLine(&window, &builder, &count)
        continue
      }
      let isLast = window.start + end == window.filled
      if isLast, end == 0 || !isWhole { break }
      take(window, end, mark: mark, &builder, &count)
      move(&window, end)
      mark = 0
    }
    count.lines = line - 1
  }

  private mutating func take(
    _ window: borrowing BlockWindow, _ end: Int, mark: Int, _ builder: inout ProfileBuilder,
    _ count: inout RecordCount
  ) {
    count.records &+= 1
    let (start, stop) = (window.start + mark, window.start + end)
    let locator = locator(window, mark: mark, record: count.records)
    let content = LineContent(window.bytes, from: start, to: stop)
    if let at = content.invalid {
      count.unreadable += 1
      return builder.take(
        SyntaxFault(
          .invalidUTF8, locator.place(TextRange(at, at + 1)),
          "the bytes are no UTF-8: `datasets` reads text files as UTF-8 unless `encoding` says otherwise"))
    }
    map.clear()
    map.append(.string, start, stop)
    map.append(.string, start, stop)
    let root = RecordValue(text: window.bytes, nodes: UnsafePointer(map.nodes), index: 0)
    let text = UnsafeBufferPointer(start: window.bytes + window.start, count: end)
    builder.take(line: RecordView(root: root, locator: locator), text, control: content.control)
  }

  private func locator(_ window: borrowing BlockWindow, mark: Int, record: Int) -> PlaceLocator {
    PlaceLocator(
      reference: .passUnretained(file), record: record, text: window.bytes, base: window.base,
      anchor: window.start + mark,
      line: line, column: 1)
  }

  private mutating func move(_ window: inout BlockWindow, _ end: Int) {
    let lineBreak = window.lineBreak(at: end)
    window.start += end + lineBreak
    if lineBreak > 0 { line += 1 }
  }

  /// Reports the line at `window.start` as too long and moves behind it, letting go of what was loaded.
  private mutating func skipLongLine(
    _ window: inout BlockWindow, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) throws(FileError) {
    count.records += 1
    count.unreadable += 1
    let place = locator(window, mark: 0, record: count.records).place(.at(window.start))
    builder.take(
      SyntaxFault(.tooLong, place, "the line is longer than \(window.limitInWords) and was not checked"))
    while true {
      // The last byte stays: it may be the first half of CR LF.
      window.start = max(window.start, window.filled - 1)
      guard let end = try window.lineEnd(from: 0) else { continue }
      return move(&window, end)
    }
  }
}

/// What is odd about the bytes of a line.
struct LineContent {
  /// Where the first byte stands that is no UTF-8; nil where all is.
  let invalid: Int?
  /// Where the first control character of ASCII stands but for tabs and form feeds; nil where none does.
  let control: Int?

  /// Looks at `text[start] ..< text[end]`. Eight bytes behind the end may be read. O(bytes).
  init(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    let parser = RecordParser(text: text, end: end)
    var control: Int?
    var index = start
    while index < end {
      index = Self.endOfPlain(text, from: index, to: end)
      if index == end { break }
      if text[index] < 0x80 {
        if control == nil, text[index] != 0x09, text[index] != 0x0C { control = index }
        index += 1
        continue
      }
      do throws(ParseFailure) {
        index = try parser.skipMultibyte(index)
      } catch {
        (invalid, self.control) = (error.stop.offset, control)
        return
      }
    }
    (invalid, self.control) = (nil, control)
  }

  /// The first byte that is no ASCII, or one below 0x20; `end` where none stands.
  @inline(__always)
  private static func endOfPlain(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index < end {
      let word = UInt64(littleEndian: UnsafeRawPointer(text + index).loadUnaligned(as: UInt64.self))
      // Exact up to the first hit: a borrow comes out of a hit only.
      let found = ((word &- ones &* 0x20) & ~word | word) & (ones &* 0x80)
      if found != 0 { return min(index &+ found.trailingZeroBitCount >> 3, end) }
      index &+= 8
    }
    return end
  }
}
