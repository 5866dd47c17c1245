import Syntax

/// The arguments of a call, sorted out by the command table but not yet understood.
struct ReadArguments: Hashable, Sendable {
  let command: CommandName
  /// Flags in their order.
  var flags: [GivenFlag] = []
  var operands: [String] = []
  /// What stands behind `--`; nil where there is no `--`.
  var commandLine: [String]?

  func has(_ flag: String) -> Bool { flags.contains { $0.name == flag } }

  /// The value of the last `flag`.
  func value(_ flag: String) -> String? { flags.last { $0.name == flag }?.value }

  /// The values of every `flag`, in their order.
  func values(_ flag: String) -> [String] { flags.filter { $0.name == flag }.compactMap(\.value) }
}

/// A flag of a call; the value is nil for one that takes none.
struct GivenFlag: Hashable, Sendable {
  let name: String
  let value: String?
}

/// What a call asks for.
enum Request: Hashable, Sendable {
  case version
  /// For one command, or for the program as a whole.
  case help(CommandName?)
  case run(ReadArguments)
}

extension CommandTable {
  /// Sorts out the arguments behind the program's name. O(arguments × flags).
  func read(_ arguments: [String]) throws(UsageError) -> Request {
    var rest = arguments[...]
    guard let first = rest.popFirst() else { throw .noCommand }
    switch first {
    case "--help", "-h", "help": return .help(nil)
    case "--version": return .version
    default: break
    }
    guard let entry = command(first) else {
      guard first.hasPrefix("-") else {
        throw .unknownCommand(first, nearest: NearestName.of(first, in: commands.map(\.name.rawValue)))
      }
      throw .unknownFlag(first, of: nil, nearest: NearestName.of(first, in: globalFlags.map(\.name)))
    }
    return try read(rest, of: entry)
  }

  private func read(_ arguments: ArraySlice<String>, of entry: CommandEntry) throws(UsageError) -> Request {
    var read = ReadArguments(command: entry.name)
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--" && entry.takesCommandLine {
        read.commandLine = Array(rest)
        break
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        read.operands.append(argument)
        continue
      }
      if argument == "--help" || argument == "-h" { return .help(entry.name) }
      read.flags.append(try readFlag(argument, &rest, of: entry))
    }
    if read.operands.count < entry.operandCount.lowerBound {
      throw .missingOperand(entry.operands[read.operands.count].word, of: entry.name)
    }
    if read.operands.count > entry.operandCount.upperBound {
      throw .extraOperand(read.operands[entry.operandCount.upperBound], of: entry.name)
    }
    return .run(read)
  }

  /// One flag and its value, which stands behind `=` or is the next argument.
  private func readFlag(
    _ argument: String, _ rest: inout ArraySlice<String>, of entry: CommandEntry
  ) throws(UsageError) -> GivenFlag {
    let equals = argument.firstIndex(of: "=")
    let name = equals.map { String(argument[..<$0]) } ?? argument
    guard let flag = entry.flag(name) else {
      throw .unknownFlag(name, of: entry.name, nearest: NearestName.of(name, in: entry.flags.map(\.name)))
    }
    let attached = equals.map { String(argument[argument.index(after: $0)...]) }
    guard let placeholder = flag.value.placeholder else {
      if let attached { throw .unexpectedValue(attached, flag: name) }
      return GivenFlag(name: name, value: nil)
    }
    // A value never starts with two dashes, so a forgotten one does not swallow the next flag.
    let next = attached ?? (rest.first?.hasPrefix("--") == true ? nil : rest.popFirst())
    guard let value = next, !value.isEmpty else { throw .missingValue(flag: name, placeholder: placeholder) }
    if case .choice(let words) = flag.value, !words.contains(value) {
      throw .invalidValue(value, flag: name, expected: words, nearest: NearestName.of(value, in: words))
    }
    return GivenFlag(name: name, value: value)
  }
}
