import Foundation
import Testing

@testable import Reporting

/// The patches that `--diff` prints, handed to git.
@Suite struct PatchTests {
  @Test(.enabled(if: Git.exists, "skipped: no git here")) func gitAppliesEveryDiff() throws {
    let long = (1...40).map { "key\($0): \($0)\n" }.joined()
    let cases = [
      ("a.yaml", "a\nb\nc\n", "a\nx\nc\n"), ("a.yaml", "a\nb\nc", "a\nb\nd"),
      ("a.yaml", "a\nb\nc", "a\nb\nc\n"),
      ("a.yaml", "a\nb\nc\n", "a\nb\nc"), ("a.yaml", "a\r\nb\r\nc\r\n", "a\r\nx\r\nc\r\n"),
      ("a.yaml", "a\n", "a\nb\n"),
      ("dir/with blank/a b.yaml", "a\n", "b\n"), ("q\"uote\\.yaml", "a\n", "b\n"), ("名前.yaml", "é\n", "è\n"),
      ("tab\tname.yaml", "a\n", "b\n"), ("a.yaml", "\u{FEFF}a\rb\n", "\u{FEFF}a\rc\n"),
      (
        "a.yaml", long,
        long.replacing("key3:", with: "KEY3:").replacing("key9: 9\n", with: "").replacing("40", with: "0")
      ),
      ("a.yaml", "--- x\n+++ y\n@@ z\n", "--- x\n+++ w\n@@ z\n"),
    ]
    for (path, old, new) in cases {
      let folder = FileManager.default.temporaryDirectory.appending(path: "diff-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(old.utf8).write(to: file)
      try Data(Self.diff(old, new, path).utf8).write(to: folder.appending(path: "change.patch"))
      let said = try Git.run("apply", "--whitespace=nowarn", "change.patch", in: folder.path)
      #expect(said == "", "\(path)")
      #expect(try Data(contentsOf: file) == Data(new.utf8), "\(path)")
    }
  }

  private static func diff(_ old: String, _ new: String, _ path: String) -> String {
    UnifiedDiff(path: path, old: Array(old.utf8), new: Array(new.utf8)).rendered(.plain)
  }
}
