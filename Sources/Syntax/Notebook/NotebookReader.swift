/// Walks over the JSON of a notebook and collects its code cells.
struct NotebookReader {
  let file: SourceFile
  let kernelLanguage: String
  private(set) var cells: [NotebookCell] = []
  private(set) var problems: [SyntaxProblem] = []

  /// How many code cells are read. People write some hundred; each is a source with a tree of its own.
  static let cellLimit = 10_000
  /// How many strings the text of a cell may be put together from. People write one for each of some hundred lines.
  static let lineLimit = 100_000

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
      // A notebook of nbformat 3 may have no worksheets yet (nbformat 5.10 opens it, and finds it valid).
      let isEmpty = root["worksheets"].map { $0.kind == .sequence && $0.count == 0 } ?? false
      if !isBroken && !isEmpty {
        report(TextRange(root.range.start, min(root.range.start + 1, root.range.end)), Self.noCells)
      }
      return
    }
    if !isBroken && root["worksheets"] == nil { reportMissingMetadata(root) }
    for sequence in sequences {
      for cell in sequence.children where cell["cell_type"]?.text == "code" {
        guard cells.count < Self.cellLimit else { return reportMoreCells(cell) }
        readCodeCell(cell, isBroken: isBroken)
      }
    }
  }

  /// nbformat 5.10 opens no notebook of version 4 without `metadata` in each cell and in the notebook (v4/rwbase.py
  /// `strip_transient`, run).
  private mutating func reportMissingMetadata(_ root: ConfigNode) {
    if root["metadata"] == nil {
      report(TextRange(root.range.start, root.range.start + 1), Self.noMetadata("notebook"))
    }
    for cell in root["cells"]?.elements ?? [] where cell.kind == .mapping && cell["metadata"] == nil {
      let place = cell["cell_type"]?.range ?? TextRange(cell.range.start, cell.range.start + 1)
      report(place, Self.noMetadata("cell"))
    }
  }

  private mutating func readCodeCell(_ cell: ConfigNode, isBroken: Bool) {
    let number = cells.count + 1
    let written = cell["source"] ?? cell["input"]
    if let written, written.kind == .sequence, written.count > Self.lineLimit {
      let message = "code cell \(number) of \(written.count) lines, more than \(Self.lineLimit) are not read"
      problems.append(SyntaxProblem(.limit, TextRange(written.range.start, written.range.start + 1), message))
      return appendUnread(cell, number)
    }
    guard let text = written, let (bytes, map) = embedded(text) else {
      if !isBroken {
        report(cell["source"]?.range ?? cell["cell_type"]?.range ?? cell.range, Self.noSource(number))
      }
      return appendUnread(cell, number)
    }
    let source = source(bytes, map, number)
    let isEmptyList = text.kind == .sequence && text.count == 0
    let language = declaredLanguage(of: cell) ?? kernelLanguage
    let content = isEmptyList ? .other : CellMagic.content(of: source, number: number, language: language)
    cells.append(NotebookCell(number: number, source: source, content: content))
  }

  private mutating func appendUnread(_ cell: ConfigNode, _ number: Int) {
    let nothing = EmbeddedMap(
      segments: [.init(inner: .at(0), outer: .at(cell.range.start))], encoding: .verbatim)
    cells.append(NotebookCell(number: number, source: source([], nothing, number), content: .other))
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

  private mutating func reportMoreCells(_ cell: ConfigNode) {
    let place = cell["cell_type"]?.range ?? cell.range
    let message = "more than \(Self.cellLimit) code cells; the others are not read"
    problems.append(SyntaxProblem(.limit, place, message))
  }

  private mutating func report(_ range: TextRange, _ message: String) {
    problems.report(SyntaxProblem(.syntax, range, message))
  }

  private static let noCells = "notebook without cells, expected a list under \"cells\""

  private static func noMetadata(_ owner: String) -> String {
    "\(owner) without \"metadata\", expected an object under it"
  }

  private static func noSource(_ number: Int) -> String {
    "code cell \(number) has no text, expected a string or a list of strings under \"source\""
  }
}
