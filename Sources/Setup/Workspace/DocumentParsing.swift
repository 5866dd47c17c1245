import Syntax

/// Chooses the parser for a source, and opens up the sources inside it.
enum DocumentParsing {
  /// Magics that hand their arguments to a program of the same name, which installs packages.
  static let installers: Set<String> = ["pip", "conda", "mamba", "micromamba", "uv"]

  /// nil as `kind` is a file that is only searched for version pins.
  static func document(_ file: SourceFile, kind: FileKind?) -> Document {
    switch kind {
    case .python: return python(PythonParser.parse(file))
    case .notebook: return notebook(file)
    case .yaml: return Document(file: file, kind: kind, content: .config(YAMLParser.parse(file)))
    case .json:
      let tree = JSONParser.parse(file)
      if tree.holdsRecords { return Document(file: file, kind: kind, content: .records) }
      return Document(file: file, kind: kind, content: .config(tree))
    case .toml: return Document(file: file, kind: kind, content: .config(TOMLParser.parse(file)))
    case .shell: return shell(file)
    case .dockerfile, .jsonLines, nil: return Document(file: file, kind: kind, content: .text)
    }
  }

  /// A script, with the shell texts of one that is a notebook.
  private static func python(_ tree: PythonTree) -> Document {
    var embedded = NotebookExport.shellTexts(of: tree).map(shell)
    if tree.dialect == .notebookExport {
      let start = { (document: Document) in Span(document.file, .at(0)).onDisk.range.start }
      embedded = (embedded + shellLines(of: tree)).sorted { start($0) < start($1) }
    }
    return Document(file: tree.file, kind: .python, content: .python(tree), embedded: embedded)
  }

  private static func shell(_ file: SourceFile) -> Document {
    let script = ShellParser.parse(file)
    let written = script.commands.flatMap(\.redirections).compactMap(\.hereDocument?.source)
    let embedded = written.compactMap { source -> Document? in
      guard case .embedded(_, _, .writtenFile(let name)) = source.origin else { return nil }
      return document(source, kind: FileKind(path: name))
    }
    return Document(file: file, kind: .shell, content: .shell(script), embedded: embedded)
  }

  /// `!command` lines of a cell, and `%pip install …` and its sisters, each a source of its own.
  private static func shellLines(of tree: PythonTree) -> [Document] {
    let lines = tree.nodes(.shellLine) + tree.nodes(.magicLine).filter(\.installsPackages)
    return lines.sorted { $0.range < $1.range }.map { node in
      let text = node.text.utf8
      let isMarked = text.first == UInt8(ascii: "!") || text.first == UInt8(ascii: "%")
      let outer = TextRange(node.range.start + (isMarked ? 1 : 0), node.range.end)
      let map = EmbeddedMap(
        segments: [.init(inner: TextRange(0, outer.count), outer: outer)], encoding: .verbatim)
      let file = SourceFile(
        path: tree.file.path, bytes: Array(tree.file.bytes[outer.start..<outer.end]),
        origin: .embedded(host: tree.file, map: map, part: .shellText))
      return shell(file)
    }
  }

  private static func notebook(_ file: SourceFile) -> Document {
    let notebook = Notebook(file)
    let cells = notebook.cells.compactMap { cell -> Document? in
      switch cell.content {
      case .python(let source):
        let tree = PythonParser.parse(source, dialect: .notebookCell)
        return Document(file: source, kind: .python, content: .python(tree), embedded: shellLines(of: tree))
      case .shell(let source): return document(source, kind: .shell)
      case .writtenFile(let name, _, let source): return document(source, kind: FileKind(path: name))
      case .other: return nil
      }
    }
    return Document(file: file, kind: .notebook, content: .notebook(notebook), embedded: cells)
  }
}

extension ConfigTree {
  /// Whether a `.json` file is a data set: one array of objects, or one object a line, and nothing else wrong.
  fileprivate var holdsRecords: Bool {
    guard problems.allSatisfy({ $0.kind == .json(.severalValues) }) else { return false }
    if roots.count > 1, roots.allSatisfy({ $0.kind == .mapping }) { return true }
    guard let root = root, root.kind == .sequence, root.count > 0 else { return false }
    return root.children.allSatisfy { $0.kind == .mapping }
  }
}

extension PythonNode {
  /// A line magic that hands its arguments to an installer.
  fileprivate var installsPackages: Bool {
    guard kind == .magicLine else { return false }
    let words = text.drop { $0 == "%" }.split(separator: " ", maxSplits: 1)
    return words.first.map { DocumentParsing.installers.contains(String($0)) } ?? false
  }
}
