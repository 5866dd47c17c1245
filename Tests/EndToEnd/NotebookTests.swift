import Foundation
import Testing

@testable import glmlint

/// One mistake as a script, as a notebook cell, and as a script that a cell writes.
@Suite struct NotebookTests {
  private static let script = """
    # größer: "quotes"\tand a tab
    from peft import LoraConfig

    config = LoraConfig(r=8, task_type="CASUAL_LM")

    """

  private func notebook(_ cells: [String]) throws -> Data {
    let sources = cells.map { cell -> [String: Any] in
      let lines = cell.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
      return [
        "cell_type": "code", "execution_count": NSNull(), "metadata": [String: Any](), "outputs": [Any](),
        "source": Array(lines),
      ]
    }
    let whole: [String: Any] = [
      "cells": sources, "metadata": [String: Any](), "nbformat": 4, "nbformat_minor": 5,
    ]
    return try JSONSerialization.data(withJSONObject: whole, options: [.prettyPrinted, .sortedKeys])
  }

  private func found(_ folder: Folder, _ file: String) -> String {
    folder.run("check", file, "--format", "concise").output
  }

  @Test func theFindingStandsWhereThePersonSeesIt() throws {
    let message = "[invalid-task-type] 'CASUAL_LM' is not one of PEFT's task types"
    try Folder.temporary { folder in
      try folder.write(Self.script, to: "train.py")
      try folder.write(notebook(["import peft", Self.script]), to: "cell.ipynb")
      try folder.write(
        notebook(["import peft", "%%writefile train.py\n" + Self.script]), to: "written.ipynb")
      #expect(found(folder, "train.py").hasPrefix("train.py:4:36: "))
      #expect(found(folder, "cell.ipynb").contains(" (cell 2, line 4): "))
      // The line of the magic is the cell's first.
      #expect(found(folder, "written.ipynb").contains(" (cell 2, line 5): "))
      for file in ["train.py", "cell.ipynb", "written.ipynb"] {
        #expect(found(folder, file).contains(message), "\(file)")
        #expect(found(folder, file).split(separator: "\n").count == 1, "\(file)")
      }
    }
  }

  @Test(arguments: ["", "%%writefile train.py\n"]) func theFixLeavesAValidNotebook(_ magic: String) throws {
    try Folder.temporary { folder in
      let before = try notebook(["import peft", magic + Self.script])
      try folder.write(before, to: "n.ipynb")
      // The place in the file is the place of the text inside the JSON string.
      let json = folder.run("check", "n.ipynb", "--format", "json").output
      let report = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let finding = try #require((report["findings"] as? [[String: Any]])?.first)
      let range = try #require(finding["range"] as? [String: [String: Int]])
      let start = try #require(range["start"]?["byte"])
      let end = try #require(range["end"]?["byte"])
      #expect(String(decoding: before[start..<end], as: UTF8.self) == #"\"CASUAL_LM\""#)

      #expect(folder.run("check", "n.ipynb", "--fix").code == .clean)
      let after = try Data(contentsOf: URL(filePath: folder.path + "/n.ipynb"))
      let mended = String(decoding: before, as: UTF8.self).replacing("CASUAL_LM", with: "CAUSAL_LM")
      #expect(String(decoding: after, as: UTF8.self) == mended)
      let whole = try #require(JSONSerialization.jsonObject(with: after) as? [String: Any])
      let cells = try #require(whole["cells"] as? [[String: Any]])
      let source = try #require(cells[1]["source"] as? [String]).joined()
      #expect(source == (magic + Self.script).replacing("CASUAL_LM", with: "CAUSAL_LM") + "\n")
    }
  }

  /// As nbformat 5.11 reads and validates it, `NO_CONVERT` (run).
  @Test func theFixLeavesAValidNotebookOfNbformat3() throws {
    let before = #"""
      {
       "metadata": {"name": "old"},
       "nbformat": 3,
       "nbformat_minor": 0,
       "worksheets": [
        {
         "cells": [
          {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["CASUAL_LM"]},
          {"cell_type": "code", "collapsed": false, "language": "python", "metadata": {}, "outputs": [],
           "prompt_number": 1, "input": [
            "from peft import LoraConfig\n",
            "config = LoraConfig(r=8, task_type=\"CASUAL_LM\")"
           ]},
          {"cell_type": "code", "collapsed": false, "language": "python", "metadata": {}, "outputs": [],
           "input": "import peft as p\nc = p.LoraConfig(task_type='CASUAL_LM')"}
         ],
         "metadata": {}
        }
       ]
      }

      """#
    try Folder.temporary { folder in
      try folder.write(before, to: "n.ipynb")
      let places = found(folder, "n.ipynb").split(separator: "\n").map { $0.prefix { $0 != ")" } }
      #expect(places == ["n.ipynb:12:43 (cell 1, line 2", "n.ipynb:15:61 (cell 2, line 2"])
      #expect(folder.run("check", "n.ipynb", "--fix").code == .clean)
      let after = try Data(contentsOf: URL(filePath: folder.path + "/n.ipynb"))
      let mended = before.replacing("=\\\"CASUAL_LM", with: "=\\\"CAUSAL_LM").replacing(
        "'CASUAL", with: "'CAUSAL")
      #expect(String(decoding: after, as: UTF8.self) == mended)
      #expect(try JSONSerialization.jsonObject(with: after) is [String: Any])
    }
  }
}
