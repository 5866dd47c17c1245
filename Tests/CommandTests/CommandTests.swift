import Foundation
@testable import Linting
import Reporting
import Setup
import Syntax
import Synchronization
import Testing

@testable import glmlint

@Suite struct CommandTests {
  /// What a run has said and done.
  struct Outcome {
    let code: ExitCode
    let output: String
    let errors: String
    let written: [String: String]
  }

  final class Captured: TextStream, FileWriter {
    let isTerminal: Bool
    let text = Mutex("")
    let files = Mutex<[String: String]>([:])

    init(isTerminal: Bool = false) { self.isTerminal = isTerminal }

    func write(_ text: String) { self.text.withLock { $0 += text } }
    func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
      if path == "locked" { throw .permissionDenied }
      files.withLock { $0["replaced " + path] = String(decoding: bytes, as: UTF8.self) }
    }
    func replacement(of path: String) throws(FileError) -> any FileReplacement { throw .notFound }
    func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
      if path == "locked" { throw .permissionDenied }
      files.withLock { $0[path] = String(decoding: bytes, as: UTF8.self) }
    }
  }

  /// Answers with fixed findings, and says as a finding what it was asked.
  struct FixedLinter: Linter {
    var severity: Severity? = .warning
    var missing: [String] = []
    var changes: [FixPass.FileChange] = []
    var isEmpty = false
    let workingFolder = "/work"

    let rules = [
      RuleMetadata(
        "invalid-task-type", family: "adapter", severity: .error, since: "0.1.0",
        "a task type outside the enum"),
      RuleMetadata(
        "yaml-syntax", family: "file", severity: .error, since: "0.1.0", "a YAML file that cannot be read"),
    ]

    func page(of rule: String) -> String? { rule == "yaml-syntax" ? "# yaml-syntax\n" : nil }

    func check(_ options: CheckOptions, in source: any FileSource) -> CheckOutcome {
      let input = options.standardInputName.flatMap { try? source.read($0, limit: 100) } ?? []
      let asked = (options.commandLine ?? options.paths).joined(separator: " ")
      let message = asked + String(decoding: input, as: UTF8.self)
      let findings = severity.map { [Self.finding("yaml-syntax", $0, message)] }
      let report = CheckReport(
        findings: isEmpty ? [] : findings ?? [], summary: CheckSummary(files: isEmpty ? 0 : 1),
        tool: Tool(name: "glmlint", version: "0.1.0"))
      return CheckOutcome(report: report, missing: missing, changes: changes)
    }

    private static func finding(_ rule: String, _ severity: Severity, _ message: String) -> Finding {
      Finding(
        rule: rule, severity: severity, certainty: .certain, status: .active, primary: .file("a.yaml"),
        label: "", message: message, advice: nil, related: [], effect: nil, effects: [], fixes: [],
        experiment: nil, fingerprint: "0123456789abcdef")
    }

    func experiments(_ options: ConfirmOptions, in source: any FileSource) -> [ExperimentAccount]? {
      guard options.path != "none" else { return nil }
      return severity.map { [ExperimentAccount(Self.finding(options.rule, $0, options.path), trials: [])] }
        ?? []
    }

    func setups(at path: String, versions: [VersionRequest], in source: any FileSource) -> [TrainingSetup]? {
      path == "none" ? nil : []
    }
  }

  private func run(
    _ arguments: String..., linter: FixedLinter = FixedLinter(), environment: [String: String] = [:],
    onTerminal: Bool = false, input: String = ""
  ) -> Outcome {
    let output = Captured(isTerminal: onTerminal)
    let errors = Captured()
    let command = Command(
      linter: linter, tool: Tool(name: "glmlint", version: "0.1.0"), files: DiskFileSource(), writer: output,
      output: output, errors: errors, environment: environment, readInput: { Array(input.utf8) })
    let code = command.run(arguments)
    return Outcome(
      code: code, output: output.text.withLock(\.self), errors: errors.text.withLock(\.self),
      written: output.files.withLock(\.self))
  }

  @Test func exitCodesSayOneThing() {
    #expect(run("check").code == .findings)
    #expect(run("check", "--fail-on", "error").code == .clean)
    #expect(run("check", linter: FixedLinter(severity: .info)).code == .clean)
    #expect(run("check", "--fail-on=info", linter: FixedLinter(severity: .info)).code == .findings)
    #expect(run("check", linter: FixedLinter(severity: nil)).code == .clean)
    #expect(run("check", "--nonsense").code == .usage)
    #expect(run("--version").output == "glmlint 0.1.0\n")
  }

  @Test func aKernelThatThisProcessorDoesNotHaveIsRefused() {
    for name in ["avx513", "", "AVX2"] {
      let outcome = run("check", environment: ["GLMLINT_KERNEL": name])
      #expect(outcome.code == .usage)
      #expect(outcome.errors.contains("`GLMLINT_KERNEL` does not take `\(name)`, only `portable`"))
    }
    #expect(run("check", environment: ["GLMLINT_KERNEL": "portable"]).code == .findings)
    #expect(run("--version", environment: ["GLMLINT_KERNEL": "avx513"]).code == .clean)
  }

  @Test func confirmTellsOfOneRule() {
    let found = run("confirm", "x", "--rule", "invalid-task-type")
    #expect(found.output == "a.yaml: warning[invalid-task-type] x\n")
    #expect(found.code == .findings)
    let nothing = run("confirm", "x", "--rule", "yaml-syntax", linter: FixedLinter(severity: nil))
    #expect(nothing.output == "no finding asks for an experiment\n")
    #expect(nothing.code == .clean)
    #expect(
      run("confirm", "none", "--rule", "yaml-syntax").errors == "glmlint: none: no such file or folder\n")
    #expect(run("confirm", "x").code == .usage)
    #expect(run("confirm", "x", "--rule", "yaml-sintax").errors.contains("did you mean `yaml-syntax`?"))
    let written = run("confirm", "x", "--rule", "yaml-syntax", "--format", "html", "--output", "x.html")
    #expect(written.output.isEmpty)
    #expect(written.written["x.html"]?.hasPrefix("<!DOCTYPE html>") == true)
    #expect(run("confirm", "x", "--rule", "yaml-syntax", "--output", "locked").code == .usage)
  }

  @Test func aPathThatIsNotThereIsAUsageErrorAndTheRestIsStillReported() {
    let outcome = run("check", "x", "--format", "concise", linter: FixedLinter(missing: ["x"]))
    #expect(outcome.code == .usage)
    #expect(outcome.errors == "glmlint: x: no such file or folder\n")
    #expect(outcome.output == "a.yaml: warning[yaml-syntax] x\n")
  }

  @Test func whereOnlyAMissingPathWasNamedNothingElseIsSaid() {
    let outcome = run("check", "x", linter: FixedLinter(missing: ["x"], isEmpty: true))
    #expect(outcome.errors == "glmlint: x: no such file or folder\n")
    #expect(outcome.output == "")
    #expect(
      run("check", linter: FixedLinter(isEmpty: true)).output
        == "nothing to check: no scripts, configs or data sets here\n")
    let json = run("check", "x", "--format", "json", linter: FixedLinter(missing: ["x"], isEmpty: true))
    #expect(json.output.hasPrefix("{\"version\":1,"))
  }

  @Test func usageErrorsSayWhereToReadMore() {
    #expect(
      run("check", "--formt", "json").errors == """
        glmlint: unknown flag `--formt` for `check`; did you mean `--format`?
        `glmlint check --help` tells more

        """)
    #expect(run("nothing").errors.hasSuffix("\n`glmlint --help` tells more\n"))
    #expect(
      run("check", "--select", "yaml-sintax").errors == """
        glmlint: unknown rule `yaml-sintax`; did you mean `yaml-syntax`?
        `glmlint rules` lists them

        """)
    #expect(
      run("explain", "yaml_syntax").errors.hasPrefix(
        "glmlint: unknown rule `yaml_syntax`; did you mean `yaml-syntax`?"))
    #expect(run("check", "--ignore", "adapter,yaml-syntax").code == .findings)
  }

  @Test func whatExcludesEachOtherIsRefused() {
    #expect(
      run("check", "--fix", "--diff").errors.hasPrefix("glmlint: `--fix` and `--diff` exclude each other\n"))
    #expect(
      run("check", "a", "--", "b").errors.hasPrefix("glmlint: a PATH and a COMMAND behind `--` exclude"))
    #expect(run("check", "--").errors.hasPrefix("glmlint: `check` needs a COMMAND behind `--`\n"))
    #expect(
      run("check", "--stdin-filename", "a").errors.hasPrefix(
        "glmlint: `--stdin-filename` needs the PATH `-`\n"))
    #expect(run("check", "-").errors.hasPrefix("glmlint: the PATH `-` needs `--stdin-filename`"))
    #expect(
      run("check", "--format", "text", "--output", "json").errors.hasPrefix(
        "glmlint: two outputs go to standard output\n"))
    #expect(
      run("check", "--output", "json:a", "--output", "text:./a").errors.hasPrefix(
        "glmlint: two outputs go to `./a`\n"))
    #expect(run("check", "--output", "jsn:a").errors.contains("did you mean `json`?"))
    #expect(
      run("check", "--output", "json:").errors.hasPrefix("glmlint: `--output json:` needs a value: FILE\n"))
  }

  @Test func versionsAreReadAsReleasesOrSeries() throws {
    let requests = try VersionRequest.read(["peft=0.13.2,python=3.11", "torch=2"])
    #expect(requests.map(\.library) == [.peft, .python, .torch])
    #expect(requests.map(\.versions) == ["==0.13.2", "==3.11.*", "==2.*"].map { VersionSpecifier.parse($0) })
    func message(_ text: String) -> String {
      do throws(UsageError) { _ = try VersionRequest.read([text]) } catch { return error.description }
      return "no error"
    }
    #expect(message("peft") == "`--versions` cannot read `peft`: expected LIBRARY=VERSION")
    #expect(message("peft=new") == "`--versions` cannot read `peft=new`: `new` is not a version number")
    #expect(message("tranformers=4.0.0").hasSuffix("; did you mean `transformers`?"))
  }

  @Test func oneRunCanWriteSeveralOutputs() {
    let outcome = run("check", "--output", "json:out.json", "--output", "concise")
    #expect(outcome.output == "a.yaml: warning[yaml-syntax] .\n")
    #expect(outcome.written["out.json"]?.hasPrefix("{\"version\":1,") == true)
    let failed = run("check", "--output", "json:locked")
    #expect(failed.code == .usage)
    #expect(failed.errors == "glmlint: locked: permission denied\n")
  }

  @Test func standardInputIsCheckedUnderItsName() {
    let outcome = run("check", "-", "--stdin-filename", "a.yaml", "--format=concise", input: " <bytes>")
    #expect(outcome.output == "a.yaml: warning[yaml-syntax] - <bytes>\n")
  }

  @Test func aDiffIsShownInPlaceOfFindingsAndFixesAreWritten() {
    let change = FixPass.FileChange(path: "a.yaml", old: Array("a\n".utf8), new: Array("b\n".utf8))
    let linter = FixedLinter(severity: nil, changes: [change])
    let diff = run("check", "--diff", linter: linter)
    #expect(diff.code == .findings)
    #expect(diff.output == "--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n-a\n+b\n")
    #expect(diff.written.isEmpty)
    let fix = run("check", "--fix", linter: linter)
    #expect(fix.code == .clean)
    #expect(fix.written == ["replaced a.yaml": "b\n"])
    let locked = FixPass.FileChange(path: "locked", old: [], new: [])
    #expect(run("check", "--fix", linter: FixedLinter(severity: nil, changes: [locked])).code == .usage)
  }

  @Test func coloursFollowTheFlagThenTheEnvironmentThenTheTerminal() {
    func isColored(_ flag: String, _ environment: [String: String], onTerminal: Bool) -> Bool {
      run("check", "--color", flag, environment: environment, onTerminal: onTerminal).output.contains(
        "\u{1B}[")
    }
    #expect(isColored("auto", [:], onTerminal: true))
    #expect(!isColored("auto", [:], onTerminal: false))
    #expect(!isColored("auto", ["NO_COLOR": "1"], onTerminal: true))
    #expect(isColored("auto", ["NO_COLOR": ""], onTerminal: true))
    #expect(isColored("auto", ["FORCE_COLOR": "1"], onTerminal: false))
    #expect(!isColored("auto", ["FORCE_COLOR": "1", "NO_COLOR": "1"], onTerminal: true))
    #expect(!isColored("auto", ["TERM": "dumb"], onTerminal: true))
    #expect(isColored("always", ["NO_COLOR": "1"], onTerminal: false))
    #expect(!isColored("never", ["FORCE_COLOR": "1"], onTerminal: true))
    #expect(run("check", "--color", "always", "--output", "text:f").written["f"]?.contains("\u{1B}") == false)
  }

  @Test func rulesPagesAndSetupsAreShown() {
    #expect(run("explain", "yaml-syntax").output == "# yaml-syntax\n")
    #expect(
      run("rules").output.hasPrefix("adapter\n  invalid-task-type  error    a task type outside the enum\n"))
    #expect(run("setup", "a").output == "no training run found here\n")
    #expect(run("setup", "a", "--format", "json").output == "{\"version\":1,\"setups\":[]}\n")
    #expect(run("setup", "none").code == .usage)
    #expect(run("check", "--statistics").errors == "1  yaml-syntax\n")
  }

  @Test func aLaunchLineIsQuotedAsAPersonWould() {
    #expect(run("check", "--", "a", "b c").output.hasPrefix("a.yaml: warning[yaml-syntax] a b c\n"))
    #expect(
      LaunchLine.text(of: ["accelerate", "launch", "a b.py", "--x={\"y\": 'z'}", "", "~/é", "*"])
        == #"accelerate launch 'a b.py' '--x={"y": '\''z'\''}' '' '~/é' '*'"# + "\n")
  }

  @Test func filesAreReplacedWholeWithTheirPermissionsAndNeverThroughALink() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "write-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = folder + "/a.sh"
    try Data("old".utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "a.sh")
    let writer = DiskFileWriter()
    try writer.replace(file, with: Array("new".utf8))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o750)
    #expect(throws: FileError.isALink) { try writer.replace(folder + "/link", with: []) }
    #expect(throws: FileError.isAFolder) { try writer.replace(folder, with: []) }
    #expect(throws: FileError.notFound) { try writer.replace(folder + "/none", with: []) }
    #expect(throws: FileError.notFound) { try writer.create(folder + "/none/x", []) }
    try writer.create(folder + "/link", Array("through".utf8))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "through")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.sh", "link"])
  }
}
