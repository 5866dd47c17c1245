import Foundation
import Testing

@testable import Syntax

/// Trees against those of CPython's `ast`, which `fixtures/goldens/python_ast.py` writes.
@Suite struct PythonConformanceTests {
  private static var committed: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../fixtures/goldens/python").standardized.path
  }

  private static let given = ProcessInfo.processInfo.environment["GLMLINT_PYTHON_GOLDENS"]

  @Test func theGrammarGivesTheTreesOfCPython() throws {
    #expect(try PythonConformanceTests.compare(PythonConformanceTests.committed) == 2)
  }

  @Test(.enabled(if: given != nil, "GLMLINT_PYTHON_GOLDENS names no folder of goldens"))
  func wholeLibrariesGiveTheTreesOfCPython() throws {
    let folder = try #require(PythonConformanceTests.given)
    let count = try PythonConformanceTests.compare(folder)
    print("Python trees: \(count) files equal CPython's ast, positions included")
    #expect(count > 0)
  }

  /// Compares every golden below the folder; returns how many are equal.
  private static func compare(_ folder: String) throws -> Int {
    var equal = 0
    let files = try #require(FileManager.default.enumerator(atPath: folder))
    for case let name as String in files where name.hasSuffix(".ast") {
      if try isEqual(URL(fileURLWithPath: folder).appendingPathComponent(name)) { equal += 1 }
    }
    return equal
  }

  private static func isEqual(_ url: URL) throws -> Bool {
    let golden = try Data(contentsOf: url)
    let lines = golden.split(separator: 0x0A, omittingEmptySubsequences: false)
    let name = String(decoding: lines[0].dropFirst(2), as: UTF8.self)
    let path = name.hasPrefix("/") ? name : url.deletingLastPathComponent().appendingPathComponent(name).path
    let source = try #require(FileManager.default.contents(atPath: path))
    let tree = PythonParser.parse(SourceFile(path: name, bytes: Array(source)))
    let isOld = String(decoding: lines[1], as: UTF8.self) < "# 3.12"
    let ours = PythonDump.lines(tree, hasFieldPositions: !isOld)
    let theirs = lines.dropFirst(2).dropLast().map { String(decoding: $0, as: UTF8.self) }
    // `ast` holds what the grammar takes; what the compiler refuses of it has tests of its own.
    let problems = tree.problems.filter { $0.kind != .compilation }
    #expect(problems == [], "\(path)")
    let differing = zip(ours, theirs).first { $0 != $1 }
    #expect(differing == nil && ours.count == theirs.count, "\(path): \(String(describing: differing))")
    return problems.isEmpty && ours == theirs
  }
}
