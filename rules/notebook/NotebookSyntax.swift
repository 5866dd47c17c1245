import Linting
import Setup
import Syntax

/// A notebook that Jupyter cannot open.
enum NotebookSyntax: FileRule {
  static let metadata = RuleMetadata(
    "notebook-syntax", family: "notebook", severity: .error, since: "0.1.0",
    "a notebook that is not JSON, or has no cells")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard case .notebook = document.content else { return [] }
    return ReadableText.problems(of: document).compactMap { problem in
      // `json.loads`, which nbformat uses, reads it.
      if problem.isReadByPythonJSON { return nil }
      return .syntax(problem, in: document, label: "not a notebook")
    }
  }
}
