import Syntax

/// Reads a file as one record a line.
///
/// A bad line never touches the others. A record that is spread over several lines, as pretty-printers write
/// it, is read as one record and one fault: its lines are those up to where its value ends, or, if it has no
/// end, those up to the next one that opens a record as far left.
struct LineReader: ~Copyable {
  private let file: ScannedFile
  /// The same for places, of which each record makes one.
  private let reference: Unmanaged<ScannedFile>
  /// Whether the window's end is the end of the file; else the last line may be cut and is not looked at.
  let isWhole: Bool
  /// Whether the file is known to be one value over several lines.
  let isOneValue: Bool
  private var map = RecordMap()
  private var index = StructuralIndex()
  /// 1-based number of the line at `window.start`, counted from where reading began.
  private var line = 1
  /// Offset in the file before which no value that is spread over lines is looked for any more.
  private var hopeless = 0

  init(_ file: ScannedFile, isWhole: Bool, isOneValue: Bool = false) {
    self.file = file
    reference = .passUnretained(file)
    self.isOneValue = isOneValue
    self.isWhole = isWhole
  }

  /// Reads all records behind the first `mark` bytes. Throws what the window throws. O(bytes).
  mutating func read<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, skipping mark: Int, into sink: inout Sink, count: inout RecordCount
  ) throws(FileError) {
    if window.filled < mark { _ = try window.extend() }
    window.start = mark
    while try readIndexedLine(&window, &sink, &count) {}
    count.lines = line - 1
  }

  /// Reads the next line and moves behind it; false at the end.
  @inline(__always)
  private mutating func readIndexedLine<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) -> Bool {
    index.cover(window)
    if !sink.needsRecords { passRecords(&window, &count) }
    let line = index.readLine(window.bytes, from: window.start, isLast: window.isAtEnd)
    switch line {
    case .record(let end):
      if isPartial(window, end) { return false }
      count.records &+= 1
      let behind = endOfText(window, end)
      sink.hand(over: index.nodes, endingAt: behind, locator(window, record: count.records), inArray: false)
      move(&window, end &- window.start)
    case .blank(let end):
      if end == window.filled && (end == window.start || !isWhole) { return false }
      let place = locator(window, record: nil)
      sink.takeEmptyLine(at: place.place(TextRange(window.start, end)))
      move(&window, end - window.start)
    case .unsure(let end):
      if isPartial(window, end) { return false }
      try readDoubtfulLine(&window, end - window.start, &sink, &count)
      index.cover(window)
      index.skip(to: window.start)
    case .cut:
      if !(try window.extend()) { try skipLongLine(&window, &sink, &count) }
    }
    return true
  }

  /// Behind the last byte before `end` that is no blank. The line has one.
  @inline(__always)
  private func endOfText(_ window: borrowing BlockWindow, _ end: Int) -> Int {
    var end = end
    while window.bytes[end &- 1] == 0x20 || window.bytes[end &- 1] == 0x09 { end &-= 1 }
    return end
  }

  /// Moves behind the next lines that nobody wants to know more of than that they are records.
  @inline(__always)
  private mutating func passRecords(_ window: inout BlockWindow, _ count: inout RecordCount) {
    let passed = index.passRecords(window.bytes, from: window.start)
    count.records &+= passed.count
    line &+= passed.count
    window.start = passed.end
  }

  /// Whether a line that ends at `end` may go on behind what is read of the file.
  @inline(__always)
  private func isPartial(_ window: borrowing BlockWindow, _ end: Int) -> Bool {
    !isWhole && end == window.filled
  }

  /// Reads the line of `end` bytes at `window.start`, which holds more than white space, and moves behind it.
  private mutating func readDoubtfulLine<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ end: Int, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) {
    let first = skipBlanks(window, end)
    count.records += 1
    let stop = window.start + end
    let kept = window.bytes[stop]
    window.bytes[stop] = 0
    let outcome = parse(window, first, end)
    switch outcome {
    case .value(let next) where next == stop:
      sink.hand(over: map, locator(window, record: count.records), inArray: false)
      window.bytes[stop] = kept
      move(&window, end)
    case .value(let next):
      let fault = text(window, end).diagnoseTrailing(next)
      if !isMended(as: fault.kind, window, end, kept, &sink, &count) { refuse(fault, window, &sink, &count) }
      window.bytes[stop] = kept
      move(&window, end)
    case .stop(let reason):
      window.bytes[stop] = kept
      if reason.reason == .ended, let region = try spreadEnd(&window, end, indent: first) {
        return try readRegion(&window, region, &sink, &count)
      }
      // Where the next lines were looked at the line stands elsewhere now; but where a text ended needs no offset.
      let last = window.start + end
      window.bytes[last] = 0
      let fault = text(window, end, from: first).diagnose(reason)
      if !isMended(as: fault.kind, window, end, kept, &sink, &count) { refuse(fault, window, &sink, &count) }
      window.bytes[last] = kept
      move(&window, end)
    }
  }

  /// Whether the sink writes the first `end` bytes at `window.start` anew, which are wrong in this way; `kept` is the
  /// byte behind them, in whose place there may be a zero.
  private func isMended<Sink: RecordSink & ~Copyable>(
    as kind: SyntaxFault.Kind, _ window: borrowing BlockWindow, _ end: Int, _ kept: UInt8,
    _ sink: inout Sink, _ count: inout RecordCount
  ) -> Bool {
    guard Sink.mends else { return false }
    let stop = window.start + end
    let isPair = kept == 0x0D && window.bytes[stop + 1] == 0x0A
    let broken = BrokenRecord(
      text: window.bytes, base: window.base, range: TextRange(window.start, stop), isElement: false,
      lineBreak: stop == window.filled ? 0 : isPair ? 2 : 1, kind: kind)
    guard let records = sink.mend(broken) else { return false }
    count.records += records - 1
    return true
  }

  /// Reads the record at `first`, and the white space behind it.
  @inline(__always)
  private mutating func parse(
    _ window: borrowing BlockWindow, _ first: Int, _ end: Int
  ) -> RecordParser.Outcome {
    let parser = RecordParser(text: window.bytes, end: window.start + end)
    switch parser.read(from: window.start + first, into: &map) {
    case .value(let next): return .value(next: parser.skipSpace(next))
    case .stop(let stop): return .stop(stop)
    }
  }

  private mutating func move(_ window: inout BlockWindow, _ end: Int) {
    let lineBreak = window.lineBreak(at: end)
    window.start += end + lineBreak
    if lineBreak > 0 { line += 1 }
  }

  private func skipBlanks(_ window: borrowing BlockWindow, _ end: Int) -> Int {
    var index = 0
    while index < end,
      window.bytes[window.start + index] == 0x20 || window.bytes[window.start + index] == 0x09
    {
      index += 1
    }
    return index
  }

  private func text(_ window: borrowing BlockWindow, _ end: Int, from first: Int = 0) -> FaultText {
    FaultText(text: window.bytes, start: window.start + first, end: window.start + end, unit: "line")
  }

  private func locator(_ window: borrowing BlockWindow, record: Int?) -> PlaceLocator {
    PlaceLocator(
      reference: reference, record: record, text: window.bytes, base: window.base, anchor: window.start,
      line: line,
      column: 1)
  }

  private func refuse<Sink: RecordSink & ~Copyable>(
    _ diagnosis: FaultDiagnosis, _ window: borrowing BlockWindow, _ sink: inout Sink,
    _ count: inout RecordCount
  ) {
    count.unreadable += 1
    let locator = locator(window, record: count.records)
    sink.take(diagnosis.kind) {
      SyntaxFault(diagnosis.kind, locator.place(diagnosis.range), diagnosis.message)
    }
  }
}

/// Records over several lines, and lines that do not fit.
extension LineReader {
  /// Where a record ends that its first line does not finish, counted from `window.start`; nil where that line is merely cut.
  private mutating func spreadEnd(
    _ window: inout BlockWindow, _ first: Int, indent: Int
  ) throws(FileError) -> Int? {
    let region = try regionEnd(&window, first, indent: indent)
    // A line that opens something, and so seems to be the next record, may go on with this one.
    let last = endOfText(window, window.start + (region ?? first)) - 1
    guard [0x5B, 0x2C, 0x3A].contains(window.bytes[last]) else { return region }
    return try valueEnd(&window, indent) ?? region
  }

  /// The end of the line on which the value at `first` ends, wherever its lines begin; nil where it has none. Both are counted
  /// from `window.start`.
  ///
  /// No value goes on where a file may be cut, so that nothing behind it is looked at. O(bytes of the value), and in vain
  /// `patience` bytes for each line at most.
  private mutating func valueEnd(
    _ window: inout BlockWindow, _ first: Int
  ) throws(FileError) -> Int? {
    guard window.offset >= hopeless else { return nil }
    while true {
      let parser = RecordParser(text: window.bytes, end: window.filled)
      switch parser.read(from: window.start + first, into: &map) {
      case .value(let next): return try window.lineEnd(from: next - window.start)
      case .stop(let stop):
        // What is not loaded may look like a fault before it.
        let mayBeCut =
          stop.reason == .ended || stop.reason == .endedInString
          || stop.offset + FaultText.reach > window.filled
        let failed = window.base + stop.offset
        if mayBeCut, try window.extend() { continue }
        // So that values in values that have no end are not read over and over.
        if stop.reason == .tooDeep || failed - window.offset > Self.patience { hopeless = failed }
        return nil
      }
    }
  }

  /// After so many bytes in vain none of the values that begin among them is looked for.
  private static var patience: Int { 4 << 10 }

  /// Where a record that its first line does not finish may end: before the next line that opens an object or
  /// array at most `indent` bytes from the left, or at a merge-conflict marker. Counted from `window.start`;
  /// nil where that is the very next line with text, so that the first one is merely cut.
  private func regionEnd(
    _ window: inout BlockWindow, _ first: Int, indent: Int
  ) throws(FileError) -> Int? {
    var end = first
    var lastText = first
    var lines = 0
    while true {
      let next = end + window.lineBreak(at: end)
      guard let stop = try window.lineEnd(from: next) else { return lines > 0 ? lastText : nil }
      if next == end || (stop == next && window.isAtEnd && window.start + stop == window.filled) { break }
      var index = next
      while index < stop,
        window.bytes[window.start + index] == 0x20 || window.bytes[window.start + index] == 0x09
      {
        index += 1
      }
      if index < stop {
        let byte = window.bytes[window.start + index]
        let opens = !isOneValue && (byte == 0x7B || byte == 0x5B) && index - next <= indent
        if opens || isConflictMarker(window, index, stop) { break }
        lines += 1
        lastText = stop
      }
      end = stop
    }
    return lines > 0 ? lastText : nil
  }

  private func isConflictMarker(_ window: borrowing BlockWindow, _ index: Int, _ end: Int) -> Bool {
    let byte = window.bytes[window.start + index]
    guard byte == 0x3C || byte == 0x3D || byte == 0x3E || byte == 0x7C, index + 7 <= end else { return false }
    return (1..<7).allSatisfy { window.bytes[window.start + index + $0] == byte }
  }

  /// Reads the `end` bytes at `window.start`, several lines, as one record.
  private mutating func readRegion<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ end: Int, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) {
    let stop = window.start + end
    let kept = window.bytes[stop]
    window.bytes[stop] = 0
    let first = skipBlanks(window, end)
    var position = TextPosition(line: line, column: 1)
    position.advance(over: UnsafeBufferPointer(start: window.bytes + window.start, count: end))
    switch parse(window, first, end) {
    case .value(let next) where next == stop:
      if !isOneValue, isMended(as: .spansLines, window, end, kept, &sink, &count) { break }
      let locator = locator(window, record: count.records)
      sink.hand(over: map, locator, inArray: false)
      if isOneValue { break }
      sink.take(
        SyntaxFault(
          .spansLines, locator.place(TextRange(window.start + first, window.start + first + 1)),
          "the record takes \(position.line - line + 1) lines; in JSON lines each one takes exactly one"))
    case .value(let next):
      refuseRegion(region(window, end, first).diagnoseTrailing(next), window, end, kept, &sink, &count)
    case .stop(let reason):
      refuseRegion(region(window, end, first).diagnose(reason), window, end, kept, &sink, &count)
    }
    window.bytes[stop] = kept
    line = position.line
    window.start = stop
    move(&window, 0)
  }

  private func refuseRegion<Sink: RecordSink & ~Copyable>(
    _ diagnosis: FaultDiagnosis, _ window: borrowing BlockWindow, _ end: Int, _ kept: UInt8,
    _ sink: inout Sink, _ count: inout RecordCount
  ) {
    if isMended(as: diagnosis.kind, window, end, kept, &sink, &count) { return }
    refuse(diagnosis, window, &sink, &count)
  }

  private func region(_ window: borrowing BlockWindow, _ end: Int, _ first: Int) -> FaultText {
    FaultText(text: window.bytes, start: window.start + first, end: window.start + end, unit: "record")
  }

  /// Reports the line at `window.start` as too long and moves behind it, letting go of what was loaded.
  private mutating func skipLongLine<Sink: RecordSink & ~Copyable>(
    _ window: inout BlockWindow, _ sink: inout Sink, _ count: inout RecordCount
  ) throws(FileError) {
    count.records += 1
    let limit = window.limitInWords
    let fault = FaultDiagnosis(
      .tooLong, .at(window.start), "the record is longer than \(limit) and was not checked")
    refuse(fault, window, &sink, &count)
    while true {
      // The last byte stays: it may be the first half of CR LF.
      window.start = max(window.start, window.filled - 1)
      guard let end = try window.lineEnd(from: 0) else { continue }
      return move(&window, end)
    }
  }
}

extension RecordSink where Self: ~Copyable {
  /// Hands over a record that is JSON without any doubt and ends before the offset `end`, and says so if it is no object.
  @inline(__always)
  mutating func hand(
    over nodes: UnsafePointer<RecordNode>, endingAt end: Int, _ locator: PlaceLocator, inArray: Bool
  ) {
    let record = RecordView(
      root: RecordValue(text: locator.text, nodes: nodes, index: 0), end: end, locator: locator)
    take(record)
    if !nodes[0].isObject { takeOther(record, inArray: inArray) }
  }

  /// Hands over a record that was read, and what is odd about it.
  @inline(__always)
  mutating func hand(over map: borrowing RecordMap, _ locator: PlaceLocator, inArray: Bool) {
    let root = RecordValue(text: locator.text, nodes: UnsafePointer(map.nodes), index: 0)
    let record = RecordView(root: root, locator: locator)
    take(record)
    if map.notANumber != nil || map.loneSurrogate != nil || root.kind != .object {
      takeOddities(map, record, inArray: inArray)
    }
  }

  @inline(never)
  private mutating func takeOddities(_ map: borrowing RecordMap, _ record: RecordView, inArray: Bool) {
    if let at = map.notANumber {
      let node = (0..<map.count).first { map.nodes[$0].start == at }
      let range = TextRange(at, node.map { map.nodes[$0].end } ?? at + 1)
      take(
        SyntaxFault(
          .notANumber, record.locator.place(range),
          "JSON has no NaN or Infinity; Python and pyarrow read it, strict readers refuse the file"))
    }
    if let at = map.loneSurrogate {
      take(
        SyntaxFault(
          .loneSurrogate, record.locator.place(TextRange(at, at + 6)),
          "half of a surrogate pair stands alone; Python reads it, pyarrow refuses the file"))
    }
    if record.root.kind != .object { takeOther(record, inArray: inArray) }
  }

  /// Says that a record is no object.
  @inline(never)
  private mutating func takeOther(_ record: RecordView, inArray: Bool) {
    let holder = inArray ? "element" : "line"
    let (kind, what): (SyntaxFault.Kind, String) =
      switch record.root.kind {
      case .null: (.nullRecord, "null")
      case .array: (.notAnObject, "an array")
      default: (.notAnObject, "a single value")
      }
    take(
      SyntaxFault(kind, record.place, "the \(holder) holds \(what); a record is an object with named columns")
    )
  }
}
