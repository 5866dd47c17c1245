import Foundation
import Setup
import Testing

@testable import glmlint

/// The hooks for pre-commit; `.ci/hooks` runs them for real.
@Suite struct HookTests {
  private let text = (try? Folder.repository.text(".pre-commit-hooks.yaml")) ?? ""

  private func value(_ key: String) -> String? {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }.first { $0.hasPrefix(key + ": ") }
      .map { String($0.dropFirst(key.count + 2)) }
  }

  @Test func theHookOnChangedFilesTakesEveryKindThatIsRead() throws {
    let files = try Regex(try #require(value("files")))
    let read = [
      "train.py", "a/b.ipynb", "a.yaml", "a.yml", "deep/er/a.json", "a.jsonl", "a.ndjson", "a.csv", "a.tsv",
      "a.toml",
      "run.sh", "run.bash", "Dockerfile", "docker/Dockerfile.gpu", "A.YAML",
    ]
    for name in read {
      #expect(FileKind(path: name) != nil, "\(name)")
      #expect(name.contains(files), "\(name)")
    }
    for name in ["README.md", "weights.bin", "a.yaml.bak", "notDockerfile", "json", "a.pyc", "py"] {
      #expect(FileKind(path: name) == nil, "\(name)")
      #expect(!name.contains(files), "\(name)")
    }
    // Of plain text only who runs it knows whether it is a data set.
    let kinds = FileKind.allCases.filter { $0 != .plainText }
    #expect(kinds.allSatisfy { kind in read.contains { FileKind(path: $0) == kind } })
  }

  @Test func theEntriesAreCallsThatTheProgramTakes() throws {
    let entries = text.split(separator: "\n").filter { $0.contains("  entry: ") }.map {
      $0.split(separator: " ").dropFirst().map(String.init)
    }
    #expect(entries == [["glmlint", "check"], ["glmlint", "check", "."]])
    for entry in entries {
      #expect(throws: Never.self) { try CommandTable.glmlint.read(Array(entry.dropFirst())) }
    }
  }
}
