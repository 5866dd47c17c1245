import Foundation
import Linting
import Rules
import Setup
import Syntax
import Testing

/// How fixes that cannot stand beside each other, or do not hold, are dealt with.
@Suite struct FixPassTests {
  /// Finds `# wrong NAME`, and puts `# NAME` above the first line for it.
  private enum CommentAbove: FileRule {
    static let metadata = RuleMetadata(
      "comment-above", family: "test", severity: .warning, since: "0.1.0", "a comment that belongs above")

    static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
      document.comments.filter { document.file.text(in: $0).hasPrefix("# wrong ") }.map { comment in
        let span = Span(document.file, comment)
        let fix = Fix(
          "move it", isSafe: true,
          edits: [
            TextEdit(Span(document.file, .at(0)), "# \(span.text.dropFirst(8))\n"),
            TextEdit(span, "# moved"),
          ])
        return Observed(at: .span(span), label: "here", "it is wrong", fixes: [fix])
      }
    }
  }

  /// Finds each `8`, and promises that replacing it changes no fact.
  private enum Eight: FileRule {
    static let metadata = RuleMetadata(
      "eight", family: "test", severity: .warning, since: "0.1.0", "an eight")

    static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
      let file = document.file
      return file.bytes.indices.filter { file.bytes[$0] == UInt8(ascii: "8") }.map { index in
        let span = Span(file, TextRange(index, index + 1))
        let fix = Fix("write 9", isSafe: true, edits: [TextEdit(span, "9")])
        return Observed(at: .span(span), label: "here", "it is an eight", fixes: [fix])
      }
    }
  }

  private func outcome(_ text: String, _ path: String, _ rules: [any Rule.Type]) -> FixPass.Outcome {
    let source = MemoryFileSource([path: Array(text.utf8)])
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project")
    let engine = LintEngine(rules: rules, newest: { _, _ in nil })
    return FixPass(engine: engine, workspace: workspace).outcome(for: engine.check(workspace))
  }

  @Test func insertionsAtOnePlaceAreAllMade() {
    let outcome = outcome("x = 1  # wrong a\ny = 2  # wrong a\n", "a.py", [CommentAbove.self])
    #expect(outcome.remaining.isEmpty)
    #expect(
      outcome.changes.map { String(decoding: $0.new, as: UTF8.self) } == [
        "# a\n# a\nx = 1  # moved\ny = 2  # moved\n"
      ])
    #expect(outcome.changes.map(\.old) == [Array("x = 1  # wrong a\ny = 2  # wrong a\n".utf8)])
  }

  /// The comment may change, the rank may not.
  @Test func aFixThatDoesNotHoldIsRefusedAlone() {
    let text = "import peft\n# 8\nconfig = peft.LoraConfig(r=8)\nmodel = peft.get_peft_model(model, config)\n"
    let outcome = outcome(text, "a.py", [Eight.self])
    #expect(
      outcome.changes.map { String(decoding: $0.new, as: UTF8.self) } == [
        text.replacingOccurrences(of: "# 8", with: "# 9")
      ])
    let left = outcome.remaining
    #expect(left.flatMap(\.fixes).map(\.safety) == [.refused])
    let rank = text.utf8.count - Array("8)\nmodel = peft.get_peft_model(model, config)\n".utf8).count
    #expect(left.map(\.primary.rangeOnDisk.start) == [rank])
  }

  /// A comment in another encoding would lose its bytes.
  @Test func whatIsNoUTF8IsNotWrittenAnew() {
    let text = Array("python train.py --a 1 \\\n  # ".utf8) + [0xC2, 0xCA] + Array("\n  --b 2\n".utf8)
    let source = MemoryFileSource(["a.sh": text])
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project")
    let engine = LintEngine(
      rules: Registry.rules, selection: RuleSelection(select: ["launch-line-broken"]), newest: { _, _ in nil }
    )
    let findings = engine.check(workspace)
    #expect(findings.count == 1)
    #expect(findings.flatMap(\.fixes).isEmpty)
  }

  /// Which of several alike was refuted is not known once one of them is gone.
  @Test func aRefutedFindingIsNeverFixed() {
    let text = "# 8\n# 8\nx = 1  # wrong a\ny = 2  # wrong a\n"
    let source = MemoryFileSource(["a.py": Array(text.utf8)])
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project")
    let engine = LintEngine(rules: [Eight.self, CommentAbove.self], newest: { _, _ in nil })
    var findings = engine.check(workspace)
    for index in findings.indices.filter({ findings[$0].rule == "eight" }).dropFirst() {
      findings[index].status = .refuted
    }
    let outcome = FixPass(engine: engine, workspace: workspace).outcome(for: findings)
    #expect(
      outcome.changes.map { String(decoding: $0.new, as: UTF8.self) } == [
        "# a\n# a\n# 9\n# 8\nx = 1  # moved\ny = 2  # moved\n"
      ])
  }
}
