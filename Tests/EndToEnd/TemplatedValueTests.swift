import Testing

@testable import glmlint

/// Values that something else fills in (OmegaConf's `${…}`, Hydra's `defaults` lists, Jinja's braces) are unknown:
/// nothing is found in them, wherever the run is written down, and the same file filled in wrongly is found out.
@Suite struct TemplatedValueTests {
  struct Project: Sendable, CustomTestStringConvertible {
    let name: String
    /// `TASK`, `TRUE` and `STRATEGY` stand where a value is filled in, or is not.
    let files: [(path: String, text: String)]
    /// What is found with plain values, of rules that look at these.
    let found: [String]

    var testDescription: String { name }
  }

  private static let trl = """
    model_name_or_path: Qwen/Qwen2-0.5B
    dataset_name: trl-lib/Capybara
    output_dir: out
    learning_rate: RATE
    bf16: TRUE
    fp16: TRUE
    load_best_model_at_end: TRUE
    eval_strategy: STRATEGY
    save_strategy: epoch
    use_peft: true
    lora_task_type: TASK

    """

  private static let demo = """
    import sys
    from dataclasses import dataclass
    import ruamel.yaml as yaml
    from peft import get_peft_config, get_peft_model
    from transformers import AutoModelForCausalLM, Seq2SeqTrainer, Seq2SeqTrainingArguments

    values = yaml.YAML(typ="safe", pure=True).load(open(sys.argv[1]))
    args = Seq2SeqTrainingArguments(**values["training_args"])
    model = AutoModelForCausalLM.from_pretrained("THUDM/glm-4-9b-chat", trust_remote_code=True)
    model = get_peft_model(model, get_peft_config(values["peft_config"]))
    Seq2SeqTrainer(model=model, args=args).train()

    """

  private static let lora = """
    data_config:
      train_file: train.jsonl
    max_input_length: 128
    max_output_length: 128
    training_args:
      output_dir: out
      learning_rate: RATE
      fp16: TRUE
      bf16: TRUE
      save_strategy: epoch
      eval_strategy: STRATEGY
      load_best_model_at_end: TRUE
    peft_config:
      peft_type: LORA
      task_type: TASK

    """

  private static let script = """
    from dataclasses import dataclass
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, HfArgumentParser, Trainer, TrainingArguments

    @dataclass
    class Adapter:
        task: str = "CAUSAL_LM"

    adapter, args = HfArgumentParser((Adapter, TrainingArguments)).parse_args_into_dataclasses()
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    Trainer(get_peft_model(model, LoraConfig(task_type=adapter.task)), args).train()

    """

  static let projects = [
    Project(
      name: "TRL config", files: [("sft.yaml", trl), ("run.sh", "trl sft --config sft.yaml\n")],
      found: ["invalid-task-type"]),
    Project(
      name: "adapter config",
      files: [
        (
          "adapter_config.json",
          #"{"peft_type": "LORA", "task_type": "TASK", "base_model_name_or_path": "gpt2"}"#
        )
      ],
      found: ["invalid-task-type"]),
    Project(
      name: "GLM demo",
      files: [("lora.yaml", lora), ("finetune.py", demo), ("run.sh", "python finetune.py lora.yaml\n")],
      found: ["invalid-task-type"]),
    Project(
      name: "launch line of a script",
      files: [
        ("run.sh", "python train.py --task 'TASK' --output_dir o --bf16 'TRUE' --fp16 'TRUE'\n"),
        ("train.py", script),
      ],
      found: ["invalid-task-type"]),
    Project(
      name: "launch line of TRL",
      files: [
        (
          "run.sh",
          "trl sft --model_name_or_path gpt2 --output_dir o --use_peft --lora_task_type 'TASK' --learning_rate RATE\n"
        )
      ],
      found: ["invalid-task-type"]),
  ]

  private func found(_ project: Project, _ values: [String: String], heading: String = "") throws -> [String]
  {
    var output = ""
    try Folder.temporary { folder in
      for (path, text) in project.files {
        let filled = values.reduce(text) { $0.replacing($1.key, with: $1.value) }
        try folder.write((path.hasSuffix(".yaml") ? heading : "") + filled, to: path)
      }
      output = folder.run("check", ".", "--format", "concise").output
    }
    return output.split(separator: "\n").compactMap { line in
      line.split(separator: "[").dropFirst().first?.split(separator: "]").first.map(String.init)
    }
  }

  private static let plain = ["TASK": "CASUAL_LM", "TRUE": "true", "STRATEGY": "no", "RATE": "2.0e-4"]

  @Test(arguments: projects) func plainValuesAreFoundOut(_ project: Project) throws {
    let found = try found(project, Self.plain)
    for rule in project.found { #expect(found.contains(rule), "\(found)") }
  }

  @Test(
    arguments: projects,
    ["${value}", "${oc.env:VALUE}", "{{ value }}", "{% if a %}x{% endif %}", "pre-${value}"])
  func templatedValuesAreUnknown(_ project: Project, _ value: String) throws {
    func quoted(_ path: String) -> String { path.hasSuffix(".yaml") ? "\"\(value)\"" : value }
    var filled = project
    filled = Project(
      name: project.name,
      files: project.files.map { file in
        (file.path, Self.plain.keys.reduce(file.text) { $0.replacing($1, with: quoted(file.path)) })
      }, found: [])
    #expect(try found(filled, [:]) == [])
  }

  /// Without the list the same file is wrong.
  @Test func hydraComposesTheFile() throws {
    for project in Self.projects where project.files[0].path.hasSuffix(".yaml") {
      #expect(try found(project, Self.plain, heading: "defaults:\n  - model: glm\n  - _self_\n") == [])
      #expect(try found(project, Self.plain, heading: "defaults: none\n") != [])
    }
  }
}
