import Syntax

/// Reads the YAML configs of the GLM demos: ChatGLM3's `finetune_demo` and GLM-4's `finetune`.
///
/// Both scripts load the file with ruamel.yaml's safe, pure loader (YAML 1.2) into a `FinetuningConfig`:
/// `training_args` become keywords of `Seq2SeqTrainingArguments`, `peft_config` goes to `peft.get_peft_config`
/// (ChatGLM3 finetune_hf.py at 732294f, GLM-4 finetune.py and finetune_vision.py at 3f79b54). The trainer, the
/// collator and the preprocessing are the script's; the script is looked for beside the config and above it.
package struct GLMDemoReader {
  let tree: ConfigTree
  let versions: LibraryVersions
  let context: any ReadingContext
  private let facts: ConfigFacts

  package init(tree: ConfigTree, versions: LibraryVersions, context: any ReadingContext) {
    self.tree = tree
    self.versions = versions
    self.context = context
    facts = ConfigFacts(of: tree, .ruamel)
  }

  /// Whether the file has the keys that both scripts require.
  package static func recognizes(_ tree: ConfigTree) -> Bool {
    guard let root = tree.root, root.kind == .mapping else { return false }
    return root["data_config"]?.kind == .mapping && root["training_args"]?.kind == .mapping
  }

  /// One set-up for each of `scripts`, the set-ups of the scripts that read such configs; without any, one of the
  /// config alone.
  ///
  /// `launched` are the data folder and the model that a launch line hands to the script before the config
  /// (`finetune_hf.py DATA_DIR MODEL_DIR CONFIG_FILE`).
  package func setups(
    with scripts: [TrainingSetup], launched: (dataFolder: String, model: Fact<String>)? = nil
  ) -> [TrainingSetup] {
    guard let root = tree.root, let data = root["data_config"], data.kind == .mapping,
      let arguments = root["training_args"], arguments.kind == .mapping
    else { return [] }
    let path = tree.file.outermost.path
    let bases = scripts.isEmpty ? [nil] : scripts.map(Optional.some)
    return bases.map { script in
      var setup = TrainingSetup(name: path, dialect: .glmDemo, anchor: root.span, versions: versions)
      setup.trainer = script?.trainer
      setup.collator = script?.collator
      setup.predictionStep = script?.predictionStep
      var model = script?.model ?? modelOfTheDemos(root)
      if let launched { ModelIdentity.set(launched.model, in: &model, from: path, context: context) }
      setup.model = model
      let consumer = Fact<String>.known("transformers.Seq2SeqTrainingArguments", at: arguments.span)
      setup.arguments = facts.table(arguments, consumer: consumer)
      if let adapter = root["peft_config"], adapter.kind == .mapping {
        setup.adapter = self.adapter(adapter)
        setup.adapterUse = .applied
      }
      setup.splits = splits(data, script, dataFolder: launched?.dataFolder)
      setup.rowLength = rowLength(root)
      if let input = root["max_input_length"], case .integer(let asked) = facts.value(input) {
        setup.evaluatedLength = .known(asked, at: input.span)
      }
      return setup
    }
  }

  /// Both demos load `AutoModelForCausalLM` from a folder that the command line names.
  private func modelOfTheDemos(_ root: ConfigNode) -> FactTable {
    var model = FactTable(
      consumer: .known("transformers.AutoModelForCausalLM", at: root.span), span: root.span)
    model.set("auto_class", .known(.symbol("transformers.AutoModelForCausalLM"), at: root.span))
    model.set("type", .unknown("the model's folder is given on the command line", at: root.span))
    model.open(because: "the script gives them")
    return model
  }

  /// `process_batch` of both scripts, ChatGLM3 at 732294f and GLM-4 at 3f79b54.
  private func rowLength(_ root: ConfigNode) -> Fact<Int>? {
    guard let input = root["max_input_length"], let output = root["max_output_length"],
      case .integer(let asked) = facts.value(input), case .integer(let answered) = facts.value(output)
    else { return nil }
    return .known(asked + answered + 1, at: input.span)
  }

  private func adapter(_ mapping: ConfigNode) -> FactTable {
    let method = mapping["peft_type"].map { facts.fact($0) } ?? .unknown("no `peft_type`", at: mapping.span)
    var table = facts.table(mapping, consumer: AdapterMethod.consumer(method))
    // The demos hand PREFIX_TUNING to the model's own `pre_seq_len` and never to PEFT.
    if method.value == .string("PREFIX_TUNING"), table["task_type"].isAbsent {
      table.set("task_type", .unknown("the demo does not hand it to PEFT", at: mapping.span))
    }
    return table
  }

  private func splits(_ data: ConfigNode, _ script: TrainingSetup?, dataFolder: String?) -> [SplitSetup] {
    let keys: [(String, Split)] = [("train_file", .train), ("val_file", .validation), ("test_file", .test)]
    return keys.compactMap { key, split in
      let processed = script?.split(split)
      guard let node = data[key], case .string(let name)? = facts.value(node) else {
        return processed
      }
      let files = Fact<[String]>.known([name], at: node.span)
      let located = dataFolder.map { FilePath.join($0, name) } ?? name
      let shape = context.dataset([located], from: tree.file.outermost.path)
      let unknown = "the data file was not found"
      var made = SplitSetup(
        split: split, files: files,
        columns: processed?.columns ?? shape?.columns ?? SplitColumns([], openReason: unknown),
        format: processed?.format ?? shape?.format ?? .unknown(unknown, at: node.span),
        preprocessing: processed?.preprocessing)
      made.fileColumns = shape?.columns
      made.records = shape?.profile
      made.unchangedRecords = shape?.profile
      return made
    }
  }
}
