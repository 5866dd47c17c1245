import Setup
import Syntax

/// The class of the object that an expression gives.
struct DefaultClass {
  /// Its short name.
  let name: String
  /// As Python prints it between quotes; the short name where the module is not known for sure.
  let printedName: String
  let traits: ClassTraits
  /// The class statement, where it is one of the project.
  let definition: PythonNode?

  private init(library name: String) {
    self.init(
      name: name.lastPart, printedName: Self.printedNames[name] ?? name.lastPart,
      traits: ClassTraits(ofLibraryClass: name))
  }

  private init(name: String, printedName: String, traits: ClassTraits, definition: PythonNode? = nil) {
    self.name = name
    self.printedName = printedName
    self.traits = traits
    self.definition = definition
  }

  /// nil where the class is not known, or where branches give different ones.
  init?(of value: Evaluated, by classes: ProjectClassTraits) {
    // What a command line may say instead can be of any class.
    if value.defaultOf?.hasPrefix("--") ?? false { return nil }
    switch value.value {
    case .sequence(_, isTuple: false, _):
      self.init(library: value.isWrittenInBraces ? "builtins.set" : "builtins.list")
    case .dictionary: self.init(library: "builtins.dict")
    case .symbol(let name):
      guard let type = Self.knownObjects[name] else { return nil }
      self.init(library: type)
    case .derived(let maker, .call(let site)): self.init(ofInstanceMadeBy: maker, site, by: classes)
    case .oneOf(let values):
      let classes = values.map { DefaultClass(of: $0, by: classes) }
      guard let first = classes.first ?? nil, classes.allSatisfy({ $0?.traits == first.traits }) else {
        return nil
      }
      self = first
    default: return nil
    }
  }

  private init?(ofInstanceMadeBy maker: Evaluated, _ site: PythonCallSite, by classes: ProjectClassTraits) {
    switch maker.value {
    case .symbol(let name):
      self.init(library: Self.resultTypes[name] ?? Self.classOfConstructor(name) ?? name)
    case .projectClass(let node, let frame):
      guard let definition = node.asClassDef else { return nil }
      self.init(
        name: definition.name, printedName: definition.name,
        traits: classes.traits(of: node, in: frame), definition: node)
    case .derived(let receiver, .attribute("copy")):
      guard case .sequence = receiver.value else { return nil }
      self.init(of: receiver, by: classes)
    case .derived(let factory, .call(let making)) where factory.symbol == "dataclasses.make_dataclass":
      let given = classes.evaluator.arguments(of: making)
      guard let name = given.positional.first?.text, given["bases"] == nil, given["namespace"] == nil else {
        return nil
      }
      let hashing = DataclassParameters(of: given).hashing(from: .inherited, isExplicit: false)
      var traits = ClassTraits.plain
      traits.hashing = hashing
      self.init(name: name, printedName: name, traits: traits)
    default: return nil
    }
  }

  /// `LlamaConfig.from_pretrained(...)` gives a `LlamaConfig`; an Auto class gives one of another class.
  private static func classOfConstructor(_ name: String) -> String? {
    let methods = [".from_pretrained", ".from_dict", ".from_json_file"]
    guard let method = methods.first(where: { name.hasSuffix($0) }) else { return nil }
    let type = String(name.dropLast(method.count))
    return type.hasSuffix("Config") && !type.contains(".Auto") ? type : nil
  }

  /// Functions of Python and numpy, and the class of what they return.
  private static let resultTypes: [String: String] = {
    var types = [
      "builtins.sorted": "builtins.list", "builtins.dir": "builtins.list",
      "builtins.dict.fromkeys": "builtins.dict",
      "builtins.vars": "builtins.dict", "builtins.globals": "builtins.dict",
      "builtins.locals": "builtins.dict",
      "dataclasses.asdict": "builtins.dict", "os.listdir": "builtins.list", "glob.glob": "builtins.list",
      "os.environ.copy": "builtins.dict",
    ]
    for name in [
      "array", "asarray", "zeros", "ones", "empty", "full", "arange", "linspace", "eye", "identity",
    ] {
      types["numpy.\(name)"] = "numpy.ndarray"
    }
    return types
  }()

  /// Objects that modules hold.
  private static let knownObjects = [
    "sys.argv": "builtins.list", "sys.path": "builtins.list", "sys.modules": "builtins.dict",
  ]

  /// Where `repr` of a class says more than its short name: the module that defines it. It has not moved in any release
  /// since transformers 4.28, peft 0.6.0 and trl 0.9.2 (run with transformers 4.36.2, 4.40.2, 4.49.0, 4.57.6 and 5.23.0, and
  /// what lies beside them).
  private static let printedNames = [
    "transformers.TrainingArguments": "transformers.training_args.TrainingArguments",
    "transformers.Seq2SeqTrainingArguments": "transformers.training_args_seq2seq.Seq2SeqTrainingArguments",
    "transformers.GenerationConfig": "transformers.generation.configuration_utils.GenerationConfig",
    "transformers.BitsAndBytesConfig": "transformers.utils.quantization_config.BitsAndBytesConfig",
    "transformers.GPTQConfig": "transformers.utils.quantization_config.GPTQConfig",
    "transformers.DataCollatorForSeq2Seq": "transformers.data.data_collator.DataCollatorForSeq2Seq",
    "transformers.DataCollatorForLanguageModeling":
      "transformers.data.data_collator.DataCollatorForLanguageModeling",
    "transformers.DataCollatorWithPadding": "transformers.data.data_collator.DataCollatorWithPadding",
    "transformers.LlamaConfig": "transformers.models.llama.configuration_llama.LlamaConfig",
    "transformers.T5Config": "transformers.models.t5.configuration_t5.T5Config",
    "peft.LoraConfig": "peft.tuners.lora.config.LoraConfig",
    "peft.AdaLoraConfig": "peft.tuners.adalora.config.AdaLoraConfig",
    "peft.IA3Config": "peft.tuners.ia3.config.IA3Config",
    "peft.PrefixTuningConfig": "peft.tuners.prefix_tuning.config.PrefixTuningConfig",
    "peft.PromptTuningConfig": "peft.tuners.prompt_tuning.config.PromptTuningConfig",
    "peft.PromptEncoderConfig": "peft.tuners.p_tuning.config.PromptEncoderConfig",
    "trl.SFTConfig": "trl.trainer.sft_config.SFTConfig", "trl.DPOConfig": "trl.trainer.dpo_config.DPOConfig",
    "trl.KTOConfig": "trl.trainer.kto_config.KTOConfig",
    "trl.GRPOConfig": "trl.trainer.grpo_config.GRPOConfig",
    "trl.RewardConfig": "trl.trainer.reward_config.RewardConfig",
    "trl.ModelConfig": "trl.trainer.model_config.ModelConfig",
    "collections.OrderedDict": "collections.OrderedDict",
    "collections.defaultdict": "collections.defaultdict",
    "collections.Counter": "collections.Counter", "collections.deque": "collections.deque",
    "numpy.ndarray": "numpy.ndarray",
  ]
}

extension Evaluated {
  /// A set display is a sequence, too; its text tells.
  fileprivate var isWrittenInBraces: Bool {
    span.range.start < span.file.bytes.count && span.file.bytes[span.range.start] == UInt8(ascii: "{")
  }
}

extension String {
  fileprivate var lastPart: String { split(separator: ".").last.map(String.init) ?? self }
}
