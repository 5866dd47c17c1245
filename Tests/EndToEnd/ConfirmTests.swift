import Foundation
import Linting
import Setup
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import glmlint

/// `check --confirm`: findings that prove themselves, and those that do not.
@Suite struct ConfirmTests {
  /// What was answered, a line each: place, verdict, evidence.
  private func answers(_ json: String) throws -> String {
    let report = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let findings = try #require(report["findings"] as? [[String: Any]])
    return try findings.map { finding in
      let confirmations = try #require(finding["confirmations"] as? [[String: Any]])
      let said = confirmations.map { "\($0["verdict"] ?? ""): \($0["evidence"] ?? "")" }
      return "\(finding["path"] ?? "") [\(finding["rule"] ?? "")] \(said.joined(separator: " | "))\n"
    }.joined()
  }

  @Test(arguments: ProjectTests.names) func answersOfWholeProjects(_ name: String) throws {
    let outcome = ProjectTests.project(name).run("check", "--confirm", "--format", "json")
    #expect(try SchemaCheck(named: "findings-v1.schema.json").problems(in: outcome.output) == [])
    let answers = try answers(outcome.output)
    if name.hasPrefix("clean-") {
      #expect(answers.isEmpty)
    } else {
      try Recorded.expect(answers, in: "fixtures/projects/\(name)/confirmed.txt")
    }
  }

  @Test func everyRuleThatAsksATrainingIsConfirmedSomewhere() throws {
    let all = ProjectTests.names.map { name in
      (try? ProjectTests.project(name).text("confirmed.txt")) ?? ""
    }.joined()
    let rules = [
      "mutable-dataclass-default", "invalid-task-type", "seq2seq-on-decoder-only",
      "eval-split-without-labels",
    ]
    for rule in rules { #expect(all.contains("[\(rule)] confirmed: "), "\(rule)") }
    #expect(!all.contains("refuted"))
  }

  /// The answers are the same on every run, and nothing is asked without the flag.
  @Test func answersAreTheSameEveryTime() throws {
    let project = ProjectTests.project("chatglm3-finetune")
    let first = project.run("check", "--confirm", "--format", "json")
    #expect(project.run("check", "--confirm", "--format", "json") == first)
    #expect(try !answers(project.run("check", "--format", "json").output).contains("confirmed"))
  }

  // MARK: The full account

  private static let trialsOfProjects = [
    ("trl-sft", "ignored-completion-only-loss"), ("glm4-finetune", "eval-split-without-labels"),
    ("chatglm3-finetune", "mutable-dataclass-default"), ("peft-llama", "seq2seq-on-decoder-only"),
  ]

  @Test(arguments: trialsOfProjects) func accountsOfWholeProjects(_ name: String, rule: String) throws {
    let project = ProjectTests.project(name)
    let text = project.run("confirm", ".", "--rule", rule)
    #expect(text.code == .findings)
    #expect(text.output.contains(rule) && text.output.contains("confirmed: "))
    let json = project.run("confirm", ".", "--rule", rule, "--format", "json").output
    #expect(try SchemaCheck(named: "experiments-v1.schema.json").problems(in: json) == [])
    let html = project.run("confirm", ".", "--rule", rule, "--format", "html").output
    let parser = XMLParser(data: Data(html.utf8))
    #expect(parser.parse(), "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
  }

  @Test func anAccountShowsWhichTokensCarryLoss() throws {
    let output = ProjectTests.project("trl-sft").run(
      "confirm", ".", "--rule", "ignored-completion-only-loss"
    ).output
    #expect(output.contains("[<|user|>Where is my parcel?</s><|assistant|>It is on its way.</s>]"))
    #expect(output.contains("<|user|>Where is my parcel?</s>[<|assistant|>It is on its way.</s>]"))
  }

  /// Both runs train alike; what is wrong comes afterwards.
  @Test func anAccountTellsOfLoadingAgain() throws {
    let output = ProjectTests.project("notebook-qlora").run("confirm", ".", "--rule", "invalid-task-type")
      .output
    let account = """
          896 trainable parameters
          loading the saved adapter: KeyError: 'CASUAL_LM'
        mended: trains
      """
    #expect(output.contains(account), "\(output)")
  }

  // MARK: Dataclass defaults

  @Test(arguments: [
    (
      "3.9", "list", "[1]",
      "ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory"
    ),
    (
      "3.12", "list", "[1]",
      "ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory"
    ),
    ("3.10", "Own", "Own()", "two objects of the class share one default; with a factory each has its own"),
    (
      "3.11", "Own", "Own()",
      "ValueError: mutable default <class 'Own'> for field x is not allowed: use default_factory"
    ),
  ])
  func aDefaultIsConfirmedByDefiningItsClass(python: String, type: String, value: String, evidence: String)
    throws
  {
    try Folder.temporary { folder in
      let script = """
        from dataclasses import dataclass

        @dataclass
        class Own:
            y: int = 1

        @dataclass
        class Config:
            x: \(type) = \(value)

        """
      try folder.write(script, to: "config.py")
      let outcome = folder.run("check", "--confirm", "--versions", "python=\(python)")
      #expect(outcome.output.contains("confirmed: with python \(python): "), "\(outcome.output)")
      #expect(outcome.output.contains(evidence), "\(outcome.output)")
    }
  }

  /// Objects that a dataclass refuses from Python 3.11 on and shared before, with the names of their classes; run with
  /// transformers 4.40.2 and 5.23.0, peft and trl, and Python 3.11.7.
  private static let refusedObjects = [
    ("TrainingArguments(output_dir='x')", "transformers.training_args.TrainingArguments"),
    (
      "Seq2SeqTrainingArguments(output_dir='x')",
      "transformers.training_args_seq2seq.Seq2SeqTrainingArguments"
    ),
    ("BitsAndBytesConfig()", "transformers.utils.quantization_config.BitsAndBytesConfig"),
    ("DataCollatorForSeq2Seq(None)", "transformers.data.data_collator.DataCollatorForSeq2Seq"),
    ("LlamaConfig()", "transformers.models.llama.configuration_llama.LlamaConfig"),
    ("LoraConfig()", "peft.tuners.lora.config.LoraConfig"),
    ("PrefixTuningConfig()", "peft.tuners.prefix_tuning.config.PrefixTuningConfig"),
    ("SFTConfig(output_dir='x')", "trl.trainer.sft_config.SFTConfig"),
    ("DPOConfig(output_dir='x')", "trl.trainer.dpo_config.DPOConfig"),
  ]

  private func checked(_ value: String, python: String) throws -> String {
    var output = ""
    try Folder.temporary { folder in
      let script = """
        import pathlib
        from dataclasses import dataclass
        from transformers import (BitsAndBytesConfig, DataCollatorForSeq2Seq, EarlyStoppingCallback, LlamaConfig,
            Seq2SeqTrainingArguments, TrainingArguments)
        from peft import LoraConfig, PrefixTuningConfig
        from trl import DPOConfig, SFTConfig

        @dataclass
        class Config:
            x: object = \(value)

        """
      try folder.write(script, to: "config.py")
      output = folder.run("check", "--confirm", "--versions", "python=\(python),transformers=4.57.6").output
    }
    return output
  }

  @Test(arguments: refusedObjects) func objectsOfLibrariesAreRefusedFromPython311On(
    value: String, type: String
  )
    throws
  {
    let now = try checked(value, python: "3.11")
    #expect(now.contains("confirmed: "), "\(now)")
    #expect(
      now.contains(
        "ValueError: mutable default <class '\(type)'> for field x is not allowed: use default_factory"),
      "\(now)")
    let before = try checked(value, python: "3.10")
    #expect(before.contains("two objects of the class share one default"), "\(before)")
  }

  @Test(arguments: [
    "EarlyStoppingCallback()", "pathlib.Path('.')", "()", "frozenset()", "range(3)", "lambda: 0",
  ])
  func objectsThatEveryPythonTakesAreNoFinding(value: String) throws {
    #expect(try !checked(value, python: "3.11").contains("mutable-dataclass-default"))
    #expect(try !checked(value, python: "3.10").contains("mutable-dataclass-default"))
  }

  // MARK: A rule that is wrong

  private static let script = """
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B")
    model = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM"))

    """

  /// Finds fault with the right task type, and with `changes` asks whether these mend it.
  private enum BentRule: SetupRule {
    static let metadata = RuleMetadata(
      "bent", family: "adapter", severity: .error, since: "0.1.0", "a task type that is right")
    static let mended = FactChange("adapter.task_type", to: .string("CAUSAL_LM"))

    static func check(_ setup: TrainingSetup) -> [Observed] {
      guard let span = setup.taskType?.span else { return [] }
      return [
        Observed(
          at: .span(span), label: "here", "this task type is wrong",
          experiment: Experiment(.trainingStep, of: setup.name, mended: [mended]), versions: setup.versions)
      ]
    }
  }

  @Test func aWrongFindingIsRefuted() throws {
    try Folder.temporary { folder in
      try folder.write(Self.script, to: "train.py")
      let plain = folder.run(["check"], rules: [BentRule.self])
      #expect(plain.code == .findings)
      let confirmed = folder.run(["check", "--confirm"], rules: [BentRule.self])
      #expect(confirmed.code == .clean, "\(confirmed.output)")
      #expect(confirmed.output.contains("train.py:5:52: refuted[bent] this task type is wrong"))
      #expect(confirmed.output.contains("refuted: with transformers "))
      #expect(confirmed.output.contains("as written and mended it trains (loss 4.1"))
      #expect(confirmed.output.contains("no problems in 1 file, 1 refuted"))
      let json = folder.run(["check", "--confirm", "--format", "json"], rules: [BentRule.self])
      #expect(json.output.contains("\"status\":\"refuted\""))
    }
  }

  @Test(arguments: [
    "transformers==4.30.0", "peft==0.3.0", "transformers==99.0", "transformers==4.40.2\npeft==0.17.1",
    "transformers==5.23.0\npeft==0.10.0",
  ])
  func whatCannotBeRunIsInconclusive(pins: String) throws {
    try Folder.temporary { folder in
      try folder.write(Self.script.replacing("CAUSAL_LM\"", with: "CASUAL_LM\""), to: "train.py")
      try folder.write(pins + "\n", to: "requirements.txt")
      let outcome = folder.run("check", "--confirm")
      #expect(outcome.code == .findings)
      let reason = "the reference trainer knows no transformers and peft that the files allow"
      #expect(outcome.output.contains("inconclusive: \(reason)"), "\(outcome.output)")
    }
  }

  /// Each hides what the other one asks for: an evaluation without labels has no loss, and neither has one whose model
  /// hides them.
  @Test func twoMistakesThatHideEachOtherAreBothConfirmed() throws {
    try Folder.temporary { folder in
      let script = """
        from datasets import load_dataset
        from peft import LoraConfig, get_peft_model
        from transformers import AutoModelForCausalLM, DataCollatorForSeq2Seq, Trainer, TrainingArguments

        def train_row(row):
            return {"input_ids": [1], "attention_mask": [1], "labels": [1]}

        def eval_row(row):
            return {"input_ids": [1], "attention_mask": [1], "output_ids": [1]}

        data = load_dataset("json", data_files={"train": "a.jsonl", "validation": "b.jsonl"})
        train = data["train"].map(train_row, remove_columns=data["train"].column_names)
        valid = data["validation"].map(eval_row, remove_columns=data["validation"].column_names)
        model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
        model = get_peft_model(model, LoraConfig(r=8, task_type="CASUAL_LM"))
        args = TrainingArguments("out", evaluation_strategy="steps", eval_steps=10)
        trainer = Trainer(
            model, args, train_dataset=train, eval_dataset=valid, data_collator=DataCollatorForSeq2Seq(tokenizer))
        trainer.train()

        """
      try folder.write(script, to: "train.py")
      let outcome = folder.run("check", "--confirm", "--versions", "transformers=4.40.2,peft=0.10.0")
      #expect(!outcome.output.contains("refuted"), "\(outcome.output)")
      let evaluation = "the run's other mistakes mended, evaluation gives no eval_loss; mended, it gives 4."
      #expect(outcome.output.components(separatedBy: evaluation).count == 2, "\(outcome.output)")
    }
  }

  @Test func aPythonThatIsNotThereAnswersNothing() throws {
    let outcome = ProjectTests.project("trl-recipe").run("check", "--confirm", "--python", "/no/such/python")
    #expect(outcome.code == .findings)
    #expect(
      outcome.output.contains(
        "confirmed: with transformers 4.55.4, peft 0.17.0: ValueError: Invalid task type"))
    #expect(
      outcome.output.contains("inconclusive: `/no/such/python` cannot be run: No such file or directory"))
  }

  @Test func aPythonIsAskedOnlyWhereFindingsAreConfirmed() {
    let outcome = Folder.repository.run("check", "--python", "python3", "README.md")
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains("`--python` needs `--confirm`"))
  }

  @Test func aModelThatThereIsNoTinyOneOfIsInconclusive() throws {
    try Folder.temporary { folder in
      let script = Self.script.replacing("CAUSAL_LM\"", with: "SEQ2SEQ_LM\"")
        .replacing("AutoModelForCausalLM", with: "AutoModelForSeq2SeqLM")
        .replacing("meta-llama/Llama-3.1-8B", with: "facebook/bart-large")
      try folder.write(script, to: "train.py")
      let outcome = folder.run("check", "--confirm")
      #expect(outcome.output.contains("inconclusive: the reference trainer has no tiny model of type `bart`"))
    }
  }
}
