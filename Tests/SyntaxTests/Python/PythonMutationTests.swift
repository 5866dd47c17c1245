import Foundation
import Testing

@testable import Syntax

/// Where the first error of a broken file is seen, and how much of the rest keeps its tree, over the files that
/// `fixtures/goldens/python_mutations.py` breaks.
@Suite struct PythonMutationTests {
  private static let folder = ProcessInfo.processInfo.environment["GLMLINT_PYTHON_MUTATIONS"]

  /// One broken file; offsets are UTF-8 bytes.
  private struct Mutation {
    let name: String
    let original: String
    let start: Int
    let removed: Int
    let inserted: Int
    /// The line of `ast.parse`'s error.
    let line: Int
    let sort: String
    let message: String

    init(_ row: Substring) throws {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      name = fields[0]
      original = fields[1]
      start = try #require(Int(fields[2]))
      removed = try #require(Int(fields[3]))
      inserted = try #require(Int(fields[4]))
      line = try #require(Int(fields[5]))
      sort = fields[6]
      message = fields[7]
    }
  }

  /// How often one sort of change was seen where CPython sees it, and how many statements it left.
  private struct Score {
    var files = 0
    var sameLine = 0
    var statements = 0
    var kept = 0

    static func += (left: inout Score, right: Score) {
      left.files += right.files
      left.sameLine += right.sameLine
      left.statements += right.statements
      left.kept += right.kept
    }

    var text: String {
      "first error on ast.parse's line in \(share(sameLine, files)), \(share(kept, statements)) of the other "
        + "top-level statements keep their tree"
    }

    private func share(_ part: Int, _ whole: Int) -> String {
      String(format: "%d/%d = %.1f %%", part, whole, 100 * Double(part) / Double(max(whole, 1)))
    }
  }

  @Test(.enabled(if: folder != nil, "GLMLINT_PYTHON_MUTATIONS names no folder of broken files"))
  func oneMistakeLeavesTheRestOfTheFile() throws {
    let folder = URL(fileURLWithPath: try #require(PythonMutationTests.folder))
    let table = try String(contentsOf: folder.appendingPathComponent("mutations.tsv"), encoding: .utf8)
    var total = Score()
    var bySort: [String: Score] = [:]
    for row in table.split(separator: "\n") {
      let mutation = try Mutation(row)
      let score = try measure(mutation, in: folder)
      total += score
      bySort[mutation.sort, default: Score()] += score
    }
    for (sort, score) in bySort.sorted(by: { $0.key < $1.key }) { print("  \(sort): \(score.text)") }
    print("Python recovery, \(total.files) files: \(total.text)")
    #expect(Double(total.sameLine) >= 0.9 * Double(total.files))
    #expect(Double(total.kept) >= 0.9 * Double(total.statements))
  }

  private func measure(_ mutation: Mutation, in folder: URL) throws -> Score {
    let original = try parse(mutation.original)
    let path = folder.appendingPathComponent(mutation.name).path
    let broken = try parse(path)
    let first = broken.problems.first.map { broken.file.position(at: $0.range.start).line }
    var score = Score(files: 1, sameLine: first == mutation.line ? 1 : 0)
    var signatures: [Int: [Int32]] = [:]
    for statement in broken.module.children { signatures[statement.range.start] = signature(statement) }
    for statement in original.module.children {
      let range = TextRange(wholeStart(statement), statement.range.end)
      if range.start <= mutation.start + mutation.removed && mutation.start <= range.end { continue }
      let shift = range.start > mutation.start ? mutation.inserted - mutation.removed : 0
      score.statements += 1
      if signatures[statement.range.start + shift] == signature(statement) { score.kept += 1 }
    }
    if isVerbose && (score.sameLine == 0 || score.kept < score.statements) {
      let problems = broken.problems.prefix(3).map {
        "\(broken.file.position(at: $0.range.start).line) \($0.message)"
      }
      print(
        "\(path) \(mutation.sort): ast \(mutation.line) \(mutation.message); ours \(problems); \(score.text)")
    }
    return score
  }

  private var isVerbose: Bool { ProcessInfo.processInfo.environment["GLMLINT_PYTHON_VERBOSE"] != nil }

  private func parse(_ path: String) throws -> PythonTree {
    let bytes = try #require(FileManager.default.contents(atPath: path))
    return PythonParser.parse(SourceFile(path: "a.py", bytes: Array(bytes)))
  }

  /// Where the statement begins, decorators included.
  private func wholeStart(_ statement: PythonNode) -> Int {
    let decorators = statement.asFunctionDef?.decorators ?? statement.asClassDef?.decorators
    return decorators?.first.map { $0.range.start - 1 } ?? statement.range.start
  }

  /// Kind, detail and place of all nodes, places counted from the statement's start.
  private func signature(_ statement: PythonNode) -> [Int32] {
    var numbers: [Int32] = []
    var todo = [statement]
    while let node = todo.popLast() {
      numbers.append(Int32(node.kind.rawValue) << 8 | Int32(node.record.detail))
      numbers.append(Int32(node.range.start - statement.range.start))
      numbers.append(Int32(node.range.end - statement.range.start))
      todo += node.children
    }
    return numbers
  }
}
