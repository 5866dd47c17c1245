import Foundation
import Testing

@testable import Syntax

/// Which cells are errors, compared with IPython, which `fixtures/goldens/ipython_cells.py` asks.
@Suite struct NotebookCellTests {
  private static let table = ProcessInfo.processInfo.environment["GLMLINT_NOTEBOOK_CELLS"]

  private struct Cell: Decodable {
    let notebook: String
    let cell: Int
    let source: String
    let line: Int?
    let message: String?
  }

  @Test(.enabled(if: table != nil, "GLMLINT_NOTEBOOK_CELLS names no table of cells"))
  func errorsAreThoseOfIPython() throws {
    let table = try #require(NotebookCellTests.table)
    let data = try #require(FileManager.default.contents(atPath: table))
    let cells = try JSONDecoder().decode([Cell].self, from: data)
    var deliberate = 0
    var disagreements: [String] = []
    for cell in cells {
      let file = SourceFile(path: "cell", text: cell.source)
      let problem = PythonParser.parse(file, dialect: .notebookCell).problems.first
      guard (problem != nil) != (cell.line != nil) else { continue }
      // IPython 9 takes off only what all lines are indented by, those before it what the first line is.
      if problem == nil && cell.message == "unexpected indent" && cell.line == 1 {
        deliberate += 1
        continue
      }
      let ours = problem.map { "\(file.position(at: $0.range.start).line) \($0.message)" } ?? "none"
      let theirs = cell.line.map { "\($0) \(cell.message ?? "")" } ?? "none"
      disagreements.append("\(cell.notebook), cell \(cell.cell): ours \(ours); IPython \(theirs)")
    }
    for disagreement in disagreements { print(disagreement) }
    let agreed = cells.count - disagreements.count - deliberate
    print(
      "Notebook cells: \(agreed) of \(cells.count) have IPython's verdict, \(deliberate) differ on purpose")
    #expect(!cells.isEmpty && disagreements == [])
  }

  @Test func onlyAQuestionMarkAtTheEndOfALineAsksForHelp() {
    let text = "a ? b ?\nc ? d\ne??  \n(f ?\n)\n ?\ng\n"
    let tree = PythonParser.parse(SourceFile(path: "a.py", text: text), dialect: .notebookCell)
    #expect(tree.nodes(.magicLine).map(\.text) == ["a ? b ?", "e??", "?"])
    #expect(tree.nodes(.name).map(\.text).contains("g"))
    #expect(tree.problems.map { tree.file.text(in: $0.range) }.filter { $0 == "?" }.count == 3)
  }
}
