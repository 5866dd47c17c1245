/// A table of tab-separated rows in the program's own data, sorted by its key columns as bytes.
///
/// Opening one reads nothing; a look-up is a binary search over the text: O(log bytes) plus the rows it
/// gives. Lines that begin with `#` stand at the top only: what the table is, what wrote it, its columns.
struct KnowledgeTable: Sendable {
  private let text: StaticString

  init(_ text: StaticString) { self.text = text }

  private var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// The rows whose first columns are `keys`, as all their columns, in the table's order.
  func rows(_ keys: String...) -> [[Substring]] {
    var key = keys.joined(separator: "\t")
    return key.withUTF8 { key in
      var found: [[Substring]] = []
      var line = firstLine(notBefore: key)
      while line < bytes.count, compare(rowAt: line, with: key) == 0 {
        found.append(columns(at: line))
        line = end(of: line) + 1
      }
      return found
    }
  }

  /// Whether two columns that follow each other, not the first nor the last, are these in some row. O(table).
  func hasRow(with column: String, then next: String) -> Bool {
    let wanted = Array("\t\(column)\t\(next)\t".utf8)
    guard wanted.count <= bytes.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
    }
  }

  /// Every row as its columns, in the table's order. O(table).
  func allRows() -> [[Substring]] {
    var found: [[Substring]] = []
    var line = firstRow
    while line < bytes.count {
      found.append(columns(at: line))
      line = end(of: line) + 1
    }
    return found
  }

  /// The names of the columns, from the last comment line.
  var columnNames: [Substring] {
    var line = 0
    var last: [Substring] = []
    while line < firstRow {
      last = columns(at: line)
      line = end(of: line) + 1
    }
    return last.isEmpty ? [] : [last[0].dropFirst(2)] + last.dropFirst()
  }

  private var firstRow: Int {
    var line = 0
    while line < bytes.count, bytes[line] == UInt8(ascii: "#") { line = end(of: line) + 1 }
    return line
  }

  /// The first row whose key is not less than `key`: a binary search whose probes step back to a line's
  /// start.
  private func firstLine(notBefore key: UnsafeBufferPointer<UInt8>) -> Int {
    var low = firstRow
    var high = bytes.count
    while low < high {
      var line = low + (high - low) / 2
      while line > low, bytes[line - 1] != UInt8(ascii: "\n") { line -= 1 }
      if compare(rowAt: line, with: key) < 0 {
        low = min(end(of: line) + 1, high)
      } else {
        high = line
      }
    }
    return low
  }

  private func end(of line: Int) -> Int {
    var position = line
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    return position
  }

  /// Below, equal to or above zero as the row's first columns are less than, equal to or greater than `key`.
  /// The tab between columns is less than every byte in them, so that the order of rows is that of their
  /// bytes.
  private func compare(rowAt line: Int, with key: UnsafeBufferPointer<UInt8>) -> Int {
    var position = 0
    while true {
      let byte = line + position < bytes.count ? bytes[line + position] : UInt8(ascii: "\n")
      if position == key.count { return byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") ? 0 : 1 }
      if byte == UInt8(ascii: "\n") { return -1 }
      if byte != key[position] { return byte < key[position] ? -1 : 1 }
      position += 1
    }
  }

  private func columns(at line: Int) -> [Substring] {
    let row = String(decoding: bytes[line..<end(of: line)], as: UTF8.self)
    return row.split(separator: "\t", omittingEmptySubsequences: false)
  }
}

extension ReleaseInterval {
  /// From a row's two columns, which are empty for an open end.
  init(since: Substring, until: Substring) {
    self.init(since: since.isEmpty ? nil : String(since), until: until.isEmpty ? nil : String(until))
  }

  /// From the last two columns of a row, which every dated table has.
  init(endOf row: [Substring]) {
    let ends = row.suffix(2)
    self.init(since: ends.first ?? "", until: ends.last ?? "")
  }
}
