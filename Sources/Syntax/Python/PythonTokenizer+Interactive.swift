// What IPython adds in a notebook cell: `!command`, `%magic`, `%%cellmagic`, `?help` and `help?`, and the
// first two as the value of an assignment (IPython 8, `core/inputtransformer2.py`).
extension PythonTokenizer {
  /// Reads a line that IPython takes for itself; false where the line is Python.
  mutating func readInteractiveLine() -> Bool {
    let start = index
    switch text[index] {
    case UInt8(ascii: "!"):
      takeLine(.shellLine, from: start, joins: true)
    case UInt8(ascii: "%"):
      if text[index + 1] == UInt8(ascii: "%") && tokens.isEmpty && dialect == .notebookCell
        && !cellMagicKeepsPython(at: index + 2)
      {
        index = count
        append(.magicLine, start, count)
        append(.newline, count, count)
      } else {
        takeLine(.magicLine, from: start, joins: true)
      }
    case UInt8(ascii: "?"):
      takeLine(.magicLine, from: start, joins: false)
    default:
      guard dialect == .notebookCell, isAutomagicCell() else { return false }
      takeLine(.magicLine, from: start, joins: true)
    }
    lineFirstToken = tokens.count
    return true
  }

  /// Behind the `=` of an assignment: `!command` or `%magic` up to the end of the line.
  mutating func readInteractiveValue() {
    var start = index
    while text[start] == 0x20 || text[start] == 0x09 { start += 1 }
    let isShell = text[start] == UInt8(ascii: "!") && text[start + 1] != UInt8(ascii: "=")
    guard isShell || text[start] == UInt8(ascii: "%") else { return }
    index = start
    let end = endOfLine(from: start, joins: true)
    append(isShell ? .shellLine : .magicLine, start, trimmed(start, end))
    index = end
  }

  /// A `?` at the end of a line: the whole logical line asks for help.
  mutating func readHelpLine() -> Bool {
    guard brackets.isEmpty, index >= endOfNoHelp else { return false }
    var end = index
    while text[end] == UInt8(ascii: "?") || text[end] == 0x20 || text[end] == 0x09 { end += 1 }
    guard end == count || lineEndLength(at: end) > 0 else {
      endOfNoHelp = end
      return false
    }
    let start = lineFirstToken < tokens.count ? Int(tokens[lineFirstToken].start) : index
    tokens.removeLast(tokens.count - lineFirstToken)
    append(.magicLine, start, trimmed(start, end))
    index = end
    return true
  }

  private mutating func takeLine(_ kind: PythonTokenKind, from start: Int, joins: Bool) {
    let end = endOfLine(from: start, joins: joins)
    append(kind, start, trimmed(start, end))
    index = end + lineEndLength(at: end)
    append(.newline, end, index)
  }

  private func endOfLine(from start: Int, joins: Bool) -> Int {
    var end = start
    while end < count {
      let length = lineEndLength(at: end)
      if length > 0 {
        guard joins && end > start && text[end - 1] == UInt8(ascii: "\\") else { break }
        end += length
      } else {
        end += 1
      }
    }
    return end
  }

  private func trimmed(_ start: Int, _ end: Int) -> Int {
    var last = end
    while last > start && (text[last - 1] == 0x20 || text[last - 1] == 0x09) { last -= 1 }
    return last
  }

  /// Whether the body under `%%name` is Python that runs in the notebook.
  private func cellMagicKeepsPython(at start: Int) -> Bool {
    var end = start
    while PythonTokenizer.isIdentifierByte(text[end]) { end += 1 }
    switch String(decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self) {
    case "time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "python", "python3", "px",
      "scalene", "snakeviz", "wandb", "heat", "pyinstrument":
      return true
    default: return false
    }
  }
}
