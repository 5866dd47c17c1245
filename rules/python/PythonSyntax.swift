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
    return onePerLine(problems, in: document.file).map { problem in
      guard let command = ShellLine(around: problem.range, in: tree) else {
        return .syntax(problem, in: document, label: "SyntaxError")
      }
      return Observed(
        at: .span(command.span), label: "a shell command", shell(command.program),
        advice: "write `\(command.program == "pip" ? "%" : "!")\(command.program) …`")
    }
  }

  /// A second problem on a line is most often the first one seen from behind.
  private static func onePerLine(_ problems: [SyntaxProblem], in file: SourceFile) -> [SyntaxProblem] {
    var seen: Set<Int> = []
    return problems.filter { seen.insert(file.lines.line(at: $0.range.start)).inserted }
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
