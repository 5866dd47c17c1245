import Linting
import Setup
import Syntax

/// A key that a YAML mapping has twice.
enum YAMLDuplicateKey: FileRule {
  static let metadata = RuleMetadata(
    "yaml-duplicate-key", family: "yaml", severity: .error, since: "0.1.0",
    "a key that one YAML mapping has twice")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let tree = document.config, tree.language == .yaml else { return [] }
    let loader = Loader(of: document, in: workspace)
    return ReadableText.problems(of: document).compactMap { problem in
      guard case .duplicateKey(let first) = problem.kind else { return nil }
      let key = document.file.text(in: problem.range)
      return Observed(
        at: .span(Span(document.file, problem.range)), label: "the second \(key)", message(key, loader),
        advice: "delete one of the two", related: [.init(.span(Span(document.file, first)), "the first one")],
        fixes: RepeatedEntry(first, problem.range, in: tree).map { [$0.deletion] } ?? [],
        severity: loader == .ruamel ? .error : .warning)
    }
  }

  /// Who reads the file, as far as its dialect says so.
  private enum Loader {
    case pyYAML, ruamel, unknown

    init(of document: Document, in workspace: Workspace) {
      switch workspace.setups.first(where: { $0.anchor.file === document.file })?.dialect {
      case .glmDemo: self = .ruamel
      case .trl: self = .pyYAML
      default: self = .unknown
      }
    }
  }

  /// Run with PyYAML 6.0.3, ruamel.yaml 0.19.1 and OmegaConf 2.3.0.
  private static func message(_ key: String, _ loader: Loader) -> String {
    switch loader {
    case .ruamel:
      return "`\(key)` is in this mapping twice: ruamel.yaml, which loads this file, raises DuplicateKeyError"
    case .pyYAML:
      return "`\(key)` is in this mapping twice: PyYAML, which loads this file, takes the last without a word"
    case .unknown:
      return "`\(key)` is in this mapping twice: PyYAML takes the last without a word, ruamel.yaml raises "
        + "DuplicateKeyError, and OmegaConf raises ConstructorError"
    }
  }
}
