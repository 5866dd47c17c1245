import Datasets
import Syntax

/// Chooses the parser for a source, and opens up the sources inside it.
struct DocumentParsing {
  /// Magics that hand their arguments to a program of the same name, which installs packages.
  static let installers: Set<String> = ["pip", "conda", "mamba", "micromamba", "uv"]

  /// How many problems of the file on disk are still kept; below zero once one more has been found. A file with as many
  /// is no work of a person, and the sources inside it that were not yet read are left alone.
  private var problemsLeft = SyntaxProblem.countLimit

  private init() {}

  /// nil as `kind` is a file that is only searched for version pins.
  static func document(_ file: SourceFile, kind: FileKind?) -> Document {
    var parsing = DocumentParsing()
    return parsing.document(file, kind: kind)
  }

  private mutating func document(_ file: SourceFile, kind: FileKind?) -> Document {
    switch kind {
    case .python: return python(PythonParser.parse(file))
    case .notebook: return notebook(file)
    case .yaml: return config(YAMLParser.parse(file), kind)
    case .json:
      let tree = JSONParser.parse(file)
      if tree.holdsRecords { return Document(file: file, kind: kind, content: .records) }
      return config(tree, kind)
    case .toml: return config(TOMLParser.parse(file), kind)
    case .shell: return shell(file)
    case .dockerfile, .jsonLines, .table, .plainText, nil:
      return Document(file: file, kind: kind, content: .text)
    }
  }

  /// Those of a text's problems that are kept.
  private mutating func kept(_ problems: [SyntaxProblem]) -> [SyntaxProblem] {
    let kept = problems.limited(to: max(problemsLeft, 0))
    problemsLeft -= kept.count
    return kept
  }

  /// Opens up one source after the other, as long as problems are kept.
  private mutating func open<Source>(
    _ sources: [Source], _ body: (inout DocumentParsing, Source) -> Document?
  ) -> [Document] {
    var documents: [Document] = []
    for source in sources where problemsLeft >= 0 {
      if let document = body(&self, source) { documents.append(document) }
    }
    return documents
  }

  private mutating func config(_ tree: ConfigTree, _ kind: FileKind?) -> Document {
    Document(file: tree.file, kind: kind, content: .config(tree), problems: kept(tree.problems))
  }

  /// A script, with the shell texts of one that is a notebook.
  private mutating func python(_ tree: PythonTree) -> Document {
    let problems = kept(tree.problems)
    var embedded = open(NotebookExport.shellTexts(of: tree)) { $0.shell($1) }
    if tree.dialect == .notebookExport {
      let start = { (document: Document) in Span(document.file, .at(0)).onDisk.range.start }
      embedded = (embedded + shellLines(of: tree)).sorted { start($0) < start($1) }
    }
    return Document(
      file: tree.file, kind: .python, content: .python(tree), embedded: embedded, problems: problems)
  }

  private mutating func shell(_ file: SourceFile) -> Document {
    let script = ShellParser.parse(file)
    let problems = kept(script.problems)
    let written = script.commands.flatMap(\.redirections).compactMap(\.hereDocument?.source)
    let embedded = open(written) { parsing, source in
      guard case .embedded(_, _, .writtenFile(let name)) = source.origin else { return nil }
      return parsing.document(source, kind: FileKind(path: name))
    }
    return Document(
      file: file, kind: .shell, content: .shell(script), embedded: embedded, problems: problems)
  }

  /// `!command` lines of a cell, and `%pip install …` and its sisters, each a source of its own.
  private mutating func shellLines(of tree: PythonTree) -> [Document] {
    let lines = tree.nodes(.shellLine) + tree.nodes(.magicLine).filter(\.installsPackages)
    return open(lines.sorted { $0.range < $1.range }) { parsing, node in
      let text = node.text.utf8
      let isMarked = text.first == UInt8(ascii: "!") || text.first == UInt8(ascii: "%")
      let outer = TextRange(node.range.start + (isMarked ? 1 : 0), node.range.end)
      let map = EmbeddedMap(
        segments: [.init(inner: TextRange(0, outer.count), outer: outer)], encoding: .verbatim)
      let file = SourceFile(
        path: tree.file.path, bytes: Array(tree.file.bytes[outer.start..<outer.end]),
        origin: .embedded(host: tree.file, map: map, part: .shellText))
      return parsing.shell(file)
    }
  }

  private mutating func notebook(_ file: SourceFile) -> Document {
    let notebook = Notebook(file)
    let problems = kept(notebook.problems)
    let cells = open(notebook.cells) { parsing, cell in
      switch cell.content {
      case .python(let source): return parsing.cell(PythonParser.parse(source, dialect: .notebookCell))
      case .shell(let source): return parsing.document(source, kind: .shell)
      case .writtenFile(let name, _, let source): return parsing.document(source, kind: FileKind(path: name))
      case .other: return nil
      }
    }
    return Document(
      file: file, kind: .notebook, content: .notebook(notebook), embedded: cells, problems: problems)
  }

  private mutating func cell(_ tree: PythonTree) -> Document {
    let problems = kept(tree.problems)
    return Document(
      file: tree.file, kind: .python, content: .python(tree), embedded: shellLines(of: tree),
      problems: problems)
  }
}

extension ConfigTree {
  /// Whether a `.json` file is a data set: one array of objects, or, but for null, mostly of such as are trained on, or one
  /// object a line, and nothing else wrong.
  fileprivate var holdsRecords: Bool {
    guard problems.allSatisfy({ $0.kind == .json(.severalValues) }) else { return false }
    if roots.count > 1, roots.allSatisfy({ $0.kind == .mapping }) { return true }
    guard let root = root, root.kind == .sequence, root.count > 0 else { return false }
    var (objects, nulls) = (0, 0)
    for child in root.children {
      if child.kind == .mapping {
        objects += 1
      } else if child.text == "null", child.style == .plain {
        nulls += 1
      }
    }
    guard objects < root.count, let first = root.children.first(where: { $0.kind == .mapping }) else {
      return objects == root.count
    }
    let names = first.entries.map(\.key.text)
    return 2 * objects > root.count - nulls
      && (DatasetFormat.isNamed(by: names) || names.contains { KnownColumn(name: $0)?.namesTurns ?? false })
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

extension KnownColumn {
  /// Whether nothing but conversations is called so.
  fileprivate var namesTurns: Bool { self == .messages || self == .conversations }
}
