import Foundation
import Testing

@testable import Syntax

/// What bash made of the commands in fixtures/goldens/shell_words.jsonl; the script beside it made it.
///
/// `GLMLINT_SHELL_WORDS` names another file that the script has written, such as a larger one.
@Suite struct ShellAgreementTests {
  private struct Sample: Decodable {
    let path: String?
    let script: String
    let calls: [[String]]?
    let accepted: Bool?
  }

  private static let samples: [Sample] = {
    let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = ProcessInfo.processInfo.environment["GLMLINT_SHELL_WORDS"]
    let file =
      path.map { URL(fileURLWithPath: $0) }
      ?? home.appendingPathComponent("fixtures/goldens/shell_words.jsonl")
    let lines = ((try? Data(contentsOf: file)) ?? Data()).split(separator: 0x0A)
    return lines.compactMap { try? JSONDecoder().decode(Sample.self, from: $0) }
  }()

  private func script(_ sample: Sample) -> ShellScript {
    ShellParser.parse(SourceFile(path: "a.sh", text: sample.script))
  }

  /// An argument whose text we do not know stands for itself, an open one for any number.
  private func agrees(_ ours: [ShellArgument], with theirs: [String]) -> Bool {
    guard !ours.contains(where: \.isOpen) else { return true }
    return ours.count == theirs.count
      && zip(ours, theirs).allSatisfy { $0.text == nil || $0.text == $1 }
  }

  @Test func argumentsAreThoseOfBash() {
    var counts = (scripts: 0, calls: 0, known: 0, differing: 0)
    for sample in Self.samples {
      guard let calls = sample.calls else { continue }
      let script = script(sample)
      let values = script.values
      let ours = script.commands.filter { $0.name == "show" }.map { values.arguments(of: $0).dropFirst() }
      counts.scripts += 1
      counts.calls += calls.count
      #expect(ours.count == calls.count, "\(sample.script.debugDescription)")
      for (mine, theirs) in zip(ours, calls) {
        if mine.allSatisfy({ $0.text != nil && !$0.isOpen }) { counts.known += 1 }
        if agrees(Array(mine), with: theirs) { continue }
        counts.differing += 1
        Issue.record("\(mine.map(\.text)) where bash has \(theirs) in \(sample.script.debugDescription)")
      }
    }
    print("shell: \(counts)")
    #expect(counts.known * 10 >= counts.calls * 8, "too much is unknown: \(counts)")
  }

  /// We look for quotes, substitutions, arrays and here-documents without an end, and for stray parentheses, and not
  /// for all of the grammar: what bash takes we must take.
  @Test func whatBashTakesHasNoProblem() {
    var counts = (taken: 0, invented: 0, refused: 0, seen: 0)
    for sample in Self.samples {
      guard let accepted = sample.accepted else { continue }
      let problems = script(sample).problems
      if accepted {
        counts.taken += 1
        guard !problems.isEmpty else { continue }
        counts.invented += 1
        let text = sample.path ?? sample.script.debugDescription
        Issue.record("\(problems.map(\.message)) in \(text), which bash takes")
      } else {
        counts.refused += 1
        if !problems.isEmpty { counts.seen += 1 }
      }
    }
    print("shell: \(counts)")
  }
}
