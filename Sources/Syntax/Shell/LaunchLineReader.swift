extension LaunchLine {
  /// Recognises a launch in `command` of the script that `values` belongs to; nil for any other command.
  package static func read(_ command: ShellCommand, _ values: ShellValues) -> LaunchLine? {
    let variables = command.assignments.map { assignment in
      LaunchVariable(
        name: assignment.name, range: assignment.range, value: values.value(of: assignment, of: command))
    }
    guard command.name != "export" else { return nil }
    var reader = LaunchLineReader(
      values.arguments(of: command), file: values.script.file, range: command.range)
    reader.environment = variables
    return reader.read()
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
  let file: SourceFile
  let range: TextRange
  var environment: [LaunchVariable] = []
  private var index = 0
  private var commandStart = 0
  private var commandEnd = 0
  private var launcherStart = 0
  private var launcherEnd = 0
  private var launcherOptions: [LaunchOption] = []
  private var subcommand: ShellArgument?
  private var script: ShellArgument?
  private var module: ShellArgument?

  init(_ words: [ShellArgument], file: SourceFile, range: TextRange) {
    self.words = words
    self.file = file
    self.range = range
  }

  private var text: String? { index < words.count ? words[index].text : nil }

  mutating func read() -> LaunchLine? {
    skipWrappers()
    commandStart = index
    commandEnd = index
    guard let launcher = readLauncher() else { return nil }
    let arguments = Array(words[min(index, words.count)...])
    return LaunchLine(
      launcher: launcher, file: file, environment: environment, wrappers: Array(words[..<commandStart]),
      command: Array(words[commandStart..<commandEnd]), subcommand: subcommand,
      launcherArguments: Array(words[launcherStart..<launcherEnd]), launcherOptions: launcherOptions,
      script: script, module: module, arguments: arguments, options: LaunchOption.read(arguments),
      isClosed: !words.contains(where: \.isOpen), range: range)
  }

  // MARK: Wrappers

  private mutating func skipWrappers() {
    while let word = text, let wrapper = LaunchWrapper.all[FilePath.name(word)] {
      let start = index
      index += 1
      skipOptions(wrapper)
      if let subcommand = wrapper.subcommand {
        guard text == subcommand else {
          index = start
          return
        }
        index += 1
        skipOptions(wrapper)
      }
      index = min(index + wrapper.positionals, words.count)
      if FilePath.name(word) == "env" { readEnvironment() }
    }
  }

  private mutating func skipOptions(_ wrapper: LaunchWrapper) {
    while let word = text, word.hasPrefix("-") {
      index += 1
      if word == "--" { return }
      if wrapper.valued.contains(word) { index = min(index + 1, words.count) }
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
  private mutating func readLauncher() -> LaunchLine.Launcher? {
    guard let word = text else { return nil }
    let name = FilePath.name(word)
    index += 1
    endCommand()
    if Self.isPython(name) { return readPython() }
    switch name {
    case "torchrun": return readWithTable(.torchrun, .torchrun)
    case "deepspeed", "ds": return readWithTable(.deepspeed, .deepspeed)
    case "accelerate-launch": return readWithTable(.accelerate, .accelerate)
    case "accelerate":
      guard text == "launch" else { return nil }
      index += 1
      endCommand()
      return readWithTable(.accelerate, .accelerate)
    case "tune":
      guard text == "run" else { return nil }
      index += 1
      endCommand()
      return readWithTable(.tune, .torchrun)
    case "llamafactory-cli", "lmf": return readSubcommand(.llamaFactory)
    case "swift", "megatron": return readSubcommand(.swift)
    case "trl": return readSubcommand(.trl)
    case "axolotl": return readSubcommand(.axolotl)
    default:
      guard FilePath.fileExtension(name) == "py" else { return nil }
      script = words[index - 1]
      commandEnd = commandStart
      launcherStart = commandStart
      launcherEnd = commandStart
      return .script
    }
  }

  private mutating func endCommand() {
    commandEnd = index
    launcherStart = index
    launcherEnd = index
  }

  private mutating func readSubcommand(_ launcher: LaunchLine.Launcher) -> LaunchLine.Launcher? {
    guard index < words.count, !(text?.hasPrefix("-") ?? false) else { return nil }
    subcommand = words[index]
    index += 1
    return launcher
  }

  /// `python`, `python3`, `python3.11`, `pythonw`.
  private static func isPython(_ name: String) -> Bool {
    guard name.hasPrefix("python") else { return false }
    return name.utf8.dropFirst(6).allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
    }
  }

  /// Options of the interpreter, then a file, `-m MODULE`, or `-c CODE` (CPython 3.11, "Command line").
  private mutating func readPython() -> LaunchLine.Launcher? {
    launcherStart = index
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
    launcherEnd = index
    return readScript() ? .python : nil
  }

  /// Behind `-m`; the launchers among the modules take over.
  private mutating func readModule(_ joined: ShellArgument?) -> LaunchLine.Launcher? {
    launcherEnd = index
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
    script = words[index]
    index += 1
    return true
  }

  /// The launcher's options up to the first word that is none, which is the script or module.
  private mutating func readWithTable(
    _ launcher: LaunchLine.Launcher, _ table: LauncherTable
  ) -> LaunchLine.Launcher? {
    launcherStart = index
    var takesModule = false
    while index < words.count, let word = text, word.hasPrefix("-"), word != "-" {
      let argument = words[index]
      index += 1
      if word == "--" { break }
      if let joined = LaunchOption.splitJoined(argument, word) {
        launcherOptions.append(joined)
        continue
      }
      let known = table.look(up: word)
      takesModule = takesModule || known.map { table.moduleSwitches.contains($0.name) } ?? false
      var values: [ShellArgument] = []
      if known?.meaning == .valued && index < words.count {
        values.append(words[index])
        index += 1
      }
      launcherOptions.append(
        LaunchOption(flag: word, flagRange: argument.origin, values: values, isJoined: false))
    }
    launcherEnd = index
    guard index < words.count else { return launcher }
    if takesModule { module = words[index] } else { script = words[index] }
    index += 1
    return launcher
  }
}
