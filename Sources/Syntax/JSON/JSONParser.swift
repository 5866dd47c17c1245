/// Reads JSON (RFC 8259) into a `ConfigTree`, and what people write in its place, with a problem for each
/// mistake.
///
/// The well-known deviations have names (`JSONDeviation`). A mistake is stepped over where the text makes
/// sense again, so that the tree holds all the rest. Strings are decoded; a surrogate without its partner is
/// accepted, as by Python, and is U+FFFD in the text. Iterative, and O(bytes): a text is read by
/// `CleanJSONReader`, and by `JSONReader` from its beginning where it turns out not to be clean.
package enum JSONParser {
  /// Brackets nest this deep at most; a deeper value is an `.invalid` node with a problem of kind `.limit`.
  /// (Python 3.11's json ends at about 990.)
  package static let maximumDepth = 512

  /// What is wrong with a text that holds nothing.
  package static let noValueMessage = "no value stands here, expected a JSON value"

  /// The tree of the whole `file`; several values give several roots and a problem.
  package static func parse(_ file: SourceFile) -> ConfigTree {
    parse(file, in: file.wholeRange)
  }

  /// The tree of one JSON text that fills the byte range `range` of `file`, such as one line of JSON Lines.
  /// Offsets in the tree count from the start of the file.
  package static func parse(_ file: SourceFile, in range: TextRange) -> ConfigTree {
    read(file, range, expectsEnd: true)
  }

  /// The tree of the one value that starts at or after the byte `offset`; what stands behind it is not looked
  /// at. The value's own range says where it ends.
  package static func parseValue(_ file: SourceFile, at offset: Int) -> ConfigTree {
    read(file, TextRange(offset, file.bytes.count), expectsEnd: false)
  }

  private static func read(_ file: SourceFile, _ wanted: TextRange, expectsEnd: Bool) -> ConfigTree {
    let start = min(max(wanted.start, 0), file.bytes.count)
    let range = TextRange(start, min(wanted.end, file.bytes.count))
    // Nodes keep 32-bit offsets.
    if ConfigTreeBuilder.refusal(of: file) == nil,
      let records = CleanJSONReader.read(file.bytes, range, expectsEnd: expectsEnd)
    {
      return ConfigTree(
        file: file, language: .json, records: records, strings: [], roots: [0], comments: [], problems: [])
    }
    return readWithProblems(file, range, expectsEnd: expectsEnd)
  }

  /// The tree of a text that may hold any mistake; for one without, the same tree as `CleanJSONReader` gives.
  static func readWithProblems(_ file: SourceFile, _ range: TextRange, expectsEnd: Bool) -> ConfigTree {
    var builder = ConfigTreeBuilder(file: file, language: .json, byteCount: range.count)
    let encoding = TextEncoding.problem(in: file.bytes, part: range)
    let isWide = encoding != nil && TextEncoding.wideEncoding(of: file.bytes) != nil
    let refusal = ConfigTreeBuilder.refusal(of: file)
    builder.problems += [refusal, encoding].compactMap { $0 }
    if refusal != nil || isWide {
      builder.appendRoot(builder.add(.scalar, .missing, .at(0)))
      return builder.finish()
    }
    var reader = JSONReader(lexer: JSONLexer(file: file, range: range), builder: builder)
    reader.readDocument(expectsEnd: expectsEnd)
    reader.builder.problems += reader.lexer.problems
    reader.builder.comments = reader.lexer.comments
    return reader.builder.finish()
  }
}
