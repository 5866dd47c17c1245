/// Walks over the JSON of a notebook and collects its code cells.
struct NotebookReader {
  let file: SourceFile
  let kernelLanguage: String
  private(set) var cells: [NotebookCell] = []
  private(set) var problems: [SyntaxProblem] = []

  init(file: SourceFile, kernelLanguage: String) {
    self.file = file
    self.kernelLanguage = kernelLanguage
  }

  /// A file whose JSON is broken (`isBroken`) has that problem already and is not also told that it lacks
  /// cells.
  mutating func read(_ root: ConfigNode, isBroken: Bool) {
    // nbformat 3 puts the cells into worksheets.
    let lists = [root["cells"]] + (root["worksheets"]?.elements.map { $0["cells"] } ?? [])
    let sequences = lists.compactMap { $0 }.filter { $0.kind == .sequence }
    guard !sequences.isEmpty else {
      if !isBroken {
        report(TextRange(root.range.start, min(root.range.start + 1, root.range.end)), Self.noCells)
      }
      return
    }
    for sequence in sequences {
      for cell in sequence.children where cell["cell_type"]?.text == "code" {
        readCodeCell(cell, isBroken: isBroken)
      }
    }
  }

  private mutating func readCodeCell(_ cell: ConfigNode, isBroken: Bool) {
    let number = cells.count + 1
    guard let text = cell["source"] ?? cell["input"], let (bytes, map) = embedded(text) else {
      if !isBroken {
        report(cell["source"]?.range ?? cell["cell_type"]?.range ?? cell.range, Self.noSource(number))
      }
      let nothing = EmbeddedMap(
        segments: [.init(inner: .at(0), outer: .at(cell.range.start))], encoding: .verbatim)
      cells.append(NotebookCell(number: number, source: source([], nothing, number), content: .other))
      return
    }
    let source = source(bytes, map, number)
    let isEmptyList = text.kind == .sequence && text.count == 0
    let language = declaredLanguage(of: cell) ?? kernelLanguage
    let content = isEmptyList ? .other : CellMagic.content(of: source, number: number, language: language)
    cells.append(NotebookCell(number: number, source: source, content: content))
  }

  /// nbformat 3 has a language for each cell; VS Code notes one under `metadata.vscode.languageId` where the cell is
  /// not in the kernel's.
  private func declaredLanguage(of cell: ConfigNode) -> String? {
    let declared = cell["language"] ?? cell["metadata"]?["vscode"]?["languageId"]
    let name = Notebook.text(declared)?.lowercased()
    return name == "shellscript" ? "shell" : name
  }

  private func source(_ bytes: [UInt8], _ map: EmbeddedMap, _ number: Int) -> SourceFile {
    SourceFile(
      path: file.path, bytes: bytes, origin: .embedded(host: file, map: map, part: .notebookCell(number)))
  }

  /// The text of a string, or of a list of strings put together, and where each byte of it stands; nil for
  /// anything else. Offsets in the map are those of the notebook file.
  private func embedded(_ node: ConfigNode) -> (bytes: [UInt8], map: EmbeddedMap)? {
    let strings = node.kind == .sequence ? node.elements : [node]
    var builder = JSONStringMapBuilder(bytes: file.bytes)
    for string in strings {
      guard let content = JSONString.content(of: string) else { return nil }
      builder.append(content)
    }
    return builder.finish(emptyAt: (strings.first ?? node).range.start + 1)
  }

  private mutating func report(_ range: TextRange, _ message: String) {
    problems.append(SyntaxProblem(.syntax, range, message))
  }

  private static let noCells = "notebook without cells, expected a list under \"cells\""

  private static func noSource(_ number: Int) -> String {
    "code cell \(number) has no text, expected a string or a list of strings under \"source\""
  }
}
