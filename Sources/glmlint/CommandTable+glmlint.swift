import Reporting

extension CommandTable {
  /// The commands of glmlint.
  static let glmlint = CommandTable(
    commands: [check, confirm, explain, rules, setup, profile, merge],
    globalFlags: [
      helpFlag, FlagEntry("--version", .none, "print the version and stop"),
    ])

  private static let helpFlag = FlagEntry("--help", .none, "print this and stop")

  private static let color = FlagEntry(
    "--color", .choice(ColorChoice.allCases.map(\.rawValue)),
    "when to use colours; NO_COLOR and FORCE_COLOR decide under auto", standard: "auto")

  private static let versions = FlagEntry(
    "--versions", .text("LIBRARY=VERSION[,…]"),
    "take these versions, such as peft=0.13.2,python=3.11, whatever is pinned",
    isRepeatable: true)

  private static let check = CommandEntry(
    name: .check, summary: "find mistakes in files, folders, or a command line",
    forms: ["[PATH…]", "-- COMMAND…"],
    operands: [
      ("PATH", "a file or a folder; - for standard input; without any, the current folder"),
      ("COMMAND", "a launch line, such as accelerate launch train.py: checked, never run"),
    ],
    operandCount: 0...Int.max, takesCommandLine: true,
    flags: [
      FlagEntry(
        "--format", .choice(OutputFormat.allCases.map(\.rawValue)), "how findings are printed",
        standard: "text"),
      FlagEntry(
        "--output", .text("FORMAT[:FILE]"),
        "write findings in this format, to FILE or standard output; repeatable",
        isRepeatable: true),
      FlagEntry(
        "--select", .text("RULE[,…]"), "report only these rules, or families of rules; repeatable",
        isRepeatable: true),
      FlagEntry(
        "--ignore", .text("RULE[,…]"), "do not report these rules, or families of rules; repeatable",
        isRepeatable: true),
      FlagEntry(
        "--fail-on", .choice(["error", "warning", "info"]), "the lowest severity that makes the exit code 1",
        standard: "warning"),
      versions,
      FlagEntry(
        "--stdin-filename", .text("NAME"), "the name to check standard input under; needs the PATH -"),
      FlagEntry(
        "--profiles", .text("FILE"),
        "check the data sets that profile --partial has read; they are not read again",
        isRepeatable: true),
      FlagEntry("--fix", .none, "apply the safe fixes"),
      FlagEntry("--diff", .none, "print what --fix would change, and change nothing"),
      FlagEntry(
        "--confirm", .none, "run small trainings that prove findings, or refute them"
      ),
      FlagEntry(
        "--python", .text("PATH"), "with --confirm: run them on this Python's libraries, too"),
      FlagEntry("--statistics", .none, "end with the number of findings of each rule"),
      color, helpFlag,
    ])

  private static let confirm = CommandEntry(
    name: .confirm, summary: "run the experiment behind a rule's findings, and tell all of it",
    forms: ["PATH --rule RULE"],
    operands: [("PATH", "a file or a folder")], operandCount: 1...1, takesCommandLine: false,
    flags: [
      FlagEntry("--rule", .text("RULE"), "the rule whose findings are put to the test"),
      FlagEntry(
        "--format", .choice(ExperimentFormat.allCases.map(\.rawValue)),
        "how it is printed; html draws the losses", standard: "text"),
      outputFile,
      FlagEntry("--python", .text("PATH"), "ask this Python's libraries, too"),
      versions, color, helpFlag,
    ])

  private static let explain = CommandEntry(
    name: .explain, summary: "print the page of a rule", forms: ["RULE"],
    operands: [("RULE", "the name of a rule, such as invalid-task-type")], operandCount: 1...1,
    takesCommandLine: false, flags: [color, helpFlag])

  private static let rules = CommandEntry(
    name: .rules, summary: "list all rules", forms: [], operands: [], operandCount: 0...0,
    takesCommandLine: false,
    flags: [color, helpFlag])

  private static let setup = CommandEntry(
    name: .setup, summary: "show what glmlint understands of a training run, and where from", forms: ["PATH"],
    operands: [("PATH", "a script, notebook or config, or a folder of them")], operandCount: 1...1,
    takesCommandLine: false,
    flags: [
      FlagEntry("--format", .choice(["text", "json"]), "how it is printed", standard: "text"), versions,
      color, helpFlag,
    ])

  private static let profileFormat = FlagEntry(
    "--format", .choice(ProfileFormat.named.map(\.rawValue)), "how it is printed; html draws the lengths",
    standard: "text")

  private static let partial = FlagEntry(
    "--partial", .none, "print what merge and check --profiles read, not what people do")

  private static let outputFile = FlagEntry(
    "--output", .text("FILE"), "write to FILE, and not to standard output")

  private static let profile = CommandEntry(
    name: .profile, summary: "show what data sets hold", forms: ["PATH…"],
    operands: [("PATH", "a data set, or a folder of them")], operandCount: 1...Int.max,
    takesCommandLine: false,
    flags: [
      profileFormat, outputFile, partial,
      FlagEntry(
        "--shard", .text("I/N"),
        "read the I-th of N equal shares of the bytes, for merge to join"),
      color, helpFlag,
    ])

  private static let merge = CommandEntry(
    name: .merge, summary: "join partial profiles to the profile of the whole", forms: ["PARTIAL…"],
    operands: [("PARTIAL", "a file that profile --partial wrote")], operandCount: 1...Int.max,
    takesCommandLine: false,
    flags: [profileFormat, outputFile, partial, color, helpFlag])
}
