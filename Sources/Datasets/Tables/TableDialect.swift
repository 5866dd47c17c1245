import Syntax

/// How a file of rows is written: what stands between two fields of one row.
package struct TableDialect: Hashable, Sendable {
  /// The byte between two fields.
  package let delimiter: UInt8

  static let comma = UInt8(ascii: ",")
  static let quote = UInt8(ascii: "\"")

  package init(delimiter: UInt8) { self.delimiter = delimiter }

  /// By the ending of the name; nil for what is no table.
  ///
  /// `load_dataset` of a folder takes the same delimiters (datasets 2.14.7 to 5.2.0, `packaged_modules/__init__.py`).
  package init?(path: String) {
    switch FilePath.fileExtension(path) {
    case "csv": self.init(delimiter: Self.comma)
    case "tsv": self.init(delimiter: UInt8(ascii: "\t"))
    default: return nil
    }
  }

  var container: DatasetFile.Container { delimiter == Self.comma ? .commaSeparated : .tabSeparated }
}
