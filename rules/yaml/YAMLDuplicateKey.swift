import Linting
import Setup
import Syntax

/// A key that a YAML mapping has twice.
enum YAMLDuplicateKey: FileRule {
  static let metadata = RuleMetadata(
    "yaml-duplicate-key", family: "yaml", severity: .error, since: "0.1.0",
    "a key that one YAML mapping has twice")

  static func turn(of document: Document) -> FileTurn {
    document.config?.hasDuplicateKeys ?? false ? .last : .never
  }

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let tree = document.config, tree.language == .yaml else { return [] }
    let places = ReadableText.problems(of: document).compactMap { problem -> (TextRange, TextRange)? in
      guard case .duplicateKey(let first) = problem.kind else { return nil }
      return (first, problem.range)
    }
    guard !places.isEmpty else { return [] }
    // ruamel looks for no repeated keys beside a merge, and OmegaConf for none that are no texts.
    let loader = workspace.yamlConsumers(of: document).first?.loader
    let entries = tree.entries(withKeysAt: Set(places.flatMap { [$0.0, $0.1] }), inMappings: .block)
    let stopping = loader.map { keysThatStop($0, tree) } ?? []
    return places.map { first, second in
      let key = document.file.text(in: second)
      let repeated = RepeatedEntry(first, second, of: entries, in: tree)
      let silent: Severity = repeated?.isSameValue ?? false ? .info : .warning
      return Observed(
        at: .span(Span(document.file, second)), label: "the second \(key)", message(key, loader),
        advice: "delete one of the two", related: [.init(.span(Span(document.file, first)), "the first one")],
        fixes: repeated.map { [$0.deletion] } ?? [], severity: stopping.contains(second) ? .error : silent)
    }
  }

  /// The keys for which this loader raises an error. O(nodes).
  private static func keysThatStop(_ loader: YAMLLoader, _ tree: ConfigTree) -> Set<TextRange> {
    guard loader != .pyYAML else { return [] }
    return Set((tree.refusals(by: loader) ?? []).lazy.filter { $0.stage == .duplicateKey }.map(\.range))
  }

  /// Run with PyYAML 6.0.3, ruamel.yaml 0.19.1 and OmegaConf 2.3.0.
  private static func message(_ key: String, _ loader: YAMLLoader?) -> String {
    switch loader {
    case .ruamel:
      return "`\(key)` is in this mapping twice: ruamel.yaml, which loads this file, raises DuplicateKeyError"
    case .pyYAML:
      return "`\(key)` is in this mapping twice: PyYAML, which loads this file, takes the last without a word"
    case .omegaConf:
      return "`\(key)` is in this mapping twice: OmegaConf, which loads this file, raises ConstructorError"
    case nil:
      return "`\(key)` is in this mapping twice: PyYAML takes the last without a word, ruamel.yaml raises "
        + "DuplicateKeyError, and OmegaConf raises ConstructorError"
    }
  }
}
