import Syntax

/// Reads a saved adapter's `adapter_config.json` (peft/config.py, `PeftConfigMixin.from_pretrained`).
package struct AdapterConfigReader {
  let tree: ConfigTree
  let versions: LibraryVersions
  let context: any ReadingContext

  package init(tree: ConfigTree, versions: LibraryVersions, context: any ReadingContext) {
    self.tree = tree
    self.versions = versions
    self.context = context
  }

  /// nil for a JSON file that is something else.
  package func setup() -> TrainingSetup? {
    guard let root = tree.root, root.kind == .mapping, let method = root["peft_type"] else {
      return nil
    }
    let path = tree.file.outermost.path
    var setup = TrainingSetup(name: path, dialect: .adapterConfig, anchor: root.span, versions: versions)
    let facts = ConfigFacts(of: tree, .json)
    setup.adapter = facts.table(root, consumer: AdapterMethod.consumer(facts.fact(method)))
    setup.adapterUse = .saved
    setup.model = root["base_model_name_or_path"].map {
      ModelIdentity.table(namedAt: $0, facts, from: path, context: context)
    }
    return setup
  }
}

extension AdapterMethod {
  /// The config class that a `peft_type` fact chooses.
  static func consumer(_ method: Fact<SetupValue>) -> Fact<String> {
    method.map(orUnknown: "the PEFT method is not known") { value in
      switch value {
      case .string(let name): return configClass(name)
      case .symbol(let name): return name.split(separator: ".").last.flatMap { configClass(String($0)) }
      default: return nil
      }
    }
  }
}
