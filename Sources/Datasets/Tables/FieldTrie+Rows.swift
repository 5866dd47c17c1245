/// The columns of a table, and its rows: each cell's place is known by its column, so that no name is looked up.
extension FieldTrie {
  /// The paths of a table's columns, in their order; -1 for those that are too many to be kept.
  mutating func columns(of header: TableHeader) -> [Int] {
    header.columns.map { column in
      let meaning = paths[0].meaning.field(column.name, by: columnNames)
      if isFull(0, adding: column.name.count), meaning == .none { return -1 }
      return addField(column.name, at: column.place, meaning, in: 0)
    }
  }

  /// Takes in one row, whose nodes are as many cells as there are `columns`, each already typed; notes in `outline`
  /// what formats know of it. O(bytes of texts).
  mutating func observe(row: RecordView, _ columns: [Int], into outline: inout RecordOutline) {
    outline.begin(row.root)
    serial &+= 1
    paths[0].objects &+= 1
    if paths[0].objects == 1 { places[0].firstObject = row.place }
    noteRecord(row)
    for (column, path) in columns.enumerated() {
      let cell = row.root.at(column &+ 1)
      guard path >= 0 else { continue }
      paths[path].count &+= 1
      note(cell, at: path, in: row)
      if readsTexts, cell.kind == .string {
        cell.withCellText { texts.observe($0, at: path, true) }
      }
      if paths[path].hasMeaning { outline.note(cell, as: paths[path].meaning) }
    }
    if readsTexts { texts.end(row) }
  }

  /// Takes in one line of plain text, whose node 1 is the field at the path `field`; notes in `outline` what formats know of
  /// it. `text` is all of the line, a byte-order mark too. O(bytes).
  mutating func observe(
    line: RecordView, _ text: UnsafeBufferPointer<UInt8>, at field: Int, into outline: inout RecordOutline
  ) {
    outline.begin(line.root)
    serial &+= 1
    paths[0].objects &+= 1
    if paths[0].objects == 1 { places[0].firstObject = line.place }
    noteRecord(line)
    paths[field].count &+= 1
    let value = line.root.at(1)
    note(value, at: field, in: line)
    if readsTexts {
      texts.observe(text, at: field, true)
      texts.end(line)
    }
    outline.note(value, as: paths[field].meaning)
  }

  /// The path of the only field of plain text, of which `first` is the first line.
  mutating func lineField(_ first: RecordView) -> Int {
    let meaning = paths[0].meaning.field(PlainText.field, by: columnNames)
    return addField(PlainText.field, at: first.place, meaning, in: 0)
  }

  /// A row is a record with named columns, and so an object, though its node is none.
  @inline(__always)
  private mutating func noteRecord(_ row: RecordView) {
    let kind = Int(JSONKind.object.rawValue)
    kindCounts[kind] &+= 1
    if kindCounts[kind] <= Tally.limit { places[0].kinds[kind].append(row.place) }
  }
}

extension RecordValue {
  /// Calls `body` with the text of a cell. Copies only where quotes stand in quotes.
  @inline(__always)
  func withCellText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    if hasEscapes {
      CellText.decoded(bytes).withUnsafeBufferPointer(body)
    } else {
      body(cellBytes)
    }
  }

  /// The bytes of a cell that has no quotes in quotes, without those around it.
  @inline(__always)
  var cellBytes: UnsafeBufferPointer<UInt8> {
    let bytes = bytes
    guard bytes.first == TableDialect.quote else { return bytes }
    return UnsafeBufferPointer(rebasing: bytes[1..<max(1, bytes.count - 1)])
  }
}
