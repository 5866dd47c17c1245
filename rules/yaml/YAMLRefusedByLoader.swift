import Linting
import Setup
import Syntax

/// YAML that the library which loads the file cannot read.
enum YAMLRefusedByLoader: FileRule {
  static let metadata = RuleMetadata(
    "yaml-refused-by-loader", family: "yaml", severity: .error, since: "0.1.0",
    "valid YAML that the library which loads the file refuses")

  /// What no loader reads is `yaml-syntax`, and most files are read by all.
  static func turn(of document: Document) -> FileTurn {
    guard let tree = tree(of: document), !tree.isLoadedByAll else { return .never }
    return .last
  }

  private static func tree(of document: Document) -> ConfigTree? {
    guard let tree = document.config, tree.language == .yaml, tree.problems.allSatisfy(\.isOfLoaders) else {
      return nil
    }
    return tree
  }

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let tree = tree(of: document) else { return [] }
    for consumer in workspace.yamlConsumers(of: document) {
      let refusals = (tree.refusals(by: consumer.loader) ?? []).filter { !isTold($0, by: tree) }
      if !refusals.isEmpty {
        // A template is not what the loader will see.
        guard !Template.isLikely(document) else { return [] }
        return refusals.map { observed($0, consumer, in: document) }
      }
    }
    return []
  }

  /// Whether `yaml-duplicate-key` speaks of it.
  private static func isTold(_ refusal: YAMLRefusal, by tree: ConfigTree) -> Bool {
    refusal.stage == .duplicateKey
      && tree.problems.contains {
        if case .duplicateKey = $0.kind { $0.range == refusal.range } else { false }
      }
  }

  private static func observed(
    _ refusal: YAMLRefusal, _ consumer: YAMLConsumer, in document: Document
  ) -> Observed {
    Observed(
      at: .span(Span(document.file, refusal.range)), label: "refused here",
      message(refusal.reason, consumer),
      related: consumer.place.map { [RelatedPlace(.span($0), "loaded here")] } ?? [])
  }
}

extension YAMLRefusedByLoader {
  fileprivate static func message(_ reason: String, _ consumer: YAMLConsumer) -> String {
    let user = consumer.name ?? "the script"
    return "\(consumer.loader.name), with which \(user) loads this file, refuses \(reason)"
  }
}

extension YAMLLoader {
  /// What people call it.
  var name: String {
    switch self {
    case .pyYAML: return "PyYAML"
    case .ruamel: return "ruamel.yaml"
    case .omegaConf: return "OmegaConf"
    }
  }
}

extension SyntaxProblem {
  /// Only loaders differ about it.
  fileprivate var isOfLoaders: Bool {
    switch kind {
    case .duplicateKey, .deviation: return true
    default: return false
    }
  }
}
