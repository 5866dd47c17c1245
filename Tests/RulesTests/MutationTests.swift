import Setup
import Syntax
import Testing

@testable import Linting
@testable import Rules
@testable import glmlint

/// One change to a program that is right, for which the changed place must be found. `fixtures/mutations` does the
/// same to real projects.
@Suite struct MutationTests {
  struct Mutation: CustomTestStringConvertible {
    let program: String
    let rule: String
    /// Each text of the program, which stands there once, and what takes its place; `‹…›` marks the mistake.
    let edits: [(old: String, new: String)]
    var versions: [String: String] = [:]
    var path = "train.py"

    init(
      _ program: String, _ rule: String, _ edits: (old: String, new: String)...,
      versions: [String: String] = [:],
      path: String = "train.py"
    ) {
      (self.program, self.rule, self.edits, self.versions, self.path) = (program, rule, edits, versions, path)
    }

    var testDescription: String { "\(rule): \(edits.map(\.new).joined(separator: " … "))" }
  }

  @Test(arguments: taskTypes + architectures + defaults + labels + masking)
  func isFoundAtItsPlace(_ mutation: Mutation) throws {
    let before = Self.findings(mutation.program, mutation).filter { $0.rule == mutation.rule }
    #expect(before.isEmpty)
    var text = mutation.program
    for edit in mutation.edits {
      #expect(text.ranges(of: edit.old).count == 1, "`\(edit.old)` stands there once")
      let range = try #require(text.firstRange(of: edit.old))
      text.replaceSubrange(range, with: edit.new)
    }
    let (mutated, places) = Self.unmarked(text)
    #expect(!places.isEmpty)
    let found = Self.findings(mutated, mutation).filter { $0.rule == mutation.rule }
    let isThere = found.contains { finding in
      ([finding.primary] + finding.related.map(\.place)).contains { place in
        places.contains { $0.lowerBound < place.rangeOnDisk.end && place.rangeOnDisk.start < $0.upperBound }
      }
    }
    #expect(isThere, "\(found.map(\.message)) in\n\(mutated)")
  }

  /// The text without marks, and the byte ranges that were marked.
  private static func unmarked(_ text: String) -> (text: String, places: [Range<Int>]) {
    var plain = ""
    var starts: [Int] = []
    var places: [Range<Int>] = []
    for character in text {
      if character == "‹" {
        starts.append(plain.utf8.count)
      } else if character == "›", let start = starts.popLast() {
        places.append(start..<plain.utf8.count)
      } else {
        plain.append(character)
      }
    }
    return (plain, places)
  }

  private static func findings(_ text: String, _ mutation: Mutation) -> [Finding] {
    var walk = WalkResult()
    walk.files =
      FileKind(path: mutation.path).map {
        [WalkedFile(path: mutation.path, kind: $0, isNamed: true)]
      } ?? []
    var pins = LibraryVersions()
    for (name, specifiers) in mutation.versions {
      guard let library = Library(rawValue: name), let set = VersionSpecifier.parse(specifiers) else {
        continue
      }
      pins.override(library, .init(versions: set, span: nil))
    }
    let source = MemoryFileSource([mutation.path: Array(text.utf8)])
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project", versions: pins)
    return LintEngine(rules: Registry.rules, newest: NewestRelease.inside).check(workspace)
  }
}

// MARK: Programs, each of them right

extension MutationTests {
  private static let causal = """
    from peft import LoraConfig, TaskType, get_peft_model
    from transformers import AutoModelForCausalLM

    def main(args):
        model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
        config = LoraConfig(r=8, task_type="CAUSAL_LM")
        model = get_peft_model(model, config)
        return model

    """

  private static let branches = """
    from peft import LoraConfig, PrefixTuningConfig, TaskType, get_peft_model
    from transformers import AutoModelForCausalLM

    parser.add_argument("--method", default="lora")
    args = parser.parse_args()
    model = AutoModelForCausalLM.from_pretrained(args.name)
    if args.method == "lora":
        config = LoraConfig(r=8, task_type="CAUSAL_LM")
    else:
        config = PrefixTuningConfig(num_virtual_tokens=20, task_type=TaskType.CAUSAL_LM)
    model = get_peft_model(model, config)

    """

  private static let chosenTask = """
    from peft import LoraConfig, TaskType

    def adapter(name):
        if "bert" in name:
            task = TaskType.SEQ_CLS
        elif "t5" in name:
            task = TaskType.SEQ_2_SEQ_LM
        else:
            task = TaskType.CAUSAL_LM
        return LoraConfig(task_type=task)

    """

  private static let demo = """
    data_config:
      train_file: train.json
    training_args:
      output_dir: ./output
    peft_config:
      peft_type: LORA
      task_type: CAUSAL_LM
      r: 8

    """

  private static let dataclass = """
    from dataclasses import dataclass, field
    from transformers import Seq2SeqTrainingArguments

    @dataclass
    class Settings:
        names: list = field(default_factory=list)
        training: Seq2SeqTrainingArguments = field(
            default_factory=lambda: Seq2SeqTrainingArguments(output_dir="out")
        )

    """

  private static let evaluation = """
    from datasets import load_dataset
    from transformers import AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("gpt2")

    def prepare(row):
        made = tokenizer(row["text"])
        made["labels"] = made["input_ids"].copy()
        return made

    data = load_dataset("some/data")
    train_rows = data["train"].map(prepare)
    eval_rows = data["test"].map(prepare)
    trainer = Trainer(
        model=model,
        args=TrainingArguments(output_dir="out", eval_strategy="steps", label_names=["labels"]),
        train_dataset=train_rows,
        eval_dataset=eval_rows,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )

    """

  private static let predictionStep = """
    from datasets import load_dataset
    from transformers import DataCollatorForSeq2Seq, Seq2SeqTrainer, Seq2SeqTrainingArguments

    class Demo(Seq2SeqTrainer):
        def prediction_step(self, model, inputs, prediction_loss_only, ignore_keys=None):
            output_ids = inputs.pop("output_ids")
            inputs.pop("labels", None)
            return super().prediction_step(model, inputs, prediction_loss_only, ignore_keys)

    def prepare(row):
        return {"input_ids": row["ids"], "labels": row["answer"]}

    def prepare_held_out(row):
        return {"input_ids": row["ids"], "output_ids": row["answer"]}

    data = load_dataset("some/data")
    names = data["train"].column_names
    trainer = Demo(
        model=model,
        args=Seq2SeqTrainingArguments(
            output_dir="out", eval_strategy="steps", predict_with_generate=True, remove_unused_columns=False),
        train_dataset=data["train"].map(prepare, remove_columns=names),
        eval_dataset=data["test"].map(prepare_held_out, remove_columns=names),
        data_collator=DataCollatorForSeq2Seq(tokenizer),
        compute_metrics=score,
    )

    """

  private static let supervised = """
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    rows = load_dataset("some/data", split="train")
    arguments = SFTConfig(output_dir="out")
    trainer = SFTTrainer(model="Qwen/Qwen2.5-0.5B", args=arguments, train_dataset=rows.select_columns(["text"]))

    """
}

// MARK: Mistakes

extension MutationTests {
  private static let task = #"task_type="CAUSAL_LM""#
  private static let configLine = #"    config = LoraConfig(r=8, task_type="CAUSAL_LM")"#

  static let taskTypes: [Mutation] = [
    Mutation(causal, "invalid-task-type", (task, #"task_type=‹"CASUAL_LM"›"#)),
    Mutation(causal, "invalid-task-type", (task, "task_type=TaskType.‹CAUSALLM›")),
    Mutation(causal, "invalid-task-type", (task, #"**dict(task_type=‹"causal_lm"›)"#)),
    Mutation(causal, "invalid-task-type", (task, #"**{"task_type": ‹"causal_lm"›}"#)),
    Mutation(
      causal, "invalid-task-type",
      (configLine, #"    task = ‹"CASUAL_LM"›\#n    config = LoraConfig(r=8, task_type=task)"#)),
    Mutation(
      causal, "invalid-task-type",
      (
        configLine,
        #"    more = {}\#n    more["task_type"] = ‹"CASUAL_LM"›\#n    config = LoraConfig(r=8, **more)"#
      )),
    Mutation(
      causal, "invalid-task-type",
      ("def main(args):", "def task():\n    return ‹\"CASUAL_LM\"›\n\ndef main(args):"),
      (task, "task_type=task()")),
    Mutation(
      causal, "invalid-task-type", ("import LoraConfig,", "import LoraConfig as Settings,"),
      ("LoraConfig(r=8, task_type=\"CAUSAL_LM\")", "Settings(r=8, task_type=‹\"CASUAL_LM\"›)")),
    Mutation(
      causal, "invalid-task-type", (configLine, configLine + "\n    config.task_type = ‹\"CASUAL_LM\"›")),
    // In every branch, whatever the default of the flag that chooses it; set later within it, too.
    Mutation(branches, "invalid-task-type", ("TaskType.CAUSAL_LM", "TaskType.‹CASUAL_LM›")),
    Mutation(
      branches, "invalid-task-type", (configLine, configLine + "\n    config.task_type = ‹\"CASUAL_LM\"›")),
    Mutation(
      branches, "invalid-task-type",
      (
        "task_type=TaskType.CAUSAL_LM)",
        "task_type=TaskType.CAUSAL_LM)\n    config.task_type = ‹\"CASUAL_LM\"›"
      )),
    Mutation(chosenTask, "invalid-task-type", ("TaskType.SEQ_CLS", "TaskType.‹SEQ_CLASSIFICATION›")),
    Mutation(chosenTask, "invalid-task-type", ("TaskType.SEQ_2_SEQ_LM", "TaskType.‹SEQ2SEQ_LM›")),
    Mutation(chosenTask, "invalid-task-type", ("TaskType.CAUSAL_LM", "TaskType.‹CASUAL_LM›")),
    // A module that is called like the library which it imports.
    Mutation(
      causal, "invalid-task-type", (task, #"task_type=‹"CASUAL_LM"›"#), path: "plugins/peft.py"),
    Mutation(
      demo, "invalid-task-type", ("task_type: CAUSAL_LM", "task_type: ‹CASUAL_LM›"), path: "lora.yaml"),
    Mutation(
      demo, "invalid-task-type", ("peft_config:", "task: &task ‹CASUAL_LM›\npeft_config:"),
      ("task_type: CAUSAL_LM", "task_type: *task"), path: "lora.yaml"),
  ]

  static let architectures: [Mutation] = [
    Mutation(causal, "seq2seq-on-decoder-only", (task, #"task_type=‹"SEQ_2_SEQ_LM"›"#)),
    Mutation(branches, "seq2seq-on-decoder-only", (task, #"task_type=‹"SEQ_2_SEQ_LM"›"#)),
    Mutation(branches, "seq2seq-on-decoder-only", ("TaskType.CAUSAL_LM", "TaskType.‹SEQ_2_SEQ_LM›")),
    Mutation(
      demo, "seq2seq-on-decoder-only", ("task_type: CAUSAL_LM", "task_type: ‹SEQ_2_SEQ_LM›"),
      path: "lora.yaml"),
    Mutation(
      causal, "seq2seq-on-decoder-only", ("import AutoModelForCausalLM", "import AutoModelForSeq2SeqLM"),
      ("AutoModelForCausalLM.from_pretrained", "‹AutoModelForSeq2SeqLM›.from_pretrained")),
    Mutation(
      causal, "seq2seq-on-decoder-only",
      ("import AutoModelForCausalLM", "import AutoModelForSeq2SeqLM as Loader"),
      ("AutoModelForCausalLM.from_pretrained", "‹Loader›.from_pretrained")),
    Mutation(
      causal, "seq2seq-on-decoder-only", ("import AutoModelForCausalLM", "import AutoModelForSeq2SeqLM"),
      ("    model = AutoModelForCausalLM", "    loader = ‹AutoModelForSeq2SeqLM›\n    model = loader")),
  ]

  private static let made = #"Seq2SeqTrainingArguments(output_dir="out")"#

  static let defaults: [Mutation] = [
    Mutation(
      dataclass, "mutable-dataclass-default", ("default_factory=lambda: " + made, "default=‹\(made)›")),
    Mutation(dataclass, "mutable-dataclass-default", ("default_factory=list", "default=‹[]›")),
    Mutation(dataclass, "mutable-dataclass-default", ("default_factory=list", "**dict(default=‹list()›)")),
    Mutation(dataclass, "mutable-dataclass-default", ("field(default_factory=list)", "‹[]›")),
    Mutation(
      dataclass, "mutable-dataclass-default", ("@dataclass\n", "shared = ‹\(made)›\n\n@dataclass\n"),
      ("default_factory=lambda: " + made, "default=shared")),
    Mutation(
      dataclass, "mutable-dataclass-default", ("dataclass, field", "dataclass, field as setting"),
      ("field(default_factory=list)", "setting(default=‹[]›)"), ("= field(\n", "= setting(\n")),
  ]

  private static let handed = "eval_dataset=eval_rows"
  private static let guarded = #"inputs.pop("labels", None)"#
  private static let early = ["transformers": "==4.40.2"]

  static let labels: [Mutation] = [
    Mutation(evaluation, "eval-split-without-labels", (handed, handed + #".remove_columns(‹"labels"›)"#)),
    Mutation(evaluation, "eval-split-without-labels", (handed, handed + #".remove_columns([‹"labels"›])"#)),
    Mutation(
      evaluation, "eval-split-without-labels", (handed, handed + #".rename_column(‹"labels", "output_ids"›)"#)
    ),
    Mutation(
      evaluation, "eval-split-without-labels",
      (
        handed,
        handed
          + #".map(lambda row: {‹"output_ids"›: row["labels"]}, remove_columns=list(eval_rows.features))"#
      )),
    Mutation(
      predictionStep, "eval-split-without-labels", (guarded, #"‹del inputs["labels"]›"#), versions: early),
    Mutation(
      predictionStep, "eval-split-without-labels", (guarded, #"‹inputs.pop("labels")›"#), versions: early),
    Mutation(
      predictionStep, "eval-split-without-labels", (guarded, "key = \"labels\"\n        ‹del inputs[key]›"),
      versions: early),
    Mutation(
      predictionStep, "eval-split-without-labels",
      (guarded, "for key in [\"labels\"]:\n            ‹del inputs[key]›"), versions: early),
    Mutation(
      predictionStep, "eval-split-without-labels", (guarded, "pass"),
      ("super().prediction_step", "‹super().prediction_step›"), versions: ["transformers": "==4.49.0"]),
  ]

  private static let arguments = #"SFTConfig(output_dir="out")"#

  static let masking: [Mutation] = [
    Mutation(
      supervised, "ignored-completion-only-loss",
      (arguments, #"SFTConfig(output_dir="out", ‹completion_only_loss=True›)"#)),
    Mutation(
      supervised, "ignored-completion-only-loss",
      (arguments, #"SFTConfig(output_dir="out", **{‹"completion_only_loss"›: True})"#)),
    Mutation(
      supervised, "ignored-completion-only-loss",
      (arguments, arguments + "\narguments.‹completion_only_loss = True›")),
    // In the library's own repository.
    Mutation(
      supervised, "ignored-completion-only-loss",
      (arguments, #"SFTConfig(output_dir="out", ‹completion_only_loss=True›)"#), path: "trl/sft.py"),
  ]

  /// What looks like one of these mistakes and is none.
  @Test(arguments: [
    (evaluation, "labels", (handed, handed + #".remove_columns(["text"])"#)),
    (evaluation, "labels", (handed, handed + #".remove_columns("labels").map(prepare)"#)),
    (
      predictionStep, "del",
      (guarded, "key = \"labels\"\n        if key in inputs:\n            del inputs[key]")
    ),
    (
      branches, "other branch",
      (
        configLine,
        "    config = LoraConfig(r=8, task_type=\"CAUSAL_LM\")\n    config.task_type = TaskType.CAUSAL_LM"
      )
    ),
  ])
  func isSilent(_ program: String, _ name: String, _ edit: (old: String, new: String)) throws {
    var text = program
    let range = try #require(text.firstRange(of: edit.old))
    text.replaceSubrange(range, with: edit.new)
    #expect(Self.findings(text, Mutation(program, name, edit, versions: Self.early)).map(\.message) == [])
  }
}
