// Lines, indentation, comments and line joining (reference manual, 2.1).
extension PythonTokenizer {
  /// Reads the indentation of the next line that holds a token and emits `indent` and `dedent`; false at the
  /// end of the text.
  mutating func readIndentation() -> Bool {
    var column = 0
    var alternate = 0
    // The indentation before a joined line counts, not the one behind it.
    var joined: (column: Int, alternate: Int)?
    while true {
      switch text[index] {
      case 0x20:
        column += 1
        alternate += 1
        index += 1
      case 0x09:
        column = (column / 8 + 1) * 8
        alternate += 1
        index += 1
      case 0x0C:
        column = 0
        alternate = 0
        index += 1
      case 0x0A, 0x0D:
        index += lineEndLength(at: index)
        column = 0
        alternate = 0
        joined = nil
      case UInt8(ascii: "#"):
        readComment()
      case UInt8(ascii: "\\") where lineEndLength(at: index + 1) > 0:
        if joined == nil && column > 0 { joined = (column, alternate) }
        readLineJoin()
        column = 0
        alternate = 0
      case 0 where index >= count: return false
      default:
        let final = joined ?? (column, alternate)
        setIndentation(final.column, final.alternate)
        return true
      }
    }
  }

  private mutating func setIndentation(_ column: Int, _ alternate: Int) {
    lineFirstToken = tokens.count
    // IPython takes the indentation of a cell's first line off the whole cell.
    if dialect == .notebookCell && tokens.isEmpty { indents[0] = (column, alternate) }
    if let tolerated = toleratedColumn {
      if column == tolerated && column <= indents[indents.count - 1].column { return popIndents(to: column) }
      if column < tolerated { toleratedColumn = nil }
    }
    let current = indents[indents.count - 1]
    if column == current.column {
      if alternate != current.alternate { reportTabs() }
    } else if column > current.column && column != toleratedColumn {
      if alternate <= current.alternate { reportTabs() }
      indents.append((column, alternate))
      append(.indent, index, index)
    } else if column < current.column {
      popIndents(to: column)
      let outer = indents[indents.count - 1]
      if column > outer.column {
        report(lineStart(before: index), index, "unindent does not match any outer indentation level")
        toleratedColumn = column
      } else if column == outer.column && alternate != outer.alternate {
        reportTabs()
      }
      lineFirstToken = tokens.count
    }
  }

  private mutating func popIndents(to column: Int) {
    while indents.count > 1 && column < indents[indents.count - 1].column {
      indents.removeLast()
      append(.dedent, index, index)
    }
    lineFirstToken = tokens.count
  }

  private mutating func reportTabs() {
    report(lineStart(before: index), index, "inconsistent use of tabs and spaces in indentation")
    indents[indents.count - 1].alternate = alternateColumn(at: index)
  }

  private func alternateColumn(at offset: Int) -> Int { offset - lineStart(before: offset) }

  private func lineStart(before offset: Int) -> Int {
    var start = offset
    while start > 0 && text[start - 1] != 0x0A && text[start - 1] != 0x0D { start -= 1 }
    return start
  }

  /// Bytes of the line end at `offset`: 2 for CR LF, 1 for LF or CR, 0 where there is none.
  func lineEndLength(at offset: Int) -> Int {
    switch text[offset] {
    case 0x0A: return 1
    case 0x0D: return text[offset + 1] == 0x0A ? 2 : 1
    default: return 0
    }
  }

  /// A line end between tokens; true where the next line starts a logical line.
  mutating func readLineEnd() -> Bool {
    let start = index
    index += lineEndLength(at: index)
    if !brackets.isEmpty {
      if !nextLineEscapesBrackets() { return false }
      closeBrackets()
    }
    append(.newline, start, index)
    lineFirstToken = tokens.count
    return true
  }

  /// A comment up to the end of its line.
  mutating func readComment() {
    let start = index
    while text[index] != 0x0A && text[index] != 0x0D && (text[index] != 0 || index < count) { index += 1 }
    comments.append(TextRange(start, index))
  }

  /// A backslash between tokens: joins two lines.
  mutating func readLineJoin() {
    let length = lineEndLength(at: index + 1)
    if length > 0 {
      index += 1 + length
      if index >= count {
        report(index - 1 - length, index, "unexpected end of file after the line continuation character")
        appendError(index, index)
      }
      return
    }
    let start = index
    index += 1
    while text[index] != 0x0A && text[index] != 0x0D && index < count { index += 1 }
    let message =
      index == start + 1
      ? "unexpected end of file after the line continuation character"
      : "unexpected character after the line continuation character"
    report(start, index, message)
    appendError(start, index)
  }
}
