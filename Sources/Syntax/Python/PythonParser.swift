/// Reads Python: the whole grammar up to CPython 3.14, into a tree shaped like its `ast`.
package enum PythonParser {
  /// Texts longer than this are not read: offsets are kept in 32 bits. CPython's own limit is the same.
  private static let sizeLimit = Int(Int32.max) - 64

  /// The tree of `file`; a script that says it was a notebook is read as `notebookExport`, and so is one that is no Python
  /// and is divided into cells. Never fails: what cannot be read is an `invalid` statement and a problem. O(bytes).
  package static func parse(_ file: SourceFile, dialect: PythonDialect = .script) -> PythonTree {
    let isNotebook = dialect == .script && PythonExport.isNotebook(file.bytes)
    let tree = read(file, isNotebook ? .notebookExport : dialect)
    guard tree.dialect == .script, tree.problems.contains(where: { $0.kind == .syntax }),
      PythonExport.hasCells(file.bytes, comments: tree.comments)
    else { return tree }
    return read(file, .notebookExport)
  }

  private static func read(_ file: SourceFile, _ dialect: PythonDialect) -> PythonTree {
    let count = file.bytes.count
    guard count <= sizeLimit else { return tooLarge(file, dialect) }
    var problems: [SyntaxProblem] = []
    // A cell is text already, whatever its first line says.
    let codec = dialect == .notebookCell ? nil : PythonEncoding.check(file.bytes, &problems)
    let start = file.bytes.starts(with: SourceFile.byteOrderMark) ? SourceFile.byteOrderMark.count : 0
    // Zero bytes behind the text let the tokenizer look ahead without asking for the end.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 16) { padded in
      padded.initialize(repeating: 0)
      guard let base = padded.baseAddress else { return tooLarge(file, dialect) }
      file.bytes.withUnsafeBufferPointer { bytes in
        if let source = bytes.baseAddress { base.update(from: source, count: count) }
      }
      if dialect == .notebookCell { PythonPrompts.blank(base, count: count) }
      // Bytes behind a lead byte are no quotes, brackets or backslashes.
      _ = codec?.firstInvalid(in: file.bytes) { base[$0] |= 0x80 }
      var tokenizer = PythonTokenizer(text: base, count: count, dialect: dialect, start: start)
      tokenizer.run()
      problems += tokenizer.problems
      let isUTF8 = codec?.isUTF8 ?? true
      if codec != nil, isUTF8 {
        PythonEncoding.checkDeclaredUTF8(file.bytes, comments: tokenizer.comments, &problems)
      }
      if let zero = nullByte(file.bytes, besides: tokenizer.problems) { problems.append(zero) }
      return tokenizer.tokens.withUnsafeBufferPointer { tokens in
        var parser = PythonTreeParser(text: base, count: count, tokens: tokens, dialect: dialect)
        let root = parser.parseModule(count: count)
        problems += parser.problems
        return PythonTree(
          file: file, dialect: dialect, isUTF8: isUTF8, records: parser.builder.records,
          fields: parser.builder.fields, lists: parser.builder.lists, root: root,
          comments: tokenizer.comments,
          problems: problems.sorted { $0.range < $1.range })
      }
    }
  }

  /// CPython reads no file with a zero byte, not even in a string or a comment (Parser/tokenizer/helpers.c).
  private static func nullByte(_ bytes: [UInt8], besides problems: [SyntaxProblem]) -> SyntaxProblem? {
    guard let zero = bytes.withUnsafeBufferPointer(ByteWords.firstZero) else { return nil }
    guard !problems.contains(where: { $0.range.start <= zero && zero < $0.range.end }) else { return nil }
    return SyntaxProblem(.syntax, TextRange(zero, zero + 1), "source code cannot contain null bytes")
  }

  private static func tooLarge(_ file: SourceFile, _ dialect: PythonDialect) -> PythonTree {
    var builder = PythonTreeBuilder(size: 0)
    let root = builder.add(.module, 0, 0, PythonTreeBuilder.emptyList)
    let problem = SyntaxProblem(
      .limit, .at(0), "file of \(file.bytes.count) bytes, too large to be read as Python")
    return PythonTree(
      file: file, dialect: dialect, isUTF8: true, records: builder.records, fields: builder.fields,
      lists: builder.lists,
      root: root, comments: [], problems: [problem])
  }
}
