import Linting
import Setup
import Syntax

/// Text that is not Python 3.
enum PythonSyntax: FileRule {
  static let metadata = RuleMetadata(
    "python-syntax", family: "python", severity: .error, since: "0.1.0",
    "a script or notebook cell that Python 3 cannot read")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    guard let tree = document.python else { return [] }
    let problems = ReadableText.problems(of: document)
    // What else is wrong in a program of the other language says nothing of its own.
    let isShell = problems.contains { ShellLine(around: $0.range, in: tree) != nil }
    if !isShell, let sign = problems.first(where: { $0.kind == .python2 }) {
      return [
        .syntax(
          SyntaxProblem(.python2, sign.range, python2(problems.count)), in: document, label: "Python 2",
          advice: "translate it (2to3), or leave it out of what is checked")
      ]
    }
    return firstOfEach(problems, in: document.file).map { problem in
      guard let command = ShellLine(around: problem.range, in: tree) else {
        return .syntax(problem, in: document, label: "SyntaxError")
      }
      return Observed(
        at: .span(command.span), label: "a shell command", shell(command.program),
        advice: "write `\(command.program == "pip" ? "%" : "!")\(command.program) …`")
    }
  }

  /// A second problem on a line, or on the next one with text, is most often the first one seen from behind: a text that
  /// was pasted into a script is one mistake.
  private static func firstOfEach(_ problems: [SyntaxProblem], in file: SourceFile) -> [SyntaxProblem] {
    var last: Int?
    return problems.filter { problem in
      let line = file.lines.line(at: problem.range.start)
      defer { last = line }
      guard let last else { return true }
      if line == last { return false }
      return problem.kind != .syntax || !(last + 1..<line).allSatisfy { file.isBlank(line: $0) }
    }
  }
}

extension SourceFile {
  /// Whether a line, 1-based, has nothing but white space.
  fileprivate func isBlank(line: Int) -> Bool {
    let range = lines.range(ofLine: line, in: bytes)
    return bytes[range.start..<range.end].allSatisfy { $0 <= 0x20 }
  }
}

extension PythonSyntax {
  fileprivate static func python2(_ count: Int) -> String {
    "this is Python 2, which Python 3 cannot read" + (count > 1 ? " (\(count) places in this file)" : "")
  }

  fileprivate static func shell(_ program: String) -> String {
    "`\(program)` is a command for the shell, and in this cell IPython reads it as Python"
  }
}
