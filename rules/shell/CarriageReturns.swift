import Linting
import Setup
import Syntax

/// Backslashes in front of CR LF, in a script whose launch lines they were meant to continue.
///
/// The shell escapes the carriage return, which becomes an argument, and the line feed ends the command (run with bash
/// 5.2.15 and dash 0.5.12). Only a file of its own is looked at, and none that tells Cygwin's bash to leave carriage
/// returns out (`set -o igncr`).
struct CarriageReturns {
  /// The first such backslash with its carriage return.
  let first: Span
  /// The first word that is not passed.
  let lost: Span
  /// How many lines of launch commands end so.
  let count: Int
  private let script: ShellScript

  /// nil where no launch is broken. O(file).
  init?(_ launches: [ShellCommand], in script: ShellScript) {
    let file = script.file
    guard case .file = file.origin else { return nil }
    let broken = script.carriageReturns(inside: launches)
    guard let continuation = broken.first, !file.mentions("igncr") else { return nil }
    let pieces = launches.flatMap { $0.words.map(\.range) + $0.redirections.map(\.range) }
    guard let lost = pieces.filter({ $0.start >= continuation.end }).min() else { return nil }
    first = Span(file, TextRange(continuation.start, continuation.start + 2))
    self.lost = Span(file, lost)
    count = broken.count
    self.script = script
  }

  /// LF at the end of every line; not safe where a here-document would be changed with the rest.
  var fix: Fix {
    let bytes = script.file.bytes
    let ends = bytes.indices.filter { bytes[$0] == 0x0D && ($0 + 1 == bytes.count || bytes[$0 + 1] == 0x0A) }
    let hasTexts = script.commands.contains { $0.redirections.contains { $0.hereDocument != nil } }
    return Fix(
      "end every line with LF", isSafe: !hasTexts,
      edits: ends.map { TextEdit(Span(script.file, TextRange($0, $0 + 1)), "") }, changes: [])
  }

  var message: String {
    let others = count == 1 ? "" : "; \(count) lines of this file end so"
    return
      "a carriage return behind the backslash ends the launch line, and `\(lost.text)` is not passed to the program\(others)"
  }

  var effect: Effect {
    Effect(
      .always, when: .start, severity: .error,
      "the program gets the carriage return as an argument; the shell says `\(lost.text): command not found`")
  }
}

extension ShellScript {
  /// The continuations with a carriage return inside of `launches`; both stand in the order of the text, and a launch
  /// may hold others. O(both).
  fileprivate func carriageReturns(inside launches: [ShellCommand]) -> [TextRange] {
    var next = 0
    var end = 0
    return continuations.filter { continuation in
      guard file.bytes[continuation.start + 1] == 0x0D else { return false }
      while next < launches.count, launches[next].range.start < continuation.start {
        end = max(end, launches[next].range.end)
        next += 1
      }
      return continuation.end < end
    }
  }
}
