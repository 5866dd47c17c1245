import Setup
import Syntax
import Testing

@testable import Linting
@testable import Rules
@testable import glmlint

/// Small programs as people write them, the wrong ones beside right ones that look like them.
@Suite struct LookAlikeTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    /// The first one is the program; the others are its project.
    let files: [(path: String, text: String)]
    /// `rule:line`, in the order of the places; 0 for a record of a data set.
    let expected: [String]

    init(_ name: String, _ text: String, _ more: [(String, String)] = [], finds expected: String...) {
      self.name = name
      files = [("train.py", text)] + more.map { ($0.0, $0.1) }
      self.expected = expected
    }

    var testDescription: String { name }
  }

  @Test(arguments: attributesOfSelf + modules + classes + defaults + data)
  func findsWhatIsWrongAndNothingElse(_ example: Example) {
    #expect(Self.findings(example.files).map { "\($0.rule):\($0.line)" } == example.expected)
  }

  private static func findings(_ files: [(path: String, text: String)]) -> [(rule: String, line: Int)] {
    var contents: [String: [UInt8]] = [:]
    for (path, text) in files { contents[path] = Array(text.utf8) }
    var walk = WalkResult()
    walk.files = files.compactMap { file in
      FileKind(path: file.path).map { WalkedFile(path: file.path, kind: $0, isNamed: true) }
    }
    let workspace = Workspace(walk: walk, source: MemoryFileSource(contents), workingFolder: "/project")
    return LintEngine(rules: Registry.rules, newest: NewestRelease.inside).check(workspace).map { finding in
      guard case .span(let span) = finding.primary else { return (finding.rule, 0) }
      return (finding.rule, span.startLine)
    }
  }

  // MARK: Attributes of self

  private static let imports = """
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM


    """

  private static let attributesOfSelf = [
    Example(
      "config and model kept in self",
      imports + """
        class Run:
            def __init__(self):
                self.config = LoraConfig(task_type="SEQ_2_SEQ_LM")
                self.model = AutoModelForCausalLM.from_pretrained("gpt2")

            def wrap(self):
                self.model = get_peft_model(self.model, self.config)

        """, finds: "seq2seq-on-decoder-only:6"),
    Example(
      "task kept in self",
      imports + """
        class Run:
            def __init__(self):
                self.task = "SEQ_2_SEQ_LM"

            def wrap(self):
                model = AutoModelForCausalLM.from_pretrained("gpt2")
                return get_peft_model(model, LoraConfig(task_type=self.task))

        """, finds: "seq2seq-on-decoder-only:6"),
    Example(
      "a parameter decides",
      imports + """
        class Run:
            def __init__(self, task="SEQ_2_SEQ_LM"):
                self.task = task

            def wrap(self):
                model = AutoModelForCausalLM.from_pretrained("gpt2")
                return get_peft_model(model, LoraConfig(task_type=self.task))

        """),
    Example(
      "a subclass sets it again",
      imports + """
        class Run:
            def __init__(self):
                self.task = "SEQ_2_SEQ_LM"

            def wrap(self):
                model = AutoModelForCausalLM.from_pretrained("gpt2")
                return get_peft_model(model, LoraConfig(task_type=self.task))


        class Other(Run):
            task = "CAUSAL_LM"

        """),
    Example(
      "set from outside",
      imports + """
        class Run:
            def __init__(self):
                self.task = "SEQ_2_SEQ_LM"

            def wrap(self):
                model = AutoModelForCausalLM.from_pretrained("gpt2")
                return get_peft_model(model, LoraConfig(task_type=self.task))


        run = Run()
        run.task = "CAUSAL_LM"
        """),
    Example(
      "its content is set again",
      imports + """
        class Run:
            def __init__(self):
                self.config = LoraConfig(task_type="SEQ_2_SEQ_LM")
                self.config.task_type = "CAUSAL_LM"

            def wrap(self):
                return get_peft_model(AutoModelForCausalLM.from_pretrained("gpt2"), self.config)

        """),
    Example(
      "a function of the project may change it",
      imports + """
        def mend(config):
            config.task_type = "CAUSAL_LM"


        class Run:
            def __init__(self):
                self.config = LoraConfig(task_type="SEQ_2_SEQ_LM")
                mend(self.config)

            def wrap(self):
                return get_peft_model(AutoModelForCausalLM.from_pretrained("gpt2"), self.config)

        """),
  ]

  // MARK: Modules and namespaces

  private static let modules = [
    Example(
      "a module beside, imported from the package",
      "from peft import LoraConfig\nfrom . import settings\n\nLoraConfig(task_type=settings.TASK)\n",
      [("settings.py", "TASK = \"CASUAL_LM\"\n")], finds: "invalid-task-type:1"),
    Example(
      "the same under another name, in a package with an __init__",
      "from peft import LoraConfig\nfrom .parts import settings as s\n\nLoraConfig(task_type=s.TASK)\n",
      [("parts/__init__.py", "x = 1\n"), ("parts/settings.py", "\nTASK = \"CASUAL_LM\"\n")],
      finds: "invalid-task-type:2"),
    Example(
      "a name of the package wins over its module",
      "from peft import LoraConfig\nfrom .parts import settings\n\nLoraConfig(task_type=settings)\n",
      [("parts/__init__.py", "settings = \"CAUSAL_LM\"\n"), ("parts/settings.py", "TASK = \"CASUAL_LM\"\n")]),
    Example(
      "a namespace of settings",
      """
      from types import SimpleNamespace
      from peft import LoraConfig

      settings = SimpleNamespace(task="CASUAL_LM", rank=8)
      LoraConfig(task_type=settings.task, r=settings.rank)

      """, finds: "invalid-task-type:4"),
  ]

  // MARK: Model classes

  private static func wrapped(_ type: String, _ name: String, _ task: String, from module: String) -> String {
    """
    from \(module) import \(type)
    from peft import LoraConfig, get_peft_model

    model = \(type).from_pretrained("\(name)")
    model = get_peft_model(model, LoraConfig(task_type="\(task)"))

    """
  }

  private static let classes = [
    Example(
      "Llama's class", wrapped("LlamaForCausalLM", "./ckpt", "SEQ_2_SEQ_LM", from: "transformers"),
      finds: "seq2seq-on-decoder-only:5"),
    Example(
      "GPT-2's class", wrapped("GPT2LMHeadModel", "./ckpt", "SEQ_2_SEQ_LM", from: "transformers"),
      finds: "seq2seq-on-decoder-only:5"),
    Example(
      "mT5's class", wrapped("MT5ForConditionalGeneration", "./ckpt", "CAUSAL_LM", from: "transformers"),
      finds: "causal-task-on-encoder-decoder:5"),
    Example(
      "a copy of ChatGLM's code",
      wrapped(
        "ChatGLMForConditionalGeneration", "THUDM/chatglm-6b", "SEQ_2_SEQ_LM", from: "modeling_chatglm"),
      finds: "seq2seq-on-decoder-only:5"),
    Example(
      "Llama with its task", wrapped("LlamaForCausalLM", "./ckpt", "CAUSAL_LM", from: "transformers")),
    Example(
      "mT5 with its task",
      wrapped("MT5ForConditionalGeneration", "./ckpt", "SEQ_2_SEQ_LM", from: "transformers")),
    Example(
      "BART is both",
      wrapped("BartForConditionalGeneration", "./ckpt", "SEQ_2_SEQ_LM", from: "transformers")),
    Example(
      "a class's name says nothing by itself",
      wrapped("ChatGLMForConditionalGeneration", "./ckpt", "CAUSAL_LM", from: "modeling_chatglm")),
  ]

  // MARK: Dataclass defaults

  private static let options = """
    from dataclasses import dataclass


    @dataclass(FROZEN)
    class Options:
        rate: float = 0.1

        @classmethod
        def standard(cls):
            return cls(rate=0.2)


    @dataclass
    class Run:
        options: Options = Options.standard()

    """

  private static let defaults = [
    Example(
      "a class method that makes the object", options.replacing("FROZEN", with: ""),
      finds: "mutable-dataclass-default:15"),
    Example("the same, frozen", options.replacing("FROZEN", with: "frozen=True")),
    Example(
      "the parts of a text",
      "from dataclasses import dataclass\n\n@dataclass\nclass A:\n    x: list = \"q v\".split()\n",
      finds: "mutable-dataclass-default:5"),
    Example(
      "one part of a text",
      "from dataclasses import dataclass\n\n@dataclass\nclass A:\n    x: str = \"q v\".split()[0]\n"),
  ]

  // MARK: Data and arguments

  private static let trained = """
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

    rows = load_dataset("json", data_files={"train": "train.jsonl", "validation": "dev.jsonl"})
    model = AutoModelForCausalLM.from_pretrained("gpt2")

    """

  private static let rows = [
    ("train.jsonl", "{\"input_ids\": [1], \"labels\": [1]}\n"),
    ("dev.jsonl", "{\"input_ids\": [1], \"output_ids\": [1]}\n"),
  ]

  private static let call =
    "Trainer(model, TrainingArguments(\"o\"), train_dataset=rows[\"train\"], eval_dataset=rows[\"validation\"])\n"

  private static let data = [
    Example(
      "files whose columns differ", trained + call, rows, finds: "eval-split-without-labels:0",
      "files-with-different-columns:0"),
    Example(
      "the same, made alike by a step",
      trained + "rows = rows.map(lambda row: {\"labels\": row.get(\"labels\") or row[\"output_ids\"]})\n"
        + call,
      rows, finds: "files-with-different-columns:0"),
    Example(
      "arguments that no trainer here takes",
      "from transformers import TrainingArguments\n\nTrainingArguments(\"o\", bf16=\"False\")\n",
      finds: "quoted-bool-or-number:3"),
  ]
}

extension String {
  fileprivate func replacing(_ word: String, with other: String) -> String {
    split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
  }
}
