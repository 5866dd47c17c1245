import Datasets
import Linting
import Reporting
import Setup
import Syntax

/// The whole program, given what it may touch: it reads and writes nothing else, and never ends the process.
struct Command: Sendable {
  let linter: any Linter
  let tool: Tool
  let files: any FileSource
  let writer: any FileWriter
  let output: any TextStream
  let errors: any TextStream
  let environment: [String: String]
  /// All bytes of standard input.
  let readInput: @Sendable () throws(FileError) -> [UInt8]

  private let table = CommandTable.glmlint

  /// Runs with the arguments behind the program's name.
  func run(_ arguments: [String]) -> ExitCode {
    do throws(UsageError) {
      switch try table.read(arguments) {
      case .version: output.write("\(tool.name) \(tool.version)\n")
      case .help(nil): output.write(table.help)
      case .help(let name?):
        if let entry = table.command(name.rawValue) { output.write(table.help(for: entry)) }
      case .run(let arguments):
        try refuseUnknownKernel()
        return try run(arguments)
      }
      return .clean
    } catch {
      complain(error.description)
      errors.write(error.hint(for: arguments.first.flatMap(CommandName.init)) + "\n")
      return .usage
    }
  }

  /// A name that is no kernel's would be measured as another's.
  private func refuseUnknownKernel() throws(UsageError) {
    guard let name = environment[ScanKernel.variable] else { return }
    let known = ScanKernel.allCases.filter(\.isAvailable).map(\.rawValue)
    if known.contains(name) { return }
    throw .invalidValue(
      name, flag: ScanKernel.variable, expected: known, nearest: NearestName.of(name, in: known))
  }

  private func run(_ arguments: ReadArguments) throws(UsageError) -> ExitCode {
    let style = arguments.color.style(for: output, environment: environment)
    switch arguments.command {
    case .check: return try check(CheckOptions(arguments, rules: linter.rules))
    case .confirm: return try confirm(ConfirmOptions(arguments, rules: linter.rules))
    case .profile: return profile(try ProfileOptions(arguments))
    case .merge: return merge(try ProfileOptions(arguments))
    case .explain: try explain(arguments.operands[0], style)
    case .rules: output.write(RulesTable(linter.rules, style).rendered)
    case .setup: return try showSetups(arguments, style)
    }
    return .clean
  }

  private func confirm(_ options: ConfirmOptions) throws(UsageError) -> ExitCode {
    guard let accounts = linter.experiments(options, in: files) else {
      complain("\(options.path): \(FileError.notFound)")
      return .usage
    }
    let style = options.color.style(for: output, environment: environment)
    let text = options.format.render(accounts, tool, options.file == nil ? style : .plain)
    if let file = options.file {
      do throws(FileError) {
        try writer.create(file, Array(text.utf8))
      } catch {
        complain("\(file): \(error)")
        return .usage
      }
    } else {
      output.write(text)
    }
    return accounts.contains { $0.finding.status == .active } ? .findings : .clean
  }

  private func explain(_ rule: String, _ style: TextStyle) throws(UsageError) {
    guard let page = linter.page(of: rule) else {
      throw .unknownRule(rule, nearest: NearestName.of(rule, in: linter.rules.map(\.name)))
    }
    output.write(RulePage(page, style).rendered)
  }

  private func showSetups(_ arguments: ReadArguments, _ style: TextStyle) throws(UsageError) -> ExitCode {
    let path = arguments.operands[0]
    let versions = try VersionRequest.read(arguments.values("--versions"))
    guard let setups = linter.setups(at: path, versions: versions, in: files) else {
      complain("\(path): \(FileError.notFound)")
      return .usage
    }
    let report = SetupReport(setups, style)
    output.write(arguments.value("--format") == "json" ? report.json : report.text)
    return .clean
  }

  private func check(_ options: CheckOptions) throws(UsageError) -> ExitCode {
    var options = options
    guard let profiles = readProfiles(options.profileFiles) else { return .usage }
    if let path = profiles.incomplete {
      complain("\(path): a part of the file is in no profile; all shards are needed")
      return .usage
    }
    if let path = changedSince(profiles) {
      complain("\(path): another size than when it was profiled; profile it again")
      return .usage
    }
    options.profiles = profiles
    var source = files
    if let name = options.standardInputName {
      do throws(FileError) {
        source = OverlayFileSource(over: files, replacing: [name: try readInput()])
      } catch {
        complain("standard input: \(error)")
        return .usage
      }
    }
    var outcome = linter.check(options, in: source)
    var isUsable = true
    for path in outcome.missing {
      complain("\(path): \(FileError.notFound)")
      isUsable = false
    }
    // A list of findings alone has no room for what was left out.
    if !options.outputs.contains(where: { $0.file == nil && $0.format != .concise }) {
      for skipped in outcome.report.summary.skipped {
        complain("\(skipped.path): skipped, \(skipped.reason)")
      }
    }
    var changesAnything = false
    if options.fixing == .apply {
      isUsable = apply(&outcome, options, in: source) && isUsable
    }
    isUsable = write(outcome, options) && isUsable
    if options.fixing == .show {
      let shown = show(outcome, options, in: source)
      isUsable = shown.isComplete && isUsable
      changesAnything = shown.changesAnything
    }
    if !isUsable { return .usage }
    let fails = outcome.report.active.contains { $0.severity >= options.failOn }
    return fails || changesAnything ? .findings : .clean
  }

  /// Writes every output; false where one could not be written.
  private func write(_ outcome: CheckOutcome, _ options: CheckOptions) -> Bool {
    var isComplete = true
    let style = options.color.style(for: output, environment: environment)
    for wanted in options.outputs {
      guard let file = wanted.file else {
        // What was missed has been said; that nothing else was there says nothing more.
        let isOnlyMissing = wanted.format == .text && !outcome.missing.isEmpty && outcome.report.isEmpty
        if options.fixing != .show && !isOnlyMissing {
          output.write(wanted.format.render(outcome.report, style))
        }
        continue
      }
      do throws(FileError) {
        try writer.create(file, Array(wanted.format.render(outcome.report, .plain).utf8))
      } catch {
        complain("\(file): \(error)")
        isComplete = false
      }
    }
    if options.showsStatistics && options.fixing != .show {
      errors.write(Statistics(outcome.report, kernel: ScanKernel.chosen).rendered)
    }
    return isComplete
  }

  func complain(_ text: String) {
    errors.write("glmlint: \(SafeText.escaped(text))\n")
  }
}
