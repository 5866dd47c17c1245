import Foundation
import Setup
import Testing

@testable import glmlint

/// The whole projects in `fixtures/projects/`, each with what is found in it beside it.
@Suite struct ProjectTests {
  static let names: [String] = {
    let folder = Folder.repository.path + "/fixtures/projects"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }()

  static func project(_ name: String) -> Folder {
    Folder(path: Folder.repository.path + "/fixtures/projects/" + name)
  }

  @Test(arguments: names) func findsExactlyWhatIsExpected(_ name: String) throws {
    let outcome = Self.project(name).run("check", ".", "--format", "concise")
    try Recorded.expect(outcome.output, in: "fixtures/projects/\(name)/expected.txt")
    #expect(outcome.errors == "")
    let fails = outcome.output.contains(": error[") || outcome.output.contains(": warning[")
    #expect(outcome.code == (fails ? .findings : .clean))
  }

  @Test func cleanProjectsAreSilentAndTheOthersAreNot() throws {
    #expect(Self.names.count >= 12)
    for name in Self.names {
      let expected = try Self.project(name).text("expected.txt")
      #expect(expected.isEmpty == name.hasPrefix("clean-"), "\(name)")
    }
  }

  @Test func theOrderOfTheArgumentsDoesNotShow() throws {
    let all = Folder.repository
    let paths = Self.names.map { "fixtures/projects/\($0)" }
    for format in ["text", "concise", "json"] {
      let one = all.run(["check", "--format", format] + paths)
      #expect(one.output.contains("CASUAL_LM"))
      #expect(all.run(["check", "--format", format] + paths.reversed()) == one)
      #expect(
        all.run(["check", "--format", format] + paths + ["fixtures/projects/../projects/clean-t5"]) == one)
    }
  }

  /// pre-commit hands out the files to several processes as it likes: together they have to find what one finds.
  @Test func everySplitOfTheFilesFindsTheSame() throws {
    for name in Self.names {
      let expected = Set(try Self.project(name).text("expected.txt").split(separator: "\n").map(String.init))
      let root = Self.project(name).path
      let files = try FileManager.default.subpathsOfDirectory(atPath: root).sorted().filter { file in
        FileKind(path: file) != nil
      }
      for size in [1, 2, 3] {
        let parts = stride(from: 0, to: files.count, by: size).map { files[$0..<min($0 + size, files.count)] }
        let found = parts.flatMap { part in
          Self.project(name).run(["check", "--format", "concise"] + part).output.split(separator: "\n").map(
            String.init)
        }
        #expect(Set(found) == expected, "\(name), \(size) at a time")
      }
    }
  }
}
