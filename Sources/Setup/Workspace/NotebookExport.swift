import Syntax

/// The shell texts in `.py` files that were, or are, notebooks.
enum NotebookExport {
  /// Databricks comments out the cells that are not Python, and jupytext the magics of those that are; nbconvert
  /// writes calls of `get_ipython()` for them. In the order of the text; O(nodes) for a notebook, O(comments) else.
  static func shellTexts(of tree: PythonTree) -> [SourceFile] {
    let file = tree.file
    if tree.dialect == .notebookExport { return commands(behind: "# MAGIC ", in: tree) }
    guard case .file = file.origin, let first = tree.comments.first else { return [] }
    if file.text(in: first) == "# ---", tree.comments.prefix(headingLimit).contains(where: isJupytext(file)) {
      return commands(behind: "# ", in: tree)
    }
    let isConverted = tree.comments.prefix(headingLimit).contains { file.text(in: $0).hasPrefix("# In[") }
    return isConverted ? tree.nodes(.call).compactMap(\.asCall).compactMap { command(of: $0, in: file) } : []
  }

  /// Comments in which a heading or the first cell must have been found.
  private static let headingLimit = 20

  private static func isJupytext(_ file: SourceFile) -> (TextRange) -> Bool {
    { file.text(in: $0).hasPrefix("# jupyter") }
  }

  private static func embedded(_ segments: [EmbeddedMap.Segment], in file: SourceFile) -> SourceFile {
    let bytes = segments.flatMap { file.bytes[$0.outer.start..<$0.outer.end] }
    let map = EmbeddedMap(segments: segments, encoding: .verbatim)
    return SourceFile(
      path: file.path, bytes: bytes, origin: .embedded(host: file, map: map, part: .shellText))
  }

  // MARK: Comments

  /// The commands in comments with `prefix`: `%pip` and `!` lines, and the cells of `%sh`, which go on to the first
  /// line that is none of theirs.
  private static func commands(behind prefix: String, in tree: PythonTree) -> [SourceFile] {
    var found: [SourceFile] = []
    var cell: [TextRange] = []
    var end = -1
    for comment in tree.comments {
      let start = comment.start + prefix.utf8.count
      let isMarked =
        start <= comment.end && isAlone(comment, in: tree.file)
        && tree.file.text(in: TextRange(comment.start, start)) == prefix
      if !cell.isEmpty, isMarked, comment.start == end {
        cell.append(TextRange(start, comment.end))
      } else {
        found += shellCell(cell, in: tree.file)
        cell = []
      }
      end = nextLine(behind: comment, in: tree.file)
      guard isMarked, cell.isEmpty else { continue }
      let line = TextRange(start, comment.end)
      let word = tree.file.text(in: line).prefix { $0 != " " && $0 != "\t" }
      if ["%sh", "%%sh", "%%bash"].contains(word) {
        cell = [line.droppingFirstWord(in: tree.file)]
      } else if word.hasPrefix("!")
        || word.hasPrefix("%") && DocumentParsing.installers.contains(String(word.dropFirst()))
      {
        found += shellCell([TextRange(line.start + 1, line.end)], in: tree.file)
      }
    }
    return found + shellCell(cell, in: tree.file)
  }

  /// The lines of one shell text, each with its line end.
  private static func shellCell(_ lines: [TextRange], in file: SourceFile) -> [SourceFile] {
    guard !lines.isEmpty else { return [] }
    var segments: [EmbeddedMap.Segment] = []
    var length = 0
    for line in lines {
      let isLast = line == lines[lines.count - 1]
      let outer = TextRange(line.start, isLast ? line.end : nextLine(behind: line, in: file))
      segments.append(.init(inner: TextRange(length, length + outer.count), outer: outer))
      length += outer.count
    }
    return [embedded(segments, in: file)]
  }

  private static func isAlone(_ comment: TextRange, in file: SourceFile) -> Bool {
    comment.start == 0 || file.bytes[comment.start - 1] == 0x0A
  }

  private static func nextLine(behind range: TextRange, in file: SourceFile) -> Int {
    var end = range.end
    while end < file.bytes.count, file.bytes[end] != 0x0A { end += 1 }
    return min(end + 1, file.bytes.count)
  }

  // MARK: Calls

  /// What `get_ipython().system('…')` and `get_ipython().run_line_magic('pip', '…')` run (nbconvert 7, IPython's
  /// `TransformerManager`); nil for other calls, and for texts with escapes.
  private static func command(of call: PythonCall, in file: SourceFile) -> SourceFile? {
    guard let method = call.function.asAttribute, let maker = method.value.asCall,
      maker.function.asName?.name == "get_ipython"
    else { return nil }
    let texts = call.arguments.map { plainText($0, in: file) }
    switch method.attribute {
    case "system", "getoutput":
      guard texts.count == 1, let command = texts[0] else { return nil }
      return embedded([.init(inner: TextRange(0, command.count), outer: command)], in: file)
    case "run_line_magic":
      guard texts.count == 2, let name = texts[0], let arguments = texts[1],
        DocumentParsing.installers.contains(file.text(in: name)), file.bytes[arguments.start - 2] == 0x20
      else { return nil }
      // The blank between the arguments stands for the one between the words.
      let blank = TextRange(arguments.start - 2, arguments.start - 1)
      var length = 0
      let segments = [name, blank, arguments].map { outer -> EmbeddedMap.Segment in
        defer { length += outer.count }
        return .init(inner: TextRange(length, length + outer.count), outer: outer)
      }
      return embedded(segments, in: file)
    default: return nil
    }
  }

  /// What stands between the quotes of a literal that has no prefix and no escapes.
  private static func plainText(_ node: PythonNode, in file: SourceFile) -> TextRange? {
    let bytes = file.bytes[node.range.start..<node.range.end]
    guard node.asString != nil, bytes.count >= 2, let quote = bytes.first, bytes.last == quote,
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
    else { return nil }
    let inner = bytes.dropFirst().dropLast()
    guard !inner.contains(where: { $0 == quote || $0 == UInt8(ascii: "\\") || $0 == 0x0A }) else {
      return nil
    }
    return TextRange(inner.startIndex, inner.endIndex)
  }
}

extension TextRange {
  /// Without the word that it begins with, and the blanks behind that.
  fileprivate func droppingFirstWord(in file: SourceFile) -> TextRange {
    let bytes = file.bytes[start..<end]
    let rest = bytes.drop { $0 != 0x20 && $0 != 0x09 }.drop { $0 == 0x20 || $0 == 0x09 }
    return TextRange(rest.startIndex, end)
  }
}
