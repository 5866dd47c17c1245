import Foundation
import Syntax
import Testing

@testable import Setup

/// What git itself answered for thousands of paths; `fixtures/goldens/gitignore/make.py` asks it again.
@Suite struct IgnoreRulesTests {
  struct Header: Decodable { let paths: [String] }
  struct Case: Decodable {
    let files: [String: String]
    let ignored: [String]
  }

  @Test func agreesWithGitOnEveryPath() throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../fixtures/goldens/gitignore/cases.jsonl")
    var lines = try String(contentsOf: golden, encoding: .utf8).split(separator: "\n")
    let paths = try JSONDecoder().decode(Header.self, from: Data(lines.removeFirst().utf8)).paths
    #expect(lines.count > 400)
    for line in lines {
      let example = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
      let ignored = paths.filter { isIgnored($0, by: example.files) }
      #expect(ignored == example.ignored, "\(example.files)")
    }
  }

  /// Goes down to `path` as the walker does: a folder that is ignored takes all below it along.
  private func isIgnored(_ path: String, by files: [String: String]) -> Bool {
    var rules = IgnoreRules()
    if let text = files[".git/info/exclude"] { rules.add(Array(text.utf8), in: ".") }
    var folder = "."
    let parts = path.split(separator: "/")
    for (index, part) in parts.enumerated() {
      if let text = files[FilePath.join(folder, ".gitignore")] { rules.add(Array(text.utf8), in: folder) }
      let current = FilePath.join(folder, String(part))
      if rules.ignores(current, isFolder: index < parts.count - 1 || path.hasSuffix("/")) { return true }
      folder = current
    }
    return false
  }

  @Test func aHostilePatternIsMatchedInReasonableTime() {
    var rules = IgnoreRules()
    rules.add(Array((String(repeating: "*a", count: 200) + "*b").utf8), in: ".")
    rules.add(Array((String(repeating: "**/a*/", count: 50) + "b").utf8), in: ".")
    let path = String(repeating: "aaaa/", count: 200) + String(repeating: "a", count: 255)
    let start = ContinuousClock.now
    #expect(!rules.ignores(path, isFolder: false))
    #expect(ContinuousClock.now - start < .seconds(2))
  }
}
