import Syntax

/// One training run as the files describe it, whatever dialect they are written in.
///
/// The parts are fact tables, so that a rule reads `setup.adapter["task_type"]` and never learns whether a
/// keyword, a YAML key or a flag said it. A part that nobody mentions is nil.
package struct TrainingSetup: Sendable {
  /// What people call it: the file, and the line where a file holds several.
  package let name: String
  package let dialect: Dialect
  /// The place that stands for the run as a whole: the trainer's call, the config's first key.
  package let anchor: Span
  package var versions: LibraryVersions
  /// The launch line that starts the run, where one was read.
  package var launch: LaunchLine?

  /// `name` (as given to `from_pretrained`), `model_type`, `auto_class`, `trust_remote_code`…
  package var model: FactTable?
  /// The PEFT configuration; its consumer is the config class, such as `peft.LoraConfig`.
  package var adapter: FactTable?
  /// Training arguments; the consumer is the arguments class.
  package var arguments: FactTable?
  /// Keywords of the trainer; the consumer is the trainer class of the library, also under a subclass.
  package var trainer: FactTable?
  package var collator: FactTable?
  package var splits: [SplitSetup] = []
  /// The data sets that it takes by name from LLaMA-Factory's `dataset_info.json`.
  package var registeredData: [RegisteredDataSet] = []
  /// The data sets of an axolotl config that are files of the project.
  package var axolotlData: [AxolotlDataSet] = []
  /// After how many tokens a row ends, where the dialect says that beside the trainer's arguments; nil where it does not.
  package var rowLength: Fact<Int>?
  /// After how many tokens the questions end that it evaluates on, where the dialect says that.
  package var evaluatedLength: Fact<Int>?
  /// What an override of `prediction_step` does with its inputs.
  package var predictionStep: PredictionStep?
  /// Methods that the project's subclasses of the trainer define.
  package var trainerOverrides: Set<String> = []
  /// Means of masking prompts that were made and are used for nothing.
  package var idleMaskings: [IdleMasking] = []
  /// What becomes of the adapter's configuration.
  package enum AdapterUse: Hashable, Sendable {
    /// It reaches `get_peft_model`, by itself or through a trainer.
    case applied
    /// It was saved by an earlier run and is loaded.
    case saved
    /// Nothing that is read here does anything with it.
    case unknown
  }
  package var adapterUse = AdapterUse.unknown

  package init(name: String, dialect: Dialect, anchor: Span, versions: LibraryVersions) {
    self.name = name
    self.dialect = dialect
    self.anchor = anchor
    self.versions = versions
  }

  /// The first set-up of `split`, where there is one.
  package func split(_ split: Split) -> SplitSetup? { splits.first { $0.split == split } }

  /// The parts by the names that fact keys and the run card use, in the order of the run card.
  package var parts: [(name: String, table: FactTable)] {
    let all: [(String, FactTable?)] = [
      ("model", model), ("adapter", adapter), ("arguments", arguments), ("trainer", trainer),
      ("collator", collator),
    ]
    return all.compactMap { name, table in table.map { (name, $0) } }
  }

  /// Every fact by its key, such as `adapter.task_type`, in the order of the run card. O(facts).
  package var facts: [(key: String, fact: Fact<SetupValue>)] {
    var all: [(key: String, fact: Fact<SetupValue>)] = []
    for (part, table) in parts {
      all.append((part, table.consumer.map(orUnknown: "") { .symbol($0) }))
      for name in table.names { all.append(("\(part).\(name)", table[name])) }
    }
    for split in splits { all += split.facts }
    if let predictionStep { all += predictionStep.facts }
    all += idleMaskings.map(\.fact)
    return all
  }
}

/// A way of writing a training run down.
package enum Dialect: String, Hashable, Sendable, CaseIterable {
  case pythonScript = "Python script"
  case notebook = "notebook"
  case glmDemo = "GLM demo config"
  case adapterConfig = "PEFT adapter config"
  case trl = "TRL config"
  case llamaFactory = "LLaMA-Factory config"
  case axolotl = "axolotl config"
  case launchLine = "launch line"
}
