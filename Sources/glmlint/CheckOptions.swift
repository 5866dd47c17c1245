import Datasets
import Linting
import Reporting
import Setup
import Syntax

/// What `check` is asked to do.
struct CheckOptions: Hashable, Sendable {
  /// Where the findings of one format go.
  struct Output: Hashable, Sendable {
    let format: OutputFormat
    /// nil for standard output.
    let file: String?
  }

  /// What happens to fixes.
  enum Fixing: Hashable, Sendable { case none, apply, show }

  /// Files and folders; `-` is standard input.
  let paths: [String]
  /// A launch line to check in place of paths.
  let commandLine: [String]?
  let outputs: [Output]
  /// Names of rules or of families; empty for every rule.
  let selected: [String]
  let ignored: [String]
  let failOn: Severity
  let versions: [VersionRequest]
  /// Files with profiles of data sets, which are then not read.
  let profileFiles: [String]
  /// What stands in those.
  var profiles = ProfileSet()
  /// The name that standard input is checked under.
  let standardInputName: String?
  var fixing: Fixing
  /// Whether the experiments that findings ask for are run.
  let confirms: Bool
  /// The Python whose libraries answer, too.
  let python: String?
  let color: ColorChoice
  let showsStatistics: Bool

  /// Understands the arguments; `--select` and `--ignore` may name the `rules` and their families.
  init(_ arguments: ReadArguments, rules: [RuleMetadata]) throws(UsageError) {
    let readsInput = arguments.operands.contains("-")
    if arguments.commandLine != nil && !arguments.operands.isEmpty {
      throw .conflict("a PATH", "a COMMAND behind `--`")
    }
    if arguments.commandLine?.isEmpty == true { throw .missingOperand("COMMAND behind `--`", of: .check) }
    if arguments.has("--fix") && arguments.has("--diff") { throw .conflict("`--fix`", "`--diff`") }
    standardInputName = arguments.value("--stdin-filename")
    if standardInputName != nil && !readsInput { throw .needs("`--stdin-filename`", "the PATH `-`") }
    if readsInput && standardInputName == nil {
      throw .needs("the PATH `-`", "`--stdin-filename`, to know what kind of file it is")
    }
    if readsInput && arguments.has("--fix") { throw .conflict("the PATH `-`", "`--fix`") }
    commandLine = arguments.commandLine
    profileFiles = arguments.values("--profiles")
    let isOnlyElsewhere = commandLine != nil || !profileFiles.isEmpty
    paths = arguments.operands.isEmpty && !isOnlyElsewhere ? ["."] : arguments.operands
    outputs = try Self.outputs(arguments)
    let names = rules.map(\.name) + Set(rules.map(\.family)).sorted()
    selected = try Self.ruleNames(arguments.values("--select"), among: names)
    ignored = try Self.ruleNames(arguments.values("--ignore"), among: names)
    failOn = arguments.value("--fail-on").flatMap(Severity.init) ?? .warning
    versions = try VersionRequest.read(arguments.values("--versions"))
    if !profileFiles.isEmpty && arguments.has("--fix") { throw .conflict("`--profiles`", "`--fix`") }
    fixing = arguments.has("--fix") ? .apply : arguments.has("--diff") ? .show : .none
    confirms = arguments.has("--confirm")
    python = arguments.value("--python")
    if python != nil && !confirms { throw .needs("`--python`", "`--confirm`") }
    color = arguments.color
    showsStatistics = arguments.has("--statistics")
  }

  /// Text on standard output, unless something else is asked for.
  private static func outputs(_ arguments: ReadArguments) throws(UsageError) -> [Output] {
    var outputs: [Output] = []
    if let format = arguments.value("--format").flatMap(OutputFormat.init) {
      outputs.append(Output(format: format, file: nil))
    }
    for text in arguments.values("--output") {
      let colon = text.firstIndex(of: ":")
      let name = String(text[..<(colon ?? text.endIndex)])
      guard let format = OutputFormat(rawValue: name) else {
        let names = OutputFormat.allCases.map(\.rawValue)
        throw .invalidValue(name, flag: "--output", expected: names, nearest: NearestName.of(name, in: names))
      }
      let file = colon.map { String(text[text.index(after: $0)...]) }
      if file?.isEmpty == true { throw .missingValue(flag: "--output \(name):", placeholder: "FILE") }
      outputs.append(Output(format: format, file: file))
    }
    var places: Set<String?> = []
    for output in outputs where !places.insert(output.file.map(FilePath.normalized)).inserted {
      throw .outputTwice(output.file.map { "`\($0)`" } ?? "standard output")
    }
    return outputs.isEmpty ? [Output(format: .text, file: nil)] : outputs
  }

  private static func ruleNames(_ values: [String], among known: [String]) throws(UsageError) -> [String] {
    let names = values.flatMap { $0.split(separator: ",").map(String.init) }
    for name in names where !known.contains(name) {
      throw .unknownRule(name, nearest: NearestName.of(name, in: known))
    }
    return names
  }
}

extension ReadArguments {
  /// What `--color` says.
  var color: ColorChoice { value("--color").flatMap(ColorChoice.init) ?? .auto }
}
