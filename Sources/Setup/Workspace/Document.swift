import Syntax

/// One text and what it was read as.
///
/// A class, since it is handed around much and never changes.
package final class Document: Sendable {
  package enum Content: Sendable {
    case python(PythonTree)
    case config(ConfigTree)
    case shell(ShellScript)
    /// The cells are its embedded documents.
    case notebook(Notebook)
    /// Records of a data set, which are streamed and not held.
    case records
    /// A kind of file whose text is only searched for version pins.
    case text
    case unreadable(FileError)
  }

  package let file: SourceFile
  /// nil for a file that is only searched for version pins.
  package let kind: FileKind?
  package let content: Content
  /// Cells, written files and here-documents inside it, in the order of the text.
  package let embedded: [Document]
  /// What the parser of its language could not accept, in the order of the text. Where the file on disk has more than
  /// `SyntaxProblem.countLimit`, the last one says so.
  package let problems: [SyntaxProblem]

  /// `problems` are those of the content, unless others are given.
  package init(
    file: SourceFile, kind: FileKind?, content: Content, embedded: [Document] = [],
    problems: [SyntaxProblem]? = nil
  ) {
    self.file = file
    self.kind = kind
    self.content = content
    self.embedded = embedded
    self.problems = problems ?? content.problems
  }

  package var path: String { file.outermost.path }

  package var python: PythonTree? {
    if case .python(let tree) = content { return tree }
    return nil
  }

  package var config: ConfigTree? {
    if case .config(let tree) = content { return tree }
    return nil
  }

  /// Comments of the text itself; those of embedded documents are theirs.
  package var comments: [TextRange] {
    if let python { return python.comments }
    if case .shell(let script) = content { return script.comments }
    return config?.comments.map(\.range) ?? []
  }

  /// This document, then the embedded ones, depth first.
  package var all: [Document] { [self] + embedded.flatMap(\.all) }
}

extension Document.Content {
  fileprivate var problems: [SyntaxProblem] {
    switch self {
    case .python(let tree): return tree.problems
    case .config(let tree): return tree.problems
    case .notebook(let notebook): return notebook.problems
    case .shell(let script): return script.problems
    case .records, .text, .unreadable: return []
    }
  }
}
