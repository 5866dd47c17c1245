import Syntax

/// Reads the training runs that launch lines start: a script with its flags, or one of TRL's own commands.
///
/// The script is read as any script is, with the flags in the place of its parser's defaults.
struct LaunchReader {
  let script: ShellScript
  /// Reads the Python file at a path with flags that it asks for; empty where it is not there or trains nothing.
  let readScript: (_ path: String, _ flags: () -> CommandLineFlags) -> [TrainingSetup]
  /// Reads the config file that a demo's script or a TRL command is given.
  let readConfig: (_ path: String, _ line: LaunchedConfig) -> [TrainingSetup]
  let versions: LibraryVersions
  let context: any ReadingContext

  /// A config file on a launch line, and what stands beside it there.
  struct LaunchedConfig {
    /// `sft` of `trl sft`; nil for a script.
    let trlCommand: String?
    /// The script that loads the file.
    let script: String?
    /// Positional arguments of the script, in order.
    let operands: [(text: String, span: Span)]
    let flags: CommandLineFlags
  }

  /// In the order of the lines.
  func setups() -> [TrainingSetup] {
    script.launchLines.flatMap { line in
      setups(of: line).map { setup in
        var setup = setup
        setup.launch = line
        return setup
      }
    }
  }

  private func setups(of line: LaunchLine) -> [TrainingSetup] {
    // Most lines of a project start what is not here to be read, for which nobody needs flags.
    lazy var flags = self.flags(of: line)
    let command = trlCommand(of: line)
    lazy var operands = self.operands(of: line)
    func setups(configuredBy path: String) -> [TrainingSetup] {
      let config = LaunchedConfig(
        trlCommand: command, script: line.scriptPath, operands: operands, flags: flags)
      return readConfig(path, config)
    }
    let isConfigured = line.hasOption("config")
    if command != nil || line.launcher == .trl {
      if isConfigured, let file = flags.flags["config"]?.value { return setups(configuredBy: file) }
      return [trlSetup(line, flags, command: command)].compactMap { $0 }
    }
    guard let path = line.scriptPath, FilePath.fileExtension(path) == "py" else { return [] }
    var found = readScript(path) { flags }
    for operand in line.operands.compactMap(\.text) where Self.isYAML(operand) {
      found += setups(configuredBy: operand)
    }
    if isConfigured, let file = flags.flags["config"]?.value { found += setups(configuredBy: file) }
    return found
  }

  private static func isYAML(_ path: String) -> Bool {
    ["yaml", "yml"].contains(FilePath.fileExtension(path))
  }

  /// `sft` of `trl sft`, and of `python -m trl.scripts.sft`, which `trl sft` runs (trl/cli.py, from 0.12).
  private func trlCommand(of line: LaunchLine) -> String? {
    if line.launcher == .trl { return line.subcommand?.text }
    guard let module = line.module?.text, module.hasPrefix("trl.scripts.") else { return nil }
    return String(module.dropFirst("trl.scripts.".count))
  }

  /// `trl sft --model_name_or_path … --dataset_name …` without a config file.
  private func trlSetup(_ line: LaunchLine, _ flags: CommandLineFlags, command: String?) -> TrainingSetup? {
    guard let command, let consumer = TRLReader.configClasses[command] else { return nil }
    let anchor = Span(line.file, line.range)
    var setup = TrainingSetup(
      name: "\(anchor.onDisk.file.path):\(anchor.onDisk.startLine)", dialect: .launchLine, anchor: anchor,
      versions: versions)
    var arguments = FactTable(consumer: .known("trl.\(consumer)", at: anchor), span: anchor)
    for (name, flag) in flags.ordered { arguments.set(name, flag.fact, nameSpan: flag.nameSpan) }
    if let reason = flags.openReason { arguments.open(because: reason) }
    setup.arguments = arguments
    setup.adapter = AdapterFlags.table(flags, at: anchor)
    setup.adapterUse = .applied
    if let name = flags.flags["model_name_or_path"] {
      var model = FactTable(consumer: .absent(), span: name.span)
      ModelIdentity.set(
        name.fact.map(orUnknown: "it is not a text", \.string), in: &model, from: line.file.path,
        context: context)
      setup.model = model
    }
    return setup
  }

  private func operands(of line: LaunchLine) -> [(text: String, span: Span)] {
    line.operands.compactMap { operand in operand.text.map { ($0, Span(line.file, operand.range)) } }
  }

  /// The last of a repeated flag counts, as in argparse.
  private func flags(of line: LaunchLine) -> CommandLineFlags {
    var flags: [String: CommandLineFlags.Flag] = [:]
    for option in line.options {
      guard let name = option.name else { continue }
      let value = option.value
      let reason = value.flatMap(Self.unknownReason)
      let nameSpan = option.flagRange.map { Span(line.file, $0) }
      let span = value.map { Span(line.file, $0.range) } ?? nameSpan ?? Span(line.file, line.range)
      flags[name] = CommandLineFlags.Flag(
        value: reason == nil ? value?.text : nil, span: span, nameSpan: nameSpan, unknownReason: reason,
        isShared: !(value?.isWrittenInPlace ?? true))
    }
    var openReason = line.isClosed ? nil : "a variable on the command line may stand for more flags"
    if let reason = flags["config"]?.unknownReason { openReason = "the config file is not known: \(reason)" }
    return CommandLineFlags(flags: flags, openReason: openReason)
  }

  private static func unknownReason(_ value: ShellArgument) -> String? {
    guard let text = value.text, !value.isOpen else { return "it comes from a variable that is not known" }
    return TemplateMarks.reason(in: text)
  }
}

/// What TRL's `lora_*` flags say of the adapter.
enum AdapterFlags {
  /// nil unless `--use_peft` is given (trl/trainer/utils.py `get_peft_config`).
  static func table(_ flags: CommandLineFlags, at span: Span) -> FactTable? {
    guard let use = flags.flags["use_peft"], use.value == nil || use.value?.lowercased() == "true" else {
      return nil
    }
    var table = FactTable(consumer: .known("peft.LoraConfig", at: use.span), span: span)
    for (name, flag) in flags.ordered {
      guard let field = TRLReader.adapterFields[name] else { continue }
      table.set(field, flag.fact, nameSpan: flag.nameSpan)
    }
    if table["task_type"].isAbsent { table.set("task_type", .known(.string("CAUSAL_LM"), at: use.span)) }
    if let reason = flags.openReason { table.open(because: reason) }
    return table
  }
}
