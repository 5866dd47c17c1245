// Brackets, and where those end that are not closed.
extension PythonTokenizer {
  /// Brackets nest this deep at most; what stands deeper is passed over, so that it takes no memory.
  ///
  /// That is more than CPython takes (Parser/lexer/state.h, `MAXLEVEL`: 200), and more than the parser does.
  static let maximumBracketDepth = 256

  var isTooDeep: Bool { brackets.count >= PythonTokenizer.maximumBracketDepth }

  mutating func openBracket(_ kind: PythonTokenKind, closer: UInt8) {
    guard !isTooDeep else { return passOverBracket(deeperBy: 1) }
    brackets.append(Bracket(closer: closer, start: index, isField: false))
    append(kind, index, index + 1)
    index += 1
  }

  /// Steps over a bracket that nests too deep, or the closer of one; one `error` token stands for all in it.
  private mutating func passOverBracket(deeperBy step: Int) {
    if passedDepth == 0 {
      report(index, index + 1, "expression nested too deeply to be read", kind: .limit)
      appendError(index, index + 1)
      passedFrom = tokens.count
    }
    passedDepth += step
    index += 1
    tokens.removeLast(tokens.count - passedFrom)
  }

  /// The brackets that were passed over end with the ones around them.
  mutating func endPassing() {
    guard passedDepth > 0 else { return }
    passedDepth = 0
    tokens.removeLast(tokens.count - passedFrom)
  }

  mutating func closeBracket(_ kind: PythonTokenKind, _ byte: UInt8) {
    guard passedDepth == 0 else { return passOverBracket(deeperBy: -1) }
    let start = index
    index += 1
    if let top = brackets.last, top.closer == byte {
      brackets.removeLast()
      append(kind, start, index)
      if top.isField { isInText = true }
      return
    }
    // Fields are never closed by another bracket's closer.
    let limit = strings.last?.depth ?? 0
    let match = brackets[min(limit, brackets.count)...].lastIndex { $0.closer == byte || $0.isField }
    if let match, !brackets[match].isField, let open = brackets.last {
      let opener = Character(UnicodeScalar(text[open.start]))
      let closer = Character(UnicodeScalar(byte))
      report(start, index, "closing parenthesis '\(closer)' does not match opening parenthesis '\(opener)'")
      while brackets.count > match + 1 { appendMissingCloser(brackets.removeLast()) }
      brackets.removeLast()
      append(kind, start, index)
    } else {
      report(start, index, "unmatched '\(Character(UnicodeScalar(byte)))'")
      appendError(start, index)
    }
  }

  /// Reports the innermost bracket that is open and ends all of them.
  mutating func closeBrackets() {
    guard let open = brackets.last else { return }
    if passedDepth > 0 {
      // That has been reported; how many there are is not known any more.
      endPassing()
    } else if open.isField {
      report(open.start, open.start + 1, "'{' was never closed")
    } else {
      let opener = Character(UnicodeScalar(text[open.start]))
      report(open.start, open.start + 1, "'\(opener)' was never closed")
    }
    if strings.isEmpty {
      while let bracket = brackets.popLast() { appendMissingCloser(bracket) }
    } else {
      brackets.removeAll()
      strings.removeAll()
      appendError(open.start, open.start + 1)
    }
    isInText = false
  }

  private mutating func appendMissingCloser(_ bracket: Bracket) {
    let kind: PythonTokenKind
    switch bracket.closer {
    case UInt8(ascii: ")"): kind = .rightParenthesis
    case UInt8(ascii: "]"): kind = .rightBracket
    default: kind = .rightBrace
    }
    let end = Int(tokens.last?.end ?? 0)
    append(kind, end, end, flags: .missing)
  }

  /// Whether the line at `index`, inside brackets, must be a statement of its own.
  ///
  /// True only where no valid text can have such a line: a keyword that begins a statement; a name right
  /// behind an operand, not deeper than the statement; `name =` directly in `[` or `{`.
  mutating func nextLineEscapesBrackets() -> Bool {
    var start = index
    while text[start] == 0x20 || text[start] == 0x09 || text[start] == 0x0C { start += 1 }
    let first = text[start]
    guard first >= 0x40, PythonTokenizer.isIdentifierByte(first) || first == UInt8(ascii: "@") else {
      return false
    }
    let isShallow = start - index <= indents[indents.count - 1].alternate
    guard first != UInt8(ascii: "@") else { return isShallow && isDecoratorLine(at: start) }
    var end = start
    while PythonTokenizer.isIdentifierByte(text[end]) { end += 1 }
    let previous = tokens[tokens.count - 1].kind
    switch keyword(start, end) {
    case .def, .class, .import, .with, .while, .try, .except, .finally, .raise, .return, .del, .pass, .break,
      .continue, .global, .nonlocal, .assert, .elif:
      return true
    case .from: return isShallow && previous != .yield
    case .for, .if: return isShallow && isBlockHeader(from: end)
    case .name, .match, .case, .type:
      if text[end] == UInt8(ascii: "\"") || text[end] == UInt8(ascii: "'") { return false }
      guard isShallow else { return false }
      return previous.endsOperand || previous == .error || isAssignment(behind: end)
    default: return false
    }
  }

  private func keyword(_ start: Int, _ end: Int) -> PythonTokenKind {
    guard (2...8).contains(end - start) else { return .name }
    var word: UInt64 = 0
    for offset in 0..<end - start { word |= UInt64(text[start + offset]) << UInt64(8 * offset) }
    return PythonTokenKind.ofWord(word, length: end - start)
  }

  /// `= value` behind a name directly inside `[` or `{`, where no keyword argument can stand.
  private func isAssignment(behind end: Int) -> Bool {
    guard let open = brackets.last, !open.isField, open.closer != UInt8(ascii: ")") else { return false }
    var index = end
    while text[index] == 0x20 { index += 1 }
    return text[index] == UInt8(ascii: "=") && text[index + 1] != UInt8(ascii: "=")
  }

  /// A line that ends with a colon and has neither `else` nor `lambda`, which could make it part of a dict.
  private func isBlockHeader(from start: Int) -> Bool {
    var end = start
    while text[end] != 0x0A && text[end] != 0x0D && end < count { end += 1 }
    let line = UnsafeBufferPointer(start: text + start, count: end - start)
    guard line.last(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: ":") else { return false }
    let content = String(decoding: line, as: UTF8.self)
    return !content.utf8.isEmpty && !content.contains("else") && !content.contains("lambda")
  }

  /// `@name` at a line start with `def` or `class` below it; between brackets, `@` also multiplies matrices.
  private mutating func isDecoratorLine(at start: Int) -> Bool {
    // The lines of one run have one answer: each is looked at once.
    guard start >= endOfMatrices else { return false }
    var index = start
    while text[index] == UInt8(ascii: "@") {
      while text[index] != 0x0A && text[index] != 0x0D && index < count { index += 1 }
      index += lineEndLength(at: index)
      while text[index] == 0x20 || text[index] == 0x09 { index += 1 }
    }
    var end = index
    while PythonTokenizer.isIdentifierByte(text[end]) { end += 1 }
    switch keyword(index, end) {
    case .def, .class: return true
    default:
      endOfMatrices = index
      return false
    }
  }
}
