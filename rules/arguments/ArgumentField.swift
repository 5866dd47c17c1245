import Knowledge
import Linting
import Setup

/// A field of a training-arguments class: what it holds, and what comes of a text in it.
struct ArgumentField {
  enum Kind {
    case integer, number, flag
  }

  let name: String
  let kind: Kind

  /// nil for a field that holds something else, or is not known. O(parameters of the class).
  ///
  /// The defaults say what a field holds; those without a default that does are listed by their annotations
  /// (transformers 4.57.1 training_args.py and training_args_seq2seq.py).
  init?(_ name: String, of table: FactTable) {
    guard let consumer = table.consumer.value,
      consumer.hasSuffix("TrainingArguments") || (consumer.hasPrefix("trl.") && consumer.hasSuffix("Config")),
      !Self.others.contains(name)
    else { return nil }
    let classes = [consumer, "transformers.Seq2SeqTrainingArguments", "transformers.TrainingArguments"]
    let standards = classes.lazy.flatMap { Parameters.of($0, named: name) }.map(\.value.standard)
    guard let kind = Self.optional[name] ?? standards.lazy.compactMap(Self.kind).first else { return nil }
    self.name = name
    self.kind = kind
  }

  private static func kind(ofDefault standard: String) -> Kind? {
    if standard == "True" || standard == "False" { return .flag }
    if Int(standard) != nil { return .integer }
    return standard.utf8.first.map { $0 < 0x3A } == true && Double(standard) != nil ? .number : nil
  }

  /// Fields whose default is None.
  private static let optional: [String: Kind] = [
    "eval_steps": .integer, "save_total_limit": .integer, "eval_accumulation_steps": .integer,
    "data_seed": .integer,
    "dataloader_prefetch_factor": .integer, "torch_empty_cache_steps": .integer,
    "generation_max_length": .integer,
    "generation_num_beams": .integer, "ddp_bucket_cap_mb": .integer, "neftune_noise_alpha": .number,
    "warmup_ratio": .number, "tf32": .flag, "greater_is_better": .flag, "disable_tqdm": .flag,
    "ddp_find_unused_parameters": .flag, "ddp_broadcast_buffers": .flag, "hub_private_repo": .flag,
    "gradient_checkpointing": .flag,
  ]

  /// Fields that take a text as well, whatever their default.
  private static let others: Set<String> = ["include_num_input_tokens_seen", "fsdp", "debug"]

  /// What comes of a text in a numeric field: the same with transformers 4.41.2, 4.57.1 and 5.23.0, each run with a
  /// tiny model and torch 2.15. Empty for fields that were not run.
  var effectsOfText: [Effect] {
    let compared = "TypeError: a text is compared with a number"
    let (when, text): (Moment, String)
    switch name {
    case "learning_rate", "adam_beta1", "adam_beta2", "adam_epsilon":
      (when, text) = (
        .firstStep,
        "TypeError: '<=' not supported between instances of 'float' and 'str', in torch's optimizer"
      )
    case "weight_decay": (when, text) = (.firstStep, "TypeError, in the first step of torch's optimizer")
    case "max_grad_norm": (when, text) = (.firstStep, compared)
    case "logging_steps", "save_steps", "max_steps", "warmup_ratio", "eval_steps":
      (when, text) = (.start, compared)
    case "num_train_epochs", "seed": (when, text) = (.start, "TypeError, when the trainer is made or started")
    case "warmup_steps": (when, text) = (.start, "TypeError or ValueError, by release")
    case "save_total_limit": (when, text) = (.firstSave, compared)
    case "per_device_train_batch_size":
      (when, text) = (.firstStep, "ValueError: batch_size should be a positive integer value")
    case "per_device_eval_batch_size":
      (when, text) = (.firstEvaluation, "ValueError: batch_size should be a positive integer value")
    case "gradient_accumulation_steps":
      (when, text) = (.firstStep, "TypeError: unsupported operand type(s) for //: 'int' and 'str'")
    case "eval_accumulation_steps":
      (when, text) = (.firstEvaluation, "TypeError: unsupported operand type(s) for %: 'int' and 'str'")
    case "eval_delay", "dataloader_num_workers": (when, text) = (.firstStep, compared)
    default: return []
    }
    return [Effect(.always, when: when, severity: .error, text)]
  }
}

extension TrainingSetup {
  /// Whether a parser makes numbers and truth values of texts before the arguments get them: TRL's `TrlParser` hands
  /// the values to argparse as defaults, and argparse converts defaults that are texts (trl 0.9.6 to 0.24.0,
  /// `set_defaults_with_config`); flags are converted likewise.
  var convertsTexts: Bool { dialect == .trl || dialect == .launchLine }
}
