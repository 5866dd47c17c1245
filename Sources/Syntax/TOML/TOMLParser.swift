/// Which TOML a text is read as.
package enum TOMLVersion: Hashable, Sendable {
  case v1_0
  /// Adds line ends, comments and a trailing comma in inline tables, `\e` and `\xHH`, and times without
  /// seconds.
  case v1_1
}

/// Reads TOML (toml.io, versions 1.0.0 and 1.1.0) into a `ConfigTree` with one root mapping.
///
/// A table's range goes from its header, or from the key that makes it, to its last value under that header;
/// tables that are opened again get their children in the order of the text. A key or table that may not be
/// defined a second time is a problem of kind `.duplicateKey` with the first place, and stands in the tree as
/// a further entry. A mistake costs its line at most, or its place in an array. O(bytes).
package enum TOMLParser {
  /// Arrays and inline tables nest this deep at most, and keys have at most so many parts.
  package static let maximumDepth = 128

  /// The tree of the whole `file`. A byte-order mark is skipped, as version 1.1 asks.
  package static func parse(_ file: SourceFile, version: TOMLVersion = .v1_1) -> ConfigTree {
    var builder = ConfigTreeBuilder(file: file, language: .toml)
    let encoding = TextEncoding.problem(in: file.bytes, part: file.wholeRange)
    let isWide = encoding != nil && TextEncoding.wideEncoding(of: file.bytes) != nil
    let refusal = ConfigTreeBuilder.refusal(of: file)
    builder.problems += [refusal, encoding].compactMap { $0 }
    if refusal != nil || isWide {
      builder.appendRoot(builder.add(.mapping, .table, .at(0)))
      return builder.finish()
    }
    var reader = TOMLReader(file: file, version: version, builder: builder)
    reader.readDocument()
    return reader.builder.finish()
  }
}
