/// Which names of the libraries the reader understands.
enum LibraryClass {
  static let packages: Set<String> = ["transformers", "peft", "trl", "datasets", "unsloth", "dataclasses"]

  /// Whether a dotted module name lies in one of them.
  static func isPackage(_ module: String) -> Bool {
    packages.contains(String(Substring(module.utf8.prefix { $0 != UInt8(ascii: ".") })))
  }

  /// transformers/trainer.py, trainer_seq2seq.py; trl/trainer/*.py: every class that takes a model, arguments and
  /// data sets and has `train()`.
  static func isTrainer(_ name: String) -> Bool {
    (name.hasPrefix("transformers.") || name.hasPrefix("trl.")) && name.hasSuffix("Trainer")
  }

  /// The classes whose keywords are training arguments.
  static func isArguments(_ name: String) -> Bool {
    if name == "transformers.TrainingArguments" || name == "transformers.Seq2SeqTrainingArguments" {
      return true
    }
    return name.hasPrefix("trl.") && name.hasSuffix("Config") && name != "trl.ModelConfig"
  }

  /// The classes of PEFT that describe an adapter (peft/tuners/*/config.py: every one ends in `Config`).
  static func isAdapterConfig(_ name: String) -> Bool {
    name.hasPrefix("peft.") && name.hasSuffix("Config") && name.utf8.count { $0 == UInt8(ascii: ".") } == 1
  }

  /// `transformers.AutoModelForCausalLM` and its sisters, and `AutoModel` itself.
  static func isAutoModel(_ name: String) -> Bool { name.hasPrefix("transformers.AutoModel") }

  /// The classes of transformers, and those with the names of language models that a copy of a model's remote code
  /// defines: `modeling_chatglm.ChatGLMForConditionalGeneration`.
  static func isLanguageModel(_ name: String) -> Bool {
    name.hasPrefix("transformers.") || name.hasSuffix("ForConditionalGeneration")
      || name.hasSuffix("ForCausalLM") || name.hasSuffix("LMHeadModel")
  }

  /// Functions and methods that hand the model on as it is, the model their first argument or their receiver.
  static let modelPassThroughFunctions: Set<String> = [
    "peft.prepare_model_for_kbit_training", "peft.prepare_model_for_int8_training", "trl.setup_chat_format",
    "trl.clone_chat_template",
  ]
  static let modelPassThroughMethods: Set<String> = [
    "to", "cuda", "cpu", "half", "float", "bfloat16", "eval", "train", "merge_and_unload", "quantize",
  ]

  /// Parameters of the trainers' `__init__` by position (transformers/trainer.py 4.28 to 5.23: the first six are
  /// the same throughout; trl/trainer/sft_trainer.py: the same order).
  static let trainerParameters = [
    "model", "args", "data_collator", "train_dataset", "eval_dataset",
  ]
}
