import Linting
import Datasets
import Setup
import Syntax

/// A place as reports show it: numbers on disk, and the source that a snippet is taken from.
struct ShownPlace {
  let path: String
  /// On disk; nil for a file without a place to show.
  let range: ShownRange?
  /// The notebook cell, counted from 1 among the code cells, and the 1-based line in it.
  let cell: (index: Int, line: Int)?
  /// 1-based number of the record, for data sets.
  let record: Int?
  /// What a snippet shows: the cell of a notebook, else the file on disk; nil where no text is at hand.
  let snippet: Span?

  init(_ place: Place) {
    path = place.path
    switch place {
    case .file:
      range = nil
      cell = nil
      record = nil
      snippet = nil
    case .record(let record):
      range = ShownRange(bytes: record.range, start: record.start, end: record.end)
      cell = nil
      self.record = record.record
      snippet = nil
    case .span(let span):
      range = ShownRange(span.onDisk)
      record = nil
      let readable = Self.readable(span)
      snippet = readable
      cell = span.file.notebookCell.map { ($0.index, readable.file.position(at: readable.range.start).line) }
    }
  }

  /// The place carried outwards up to the notebook cell, where there is one, else up to the disk.
  private static func readable(_ span: Span) -> Span {
    guard let cell = span.file.notebookCell?.source else { return span.onDisk }
    var current = span
    while current.file != cell, case .embedded(let host, let map, _) = current.file.origin {
      current = Span(host, map.outer(current.range))
    }
    return current
  }
}

/// A range as it is printed: 1-based lines and columns in code points, 0-based UTF-8 bytes, ends exclusive.
struct ShownRange: Hashable {
  let bytes: TextRange
  let start: LineTable.Position
  let end: LineTable.Position

  init(bytes: TextRange, start: LineTable.Position, end: LineTable.Position) {
    self.bytes = bytes
    self.start = start
    self.end = end
  }

  init(_ span: Span) {
    self.init(
      bytes: span.range, start: span.file.position(at: span.range.start),
      end: span.file.position(at: span.range.end))
  }
}

extension ShownPlace {
  /// `path:line:column`, with the cell or the record behind it where the line alone says little.
  func heading(_ style: TextStyle) -> String {
    var text = style.bold(SafeText.path(path))
    guard let range else { return text }
    text += ":\(range.start.line):\(range.start.column)"
    if let cell { text += " (cell \(cell.index), line \(cell.line))" }
    if let record, record != range.start.line { text += " (record \(record))" }
    return text
  }
}
