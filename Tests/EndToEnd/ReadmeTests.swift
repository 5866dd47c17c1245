import Foundation
import Linting
import Rules
import Syntax
import Testing

@testable import glmlint

/// Every snippet of the README is run, or held against what it speaks of.
@Suite struct ReadmeTests {
  private struct Block {
    let language: String
    let text: String
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  private let readme = (try? Folder.repository.text("README.md")) ?? ""

  private func blocks(_ language: String) -> [Block] {
    readme.matches(of: /(?m)^```(\w+)\n((?:(?!```).*\n)*)```$/).map {
      Block(language: String($0.output.1), text: String($0.output.2))
    }.filter { $0.language == language }
  }

  /// The arguments of a shell line that has neither quotes nor variables, without its comment.
  private func arguments(_ line: String) -> [String] {
    line.split(separator: " ").prefix { !$0.hasPrefix("#") }.map(String.init)
  }

  private func firstCommand() throws -> [String] {
    let line = try #require(blocks("sh").first?.lines.first)
    return arguments(line)
  }

  @Test func thePictureIsWhatTheFirstCommandPrints() throws {
    let words = try firstCommand()
    #expect(words.prefix(5) == ["swift", "run", "-c", "release", "glmlint"])
    let outcome = Folder.repository.run(Array(words.dropFirst(5)))
    #expect(outcome.code == .findings)
    #expect(outcome.errors == "")
    try Recorded.expect("```text\n\(outcome.output)```\n", between: "picture", in: "README.md")
  }

  @Test func whatIsSaidOfOtherVersionsIsTrue() throws {
    let call = try #require(readme.firstMatch(of: /with `(--versions [^`]+)` the second finding is none/))
      .output.1
    let path = try #require(firstCommand().last)
    func found(_ flags: [String]) -> [String] {
      Folder.repository.run(["check", path, "--format", "concise"] + flags).output.split(separator: "\n").map(
        String.init)
    }
    var all = found([])
    #expect(all.count == 3)
    all.remove(at: 1)
    #expect(found(arguments(String(call))) == all)
  }

  @Test func theTestCommandIsTheSecond() throws {
    #expect(blocks("sh").dropFirst().first?.text == "swift test\n")
  }

  /// In a copy of a project that has the files which they name.
  @Test func everyCallOfTheProgramDoesWhatItsCommentSays() throws {
    let calls = blocks("sh").flatMap(\.lines).filter { $0.hasPrefix("glmlint ") }
    #expect(calls.count >= 10)
    try Folder.temporary { folder in
      let project = Folder(path: folder.path + "/project")
      try FileManager.default.copyItem(
        atPath: Folder.repository.path + "/fixtures/projects/glm4-finetune", toPath: project.path)
      for call in calls {
        let outcome = project.run(Array(arguments(call).dropFirst()))
        #expect(!outcome.errors.contains("glmlint: "), "\(call)")
        #expect([ExitCode.clean, .findings].contains(outcome.code), "\(call)")
        #expect(outcome.output.isEmpty == call.contains("--output"), "\(call)")
      }
    }
  }

  @Test func theIgnoreCommentSilences() throws {
    let snippet = try #require(blocks("python").first { $0.text.contains("ignore[") }).text
    try Folder.temporary { folder in
      try folder.write("from peft import LoraConfig\n\n" + snippet, to: "train.py")
      #expect(folder.run("check").output == "no problems in 1 file, 1 more ignored\n")
      try folder.write(
        "from peft import LoraConfig\n\n" + snippet.replacing(/ignore.*/, with: "no comment"), to: "train.py")
      #expect(folder.run("check", "--format", "concise").output.contains("[invalid-task-type]"))
    }
  }

  @Test func exitCodesAreTheProgramsOwn() throws {
    var table = "| code | means |\n|---|---|\n"
    for code in ExitCode.all {
      table += "| \(code.rawValue) | \(code.meaning.replacing(/--[a-z-]+/) { "`\($0.output)`" }) |\n"
    }
    try Recorded.expect(table, between: "exit codes", in: "README.md")
  }

  @Test func theTableHasEveryRule() throws {
    var table = "| rule | worst | what it finds |\n|---|---|---|\n"
    let rules = Registry.metadata.sorted { ($0.family, $0.name) < ($1.family, $1.name) }
    for rule in rules {
      let page = "rules/\(rule.family)/\(rule.name).md"
      let name = Folder.repository.has(page) ? "[`\(rule.name)`](\(page))" : "`\(rule.name)`"
      table += "| \(name) | \(rule.severity.rawValue) | \(rule.summary) |\n"
    }
    try Recorded.expect(table, between: "rules", in: "README.md")
  }

  // MARK: Hooks and CI

  @Test func yamlSnippetsAreYAML() throws {
    let snippets = blocks("yaml")
    #expect(snippets.count == 3)
    for snippet in snippets {
      #expect(YAMLParser.parse(SourceFile(path: "snippet.yaml", text: snippet.text)).problems.isEmpty)
    }
  }

  @Test func theHooksExist() throws {
    let snippet = try #require(blocks("yaml").first { $0.text.hasPrefix("repos:") })
    let hooks = try Folder.repository.text(".pre-commit-hooks.yaml")
    let ids = snippet.text.matches(of: /- id: (\S+)/).map { String($0.output.1) }
    #expect(ids == hooks.matches(of: /- id: (\S+)/).map { String($0.output.1) })
  }

  /// The lines that CI runs: clone, build as the README says it, call the program where that leaves it.
  @Test func continuousIntegrationBuildsAndCallsTheProgram() throws {
    let jobs = blocks("yaml").filter { !$0.text.hasPrefix("repos:") }
    let version = Folder.repository.run("--version").output.split(separator: " ").last.map {
      String($0.dropLast())
    }
    for job in jobs {
      let commands = job.lines.compactMap { line in
        line.firstMatch(of: /^\s+- (?:run: )?((?:git|swift|\/tmp).*)$/).map { arguments(String($0.output.1)) }
      }
      try #require(commands.count == 3)
      #expect(commands[0].prefix(5) == ["git", "clone", "--depth", "1", "--branch"])
      #expect(commands[0][5] == version)
      let folder = commands[0][7]
      #expect(
        commands[1] == ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", folder])
      #expect(commands[2][0] == folder + "/.build/release/glmlint")
      try Folder.temporary { empty in
        let outcome = empty.run(Array(commands[2].dropFirst()))
        #expect(outcome.code == .clean)
        let report = try empty.text("glmlint.json")
        #expect(report.hasPrefix("{\"version\":1,"))
      }
    }
  }

  @Test func linksInTheRepositoryLeadSomewhere() {
    for match in readme.matches(of: /\]\(([^)]+)\)/) where !match.output.1.hasPrefix("https://") {
      #expect(Folder.repository.has(String(match.output.1)), "\(match.output.1)")
    }
  }
}
