import Syntax

/// Reads a file as a header and one record a row, in the order of the file and in one thread: whether a line begins a
/// row or stands in quotes only the bytes before it can say.
struct TableReader: ~Copyable {
  let file: ScannedFile
  /// Whether the window's end is the end of the file; else the last row may be cut and is not looked at.
  let isWhole: Bool
  private let dialect: TableDialect
  private var row: RowParser
  /// 1-based number of the line at `window.start`.
  private var line = 1
  /// How many columns the header names; nil before it was read.
  private var width: Int?
  /// How many fields of each row stand before the first column: pandas makes an index of them.
  private var indexFields = 0
  private var hasRows = false

  init(_ file: ScannedFile, _ dialect: TableDialect, isWhole: Bool) {
    self.file = file
    self.isWhole = isWhole
    self.dialect = dialect
    row = RowParser(dialect)
  }

  /// Reads all rows behind the first `mark` bytes.
  mutating func read(
    _ window: inout BlockWindow, skipping mark: Int, into builder: inout ProfileBuilder,
    count: inout RecordCount
  ) throws(FileError) {
    if window.filled < mark { _ = try window.extend() }
    window.start = mark
    while try readRow(&window, &builder, &count) {}
    count.lines = line - 1
  }

  /// Reads the next row and moves behind it; false at the end.
  private mutating func readRow(
    _ window: inout BlockWindow, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) throws(FileError) -> Bool {
    let first = endOfBlanks(window)
    if first == window.filled, !window.isAtEnd { return try extend(&window, &builder, &count) }
    if first == window.filled, first == window.start || !isWhole { return false }
    if first == window.filled || isLineEnd(window.bytes[first]) {
      if mayBeHalf(first, of: window) { return try extend(&window, &builder, &count) }
      let place = locator(window, record: nil)
      builder.takeEmptyLine(at: place.place(TextRange(window.start, first)))
      return try move(&window, to: first, lineBreaks: false)
    }
    switch row.read(window.bytes, from: window.start, filled: window.filled, isAtEnd: window.isAtEnd) {
    case .cut: return try extend(&window, &builder, &count)
    case .row(let end):
      if end == window.filled, !isWhole { return false }
      if mayBeHalf(end, of: window) { return try extend(&window, &builder, &count) }
      take(window, end, &builder, &count)
      return try move(&window, to: end, lineBreaks: row.hasBreaks)
    case .openQuote(let quote):
      if !isWhole { return false }
      count.records += width == nil ? 0 : 1
      refuse(
        .unclosedQuote, TextRange(quote, quote + 1),
        "the quote is never closed, so that all of the rest of the file is one field", window, &builder,
        &count)
      return try move(&window, to: window.filled, lineBreaks: true)
    }
  }

  private mutating func take(
    _ window: borrowing BlockWindow, _ end: Int, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) {
    guard let width else { return takeHeader(window, end, &builder, &count) }
    count.records &+= 1
    if let at = invalidText(window, end) {
      let message =
        "the bytes are no UTF-8: `datasets` reads CSV files as UTF-8 unless `encoding` says otherwise"
      return refuse(.invalidUTF8, TextRange(at, at + 1), message, window, &builder, &count)
    }
    if row.fieldCount > RowParser.fieldLimit { return refuseFields(window, &builder, &count) }
    if let nul = row.nul { noteNul(nul, window, &builder, &count) }
    if !hasRows {
      hasRows = true
      indexFields = max(0, row.fieldCount - width)
      if indexFields > 0 { noteIndex(window, end, width, &builder, &count) }
    }
    let fields = row.fieldCount
    if fields > width + indexFields {
      let field = row.range(of: width + indexFields)
      return refuse(
        .tooManyFields, TextRange(field.start, end), message(fields, width), window, &builder, &count)
    }
    if fields < width + indexFields {
      builder.take(
        SyntaxFault(
          .tooFewFields, locator(window, record: count.records).place(row.range), message(fields, width)))
    }
    row.fit(indexFields, width)
    builder.take(
      row: RecordView(
        root: RecordValue(text: window.bytes, nodes: row.nodes, index: 0),
        locator: locator(window, record: count.records)), row.cells)
  }

  private mutating func takeHeader(
    _ window: borrowing BlockWindow, _ end: Int, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) {
    let columns = min(row.fieldCount, RowParser.fieldLimit)
    if columns < row.fieldCount { refuseFields(window, &builder, &count) }
    let locator = locator(window, record: nil)
    if let at = invalidText(window, end) {
      let message =
        "the bytes are no UTF-8: `datasets` reads CSV files as UTF-8 unless `encoding` says otherwise"
      refuse(.invalidUTF8, TextRange(at, at + 1), message, window, &builder, &count)
    }
    if let nul = row.nul { noteNul(nul, window, &builder, &count) }
    let root = RecordValue(text: window.bytes, nodes: row.nodes, index: 0)
    let header = TableHeader(
      (0..<columns).map { column in
        let cell = root.at(column + 1)
        return (CellText.decoded(cell.bytes), locator.place(cell.range))
      })
    builder.begin(header)
    width = columns
    for column in header.columns where column.isRenamed {
      let name = String(decoding: column.name, as: UTF8.self)
      let message =
        "the column `\(String(decoding: column.written, as: UTF8.self))` stands twice: pandas calls this one `\(name)`"
      builder.take(SyntaxFault(.repeatedColumn, column.place, message))
    }
  }

  /// Where the first byte stands that is no UTF-8; nil mostly. O(bytes of the row) where any is not ASCII.
  private func invalidText(_ window: borrowing BlockWindow, _ end: Int) -> Int? {
    guard row.mayHaveMultibyte else { return nil }
    return RecordParser(text: window.bytes, end: end).firstInvalid(from: row.range.start)
  }

  private func refuseFields(
    _ window: borrowing BlockWindow, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) {
    refuse(
      .tooManyFields, row.range,
      "the row has \(row.fieldCount) fields, more than the \(RowParser.fieldLimit) that are read", window,
      &builder, &count)
  }

  private func message(_ fields: Int, _ width: Int) -> String {
    "the row has \(Self.fields(fields)), and the header \(Self.fields(width))"
  }

  private static func fields(_ count: Int) -> String { count == 1 ? "one field" : "\(count) fields" }

  private func noteNul(
    _ at: Int, _ window: borrowing BlockWindow, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) {
    let place = locator(window, record: width == nil ? nil : count.records).place(TextRange(at, at + 1))
    builder.take(
      SyntaxFault(.nul, place, "a NUL byte; pandas before 3.1 drops what stands behind it in the field"))
  }

  private func noteIndex(
    _ window: borrowing BlockWindow, _ end: Int, _ width: Int, _ builder: inout ProfileBuilder,
    _ count: inout RecordCount
  ) {
    let place = locator(window, record: count.records).place(row.range)
    builder.take(
      SyntaxFault(
        .shiftedColumns, place,
        message(row.fieldCount, width)
          + ": each field moves into the column before its own, the first into an index"))
  }

  private func refuse(
    _ kind: SyntaxFault.Kind, _ range: TextRange, _ message: String, _ window: borrowing BlockWindow,
    _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) {
    if width != nil { count.unreadable += 1 }
    let place = locator(window, record: width == nil ? nil : count.records).place(range)
    builder.take(SyntaxFault(kind, place, message))
  }
}

/// Moving on.
extension TableReader {
  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Behind the spaces and tabs that a line begins with, as far as they are no delimiters.
  private func endOfBlanks(_ window: borrowing BlockWindow) -> Int {
    var index = window.start
    while index < window.filled {
      let byte = window.bytes[index]
      guard byte == 0x20 || byte == 0x09, byte != dialect.delimiter else { break }
      index += 1
    }
    return index
  }

  /// Whether the byte at `end` is the last one loaded, and may be the first half of CR LF.
  private func mayBeHalf(_ end: Int, of window: borrowing BlockWindow) -> Bool {
    end + 1 == window.filled && window.bytes[end] == 0x0D && !window.isAtEnd
  }

  private func locator(_ window: borrowing BlockWindow, record: Int?) -> PlaceLocator {
    PlaceLocator(
      reference: .passUnretained(file), record: record, text: window.bytes, base: window.base,
      anchor: window.start, line: line,
      column: 1)
  }

  /// Behind the row that ends at `end`, and its line end.
  private mutating func move(
    _ window: inout BlockWindow, to end: Int, lineBreaks: Bool
  ) throws(FileError) -> Bool {
    if lineBreaks {
      var position = TextPosition(line: line, column: 1)
      let row = UnsafeBufferPointer(start: window.bytes + window.start, count: end - window.start)
      position.advance(over: row)
      line = position.line
    }
    if end < window.filled {
      line += 1
      let isPair = window.bytes[end] == 0x0D && end + 1 < window.filled && window.bytes[end + 1] == 0x0A
      window.start = end + (isPair ? 2 : 1)
    } else {
      window.start = end
    }
    return true
  }

  /// Loads more of the row at `window.start`; false where it is longer than any record may be.
  private mutating func extend(
    _ window: inout BlockWindow, _ builder: inout ProfileBuilder, _ count: inout RecordCount
  ) throws(FileError) -> Bool {
    if try window.extend() { return true }
    count.records += width == nil ? 0 : 1
    refuse(
      .tooLong, .at(window.start),
      "the row is longer than \(window.limit) bytes; the rest of the file was not read", window, &builder,
      &count)
    return false
  }
}
