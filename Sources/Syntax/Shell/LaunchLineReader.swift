extension LaunchLine {
  /// Recognises a launch in `command` of the script that `values` belongs to; nil for any other command.
  package static func read(_ command: ShellCommand, _ values: ShellValues) -> LaunchLine? {
    guard LaunchLineReader.mayStart(command) else { return nil }
    var reader = LaunchLineReader(values.arguments(of: command))
    guard let launcher = reader.read() else { return nil }
    let variables = command.assignments.map { assignment in
      LaunchVariable(
        name: assignment.name, range: assignment.range, value: values.value(of: assignment, of: command))
    }
    return LaunchLine(
      launcher: launcher, file: values.script.file, environment: variables + reader.environment,
      words: reader.words, places: reader.places, launcherOptions: reader.launcherOptions,
      module: reader.module, range: command.range)
  }

  /// Recognises a launch given as an argument vector; nil for any other command.
  ///
  /// The ranges belong to a text made for it, the words quoted as a shell would read them.
  package static func read(argv: [String]) -> LaunchLine? {
    let text = argv.map(quoted).joined(separator: " ")
    let script = ShellParser.parse(SourceFile(path: "command line", text: text))
    guard let command = script.commands.first else { return nil }
    return read(command, script.values)
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      ShellReader.isNameByte(byte) || "-./:,=+@%".utf8.contains(byte)
    }
    if isPlain && !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// A command, and the launch that it was recognised as.
package struct ShellLaunch: Sendable {
  package let command: ShellCommand
  package let line: LaunchLine
}

extension ShellScript {
  /// All launches in the order of the text. O(script) once.
  package var launches: [ShellLaunch] {
    launchesRead.value {
      let values = values
      return commands.compactMap { command in
        LaunchLine.read(command, values).map { ShellLaunch(command: command, line: $0) }
      }
    }
  }

  /// What `launches` start, in the same order.
  package var launchLines: [LaunchLine] { launches.map(\.line) }
}

/// Walks over the words of one command.
private struct LaunchLineReader {
  let words: [ShellArgument]
  private(set) var environment: [LaunchVariable] = []
  private(set) var places = LaunchLine.Places()
  private(set) var launcherOptions: [LaunchOption] = []
  private(set) var module: ShellArgument?
  private var index = 0

  init(_ words: [ShellArgument]) { self.words = words }

  /// Whether a command may be a launch by its name, so that others need not be expanded.
  static func mayStart(_ command: ShellCommand) -> Bool {
    guard let first = command.words.first else { return false }
    guard let word = first.parts.onlyLiteral?.text else { return true }
    let name = FilePath.name(word)
    return LaunchProgram(name) != nil || LaunchWrapper.all[name] != nil
  }

  private var text: String? { index < words.count ? words[index].text : nil }

  /// nil where the command is no launch. No wrapper has the name of a launcher.
  mutating func read() -> LaunchLine.Launcher? {
    while let word = text {
      let name = FilePath.name(word)
      if let program = LaunchProgram(name) {
        places.commandStart = index
        guard let launcher = read(program) else { return nil }
        places.argumentsStart = min(index, words.count)
        return launcher
      }
      guard let wrapper = LaunchWrapper.all[name], skip(wrapper) else { return nil }
      if name == "env" { readEnvironment() }
    }
    return nil
  }

  // MARK: Wrappers

  /// Goes to the command that the wrapper runs; false where it does something else.
  private mutating func skip(_ wrapper: LaunchWrapper) -> Bool {
    index += 1
    skipOptions(wrapper)
    if let subcommand = wrapper.subcommand {
      guard text == subcommand else { return false }
      index += 1
      skipOptions(wrapper)
    }
    index = min(index + wrapper.positionals, words.count)
    return true
  }

  private mutating func skipOptions(_ wrapper: LaunchWrapper) {
    while let word = text, word.hasPrefix("-") {
      index += 1
      if word == "--" { return }
      if wrapper.takesValue(word) { index = min(index + 1, words.count) }
    }
  }

  /// `NAME=value` behind `env`.
  private mutating func readEnvironment() {
    while let word = text, let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")), sign != word.startIndex {
      let name = String(word[..<sign])
      guard name.utf8.allSatisfy(ShellReader.isNameByte) else { return }
      let value = words[index].dropping(name.utf8.count + 1)
      environment.append(LaunchVariable(name: name, range: words[index].range, value: value))
      index += 1
    }
  }

  // MARK: Launchers

  /// Reads the launcher with its options up to the script; the index then stands at the script's arguments.
  private mutating func read(_ program: LaunchProgram) -> LaunchLine.Launcher? {
    index += 1
    endCommand()
    switch program {
    case .python: return readPython()
    case .withTable(let launcher, let table): return readWithTable(launcher, table)
    case .behind(let action, let launcher, let table):
      guard text == action else { return nil }
      index += 1
      endCommand()
      return readWithTable(launcher, table)
    case .withSubcommand(let launcher): return readSubcommand(launcher)
    case .script:
      places.script = index - 1
      places.commandEnd = places.commandStart
      places.launcherStart = places.commandStart
      places.launcherEnd = places.commandStart
      return .script
    }
  }

  private mutating func endCommand() {
    places.commandEnd = index
    places.launcherStart = index
    places.launcherEnd = index
  }

  private mutating func readSubcommand(_ launcher: LaunchLine.Launcher) -> LaunchLine.Launcher? {
    guard index < words.count, !(text?.hasPrefix("-") ?? false) else { return nil }
    places.subcommand = index
    index += 1
    return launcher
  }

  /// Options of the interpreter, then a file, `-m MODULE`, or `-c CODE` (CPython 3.11, "Command line").
  private mutating func readPython() -> LaunchLine.Launcher? {
    places.launcherStart = index
    while let word = text, word.hasPrefix("-"), word != "-" {
      index += 1
      if word == "--check-hash-based-pycs" {
        index = min(index + 1, words.count)
        continue
      }
      if word.hasPrefix("--") { continue }
      let letters = Array(word.utf8.dropFirst())
      guard let taker = letters.firstIndex(where: { "mcWX".utf8.contains($0) }) else { continue }
      let isJoined = taker + 1 < letters.count
      switch letters[taker] {
      case UInt8(ascii: "m"): return readModule(isJoined ? words[index - 1].dropping(taker + 2) : nil)
      case UInt8(ascii: "c"): return nil
      default:
        if !isJoined { index = min(index + 1, words.count) }
      }
    }
    places.launcherEnd = index
    return readScript() ? .python : nil
  }

  /// Behind `-m`; the launchers among the modules take over.
  private mutating func readModule(_ joined: ShellArgument?) -> LaunchLine.Launcher? {
    places.launcherEnd = index
    if joined == nil {
      guard index < words.count else { return nil }
      index += 1
    }
    let found = joined ?? words[index - 1]
    switch found.text {
    case "torch.distributed.run":
      endCommand()
      return readWithTable(.torchrun, .torchrun)
    case "torch.distributed.launch":
      endCommand()
      return readWithTable(.torchDistributedLaunch, .torchDistributedLaunch)
    case "accelerate.commands.launch":
      endCommand()
      return readWithTable(.accelerate, .accelerate)
    case "deepspeed", "deepspeed.launcher.runner":
      endCommand()
      return readWithTable(.deepspeed, .deepspeed)
    default:
      module = found
      return .python
    }
  }

  private mutating func readScript() -> Bool {
    guard index < words.count else { return false }
    places.script = index
    index += 1
    return true
  }

  /// The launcher's options up to the first word that is none, which is the script or module.
  private mutating func readWithTable(
    _ launcher: LaunchLine.Launcher, _ table: LauncherTable
  ) -> LaunchLine.Launcher? {
    places.launcherStart = index
    var takesModule = false
    while index < words.count, let word = text, word.hasPrefix("-"), word != "-" {
      let argument = words[index]
      index += 1
      if word == "--" { break }
      if case .joined(let length) = ArgumentForm(word) {
        launcherOptions.append(LaunchOption(joined: argument, flagLength: length))
        continue
      }
      let known = table.look(up: word)
      takesModule = takesModule || known.map { table.moduleSwitches.contains($0.name) } ?? false
      let start = index
      if known?.meaning == .valued && index < words.count { index += 1 }
      launcherOptions.append(
        LaunchOption(
          flag: word, flagRange: argument.origin, values: words[start..<index], isJoined: false))
    }
    places.launcherEnd = index
    guard index < words.count else { return launcher }
    if takesModule { module = words[index] } else { places.script = index }
    index += 1
    return launcher
  }
}
