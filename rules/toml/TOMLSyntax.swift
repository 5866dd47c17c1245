import Linting
import Setup
import Syntax

/// Text that is not TOML.
enum TOMLSyntax: FileRule {
  static let metadata = RuleMetadata(
    "toml-syntax", family: "toml", severity: .error, since: "0.1.0", "a TOML file that is not TOML")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard document.config?.language == .toml else { return [] }
    return ReadableText.problems(of: document).map { problem in
      var related: [RelatedPlace] = []
      if case .duplicateKey(let first) = problem.kind {
        related = [RelatedPlace(.span(Span(document.file, first)), "the first one")]
      }
      return .syntax(problem, in: document, label: "not TOML", related: related)
    }
  }
}
