/// One place of the records' structure, with what stands there.
///
/// A class, since rules go through them again and again, and a census has many parts to copy.
package final class ColumnPath: Sendable {
  /// As pyarrow names it in its errors: `/messages/[]/content`.
  package let name: String
  package let values: ValueCensus
  /// What is known of it as a key; nil for the elements of arrays.
  package let field: FieldCensus?
  /// The objects that have the key, or the arrays that have the elements, stand at this one; nil for a column.
  package let parent: Int?

  fileprivate init(name: String, values: ValueCensus, field: FieldCensus?, parent: Int?) {
    self.name = name
    self.values = values
    self.field = field
    self.parent = parent
  }

  /// Where something stands there first.
  package var first: RecordPlace? {
    JSONKind.allCases.compactMap { values.kinds[$0].first.first }.min()
  }

  /// Where something other than null stands there first.
  package var firstValue: RecordPlace? {
    JSONKind.allCases.filter { $0 != .null }.compactMap { values.kinds[$0].first.first }.min()
  }
}

extension ColumnPath {
  /// All places inside records of such columns, each behind its parent. O(paths).
  static func all(in columns: ObjectCensus) -> [ColumnPath] {
    var paths: [ColumnPath] = []
    append(columns, "", parent: nil, to: &paths)
    return paths
  }

  private static func append(
    _ object: ObjectCensus, _ prefix: String, parent: Int?, to paths: inout [ColumnPath]
  ) {
    for (name, field) in object.fields {
      paths.append(
        ColumnPath(name: "\(prefix)/\(name)", values: field.values, field: field, parent: parent))
      appendInside(field.values, "\(prefix)/\(name)", to: &paths)
    }
  }

  private static func appendInside(_ values: ValueCensus, _ prefix: String, to paths: inout [ColumnPath]) {
    let parent = paths.count - 1
    if let object = values.object { append(object, prefix, parent: parent, to: &paths) }
    guard let element = values.element else { return }
    paths.append(ColumnPath(name: "\(prefix)/[]", values: element, field: nil, parent: parent))
    appendInside(element, "\(prefix)/[]", to: &paths)
  }
}

/// How `datasets` reads a file of lines: portion by portion, and what the first one says of the columns holds for all.
package enum LoaderPortion {
  /// Bytes that are read at once; the line that they end in is read to its end, and the next one where they end with a
  /// line (datasets 2.14.0 to 5.2.0, `packaged_modules/json/json.py`, `chunksize`; run at the byte before, at and behind).
  package static let bytes = 10 << 20
  /// Rows of a table that are read at once (`packaged_modules/csv/csv.py`, `chunksize`; run with datasets 2.14.7,
  /// 2.21.0, 3.6.0 and 5.2.0 at the row before and behind).
  package static let rows = 10_000
}
