import Syntax

/// Reads the texts of one column, for questions that no profile answers because they depend on more than the data.
package enum ColumnTexts {
  /// Calls `body` with every text of `column`, and with every text in its lists, in the order of the file of JSON lines or of
  /// one array; `place` may be asked for while `body` runs.
  ///
  /// Throws `FileError` where the file cannot be read, and where it is written to meanwhile. O(bytes), in one thread;
  /// memory is one block, or twice the longest record.
  package static func forEach(
    in column: String, of path: String, source: any FileSource,
    _ body: (_ text: String, _ place: () -> RecordPlace) -> Void
  ) throws(FileError) {
    let reader = try source.open(path)
    try withoutActuallyEscaping(body) { body throws(FileError) in
      var sink = ColumnSink(column: Array(column.utf8), body: body)
      // Lines of arrays are read twice, and have no columns.
      _ = try DatasetScanner.scan(path, reader, ScanLimits(), into: &sink) { _ in }
    }
    if reader.hasChanged { throw .changedWhileReading }
  }

  private struct ColumnSink: RecordSink, ~Copyable {
    let column: [UInt8]
    let body: (String, () -> RecordPlace) -> Void

    mutating func take(_ record: RecordView) {
      for field in record.root.fields where field.key.textBytes == column {
        take(field.value, of: record)
      }
    }

    private func take(_ value: RecordValue, of record: RecordView) {
      if value.kind == .string { return body(value.string) { record.place(of: value) } }
      for element in value.elements { take(element, of: record) }
    }

    mutating func take(_ fault: SyntaxFault) {}
    mutating func takeEmptyLine(at place: @autoclosure () -> RecordPlace) {}
  }
}
