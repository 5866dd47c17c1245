import Foundation
import Testing

@testable import Syntax

/// What is an error, compared with ruff and CPython, which `fixtures/goldens/python_verdicts.py` asks.
@Suite struct PythonVerdictTests {
  private static let folder = ProcessInfo.processInfo.environment["GLMLINT_PYTHON_VERDICTS"]

  /// Where we differ on purpose, as ruff's messages have it. Unknown names in `\N{…}` are reported by who asks for
  /// the text, not by the parser: the standard library has no index of names, a look-up takes milliseconds.
  private static let deliberate = ["Got unexpected unicode"]

  /// One text with the line of each judge's first error, nil for none.
  private struct Case {
    let path: String
    let ruff: Int?
    let ast: Int?
    let compiled: Int?
    let message: String

    init(_ row: Substring) {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
      path = String(fields[0])
      ruff = Int(fields[1])
      ast = Int(fields[2])
      compiled = Int(fields[3])
      message = String(fields[4])
    }
  }

  @Test(.enabled(if: folder != nil, "GLMLINT_PYTHON_VERDICTS names no folder of verdicts"))
  func errorsAreThoseOfRuffAndCPython() throws {
    let folder = URL(fileURLWithPath: try #require(PythonVerdictTests.folder))
    let table = try String(contentsOf: folder.appendingPathComponent("verdicts.tsv"), encoding: .utf8)
    var agreed = 0
    var unlikeRuff = 0
    var deliberate = 0
    var disagreements: [String] = []
    for row in table.split(separator: "\n") {
      let one = Case(row)
      let path = one.path.hasPrefix("/") ? one.path : folder.appendingPathComponent(one.path).path
      let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
      let file = SourceFile(path: one.path, bytes: bytes)
      let problem = PythonParser.parse(file).problems.min { $0.range.start < $1.range.start }
      // What both call valid must be, and what both refuse must be refused; between them, either is right.
      let isError = problem != nil
      if isError == (one.ruff != nil) || isError == (one.ast != nil) || isError && one.compiled != nil {
        agreed += 1
        if isError != (one.ruff != nil) { unlikeRuff += 1 }
      } else if PythonVerdictTests.deliberate.contains(one.message) {
        deliberate += 1
      } else {
        let line = problem.map { "\(file.position(at: $0.range.start).line) \($0.message)" } ?? "none"
        disagreements.append(
          "\(path): ours \(line); ruff \(one.ruff.map(String.init) ?? "none") \(one.message)")
      }
    }
    for disagreement in disagreements { print(disagreement) }
    print(
      "Python verdicts: \(agreed) texts agree, \(unlikeRuff) of them with CPython against ruff; "
        + "\(deliberate) differ on purpose, \(disagreements.count) disagree")
    #expect(agreed > 0 && disagreements == [])
  }
}
