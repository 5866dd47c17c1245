import Syntax

/// Says of each cell of a table what pandas takes it for, and counts those that do not stay what they are.
struct TableFold {
  /// By column, where the trie keeps it; -1 where it does not.
  private(set) var paths: [Int] = []
  private var names: [String] = []
  private var cells: [ColumnCells] = []

  mutating func begin(_ header: TableHeader, columns: [Int]) {
    paths = columns
    names = header.columns.map { String(decoding: $0.name, as: UTF8.self) }
    cells = names.map { _ in ColumnCells() }
  }

  /// Gives each cell its kind; whether all of them are empty or blank. O(bytes of short cells).
  mutating func type(_ nodes: UnsafeMutablePointer<RecordNode>, of row: RecordView) -> Bool {
    var isBlank = true
    for column in paths.indices {
      let cell = row.root.at(column &+ 1)
      // What has quotes in quotes is no number and no word.
      if cell.hasEscapes {
        isBlank = false
        continue
      }
      let bytes = cell.cellBytes
      let reading = CellReading(bytes)
      if isBlank, !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { isBlank = false }
      switch reading {
      case .text: continue
      case .missingWord: cells[column].noteMissing(Array(bytes), row.place(of: cell))
      case .integer(hasLeadingZero: true): cells[column].noteLeadingZero(row.place(of: cell))
      default: break
      }
      let range = cell.range
      nodes[column &+ 1] = RecordNode(reading.kind, range.start, range.end)
    }
    return isBlank
  }

  var census: TableCensus {
    TableCensus(
      Dictionary(zip(names, cells).filter { $0.1 != ColumnCells() }, uniquingKeysWith: { first, _ in first }))
  }
}
