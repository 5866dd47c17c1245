import Syntax

/// Chooses the parser for a source, and opens up the sources inside it.
enum DocumentParsing {
  /// nil as `kind` is a file that is only searched for version pins.
  static func document(_ file: SourceFile, kind: FileKind?) -> Document {
    switch kind {
    case .python: return Document(file: file, kind: kind, content: .python(PythonParser.parse(file)))
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

  private static func shell(_ file: SourceFile) -> Document {
    let script = ShellParser.parse(file)
    return Document(file: file, kind: .shell, content: .shell(script))
  }

  private static func notebook(_ file: SourceFile) -> Document {
    let notebook = Notebook(file)
    let cells = notebook.cells.compactMap { cell -> Document? in
      switch cell.content {
      case .python(let source):
        let tree = PythonParser.parse(source, dialect: .notebookCell)
        return Document(file: source, kind: .python, content: .python(tree))
      case .shell(let source): return document(source, kind: .shell)
      case .writtenFile(let name, _, let source): return document(source, kind: FileKind(path: name))
      case .other: return nil
      }
    }
    return Document(file: file, kind: .notebook, content: .notebook(notebook), embedded: cells)
  }
}

extension ConfigTree {
  /// Whether a `.json` file is a data set: one array of objects, or one object a line.
  fileprivate var holdsRecords: Bool {
    if roots.count > 1, roots.allSatisfy({ $0.kind == .mapping }) { return true }
    guard let root = roots.first, root.kind == .sequence, root.count > 0 else { return false }
    return root.children.allSatisfy { $0.kind == .mapping }
  }
}
