/// What a notebook cell holds, by its first line (IPython 8 docs/source/interactive/magics.rst, "Cell
/// magics").
enum CellMagic {
  /// Cell magics whose body runs as Python in the kernel, or, as `%%python3`, in a Python beside it.
  private static let python: Set<String> = [
    "capture", "debug", "memit", "mprun", "prun", "px", "python", "python3", "scalene", "snakeviz", "time",
    "timeit",
    "wandb",
  ]
  /// Cell magics whose body a shell runs; `shell` and `system` are those of Colab and of IPython.
  private static let shells: Set<String> = ["!", "bash", "sh", "shell", "sx", "system"]
  /// `%%file` is the old name of `%%writefile`.
  private static let writers: Set<String> = ["writefile", "file"]

  /// The content of the cell `source` in a kernel for `language`. O(bytes).
  static func content(of source: SourceFile, number: Int, language: String) -> NotebookCell.Content {
    var start = 0
    while let magic = magic(in: source, from: start) {
      func body(_ part: SourceFile.EmbeddedPart) -> SourceFile {
        self.body(of: source, from: magic.end, part)
      }
      if writers.contains(magic.name) {
        guard let name = magic.arguments.last(where: { !$0.hasPrefix("-") }) else { return .other }
        let appends = magic.arguments.contains { $0 == "-a" || $0 == "--append" }
        return .writtenFile(name: name, appends: appends, body(.writtenFile(name)))
      }
      if shells.contains(magic.name) || isShellScript(magic) { return .shell(body(.shellText)) }
      guard python.contains(magic.name) else { return .other }
      // The body of `%%time` is a cell again and may start with a magic of its own.
      start = magic.end
    }
    switch language {
    case "python", "ipython", "python3":
      return .python(start == 0 ? source : body(of: source, from: start, .notebookCell(number)))
    case "bash", "sh", "shell": return .shell(source)
    default: return .other
    }
  }

  /// `%%script bash`, with options before the program.
  private static func isShellScript(_ magic: Magic) -> Bool {
    magic.name == "script"
      && magic.arguments.contains { ["bash", "sh", "zsh", "dash"].contains(FilePath.name($0)) }
  }

  private struct Magic {
    let name: String
    let arguments: [String]
    /// Where the body starts: behind the line's end.
    let end: Int
  }

  /// The cell magic on the first line behind `start` that is not blank.
  private static func magic(in source: SourceFile, from start: Int) -> Magic? {
    let bytes = source.bytes
    var index = start
    while index < bytes.count, JSONLexer.isBlank(bytes[index]) { index += 1 }
    guard bytes.count - index > 2, bytes[index] == UInt8(ascii: "%"), bytes[index + 1] == UInt8(ascii: "%")
    else {
      return nil
    }
    let lineEnd = MergeConflict.lineEnd(from: index, in: bytes)
    var words = words(source.text(in: TextRange(index + 2, lineEnd)))
    guard !words.isEmpty else { return nil }
    let name = words.removeFirst()
    return Magic(name: name, arguments: words, end: MergeConflict.nextLine(after: index, in: bytes))
  }

  /// Words between blanks; quotes around a word or a part of one are dropped.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Unicode.Scalar?
    for scalar in line.unicodeScalars {
      switch scalar {
      case "\"" where quote == nil, "'" where quote == nil:
        quote = scalar
        word = word ?? ""
      case _ where scalar == quote: quote = nil
      case " " where quote == nil, "\t" where quote == nil:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(scalar)
      }
    }
    if let word { words.append(word) }
    return words
  }

  /// The rest of `source` from `start`, as a source inside of it.
  private static func body(
    of source: SourceFile, from start: Int, _ part: SourceFile.EmbeddedPart
  ) -> SourceFile {
    let outer = TextRange(start, source.bytes.count)
    let map = EmbeddedMap(
      segments: [.init(inner: TextRange(0, outer.count), outer: outer)], encoding: .verbatim)
    return SourceFile(
      path: source.path, bytes: Array(source.bytes[start...]),
      origin: .embedded(host: source, map: map, part: part))
  }
}
