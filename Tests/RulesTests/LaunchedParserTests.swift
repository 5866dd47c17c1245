import Setup
import Syntax
import Testing

@testable import Linting
@testable import Rules
@testable import glmlint

/// What a launch line's option of one dash comes to, by how the program calls its parser.
@Suite struct LaunchedParserTests {
  private static func outcomes(parsing call: String) -> [String] {
    let program = """
      from dataclasses import dataclass
      from transformers import HfArgumentParser, TrainingArguments

      @dataclass
      class ModelArguments:
          model_name: str = "a"

      parser = HfArgumentParser(ModelArguments)
      parsed = parser.\(call)
      """
    let line = "python train.py -model_name b\n"
    let files = ["train.py": Array(program.utf8), "train.sh": Array(line.utf8)]
    var walk = WalkResult()
    walk.files = [WalkedFile(path: "train.sh", kind: .shell, isNamed: true)]
    let workspace = Workspace(walk: walk, source: MemoryFileSource(files), workingFolder: "/project")
    let engine = LintEngine(rules: Registry.rules, newest: NewestRelease.inside)
    return engine.check(workspace).map { finding in
      "\(finding.rule): " + finding.effects.map(\.text).joined(separator: "; ")
    }
  }

  private static let error =
    "launch-line-broken: ValueError: Some specified arguments are not used by the HfArgumentParser: "
    + "-model_name"

  @Test(arguments: ["", "return_remaining_strings=False"])
  func leftoversAreAnError(_ arguments: String) {
    #expect(Self.outcomes(parsing: "parse_args_into_dataclasses(\(arguments))") == [Self.error])
  }

  @Test func leftoversAreSetAsideWhereTheProgramAsksForThem() {
    let found = Self.outcomes(parsing: "parse_args_into_dataclasses(return_remaining_strings=True)")
    #expect(found.count == 1)
    #expect(found.first != Self.error)
  }

  /// What becomes of the option is not known then.
  @Test func nothingIsSaidWhereTheProgramDecidesAsItRuns() {
    #expect(Self.outcomes(parsing: "parse_args_into_dataclasses(return_remaining_strings=lenient)") == [])
  }
}
