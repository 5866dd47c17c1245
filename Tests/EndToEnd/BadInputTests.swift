import Foundation
import Testing

@testable import glmlint

/// What cannot be read ends in one clear message and the right exit code; nothing crashes or hangs.
@Suite(.timeLimit(.minutes(1))) struct BadInputTests {
  private static let mistake = #"{"peft_type": "LORA", "task_type": "CASUAL_LM"}"#
  private static let found =
    "adapter_config.json:1:36: warning[invalid-task-type] 'CASUAL_LM' is not one of PEFT's task types\n"

  private func check(_ folder: Folder, _ paths: String...) -> Folder.Outcome {
    folder.run(["check", "--format", "concise"] + paths)
  }

  @Test func aMissingPathIsAUsageErrorAndTheRestIsChecked() throws {
    try Folder.temporary { folder in
      try folder.write(Self.mistake, to: "adapter_config.json")
      let outcome = check(folder, "nowhere/x.yaml", "adapter_config.json")
      #expect(outcome.code == .usage)
      #expect(outcome.errors == "glmlint: nowhere/x.yaml: no such file or folder\n")
      #expect(outcome.output == Self.found)
    }
  }

  @Test func theFilesThatALaunchLineNamesAreUnderCheck() throws {
    try Folder.temporary { folder in
      let script = "from peft import LoraConfig\nLoraConfig(task_type=\"CASUAL_LM\")\n"
      try folder.write(script, to: "train.py")
      try folder.write("a: [1\n", to: "c.yaml")
      let found = "train.py:2:22: warning[invalid-task-type] 'CASUAL_LM' is not one of PEFT's task types\n"
      let launched = ["accelerate", "launch", "train.py"]
      #expect(folder.run(["check", "--format", "concise", "--"] + launched).output == found)
      let both = folder.run(["check", "--format", "concise", "--"] + launched + ["--config=c.yaml"])
      #expect(both.output.hasPrefix("c.yaml:1:4: error[yaml-syntax] "))
      #expect(both.output.hasSuffix(found))
    }
  }

  @Test func anEmptyFolderIsCleanWithANote() throws {
    try Folder.temporary { folder in
      let outcome = folder.run("check")
      #expect(
        outcome
          == .init(
            code: .clean, output: "nothing to check: no scripts, configs or data sets here\n", errors: ""))
    }
  }

  @Test func emptyFilesOfEveryKindAreClean() throws {
    let names = ["a.py", "a.yaml", "a.toml", "a.sh", "Dockerfile"]
    try Folder.temporary { folder in
      for name in names { try folder.write("", to: name) }
      #expect(check(folder, ".") == .init(code: .clean, output: "", errors: ""))
    }
  }

  /// Nothing says that anybody reads it.
  @Test func anEmptyDataSetIsANote() throws {
    try Folder.temporary { folder in
      try folder.write("", to: "a.jsonl")
      let note = "a.jsonl: info[empty-dataset] the file holds no record\n"
      #expect(check(folder, ".") == .init(code: .clean, output: note, errors: ""))
    }
  }

  /// A value is what JSON needs, so an empty file is none.
  @Test func emptyJSONAndNotebooksAreOneFindingEach() throws {
    try Folder.temporary { folder in
      try folder.write("", to: "a.ipynb")
      try folder.write("", to: "a.json")
      let outcome = check(folder, ".")
      #expect(outcome.code == .findings)
      #expect(
        outcome.output == """
          a.ipynb:1:1: error[notebook-syntax] no value stands here, expected a JSON value
          a.json:1:1: error[json-syntax] no value stands here, expected a JSON value

          """)
    }
  }

  /// Read as records since no tree is made of it, and told as any other empty file.
  @Test func aLargeJSONFileOfBlanksIsTheSameFinding() throws {
    try Folder.temporary { folder in
      try folder.write(Data(repeating: 0x20, count: 17 << 20), to: "a.json")
      #expect(
        check(folder, "a.json")
          == .init(
            code: .findings,
            output: "a.json: error[json-syntax] no value stands here, expected a JSON value\n", errors: ""))
    }
  }

  /// One file has one limit, however many cells its mistakes are spread over.
  @Test func theLimitOfProblemsIsThatOfTheFileOnDisk() throws {
    try Folder.temporary { folder in
      let cell = #"{"cell_type": "code", "metadata": {}, "outputs": [], "source": "x ="}"#
      let good = #"{"cell_type": "code", "metadata": {}, "outputs": [], "source": "(\n"}"#
      let broken = (0..<6).map { number in
        let lines = String(repeating: #"x = $\ny = 1\n"#, count: 2500 + number)
        return #"{"cell_type": "code", "metadata": {}, "outputs": [], "source": ""# + lines + #""}"#
      }
      let cells = ([cell] + broken + [good]).joined(separator: ",\n")
      try folder.write(
        #"{"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": ["# + cells + "]}", to: "a.ipynb")
      let lines = check(folder, "a.ipynb").output.split(separator: "\n")
      #expect(lines.count == 10_001)
      let limit = "error[python-syntax] more than 10000 problems; the others are not reported"
      #expect(lines.filter { $0.hasSuffix(limit) }.count == 1)
      #expect(lines.last?.hasSuffix(limit) == true)
    }
  }

  @Test func codeCellsBeyondTheLimitAreAFinding() throws {
    try Folder.temporary { folder in
      let cell = #"{"cell_type": "code", "metadata": {}, "outputs": [], "source": ""}"#
      let cells = Array(repeating: cell, count: 10_001).joined(separator: ",\n")
      try folder.write(
        #"{"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": ["# + cells + "]}", to: "a.ipynb")
      #expect(
        check(folder, "a.ipynb").output
          == "a.ipynb:10001:15: error[notebook-syntax] more than 10000 code cells; the others are not read\n")
    }
  }

  @Test func brokenLaunchLinesBeyondTheLimitAreOneFinding() throws {
    try Folder.temporary { folder in
      let line = "python a.py --x \\ \n --y 1\n"
      try folder.write(String(repeating: line, count: 10_002), to: "a.sh")
      let lines = check(folder, "a.sh").output.split(separator: "\n")
      #expect(lines.count == 10_001)
      #expect(
        lines.last.map(String.init)
          == "a.sh:20001:1: error[launch-line-broken] more than 10000 breaks in launch lines; "
          + "the others are not reported")
    }
  }

  /// No reader of TOML takes a table twice, so that reading ends with the limit.
  @Test func aFloodOfTOMLTablesEndsAtTheLimit() throws {
    try Folder.temporary { folder in
      try folder.write(String(repeating: "[a]\n", count: 20_000), to: "a.toml")
      let lines = check(folder, "a.toml").output.split(separator: "\n")
      #expect(lines.count == 10_001)
      #expect(
        lines.last.map(String.init)
          == "a.toml:10002:2: error[toml-syntax] more than 10000 problems; the others are not reported")
    }
  }

  @Test func aBinaryFileNamedYAMLIsOneFinding() throws {
    try Folder.temporary { folder in
      var bytes = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      for index in 0..<4096 { bytes.append(UInt8(truncatingIfNeeded: index &* 197 &+ index >> 3)) }
      try folder.write(bytes, to: "weights.yaml")
      let outcome = check(folder, "weights.yaml")
      #expect(outcome.code == .findings)
      #expect(outcome.errors == "")
      #expect(
        outcome.output == "weights.yaml:3:1: error[unreadable-file] a zero byte: this is a binary file\n")
    }
  }

  @Test func invalidUTF8IsOneFindingAtItsPlace() throws {
    try Folder.temporary { folder in
      try folder.write(Data("r: 8\nname: caf".utf8) + [0xE9, 0x0A], to: "a.yaml")
      try folder.write(Data("name = 'caf".utf8) + [0xE9] + Data("'\n".utf8), to: "a.py")
      let outcome = check(folder, ".")
      #expect(outcome.code == .findings)
      #expect(
        outcome.output == """
          a.py:1:12: error[unreadable-file] not valid UTF-8, and the file declares no other encoding
          a.yaml:2:10: error[unreadable-file] bytes that are not UTF-8

          """)
    }
  }

  @Test func linksThatLeadNowhereAreFindingsWhereTheyAreNamedAndPassedOverElsewhere() throws {
    try Folder.temporary { folder in
      try folder.write(Self.mistake, to: "adapter_config.json")
      try folder.link("dangling.yaml", to: "gone.yaml")
      try folder.link("loop.yaml", to: "loop.yaml")
      try folder.link("up", to: "..")
      #expect(check(folder, ".").output == Self.found)
      let named = check(folder, "dangling.yaml", "loop.yaml")
      #expect(named.code == .findings)
      #expect(named.errors == "")
      #expect(
        named.output == """
          dangling.yaml: error[unreadable-file] the file cannot be read: a symbolic link to something that is not there
          loop.yaml: error[unreadable-file] the file cannot be read: too many symbolic links, one may point at itself

          """)
    }
  }

  @Test func aPipeIsNeverOpenedForReading() throws {
    try Folder.temporary { folder in
      try folder.write(Self.mistake, to: "adapter_config.json")
      #expect(mkfifo(folder.path + "/pipe.yaml", 0o600) == 0)
      #expect(check(folder, ".").output == Self.found)
      let named = check(folder, "pipe.yaml")
      #expect(named.code == .findings)
      #expect(
        named.output
          == "pipe.yaml: error[unreadable-file] the file cannot be read: not a regular file (a pipe, socket or device)\n"
      )
    }
  }

  @Test(.enabled(if: geteuid() != 0, "skipped: root may read everything"))
  func whatMayNotBeReadIsOneFinding() throws {
    try Folder.temporary { folder in
      try folder.write(Self.mistake, to: "closed/adapter_config.json")
      try folder.write("r: 8\n", to: "closed.yaml")
      let manager = FileManager.default
      for path in ["closed", "closed.yaml"] {
        try manager.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path + "/" + path)
      }
      defer {
        try? manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/closed")
      }
      let outcome = check(folder, "closed", "closed.yaml")
      #expect(outcome.code == .findings)
      #expect(
        outcome.output == """
          closed: error[unreadable-file] the file cannot be read: permission denied
          closed.yaml: error[unreadable-file] the file cannot be read: permission denied

          """)
    }
  }

  @Test func whatIsLeftOutIsNamed() throws {
    try Folder.temporary { folder in
      try folder.write("# notes", to: "notes.md")
      let outcome = folder.run("check", "notes.md")
      #expect(
        outcome
          == .init(
            code: .clean,
            output: """
              notes.md: skipped, not a kind of file that glmlint reads
              nothing to check: no scripts, configs or data sets here

              """, errors: ""))
      let listed = check(folder, "notes.md")
      #expect(listed.output == "")
      #expect(listed.errors == "glmlint: notes.md: skipped, not a kind of file that glmlint reads\n")
    }
  }

  @Test func wrongCallsNameTheNearestRightOne() throws {
    try Folder.temporary { folder in
      let outcome = folder.run("check", "--selct", "invalid-task-type")
      #expect(outcome.code == .usage)
      #expect(outcome.output == "")
      #expect(
        outcome.errors.hasPrefix("glmlint: unknown flag `--selct` for `check`; did you mean `--select`?\n"))
    }
  }

  @Test func failOnMovesTheExitCodeAlone() throws {
    try Folder.temporary { folder in
      try folder.write(Self.mistake, to: "adapter_config.json")
      #expect(check(folder, ".", "--fail-on", "error") == .init(code: .clean, output: Self.found, errors: ""))
      #expect(check(folder, ".", "--fail-on", "info").code == .findings)
      #expect(check(folder, ".", "--ignore", "adapter") == .init(code: .clean, output: "", errors: ""))
      #expect(check(folder, ".", "--select", "yaml-syntax").output == "")
    }
  }
}
