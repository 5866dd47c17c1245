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
    #expect(try PythonConformanceTests.compare(folder) > 0)
  }

  /// Compares every golden of the folder; returns how many there are.
  private static func compare(_ folder: String) throws -> Int {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".ast") }
    for name in names.sorted() {
      let golden = try #require(FileManager.default.contents(atPath: folder + "/" + name))
      let lines = golden.split(separator: 0x0A, omittingEmptySubsequences: false)
      let path = String(decoding: lines[0].dropFirst(2), as: UTF8.self)
      let source = try #require(
        FileManager.default.contents(atPath: path.hasPrefix("/") ? path : folder + "/" + path))
      // `ast` counts columns in UTF-8 made from the file's encoding; ours are those of the bytes.
      if let encoding = PythonEncoding.declaration(Array(source)), !encoding.name.hasPrefix("utf"),
        source.contains(where: { $0 >= 0x80 })
      {
        continue
      }
      let tree = PythonParser.parse(SourceFile(path: path, bytes: Array(source)))
      let isOld = String(decoding: lines[1], as: UTF8.self) < "# 3.12"
      let ours = PythonDump.lines(tree, hasFieldPositions: !isOld)
      let theirs = lines.dropFirst(2).dropLast().map { String(decoding: $0, as: UTF8.self) }
      #expect(tree.problems == [], "\(path)")
      let differing = zip(ours, theirs).first { $0 != $1 }
      #expect(differing == nil && ours.count == theirs.count, "\(path): \(String(describing: differing))")
    }
    return names.count
  }
}
