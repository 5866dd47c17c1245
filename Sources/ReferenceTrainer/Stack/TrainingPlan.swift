/// A small training as data: what to run, on which model, with which records.
///
/// Equal plans have equal outcomes. Confirmation runs the same plan on real libraries.
package struct TrainingPlan: Hashable, Sendable {
  /// The kind of model; each is tiny.
  package enum Family: String, Hashable, Sendable, CaseIterable {
    case llama, glm, glm4, chatglm, t5
  }

  /// The class that trains.
  package enum TrainerClass: String, Hashable, Sendable {
    case trainer = "Trainer"
    case seq2SeqTrainer = "Seq2SeqTrainer"
    /// trl's.
    case sftTrainer = "SFTTrainer"
    /// trl's.
    case dpoTrainer = "DPOTrainer"
  }

  /// A LoRA adapter, or virtual tokens.
  package struct Adapter: Hashable, Sendable {
    /// As it is written, right or wrong; nil for none.
    package var taskType: String?
    package var loRA: LoRASettings
    /// Virtual tokens in place of LoRA.
    package var prompts: PromptSettings?
    /// Whether `target_modules` is left out, so that PEFT takes those that its table has for the kind of model.
    package var usesUsualTargets = false
    /// Whether the task type is given to the finished config, which no release checks.
    package var isAssigned = false
    /// Whether it is written as a member of `TaskType`, which has to exist.
    package var isMember = false
    /// Whether the config is loaded from its file.
    package var isFile = false

    package init(taskType: String?, loRA: LoRASettings) { (self.taskType, self.loRA) = (taskType, loRA) }
  }

  /// What a script's own `prediction_step` does before it calls the trainer's, as in the GLM demos: all take
  /// `output_ids` out of the batch.
  package enum PredictionStep: String, Hashable, Sendable {
    case popsOutputIDs
    /// `del inputs["labels"]`.
    case deletesLabels
    /// `inputs.pop("labels", None)`.
    case popsLabels
  }

  package var family: Family
  /// The class whose `forward` is called, where it is not the family's own: another model of the same kind.
  package var forward: CallSignature?
  /// The `model_type` of that other model, for libraries that have it; nil where it is none of theirs.
  package var modelType: String?
  /// The class of transformers that looks for the model by the kind in its config, such as `AutoModelForCausalLM`; nil for
  /// the family's own class.
  package var autoClass: String?
  package var adapter: Adapter?
  /// Whether the script calls `gradient_checkpointing_enable` on the model before it gets an adapter.
  package var checkpointsFirst = false
  package var trainer: TrainerClass
  package var arguments = TrainerArguments()
  package var collator: Collator.Kind
  package var padsOutputIDs = false
  package var predictionStep: PredictionStep?
  /// The names that `compute_metrics` gives; nil without one.
  package var metrics: [String]?
  /// Whether it has an `EarlyStoppingCallback`.
  package var stopsEarly = false
  /// Whether the adapter is saved at the end and loaded again, by the class for models of this kind.
  package var reloads = false
  package var train: TokenizedSplit
  package var evaluation: TokenizedSplit?
  /// What `SFTTrainer` is given in place of a tokenized split and its collator.
  package var tuning: SupervisedFineTuning?
  /// What `DPOTrainer` is given in their place.
  package var preferences: PreferenceTuning?

  package init(
    _ family: Family, trainer: TrainerClass, collator: Collator.Kind, train: TokenizedSplit,
    evaluation: TokenizedSplit?
  ) {
    (self.family, self.trainer, self.collator) = (family, trainer, collator)
    (self.train, self.evaluation) = (train, evaluation)
  }

  /// Supervised fine-tuning on records that are not tokenized yet.
  package init(_ family: Family, _ tuning: SupervisedFineTuning) {
    self.init(
      family, trainer: .sftTrainer, collator: tuning.collator ?? .default, train: TokenizedSplit([]),
      evaluation: nil)
    self.tuning = tuning
  }

  /// Direct preference optimization of texts.
  package init(_ family: Family, _ preferences: PreferenceTuning) {
    self.init(
      family, trainer: .dpoTrainer, collator: .default, train: TokenizedSplit([]), evaluation: nil)
    self.preferences = preferences
  }

  /// Whether its records are texts, so that the model has a token for each byte.
  var isOnTexts: Bool { tuning != nil || preferences != nil }
}

/// The tokenized records of a split, column by column.
package struct TokenizedSplit: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package let name: String
    /// A list for each record.
    package let rows: [[Int]]

    package init(name: String, rows: [[Int]]) { (self.name, self.rows) = (name, rows) }
  }

  package private(set) var columns: [Column]

  package init(_ columns: [Column]) { self.columns = columns }

  package var names: [String] { columns.map(\.name) }
  package var count: Int { columns.first?.rows.count ?? 0 }

  /// The record at `index`, without the columns that are left out.
  func record(_ index: Int) -> [(name: String, tokens: [Int])] { columns.map { ($0.name, $0.rows[index]) } }

  func keeping(_ names: [String]) -> TokenizedSplit {
    TokenizedSplit(columns.filter { names.contains($0.name) })
  }
}
