import Syntax

extension Workspace {
  /// The Python program that a document is: a script, or the code cells of a notebook in their order. nil for
  /// documents of other kinds, and for a cell by itself, which is a part of its notebook's program.
  package func program(of document: Document) -> PythonModule? {
    shared.programs.value(for: document.file) { makeProgram(of: document) }
  }

  private func makeProgram(of document: Document) -> PythonModule? {
    switch document.content {
    case .python(let tree):
      return tree.dialect == .script ? PythonModule(path: document.path, trees: [tree]) : nil
    case .notebook:
      let cells = document.embedded.compactMap(\.python).filter { $0.dialect == .notebookCell }
      return cells.isEmpty ? nil : PythonModule(path: document.path, trees: cells)
    case .config, .shell, .records, .text, .unreadable: return nil
    }
  }

  /// An evaluator that follows the imports of the project's own modules.
  package func evaluator() -> PythonEvaluator { PythonEvaluator(resolver: modules) }
}
