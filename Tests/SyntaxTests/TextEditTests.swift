import Testing

@testable import Syntax

@Suite struct TextEditTests {
  private let file = SourceFile(path: "a", text: "0123456789")

  private func edit(_ start: Int, _ end: Int, _ text: String) -> TextEdit {
    TextEdit(Span(file, TextRange(start, end)), text)
  }

  @Test func editsAreAppliedInTheOrderOfTheText() throws {
    let edits = [edit(8, 10, "X"), edit(2, 4, ""), edit(2, 2, "ab"), edit(4, 4, "c"), edit(0, 1, "é")]
    #expect(try TextEdit.apply(edits, to: file.bytes) == Array("é1abc4567X".utf8))
    #expect(try TextEdit.apply([], to: file.bytes) == file.bytes)
  }

  @Test func conflictsAreErrors() {
    func conflict(_ edits: [TextEdit]) -> TextEdit.Conflict? {
      do throws(TextEdit.Conflict) {
        _ = try TextEdit.apply(edits, to: file.bytes)
        return nil
      } catch { return error }
    }
    #expect(conflict([edit(3, 5, ""), edit(2, 4, "")]) == .overlap(TextRange(2, 4), TextRange(3, 5)))
    #expect(conflict([edit(2, 2, "a"), edit(2, 2, "a")]) == .overlap(.at(2), .at(2)))
    #expect(conflict([edit(2, 5, "a"), edit(3, 3, "b")]) == .overlap(TextRange(2, 5), .at(3)))
    #expect(conflict([edit(9, 11, "")]) == .outside(TextRange(9, 11)))
    #expect(conflict([edit(-1, 1, "")]) == .outside(TextRange(-1, 1)))
  }

  @Test func editsGoThroughEveryHost() throws {
    let text = #"{"cells": [{"cell_type": "code", "source": ["%%writefile x\n", "a: \"b\"\n"]}]}"#
    let outer = SourceFile(path: "a", text: text)
    guard case .writtenFile(_, _, let written) = Notebook(outer).cells[0].content else {
      return #expect(Bool(false), "written file")
    }
    let edits = [
      TextEdit(Span(written, TextRange(3, 6)), "\"c\\d\"").onDisk,
      TextEdit(Span(written, .at(0)), "# \t\n").onDisk,
    ]
    let changed = try TextEdit.apply(edits, to: outer.bytes)
    #expect(
      String(decoding: changed, as: UTF8.self)
        == ##"{"cells": [{"cell_type": "code", "source": ["%%writefile x\n", "# \t\na: \"c\\d\"\n"]}]}"##)
  }
}
