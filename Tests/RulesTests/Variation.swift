import Setup
import Syntax

/// A way of writing an example that changes nothing of what is found in it, or only where.
struct Variation: Sendable {
  let name: String
  /// nil where an example has no such form.
  let apply: @Sendable (PageExample) -> PageExample?

  static let all = [
    crlf, byteOrderMark, multibytePrefix, noFinalNewline, largerFile, notebookCell, ignored,
  ]

  /// Every line end is CR LF. To a shell that is another script.
  static let crlf = Variation(name: "crlf") { example in
    example.mapping { path, bytes in
      FileKind(path: path) == .shell ? bytes : bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    }
  }

  /// U+FEFF stands before the text. JSON and TOML do not allow it.
  static let byteOrderMark = Variation(name: "bom") { example in
    example.mapping { path, bytes in
      switch FileKind(path: path) {
      case .python, .yaml: return SourceFile.byteOrderMark + bytes
      default: return bytes
      }
    }
  }

  /// A comment in several scripts stands before the text.
  static let multibytePrefix = Variation(name: "multibyte") { example in
    example.prefixing { kind in
      switch kind {
      case .python, .yaml, .toml, .shell: return "# 模型 – ñandú 🤖 e\u{301}\n"
      default: return nil
      }
    }
  }

  /// The last line does not end.
  static let noFinalNewline = Variation(name: "no-final-newline") { example in
    example.mapping { _, bytes in bytes.last == 0x0A ? Array(bytes.dropLast()) : bytes }
  }

  /// A lot stands before the text.
  static let largerFile = Variation(name: "larger-file") { example in
    example.prefixing { kind in
      switch kind {
      case .python:
        return "\"\"\"A long program.\"\"\"\n\nimport logging as unrelated_logging\n\n"
          + (1...40).map { "unrelated_\($0) = [\($0), \"text\"]  # nothing to see\n" }.joined() + "\n\n"
      case .yaml, .toml: return (1...60).map { "# line \($0): nothing to see\n\n" }.joined()
      case .json, .notebook: return String(repeating: "\n", count: 40)
      default: return nil
      }
    }
  }

  /// The one script of an example is the second code cell of a notebook.
  static let notebookCell = Variation(name: "notebook") { example in
    guard example.files.count == 1, let (path, bytes) = example.files.first, FileKind(path: path) == .python,
      let cell = NotebookText.notebook(around: bytes)
    else { return nil }
    let name = String(path.dropLast(3)) + ".ipynb"
    var result = example
    result.files = [name: cell]
    result.fixed = example.fixed.compactMapValues { NotebookText.notebook(around: $0) }.renaming(
      path, to: name)
    result.expected = example.expected.map { $0.moved(to: name, by: 0) }
    result.remaining = example.remaining.map { $0.moved(to: name, by: 0) }
    result.insideCells = true
    return result
  }

  /// Every marked line ends in a comment that ignores what is found there.
  static let ignored = Variation(name: "ignore") { example in
    let marked = example.expected.filter { $0.text != nil }
    guard !marked.isEmpty else { return nil }
    var result = example
    for (path, expectations) in Dictionary(grouping: marked, by: \.path) {
      guard let bytes = example.files[path] else { continue }
      var lines = String(decoding: bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .map(String.init)
      for (line, found) in Dictionary(grouping: expectations, by: \.line) {
        guard let line, lines.indices.contains(line - 1) else { continue }
        let rules = Set(found.map(\.rule)).sorted().joined(separator: ", ")
        lines[line - 1] += "  # glmlint: ignore[\(rules)] the page says so"
      }
      result.files[path] = Array(lines.joined(separator: "\n").utf8)
    }
    result.expected = example.expected.filter { $0.text == nil }
    result.fixed = [:]
    result.remaining = []
    return result
  }
}

extension PageExample {
  /// Every file, and what the fix makes of it, rewritten.
  fileprivate func mapping(_ change: (String, [UInt8]) -> [UInt8]) -> PageExample? {
    var result = self
    result.files = files.reduce(into: [:]) { $0[$1.key] = change($1.key, $1.value) }
    result.fixed = fixed.reduce(into: [:]) { $0[$1.key] = change($1.key, $1.value) }
    return result.files == files ? nil : result
  }

  /// Text put before every file of some kinds.
  fileprivate func prefixing(_ prefix: (FileKind?) -> String?) -> PageExample? {
    let changed = mapping { path, bytes in Array((prefix(FileKind(path: path)) ?? "").utf8) + bytes }
    guard var result = changed else { return nil }
    func moved(_ expectation: Expectation) -> Expectation {
      let added = prefix(FileKind(path: expectation.path)) ?? ""
      return expectation.moved(to: expectation.path, by: added.utf8.count { $0 == 0x0A })
    }
    result.expected = expected.map(moved)
    result.remaining = remaining.map(moved)
    return result
  }
}

extension [String: [UInt8]] {
  fileprivate func renaming(_ old: String, to new: String) -> [String: [UInt8]] {
    reduce(into: [:]) { $0[$1.key == old ? new : $1.key] = $1.value }
  }
}

/// Notebooks around a program, as Jupyter writes them.
enum NotebookText {
  /// nil for bytes that are not UTF-8, which JSON cannot hold.
  static func notebook(around bytes: [UInt8]) -> [UInt8]? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) + "\n" }
    // The last line of a cell has no line end.
    if lines.last == "\n" { lines.removeLast() }
    if let last = lines.popLast() { lines.append(String(last.dropLast())) }
    let source = lines.map { "    \"\(EmbeddedMap.jsonEscaped($0))\"" }.joined(separator: ",\n")
    return Array(
      """
      {
       "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Schönes Notizbuch\\n", "def f(:"]},
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": ["first = 1"]},
        {
         "cell_type": "code",
         "execution_count": null,
         "metadata": {},
         "outputs": [],
         "source": [
      \(source)
         ]
        }
       ],
       "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
       "nbformat": 4,
       "nbformat_minor": 5
      }

      """.utf8)
  }
}
