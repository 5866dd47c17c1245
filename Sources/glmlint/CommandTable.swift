/// The commands, their flags and the values that these take, as data.
///
/// Help, usage errors and the reading of arguments all come from here, so that none can speak of a flag that
/// another does not know.
struct CommandTable: Sendable {
  let commands: [CommandEntry]

  /// Flags that stand before or in place of a command.
  let globalFlags: [FlagEntry]

  func command(_ name: String) -> CommandEntry? { commands.first { $0.name.rawValue == name } }
}

/// One command.
struct CommandEntry: Sendable {
  let name: CommandName
  /// One line, lower case, no full stop.
  let summary: String
  /// What may stand behind the flags, one form each: `[PATH…]`.
  let forms: [String]
  /// The words of the forms, explained.
  let operands: [(word: String, help: String)]
  /// How many operands may be given.
  let operandCount: ClosedRange<Int>
  /// Whether everything behind `--` is a command line of its own.
  let takesCommandLine: Bool
  let flags: [FlagEntry]

  func flag(_ name: String) -> FlagEntry? { flags.first { $0.name == name } }
}

/// The commands by name.
enum CommandName: String, Hashable, Sendable, CaseIterable {
  case check, confirm, explain, merge, profile, rules, setup
}

/// One flag.
struct FlagEntry: Sendable {
  /// With its dashes.
  let name: String
  let value: FlagValue
  /// One line for the help.
  let help: String
  /// What holds without the flag; nil where that goes without saying.
  let standard: String?
  /// Each one counts, not just the last.
  let isRepeatable: Bool

  init(
    _ name: String, _ value: FlagValue, _ help: String, standard: String? = nil, isRepeatable: Bool = false
  ) {
    self.name = name
    self.value = value
    self.help = help
    self.standard = standard
    self.isRepeatable = isRepeatable
  }
}

/// What follows a flag.
enum FlagValue: Sendable {
  case none
  /// One of these words.
  case choice([String])
  /// Any text; the placeholder stands for it in the help.
  case text(String)

  /// As it stands behind the flag in the help; nil for a flag without a value.
  var placeholder: String? {
    switch self {
    case .none: return nil
    case .choice(let words): return words.joined(separator: "|")
    case .text(let placeholder): return placeholder
    }
  }
}
