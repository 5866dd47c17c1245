import Syntax

/// Who reads a YAML file, and with which library.
package struct YAMLConsumer: Hashable, Sendable {
  package let loader: YAMLLoader
  /// The tool whose file it is by its form; nil where a script of the project loads it.
  package let name: String?
  /// The call that loads it.
  package let place: Span?
}

extension YAMLConsumer: Comparable {
  /// By the path and the place of the call.
  package static func < (left: YAMLConsumer, right: YAMLConsumer) -> Bool { left.order < right.order }

  private var order: (String, Int, Int, String) {
    let place = place?.onDisk
    return (
      place?.file.path ?? "", place?.range.start ?? -1, self.place?.range.start ?? -1,
      "\(loader) \(name ?? "")"
    )
  }
}

extension YAMLConsumer {
  /// The tool that a file belongs to by the keys that this tool alone has; nil for a form that several have.
  static func byForm(_ tree: ConfigTree) -> YAMLConsumer? {
    guard tree.language == .yaml, let root = tree.root, root.kind == .mapping else { return nil }
    func has(_ keys: String...) -> Bool { keys.allSatisfy { root[$0] != nil } }
    func made(_ loader: YAMLLoader, _ name: String) -> YAMLConsumer {
      YAMLConsumer(loader: loader, name: name, place: nil)
    }
    // ChatGLM3 finetune_hf.py at 732294f, GLM-4 finetune.py at 3f79b54: `YAML(typ="safe", pure=True)`.
    if GLMDemoReader.recognizes(tree) { return made(.ruamel, "the script of the GLM demos") }
    // trl/scripts/utils.py `TrlParser.parse_args_and_config`: `yaml.safe_load`.
    if TRLReader.recognizes(tree) { return made(.pyYAML, "TRL") }
    // llamafactory/hparams/parser.py: `yaml.safe_load` up to 0.9.3, then `OmegaConf.load`, which has PyYAML's
    // grammar.
    if LLaMAFactoryReader.recognizes(tree) { return made(.pyYAML, "LLaMA-Factory") }
    // axolotl/cli/config.py `load_cfg`: `yaml.safe_load`.
    if AxolotlReader.recognizes(tree) { return made(.pyYAML, "axolotl") }
    // accelerate/commands/config/config_args.py `from_yaml_file`: `yaml.safe_load`.
    if has("compute_environment", "distributed_type") { return made(.pyYAML, "accelerate") }
    return nil
  }
}

extension Workspace {
  /// Who reads this file as far as the project says so: the scripts that load it by its path, or else the tool
  /// that has files of this form. Empty for what is not YAML.
  package func yamlConsumers(of document: Document) -> [YAMLConsumer] {
    guard let tree = document.config, tree.language == .yaml else { return [] }
    if let known = scriptsLoadingYAML[document.path] { return known }
    return YAMLConsumer.byForm(tree).map { [$0] } ?? []
  }
}
