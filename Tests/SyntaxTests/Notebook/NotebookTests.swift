import Testing

@testable import Syntax

@Suite struct NotebookTests {
  private func notebook(_ cells: String, metadata: String = "{}") -> Notebook {
    let text = #"{"cells": [\#(cells)], "metadata": \#(metadata), "nbformat": 4}"#
    return Notebook(SourceFile(path: "a.ipynb", text: text))
  }

  private func code(_ source: String) -> String {
    #"{"cell_type": "code", "metadata": {}, "outputs": [{"text": "no"}], "source": \#(source)}"#
  }

  private func only(_ source: String) -> NotebookCell.Content { notebook(code(source)).cells[0].content }

  @Test func aCellMayNameItsOwnLanguage() {
    let cell = """
      {"cell_type":"code","metadata":{"vscode":{"languageId":"shellscript"}},"source":"git clone x"}
      """
    let notebook = Notebook(SourceFile(path: "a.ipynb", text: "{\"cells\":[\(cell)],\"nbformat\":4}"))
    #expect(notebook.cells.count == 1)
    guard case .shell(let source)? = notebook.cells.first?.content else {
      Issue.record("not a shell cell")
      return
    }
    #expect(source.text(in: source.wholeRange) == "git clone x")
  }

  @Test func codeCellsAreCountedAndMapped() {
    let markdown = ##"{"cell_type": "markdown", "metadata": {}, "source": "# x"}"##
    let cells = [markdown, code(#"["a = \"é\"\n", "b"]"#), code(#""x\u00e9\ud83d\ude00y""#)]
    let book = notebook(cells.joined(separator: ","))
    #expect(book.problems.isEmpty)
    #expect(book.kernelLanguage == "python")
    #expect(book.cells.map(\.number) == [1, 2])
    let first = book.cells[0].source
    #expect(first.bytes == Array("a = \"é\"\nb".utf8))
    #expect(first.notebookCell?.index == 1)
    #expect(Span(first, TextRange(0, 1)).onDisk.text == "a")
    #expect(Span(first, TextRange(4, 8)).onDisk.text == #"\"é\""#)
    #expect(Span(first, TextRange(8, 10)).onDisk.text == #"\n", "b"#)
    #expect(Span(first, TextRange(9, 9)).onDisk.range.end == Span(first, TextRange(9, 10)).onDisk.range.start)
    let second = book.cells[1].source
    #expect(second.bytes == Array("xé😀y".utf8))
    #expect(Span(second, TextRange(1, 3)).onDisk.text == #"\u00e9"#)
    #expect(Span(second, TextRange(3, 7)).onDisk.text == #"\ud83d\ude00"#)
    #expect(Span(second, TextRange(2, 3)).onDisk.text == #"\u00e9"#)
    guard case .python(let python) = book.cells[1].content else { return #expect(Bool(false), "is Python") }
    #expect(python === second)
  }

  @Test func aCellOfMoreLinesThanAnybodyWritesIsNotRead() {
    for (count, isRead) in [(NotebookReader.lineLimit, true), (NotebookReader.lineLimit + 1, false)] {
      let lines = Array(repeating: #""\n""#, count: count).joined(separator: ",")
      let text = #"{"metadata":{},"cells":[{"cell_type":"code","metadata":{},"source":["# + lines + "]}]}"
      let notebook = Notebook(SourceFile(path: "a.ipynb", text: text))
      #expect(notebook.cells.map { $0.source.bytes.count } == [isRead ? count : 0])
      #expect(notebook.problems.map(\.kind) == (isRead ? [] : [.limit]))
      #expect(notebook.problems.map(\.range) == (isRead ? [] : [TextRange(67, 68)]))
    }
  }

  @Test func nbformat3HasWorksheetsAndInput() {
    let text = """
      {"worksheets": [{"cells": [{"cell_type": "heading", "source": "x"},
       {"cell_type": "code", "input": ["a"], "language": "python"}, {"cell_type": "code", "input": "b"}]},
       {"cells": [{"cell_type": "code", "input": "c", "language": "ruby"}]}], "nbformat": 3}
      """
    let book = Notebook(SourceFile(path: "a.ipynb", text: text))
    #expect(book.problems.isEmpty)
    #expect(book.cells.map { String(decoding: $0.source.bytes, as: UTF8.self) } == ["a", "b", "c"])
    guard case .other = book.cells[2].content else { return #expect(Bool(false), "Ruby is another language") }
  }

  @Test func nbformat3WithoutWorksheetsIsEmpty() {
    let book = Notebook(SourceFile(path: "a.ipynb", text: #"{"worksheets": [], "nbformat": 3}"#))
    #expect(book.problems.isEmpty && book.cells.isEmpty)
  }

  @Test(arguments: [
    (#"{"kernelspec": {"language": "Python"}, "language_info": {"name": "R"}}"#, "python"),
    (#"{"kernelspec": {"name": "ir"}, "language_info": {"name": "R"}}"#, "r"),
    (#"{"kernelspec": {"language": ""}}"#, "python"),
  ])
  func theKernelNamesTheLanguage(metadata: String, language: String) {
    #expect(notebook(code(#""x""#), metadata: metadata).kernelLanguage == language)
  }

  @Test(arguments: [
    (#"["%%writefile -a 'my file.yaml'\n", "a: 1\n", "b"]"#, "my file.yaml", true),
    (#"["\n", "%%capture out\n", "%%writefile conf/x.yaml\n", "a: 1\n", "b"]"#, "conf/x.yaml", false),
    (#""%%file x\na: 1\nb""#, "x", false),
  ])
  func aWrittenFileIsASourceInsideTheCell(source: String, name: String, appends: Bool) {
    guard case .writtenFile(name, appends, let file) = only(source) else {
      return #expect(Bool(false), "\(only(source))")
    }
    #expect(file.bytes == Array("a: 1\nb".utf8))
    #expect(Span(file, TextRange(0, 4)).onDisk.text == "a: 1")
    #expect(Span(file, TextRange(5, 6)).onDisk.text == "b")
    #expect(file.notebookCell?.index == 1)
    guard case .embedded(_, _, .writtenFile(name)) = file.origin else { return #expect(Bool(false), "named") }
  }

  @Test(arguments: [
    "%%bash", "%%sh -e", "%%script --bg bash", "%%script /bin/sh", "%%shell", "%%!", "%%time\\n%%bash",
  ])
  func shellMagicsGiveAShellText(magic: String) {
    guard case .shell(let file) = only("[\"\(magic)\\n\", \"ls\"]") else {
      return #expect(Bool(false), "\(magic)")
    }
    #expect(file.bytes == Array("ls".utf8))
    guard case .embedded(_, _, .shellText) = file.origin else { return #expect(Bool(false), "\(magic)") }
  }

  @Test(arguments: ["%%capture out", "%%time", "%%timeit -n 1", "\\n\\n%%capture\\n%%time", "%%python3"])
  func someMagicsLeavePython(magic: String) {
    guard case .python(let file) = only("\"\(magic)\\nx = 1\"") else {
      return #expect(Bool(false), "\(magic)")
    }
    #expect(file.bytes == Array("x = 1".utf8))
    #expect(file.notebookCell?.source.bytes.isEmpty == false && file.notebookCell?.source !== file)
    #expect(Span(file, TextRange(0, 5)).onDisk.text == "x = 1")
  }

  @Test(arguments: [#""%%html\n<p>""#, #""%%writefile\nx""#, "[]", #""%%script python\nx""#])
  func theRestIsOther(source: String) {
    guard case .other = only(source) else { return #expect(Bool(false), "\(only(source))") }
  }

  @Test func lineMagicsAndOperatorsAreNoCellMagics() {
    for source in [#""%pip install x""#, #""x = 1\n%%time""#, #""""#, #"["", ""]"#] {
      guard case .python = only(source) else { return #expect(Bool(false), "\(source)") }
    }
  }

  @Test func brokenNotebooksAreNamed() {
    func problems(_ text: String) -> [String] {
      Notebook(SourceFile(path: "a", text: text)).problems.map(\.message)
    }
    #expect(problems("{}") == ["notebook without cells, expected a list under \"cells\""])
    #expect(problems("[1]") == ["notebook without cells, expected a list under \"cells\""])
    #expect(problems(#"{"cells": [], "metadata": {}}"#) == [])
    #expect(
      problems(#"{"cells": [{"cell_type": "raw"}]}"#) == [
        "notebook without \"metadata\", expected an object under it",
        "cell without \"metadata\", expected an object under it",
      ])
    #expect(
      problems(#"{"cells": [{"cell_type": "code", "metadata": {}, "source": 1}], "metadata": {}}"#) == [
        "code cell 1 has no text, expected a string or a list of strings under \"source\""
      ])
    #expect(problems("{\"cells\": [").count == 1)
    let conflict = Notebook(
      SourceFile(
        path: "a",
        text: """
          {"cells": [{"cell_type": "code", "source": [
          <<<<<<< HEAD
           "a\\n",
          =======
           "b\\n",
          >>>>>>> x
           "c"]}]}
          """))
    #expect(conflict.problems.map(\.kind) == [.mergeConflict])
    #expect(conflict.cells.map(\.source.bytes) == [Array("a\nc".utf8)])
  }

  /// Every edit of a cell must leave a notebook whose cell holds the edited text, and nothing else changed.
  @Test(arguments: 0..<8)
  func editsOfCellsLeaveValidNotebooks(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<400 {
      let sources = (0..<3).map { _ in Self.randomSource(&random) }
      let book = notebook(sources.map(code).joined(separator: ", "))
      let number = random.next(below: 3)
      let cell = book.cells[number].source
      let edits = Self.randomEdits(of: cell, &random)
      let expected = try TextEdit.apply(edits, to: cell.bytes)
      let outer = book.tree.file
      let onDisk = edits.map(\.onDisk)
      #expect(onDisk.allSatisfy { $0.span.file === outer })
      let changed = Notebook(SourceFile(path: "a", bytes: try TextEdit.apply(onDisk, to: outer.bytes)))
      #expect(changed.problems.isEmpty, "\(sources) \(edits.map(\.span.range)) \(edits.map(\.replacement))")
      for (index, after) in changed.cells.enumerated() {
        #expect(after.source.bytes == (index == number ? expected : book.cells[index].source.bytes))
      }
    }
  }

  private static let pieces = [
    "a", "é", "😀", "\"", "\\", "\n", "\t", "\u{1}", "/", "\r\n", " = ", "\u{2028}",
  ]

  /// A JSON string, or a list of them, with every way to write a character.
  private static func randomSource(_ random: inout SplitMix) -> String {
    func string(_ random: inout SplitMix) -> String {
      var text = "\""
      for _ in 0..<random.next(below: 8) {
        switch random.next(below: 8) {
        case 0: text += "\\u00e9"
        case 1: text += "\\ud83d\\ude00"
        case 2: text += "\\/"
        case 3: text += "\\u0041"
        default: text += EmbeddedMap.jsonEscaped(pieces[random.next(below: pieces.count)])
        }
      }
      return text + "\""
    }
    guard random.next(below: 4) > 0 else { return string(&random) }
    let strings = (0...random.next(below: 4)).map { _ in string(&random) }
    return "[" + strings.joined(separator: ", \n ") + "]"
  }

  /// Up to three edits apart from each other, at the borders of code points.
  private static func randomEdits(of cell: SourceFile, _ random: inout SplitMix) -> [TextEdit] {
    var borders = cell.bytes.indices.filter { cell.bytes[$0] & 0xC0 != 0x80 }
    borders.append(cell.bytes.count)
    var edits: [TextEdit] = []
    var index = 0
    while index < borders.count, edits.count < 3 {
      let start = index + random.next(below: borders.count - index)
      let end = start + random.next(below: borders.count - start)
      let text = (0..<random.next(below: 4)).map { _ in pieces[random.next(below: pieces.count)] }.joined()
      edits.append(TextEdit(Span(cell, TextRange(borders[start], borders[end])), text))
      index = end + (start == end ? 1 : 0)
      if start == end || index == borders.count - 1 { index += 1 }
    }
    return edits
  }
}
