import Linting
import Setup
import Syntax

/// Text that is not YAML.
enum YAMLSyntax: FileRule {
  static let metadata = RuleMetadata(
    "yaml-syntax", family: "yaml", severity: .error, since: "0.1.0", "a YAML file that is not YAML")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.config?.language == .yaml else { return [] }
    return ReadableText.problems(of: document).compactMap { problem in
      if case .duplicateKey = problem.kind { return nil }
      // What the specification forbids and every loader reads, such as a closing bracket without indentation.
      if problem.kind == .deviation { return nil }
      return .syntax(problem, in: document, label: "not YAML")
    }
  }
}
