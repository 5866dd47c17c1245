import Foundation
import Testing

@testable import Syntax

/// What is an error, compared with ruff and CPython, which `fixtures/goldens/python_verdicts.py` asks.
@Suite struct PythonVerdictTests {
  private static let folder = ProcessInfo.processInfo.environment["GLMLINT_PYTHON_VERDICTS"]

  /// Where we differ from ruff on purpose, as its messages have it.
  private static let deliberate = [
    // Unknown names in `\N{…}` are reported by who asks for the text, not by the parser: the standard library has no
    // index of names, a look-up takes milliseconds.
    "Got unexpected unicode",
    // Annotations are scopes of their own only from CPython 3.14 on; those before it compile this.
    "expression cannot be used within a type annotation",
    // Every CPython compiles this: `from .__future__` is any module, and `nonlocal` may name what is bound below.
    "Future feature `ham` is not defined", "Future feature `spam` is not defined",
    "Nonlocal name `sequence_b` found without binding",
  ]

  /// Why both we and CPython's compiler refuse a text that ruff has no check for, by our messages: jumps out of
  /// `except*`, type parameters, values of asynchronous generators, `*` alone, what the patterns of a case hide
  /// from each other, and encodings that Python does not know.
  private static let unknownToRuff = [
    "cannot leave an 'except*' block", "cannot be nonlocal", "in an asynchronous generator",
    "'*' cannot be used here",
    "the alternatives behind it are never reached", "patterns may only match literals", "__debug__",
    "before it is declared nonlocal", "must stand at the beginning of the file", "unknown encoding",
  ]

  /// One text with the line of each judge's first error, nil for none.
  private struct Case {
    let path: String
    let ruff: Int?
    let compiled: Int?
    let message: String

    init(_ row: Substring) {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
      path = String(fields[0])
      ruff = Int(fields[1])
      compiled = Int(fields[3])
      message = String(fields[4])
    }
  }

  @Test(.enabled(if: folder != nil, "GLMLINT_PYTHON_VERDICTS names no folder of verdicts"))
  func errorsAreThoseOfRuff() throws {
    let folder = URL(fileURLWithPath: try #require(PythonVerdictTests.folder))
    let table = try String(contentsOf: folder.appendingPathComponent("verdicts.tsv"), encoding: .utf8)
    var agreed = 0
    var sameLine = 0
    var deliberate = 0
    var unknown = 0
    var disagreements: [String] = []
    for row in table.split(separator: "\n") {
      let one = Case(row)
      let path = one.path.hasPrefix("/") ? one.path : folder.appendingPathComponent(one.path).path
      let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
      let file = SourceFile(path: one.path, bytes: bytes)
      let problem = PythonParser.parse(file).problems.min { $0.range.start < $1.range.start }
      let line = problem.map { file.position(at: $0.range.start).line }
      if (line != nil) == (one.ruff != nil) {
        agreed += 1
        if line == one.ruff || line == one.compiled { sameLine += 1 }
      } else if line == nil && PythonVerdictTests.deliberate.contains(where: one.message.contains) {
        deliberate += 1
      } else if let problem, one.compiled != nil,
        PythonVerdictTests.unknownToRuff.contains(where: problem.message.contains)
      {
        unknown += 1
      } else {
        let ours = problem.map { "\(line ?? 0) \($0.message)" } ?? "none"
        disagreements.append(
          "\(path): ours \(ours); ruff \(one.ruff.map(String.init) ?? "none") \(one.message);"
            + " CPython \(one.compiled.map(String.init) ?? "none")")
      }
    }
    for disagreement in disagreements { print(disagreement) }
    print(
      "Python verdicts: \(agreed) texts have ruff's, \(sameLine) of them with the first error on its or CPython's "
        + "line; \(deliberate) differ on purpose, \(unknown) are refused by CPython and unknown to ruff, "
        + "\(disagreements.count) disagree")
    #expect(agreed > 0 && disagreements == [])
  }
}
