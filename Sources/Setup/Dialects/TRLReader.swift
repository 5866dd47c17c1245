import Syntax

/// Reads the flat YAML that TRL's commands and scripts take by `--config` (`trl sft --config x.yaml`; the recipes of
/// alignment-handbook are the same).
///
/// trl/scripts/utils.py `TrlParser`: PyYAML's safe loader; every key goes to the dataclass that has it, the script's
/// own, the trainer's config, or `ModelConfig`, whose `lora_*` fields become a `LoraConfig` when `use_peft` is on
/// (trl/trainer/model_config.py and `get_peft_config` in trl/trainer/utils.py).
package struct TRLReader {
  let tree: ConfigTree
  let versions: LibraryVersions
  let context: any ReadingContext
  let facts: ConfigFacts

  package init(tree: ConfigTree, versions: LibraryVersions, context: any ReadingContext) {
    self.tree = tree
    self.versions = versions
    self.context = context
    facts = ConfigFacts(of: tree, .pyYAML)
  }

  /// A flat file that names a model, and a data set or an output, and has no key by which other tools' files are
  /// known (LLaMA-Factory: `stage`, `finetuning_type`, `template`; axolotl: `base_model`; ms-swift: `train_type`).
  package static func recognizes(_ tree: ConfigTree) -> Bool {
    guard let root = tree.root, root.kind == .mapping, root["model_name_or_path"] != nil else {
      return false
    }
    let foreign = ["stage", "finetuning_type", "template", "base_model", "train_type", "data_config"]
    guard foreign.allSatisfy({ root[$0] == nil }) else { return false }
    return ["dataset_name", "dataset_mixture", "dataset_mixer", "datasets", "output_dir"].contains {
      root[$0] != nil
    }
  }

  /// `command` is the trainer's word on the launch line that names this file (`sft`, `dpo`…), where one is known.
  package func setup(command: String? = nil, flags: CommandLineFlags? = nil) -> TrainingSetup? {
    guard Self.recognizes(tree), let root = tree.root else { return nil }
    let path = tree.file.outermost.path
    var setup = TrainingSetup(name: path, dialect: .trl, anchor: root.span, versions: versions)
    var arguments = facts.table(root, consumer: consumer(root, command: command))
    for (name, flag) in flags?.ordered ?? [] { arguments.set(name, flag.fact, nameSpan: flag.nameSpan) }
    let reason = flags == nil ? "flags on the command line may add to them" : flags?.openReason
    if let reason { arguments.open(because: reason) }
    setup.arguments = arguments
    setup.splits = trainSplit(root, arguments).map { [$0] } ?? []
    setup.model = root["model_name_or_path"].map {
      ModelIdentity.table(namedAt: $0, facts, from: path, context: context)
    }
    setup.adapter = adapter(root)
    for (name, flag) in flags?.ordered ?? [] {
      if let field = Self.adapterFields[name] {
        setup.adapter?.set(field, flag.fact, nameSpan: flag.nameSpan)
      }
    }
    setup.adapterUse = .applied
    return setup
  }

  /// nil unless `use_peft` is on.
  private func adapter(_ root: ConfigNode) -> FactTable? {
    guard let use = root["use_peft"], facts.value(use) == .bool(true) else { return nil }
    var table = FactTable(consumer: .known("peft.LoraConfig", at: use.span), span: use.span)
    for entry in root.effectiveEntries(.pyYAML).entries {
      guard let name = Self.adapterFields[entry.key.text] else { continue }
      table.set(name, facts.fact(entry.value, isShared: entry.isShared), nameSpan: entry.key.span)
    }
    if table["task_type"].isAbsent {
      // trl/trainer/model_config.py: `lora_task_type` defaults to "CAUSAL_LM".
      table.set("task_type", .known(.string("CAUSAL_LM"), at: use.span))
    }
    table.open(because: "flags on the command line may add to them")
    return table
  }

  /// trl/trainer/utils.py `get_peft_config`, trl 0.7.11 to 1.16.0.
  static let adapterFields: [String: String] = [
    "lora_task_type": "task_type", "lora_r": "r", "lora_alpha": "lora_alpha", "lora_dropout": "lora_dropout",
    "lora_target_modules": "target_modules", "lora_modules_to_save": "modules_to_save",
  ]

  /// trl/cli: the commands and their config classes.
  static let configClasses: [String: String] = [
    "sft": "SFTConfig", "dpo": "DPOConfig", "grpo": "GRPOConfig", "kto": "KTOConfig",
    "reward": "RewardConfig",
    "rloo": "RLOOConfig",
  ]
}
