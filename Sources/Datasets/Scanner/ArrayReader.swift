import Syntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file that is one JSON array, element by element.
///
/// Behind a broken element reading goes on at the next `{` that is followed by the key with which records
/// start: a string cannot hold these bytes without a backslash, so the element found is a real one.
struct ArrayReader: ~Copyable {
  /// How the file ended.
  enum Ending: Equatable {
    case read
    /// The first line is an array of its own and more text follows: the file is read by lines instead.
    case arraysByLine
  }

  let file: ScannedFile
  /// Whether the window's end is the end of the file; else the last element may be cut and is not looked at.
  let isWhole: Bool
  private var map = RecordMap()
  private var index = StructuralIndex()
  /// How many elements are read without the index: behind a broken one it would have to be made anew.
  private var unindexed = 0
  /// How many that will be behind the next broken one.
  private var caution = 8
  /// Position of the byte at `offset`, an offset in the file.
  private(set) var position = TextPosition(line: 1, column: 1)
  private var offset = 0
  /// The first key of a good record, as it stands between its quotes.
  private var leadingKey: [UInt8] = []
  /// How often an element may run to the end of the file before the rest is given up: each time reads all of it.
  private var cutsLeft = 16
  /// Whether nothing was found behind a broken element: its fault stands for the rest of the file.
  private var isLost = false
  /// How many elements in a row, up to the last one, held no record.
  private var withoutRecord = 0
  /// Whether reading has just gone on at the start of an element, so that no comma is to be expected.
  private var isAtElement = false
  /// How many bytes were looked at for the end of a broken element, in vain.
  private var searched = 0

  init(_ file: ScannedFile, isWhole: Bool) {
    self.file = file
    self.isWhole = isWhole
  }

  /// Reads all elements; the file's first byte behind `mark` bytes and white space is `[`.
  mutating func read<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, skipping mark: Int, into sink: inout Sink, count: inout RecordCount
  ) throws(FileError) -> Ending {
    window.start = mark
    offset = mark
    _ = try skipSpace(&window)
    let openingLine = position.line
    pass(&window, 1)
    var comma: RecordPlace?
    while let byte = try skipSpace(&window) {
      if byte == 0x5D {
        if let comma, !sink.drop(comma.range, .trailingComma) {
          sink.take(SyntaxFault(.trailingComma, comma, "`,` stands before `]`"))
        }
        pass(&window, 1)
        return try finish(&window, isOneLine: position.line == openingLine, &sink)
      }
      count.records += 1
      try readElement(&window, &sink, &count)
      comma = try readSeparator(&window, &sink, count)
      if withoutRecord == Self.idleLimit, try giveUp(&window, &sink) { return .read }
    }
    if isWhole && !isLost {
      let place = locator(window, record: nil).place(.at(window.start))
      sink.take(SyntaxFault(.truncated, place, "the file ends before the array does; `]` is missing"))
    }
    return .read
  }

  /// An array in which as many elements in a row hold no record is a list of something else. There are half a
  /// thousand million of them in a gigabyte of `1,1,1`, and each says the same.
  private static let idleLimit = 100_000

  /// Says that the rest of the array is not read; false where the next byte ends it.
  private mutating func giveUp<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink
  ) throws(FileError) -> Bool {
    guard let byte = try skipSpace(&window), byte != 0x5D else { return false }
    let message = "\(withoutRecord) elements in a row hold no record; the rest of the file was not read"
    sink.take(SyntaxFault(.noRecords, locator(window, record: nil).place(.at(window.start)), message))
    return true
  }

  /// Reads one value at `window.start` along the index; false where that takes the parser.
  @inline(__always)
  private mutating func readIndexedElement<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink, _ count: RecordCount
  ) throws(FileError) -> Bool {
    guard unindexed == 0 else {
      unindexed -= 1
      return false
    }
    while true {
      index.cover(window)
      if let end = index.readValue(window.bytes, from: window.start) {
        sink.hand(
          over: index.nodes, endingAt: end, locator(window, record: count.records), inArray: true)
        withoutRecord = window.bytes[window.start] == 0x7B ? 0 : withoutRecord + 1
        if leadingKey.isEmpty { leadingKey = firstKey(window) }
        pass(&window, end - window.start)
        return true
      }
      // Most often the element goes on behind what is loaded.
      guard window.start > 0, try window.extend() else {
        beCautious()
        return false
      }
    }
  }

  /// Reads on without the index for a while: each time it does not serve, what is loaded has to be indexed anew.
  private mutating func beCautious() {
    unindexed = caution
    caution = min(caution * 2, 1 << 16)
  }

  /// Reads one value at `window.start`; what is broken is reported and passed over.
  private mutating func readElement<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) {
    if try readIndexedElement(&window, &sink, count) { return }
    while true {
      let parser = RecordParser(text: window.bytes, end: window.filled)
      let stop: ParseStop
      switch parser.read(from: window.start, into: &map) {
      case .value(let end) where end < window.filled || window.isAtEnd:
        sink.hand(over: map, locator(window, record: count.records), inArray: true)
        withoutRecord = window.bytes[map.nodes[0].start] == 0x7B ? 0 : withoutRecord + 1
        if leadingKey.isEmpty { leadingKey = firstKey(window) }
        return pass(&window, end - window.start)
      case .value(let end):
        // A number or a word at the end of what is loaded may go on.
        stop = ParseStop(reason: .ended, offset: end)
      case .stop(let found):
        stop = found
      }
      let isCut =
        stop.reason == .ended || stop.reason == .endedInString
        || stop.offset + FaultText.reach > window.filled
      if isCut && !window.isAtEnd {
        if try window.extend() { continue }
        return try skipLongElement(&window, &sink, &count)
      }
      if isCut && !isWhole {
        count.records -= 1
        return pass(&window, window.filled - window.start)
      }
      // How reading goes on must not hang on how much of the element happens to be loaded.
      if leadingKey.isEmpty, window.filled - window.start < Self.keyReach, try window.extend() { continue }
      switch try mend(stop, &window, &sink, &count) {
      case .mended: return
      case .extended: continue
      case .left: return try refuse(stop, &window, &sink, &count)
      }
    }
  }

  /// What came of showing a broken element to the sink.
  private enum Mending { case mended, left, extended }

  /// Lets the sink write the element anew whose reading ended at `stop`; first all of it has to be loaded.
  private mutating func mend<Sink: RecordSink & ~Copyable>(
    _ stop: ParseStop, _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) -> Mending {
    guard Sink.mends, mayBeMended else { return .left }
    if let end = RecordRewriting.end(of: window.bytes, from: window.start, to: window.filled) {
      return mendElement(stop, end, &window, &sink, &count) ? .mended : .left
    }
    searched += window.filled - window.start
    return try window.extend() ? .extended : .left
  }

  /// Whether looking for the ends of broken elements still takes no more than some passes over the file.
  private var mayBeMended: Bool { searched < 8 * offset + (64 << 20) }

  /// Whether the sink writes the element up to `end` anew; reading is behind it then.
  private mutating func mendElement<Sink: RecordSink & ~Copyable>(
    _ stop: ParseStop, _ end: Int, _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) -> Bool {
    let text = FaultText(text: window.bytes, start: window.start, end: window.filled, unit: "file")
    let broken = BrokenRecord(
      text: window.bytes, base: window.base, range: TextRange(window.start, end), isElement: true,
      lineBreak: 0,
      kind: text.diagnose(stop).kind)
    guard sink.mend(broken) == 1 else {
      searched += end - window.start
      return false
    }
    withoutRecord = 0
    if leadingKey.isEmpty { leadingKey = firstKey(window) }
    pass(&window, end - window.start)
    return true
  }

  /// The first key of an element lies within as many bytes from its start: white space, and a key of `keyLimit`.
  private static let keyReach = 1024 + keyLimit
  private static let keyLimit = 256

  private mutating func refuse<Sink: RecordSink & ~Copyable>(
    _ stop: ParseStop, _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) {
    let text = FaultText(text: window.bytes, start: window.start, end: window.filled, unit: "file")
    let fault = text.diagnose(stop)
    beCautious()
    count.unreadable += 1
    withoutRecord += 1
    let locator = locator(window, record: count.records)
    sink.take(fault.kind) { SyntaxFault(fault.kind, locator.place(fault.range), fault.message) }
    // Where a quote is missing, the last string that was read has swallowed the start of the next record.
    let sign = resumeSign(window)
    let last = map.count > 0 ? map.nodes[map.count - 1].start : window.start
    let isCut = stop.reason == .ended || stop.reason == .endedInString
    if isCut { cutsLeft -= 1 }
    guard cutsLeft > 0 else {
      isLost = true
      return pass(&window, window.filled - window.start)
    }
    let reach = isCut ? window.start + 1 : max(min(last, stop.offset), window.start + 1)
    pass(&window, min(reach, window.filled) - window.start)
    try resume(&window, sign)
  }

  /// Reads `,` behind an element and gives its place; reports what else stands there. Nil at `]` and at the
  /// end.
  private mutating func readSeparator<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink, _ count: RecordCount
  ) throws(FileError) -> RecordPlace? {
    guard let byte = try skipSpace(&window), byte != 0x5D, !isAtElement else {
      isAtElement = false
      return nil
    }
    let place = locator(window, record: count.records).place(TextRange(window.start, window.start + 1))
    if byte == 0x2C {
      pass(&window, 1)
      return place
    }
    if byte == 0x7B || byte == 0x5B || byte == 0x22 {
      sink.take(SyntaxFault(.missingComma, place, "`,` is missing between two records"))
      return nil
    }
    while window.filled - window.start < FaultText.reach {
      if !(try window.extend()) { break }
    }
    let text = FaultText(text: window.bytes, start: window.start, end: window.filled, unit: "file")
    let fault = text.diagnose(ParseStop(reason: .expectedCommaOrBracket, offset: window.start))
    sink.take(SyntaxFault(fault.kind, place, fault.message))
    pass(&window, 1)
    try resume(&window, leadingKey.isEmpty ? .comma : .object(key: leadingKey))
    // The comma that was looked for is the one behind this element.
    if leadingKey.isEmpty, window.start < window.filled { pass(&window, 1) }
    isAtElement = false
    return nil
  }

  /// Looks at what follows the array.
  private mutating func finish<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, isOneLine: Bool, _ sink: inout Sink
  ) throws(FileError) -> Ending {
    let line = position.line
    guard let byte = try skipSpace(&window) else { return .read }
    if isOneLine && position.line > line { return .arraysByLine }
    let place = locator(window, record: nil).place(TextRange(window.start, window.start + 1))
    let kind: SyntaxFault.Kind = byte == 0x5B || byte == 0x7B ? .secondRecord : .unexpectedText
    sink.take(SyntaxFault(kind, place, "more text stands behind the end of the array; it was not read"))
    return .read
  }
}

extension ArrayReader {
  /// Moves over white space, loading as needed; gives the byte there, nil at the end.
  private mutating func skipSpace(_ window: inout BlockWindow) throws(FileError) -> UInt8? {
    while true {
      let index = ByteBlocks.endOfSpace(in: window.bytes, from: window.start, to: window.filled)
      pass(&window, index - window.start)
      if window.start < window.filled { return window.bytes[window.start] }
      if !(try window.extend()) { return nil }
    }
  }

  /// Moves over `count` loaded bytes and keeps the position.
  private mutating func pass(_ window: inout BlockWindow, _ count: Int) {
    position.advance(over: UnsafeBufferPointer(start: window.bytes + window.start, count: count))
    window.start += count
    offset += count
  }

  private func locator(_ window: borrowing BlockWindow, record: Int?) -> PlaceLocator {
    PlaceLocator(
      reference: .passUnretained(file), record: record, text: window.bytes, base: window.base,
      anchor: window.start,
      line: position.line, column: position.column)
  }

  /// The key behind the `{` at `window.start`, as it stands between its quotes; empty where there is none of
  /// reasonable length.
  private func firstKey(_ window: borrowing BlockWindow) -> [UInt8] {
    var index = window.start
    guard index < window.filled, window.bytes[index] == 0x7B else { return [] }
    index = RecordParser(text: window.bytes, end: window.filled).skipSpace(index + 1)
    guard window.bytes[index] == 0x22, index - window.start < Self.keyReach - Self.keyLimit - 1 else {
      return []
    }
    let start = index + 1
    var end = start
    while end < min(window.filled, start + Self.keyLimit), window.bytes[end] != 0x22,
      window.bytes[end] >= 0x20
    {
      end += 1
    }
    guard window.bytes[end] == 0x22 else { return [] }
    return Array(UnsafeBufferPointer(start: window.bytes + start, count: end - start))
  }

  /// By what the next element is known.
  private enum ResumeSign {
    /// A `{` with this key behind it; with any, where the key is empty.
    case object(key: [UInt8])
    case comma
  }

  /// The sign to look for behind the element at `window.start`.
  private func resumeSign(_ window: borrowing BlockWindow) -> ResumeSign {
    if !leadingKey.isEmpty { return .object(key: leadingKey) }
    return window.bytes[window.start] == 0x7B ? .object(key: firstKey(window)) : .comma
  }

  /// Moves to where the next element starts, or to the comma before it. O(bytes passed).
  private mutating func resume(_ window: inout BlockWindow, _ sign: ResumeSign) throws(FileError) {
    while true {
      var wanted: UInt8 = 0x2C
      if case .object = sign { wanted = 0x7B }
      let start = UnsafePointer(window.bytes + window.start)
      guard let found = memchr(start, Int32(wanted), window.filled - window.start) else {
        pass(&window, window.filled - window.start)
        if !(try window.extend()) {
          isLost = true
          return
        }
        continue
      }
      pass(&window, UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - start)
      guard case .object(let key) = sign else { return }
      // The key may lie behind what is loaded; between `{` and it there is little but white space.
      while window.filled - window.start < Self.keyReach {
        if !(try window.extend()) { break }
      }
      if key.isEmpty || firstKey(window) == key {
        isAtElement = true
        return
      }
      pass(&window, 1)
    }
  }

  private mutating func skipLongElement<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) {
    count.unreadable += 1
    withoutRecord += 1
    let place = locator(window, record: count.records).place(.at(window.start))
    sink.take(
      SyntaxFault(.tooLong, place, "the record is longer than \(window.limitInWords) and was not checked"))
    let sign = resumeSign(window)
    // All that is loaded belongs to the record; looking into it again and again would not be linear.
    pass(&window, window.filled - window.start)
    try resume(&window, sign)
  }
}
