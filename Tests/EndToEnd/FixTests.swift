import Foundation
import Testing

@testable import glmlint

/// `--fix` and `--diff` on files of the disk.
@Suite struct FixTests {
  private static let wrong = """
    {
      "peft_type": "LORA",
      "task_type": "CASUAL_LM",
      "r": 8
    }

    """
  private static let right = wrong.replacing("CASUAL", with: "CAUSAL")

  @Test func aFixReplacesTheFileAndKeepsItsPermissions() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "adapter_config.json")
      let path = folder.path + "/adapter_config.json"
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let before = try FileManager.default.attributesOfItem(atPath: path)
      let outcome = folder.run("check", "--fix")
      #expect(outcome == .init(code: .clean, output: "no problems in 1 file, 1 fixed\n", errors: ""))
      #expect(try folder.text("adapter_config.json") == Self.right)
      let after = try FileManager.default.attributesOfItem(atPath: path)
      #expect(after[.posixPermissions] as? Int == 0o640)
      // A new file took the place of the old one at once: nobody can have read half of it.
      #expect(after[.systemFileNumber] as? Int != before[.systemFileNumber] as? Int)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["adapter_config.json"])
    }
  }

  @Test func aSecondFixChangesNothing() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "adapter_config.json")
      _ = folder.run("check", "--fix")
      #expect(folder.run("check", "--fix").output == "no problems in 1 file\n")
      #expect(folder.run("check", "--diff") == .init(code: .clean, output: "", errors: ""))
    }
  }

  @Test func aFixNeverReachesThroughALink() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "elsewhere/adapter_config.json")
      try FileManager.default.createDirectory(
        atPath: folder.path + "/here", withIntermediateDirectories: true)
      try folder.link("here/adapter_config.json", to: "../elsewhere/adapter_config.json")
      let outcome = folder.run("check", "here/adapter_config.json", "--fix", "--format", "concise")
      #expect(outcome.code == .usage)
      #expect(
        outcome.errors
          == "glmlint: here/adapter_config.json: is a symbolic link, and nothing is written through one\n")
      // What could not be fixed is still there, and still reported.
      #expect(outcome.output.hasPrefix("here/adapter_config.json:3:16: "))
      #expect(try folder.text("elsewhere/adapter_config.json") == Self.wrong)
    }
  }

  @Test func aDiffSaysBesideThePatchWhatItLeaves() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong.replacing("CASUAL_LM", with: "SOMETHING"), to: "adapter_config.json")
      let outcome = folder.run("check", "--diff")
      #expect(outcome == .init(code: .findings, output: "", errors: "1 problem (1 warning) in 1 file\n"))
    }
  }

  @Test func nothingIsFixedWhereNothingIsAskedFor() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "adapter_config.json")
      _ = folder.run("check")
      _ = folder.run("check", "--diff")
      #expect(try folder.text("adapter_config.json") == Self.wrong)
    }
  }

  /// Every fixture project: what `--diff` prints, `git apply` makes of it, and `--fix` writes are one thing.
  @Test(.enabled(if: Git.exists, "skipped: no git here"), arguments: ProjectTests.names)
  func theDiffIsTheFix(_ name: String) throws {
    try Folder.temporary { folder in
      let source = Folder.repository.path + "/fixtures/projects/" + name
      for copy in ["fixed", "patched"] {
        try FileManager.default.copyItem(atPath: source, toPath: folder.path + "/" + copy)
      }
      let fixed = Folder(path: folder.path + "/fixed")
      let patched = Folder(path: folder.path + "/patched")
      let diff = patched.run("check", ".", "--diff")
      #expect(diff.code == patched.run("check", ".").code)
      if !diff.output.isEmpty {
        try patched.write(diff.output, to: ".patch")
        #expect(try Git.run("apply", "--whitespace=error-all", ".patch", in: patched.path) == "")
        try FileManager.default.removeItem(atPath: patched.path + "/.patch")
      }
      #expect(fixed.run("check", ".", "--fix").errors == "")
      #expect(
        FileManager.default.contentsEqual(atPath: fixed.path, andPath: patched.path),
        "--fix and --diff differ in \(name)")
      #expect(fixed.run("check", ".", "--diff").output == "", "a second fix finds more to do in \(name)")
    }
  }
}
