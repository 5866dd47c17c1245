import Knowledge
import Setup
import Syntax

/// The parser of options behind a launch line, as far as it certainly knows `--name` and no option of one dash but `-h`
/// that begins as `-name` does.
struct LaunchedParser {
  /// What comes of an option that the parser does not know.
  enum Answer {
    /// It ends the program with this error.
    case error(String)
    /// It is set aside, and nobody says so.
    case setAside
  }

  /// For people.
  let program: String
  let answer: Answer
  /// Names with their dashes, and where they are declared.
  private let declared: [String: Span]
  /// Classes of the libraries whose parameters are options.
  private let classes: [String]
  /// Options of the launcher's own.
  private let own: Set<String>

  /// nil where the parser is not known. O(nodes of the program).
  init?(of line: LaunchLine, in document: Document, _ workspace: Workspace) {
    if let command = LauncherCommand(line) {
      (program, answer, declared) = (command.program, .error(command.error), [:])
      (classes, own) = (command.classes, command.options)
    } else if let path = line.scriptPath, FilePath.fileExtension(path) == "py",
      let tree = workspace.program(path, launchedFrom: document)?.python,
      let options = ScriptOptions(argparse: tree) ?? ScriptOptions(dataclasses: tree)
    {
      (program, answer, declared) = (FilePath.name(path), options.answer, options.declared)
      (classes, own) = (options.classes, [])
    } else {
      return nil
    }
  }

  /// Whether it knows `-` and `written`, and not `written` itself, which begins with a dash. O(log table).
  func wantsTwoDashes(_ written: String) -> Bool {
    guard declared[written] == nil, declared[String(written.prefix(2))] == nil else { return false }
    if declared["-" + written] != nil { return true }
    let name = String(written.dropFirst()).split(separator: "-").joined(separator: "_")
    return own.contains(name) || classes.contains { !Parameters.of($0, named: name).isEmpty }
  }

  /// Where `-` and `written` is declared, if in the project.
  func definition(of written: String) -> Span? { declared["-" + written] }
}

/// A launcher that reads all options itself, with a parser of its own.
private struct LauncherCommand {
  let program: String
  let classes: [String]
  let options: Set<String>
  /// Each was run, or its parser in it, with options of one dash: LLaMA-Factory 0.9.5 (hparams/parser.py), ms-swift 4.6.0
  /// (utils/utils.py `parse_args`, pipelines/base.py), TRL 0.15.2, 0.24.0 and 1.16.0.
  let error: String

  /// nil for other launchers, and where a config file stands in front: then LLaMA-Factory reads `name=value`.
  init?(_ line: LaunchLine) {
    guard let subcommand = line.subcommand?.text, line.options.first?.flag != nil else { return nil }
    switch line.launcher {
    case .llamaFactory where subcommand == "train":
      program = "llamafactory-cli train"
      classes = ["transformers.Seq2SeqTrainingArguments", "transformers.TrainingArguments"]
      options = Self.llamaFactory
      error = "ValueError: Some specified arguments are not used by the HfArgumentParser"
    case .swift where ["sft", "pt", "rlhf"].contains(subcommand):
      program = "swift \(subcommand)"
      classes = ["transformers.Seq2SeqTrainingArguments", "transformers.TrainingArguments"]
      options = Self.swift
      error = "ValueError: remaining_argv"
    case .trl:
      guard let config = Self.trlConfigs[subcommand] else { return nil }
      program = "trl \(subcommand)"
      classes = [config, "transformers.TrainingArguments"]
      options = Self.trl
      error = "error: the parser knows no such argument"
    default: return nil
    }
  }

  private static let trlConfigs = [
    "sft": "trl.SFTConfig", "dpo": "trl.DPOConfig", "grpo": "trl.GRPOConfig", "kto": "trl.KTOConfig",
    "reward": "trl.RewardConfig", "rloo": "trl.RLOOConfig",
  ]
  private static let llamaFactory: Set<String> = [
    "adapter_name_or_path", "cutoff_len", "dataset", "dataset_dir", "finetuning_type", "flash_attn",
    "lora_alpha",
    "lora_dropout", "lora_rank", "lora_target", "max_samples", "model_name_or_path", "packing",
    "preprocessing_num_workers", "quantization_bit", "stage", "template", "val_size",
  ]
  private static let swift: Set<String> = [
    "dataset", "lora_alpha", "lora_dropout", "lora_rank", "max_length", "model", "model_type", "packing",
    "rlhf_type", "split_dataset_ratio", "system", "target_modules", "template", "torch_dtype", "tuner_type",
    "val_dataset",
  ]
  private static let trl: Set<String> = [
    "attn_implementation", "dataset_config", "dataset_name", "dataset_test_split", "dataset_train_split",
    "load_in_4bit", "load_in_8bit", "lora_alpha", "lora_dropout", "lora_r", "lora_target_modules",
    "lora_task_type", "model_name_or_path", "trust_remote_code", "use_peft",
  ]
}

/// The options that a program of the project declares.
private struct ScriptOptions {
  private(set) var declared: [String: Span] = [:]
  private(set) var classes: [String] = []
  let answer: LaunchedParser.Answer

  /// nil for a program without `argparse.ArgumentParser`, or whose parser takes other prefixes. O(nodes).
  init?(argparse tree: PythonTree) {
    let calls = tree.nodes(.call).compactMap(\.asCall)
    let parsers = calls.filter { $0.functionName == "ArgumentParser" }
    guard !parsers.isEmpty, parsers.allSatisfy({ $0.keyword("prefix_chars") == nil }),
      tree.nodes(.import).contains(where: { $0.text.hasSuffix("argparse") })
        || tree.nodes(.importFrom).contains(where: { $0.text.hasPrefix("from argparse") })
    else { return nil }
    let ignoresUnknown = calls.contains { $0.functionName == "parse_known_args" }
    answer = ignoresUnknown ? .setAside : .error("error: unrecognized arguments")
    for call in calls where call.functionName == "add_argument" {
      for argument in call.arguments {
        if let name = argument.asString { declared[name] = Span(tree.file, argument.range) }
      }
    }
  }

  /// nil for a program without one `HfArgumentParser` or `TrlParser`, or with options beside those of its dataclasses. It
  /// makes `--name` of each field, and of an `aliases` whatever that says (transformers/hf_argparser.py). O(nodes).
  init?(dataclasses tree: PythonTree) {
    let calls = tree.nodes(.call).compactMap(\.asCall)
    let parsers = calls.filter { $0.functionName == "HfArgumentParser" || $0.functionName == "TrlParser" }
    let parses = calls.filter {
      $0.functionName == "parse_args_into_dataclasses" || $0.functionName == "parse_args_and_config"
    }
    guard parsers.count == 1, let parser = parsers.first, !parses.isEmpty,
      let types = parser.keyword("dataclass_types")?.value ?? parser.arguments.first,
      !calls.contains(where: { $0.functionName == "add_argument" || $0.keyword("aliases") != nil }),
      !tree.file.mentions("aliases")
    else { return nil }
    let settings = parses.compactMap { $0.keyword("return_remaining_strings") }.map(\.value.asConstant)
    guard settings.allSatisfy({ $0 == .true || $0 == .false }) else { return nil }
    let isSetAside = settings.contains(.true)
    answer =
      isSetAside
      ? .setAside : .error("ValueError: Some specified arguments are not used by the HfArgumentParser")
    let definitions = tree.nodes(.classDef).compactMap(\.asClassDef)
    for type in types.asTuple?.elements.map({ $0 }) ?? types.asList?.elements.map({ $0 }) ?? [types] {
      addOptions(of: type, definitions, tree.file, isOutermost: true)
    }
  }

  /// The fields of a class of the program and of what it extends, or the library's class.
  private mutating func addOptions(
    of type: PythonNode, _ definitions: [PythonClassDef], _ file: SourceFile, isOutermost: Bool
  ) {
    guard let name = type.asAttribute?.attribute ?? type.asName?.name else { return }
    guard let definition = definitions.first(where: { $0.name == name }) else {
      let library = name.hasSuffix("TrainingArguments") ? "transformers" : "trl"
      return classes.append("\(library).\(name)")
    }
    for field in definition.body.compactMap(\.asAnnAssign) {
      guard let target = field.target.asName else { continue }
      declared["--" + target.name] = Span(file, field.target.range)
    }
    guard isOutermost else { return }
    for base in definition.bases { addOptions(of: base, definitions, file, isOutermost: false) }
  }
}

extension PythonCall {
  /// The last part of what is called.
  fileprivate var functionName: String? {
    function.asAttribute?.attribute ?? function.asName?.name
  }
}
