import Foundation
import Testing

@testable import Syntax

/// What nbformat made of the notebooks in fixtures/goldens/notebook_cells.jsonl; the script beside it made it.
///
/// `GLMLINT_NOTEBOOKS` names another file that the script has written, of notebooks on disk.
@Suite struct NotebookAgreementTests {
  private struct Sample: Decodable {
    let text: String?
    let path: String?
    let opens: Bool
    let sources: [String]?
  }

  private static let samples: [Sample] = {
    let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = ProcessInfo.processInfo.environment["GLMLINT_NOTEBOOKS"]
    let file =
      path.map { URL(fileURLWithPath: $0) }
      ?? home.appendingPathComponent("fixtures/goldens/notebook_cells.jsonl")
    let lines = ((try? Data(contentsOf: file)) ?? Data()).split(separator: 0x0A)
    return lines.compactMap { try? JSONDecoder().decode(Sample.self, from: $0) }
  }()

  @Test func cellsAndRefusalsAreThoseOfNbformat() throws {
    var counts = (opened: 0, cells: 0, refused: 0)
    for sample in Self.samples {
      let bytes =
        try sample.text.map { Array($0.utf8) }
        ?? Array(Data(contentsOf: URL(fileURLWithPath: sample.path ?? "")))
      let book = Notebook(SourceFile(path: "a.ipynb", bytes: bytes))
      let name = sample.path ?? sample.text ?? ""
      let problems = book.problems.filter { !$0.isReadByPythonJSON }
      if sample.opens {
        counts.opened += 1
        counts.cells += book.cells.count
        #expect(problems.isEmpty, "\(problems.map(\.message)) in \(name.prefix(300))")
        let sources = book.cells.map { String(decoding: $0.source.bytes, as: UTF8.self) }
        #expect(sources == sample.sources, "\(name.prefix(300))")
      } else {
        counts.refused += 1
        #expect(!problems.isEmpty, "\(name.prefix(300)) is refused")
      }
    }
    print("notebooks: \(counts)")
    #expect(counts.opened > 50)
  }
}
