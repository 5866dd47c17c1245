// F-strings and t-strings as CPython 3.12 and later cut them (PEP 701, PEP 750).
extension PythonTokenizer {
  /// Reads text of the innermost f-string up to a field, the end of a format, or the closing quote.
  mutating func readStringText() {
    guard let string = strings.last else {
      isInText = false
      return
    }
    let isInFormat = brackets.count > string.depth
    let start = index
    while true {
      let byte = text[index]
      switch byte {
      case string.quote where isClosed(string):
        return endText(start, string, isInFormat: isInFormat)
      case UInt8(ascii: "\\"): skipEscape(string)
      case UInt8(ascii: "{"):
        if text[index + 1] == byte && !isInFormat {
          index += 2
        } else if isTooDeep {
          index += 1
        } else {
          return openField(start, string)
        }
      case UInt8(ascii: "}"):
        if isInFormat { return closeField(start, string) }
        if text[index + 1] == byte {
          index += 2
        } else {
          report(index, index + 1, "\(name(string)): single '}' is not allowed, write '}}'")
          appendError(index, index + 1)
          index += 1
        }
      case 0x0A where !string.flags.contains(.triple), 0x0D where !string.flags.contains(.triple):
        return abandon(string, "unterminated \(name(string)) literal")
      case 0 where index >= count:
        let kind = string.flags.contains(.triple) ? "triple-quoted " : ""
        return abandon(string, "unterminated \(kind)\(name(string)) literal")
      default: index += 1
      }
    }
  }

  private func name(_ string: OpenString) -> String {
    string.flags.contains(.template) ? "t-string" : "f-string"
  }

  private func isClosed(_ string: OpenString) -> Bool {
    guard string.flags.contains(.triple) else { return true }
    return text[index + 1] == string.quote && text[index + 2] == string.quote
  }

  /// Steps over a backslash and what it escapes; a brace behind it keeps its meaning.
  private mutating func skipEscape(_ string: OpenString) {
    index += 1
    let next = text[index]
    if next == UInt8(ascii: "{") || next == UInt8(ascii: "}") { return }
    if next == UInt8(ascii: "N") && text[index + 1] == UInt8(ascii: "{") && !string.flags.contains(.raw) {
      var end = index + 2
      while text[end] != UInt8(ascii: "}") && text[end] != string.quote && text[end] >= 0x20 { end += 1 }
      index = text[end] == UInt8(ascii: "}") ? end + 1 : index + 1
      return
    }
    let lineEnd = lineEndLength(at: index)
    index += lineEnd > 0 ? lineEnd : index < count ? 1 : 0
  }

  private mutating func appendText(_ start: Int, _ string: OpenString) {
    if index > start { append(.fStringMiddle, start, index, flags: string.flags) }
  }

  private mutating func openField(_ start: Int, _ string: OpenString) {
    appendText(start, string)
    brackets.append(Bracket(closer: UInt8(ascii: "}"), start: index, isField: true))
    append(.leftBrace, index, index + 1)
    index += 1
    isInText = false
  }

  /// The `}` behind a format.
  private mutating func closeField(_ start: Int, _ string: OpenString) {
    appendText(start, string)
    brackets.removeLast()
    append(.rightBrace, index, index + 1)
    index += 1
  }

  private mutating func endText(_ start: Int, _ string: OpenString, isInFormat: Bool) {
    appendText(start, string)
    if isInFormat { return abandon(string, "\(name(string)): expecting '}'") }
    let end = index + string.flags.quoteLength
    append(.fStringEnd, index, end, flags: string.flags)
    index = end
    strings.removeLast()
    isInText = false
  }

  /// Gives up the innermost f-string with its fields.
  private mutating func abandon(_ string: OpenString, _ message: String) {
    let end = string.flags.contains(.triple) ? string.start + string.flags.openingLength : index
    report(string.start, end, message)
    endPassing()
    appendError(string.start, index)
    if text[index] == string.quote { index += string.flags.quoteLength }
    brackets.removeLast(brackets.count - string.depth)
    strings.removeLast()
    isInText = false
  }

  /// Where a quote at `start` opens no string but must be the end of the f-string around it: reports the
  /// field that is not closed, and goes on behind the quote.
  mutating func endsOpenField(at start: Int) -> Bool {
    guard let string = strings.last, text[start] == string.quote, !string.flags.contains(.triple),
      brackets.count > string.depth
    else { return false }
    let field = brackets[string.depth].start
    endPassing()
    report(field, field + 1, "\(name(string)): '{' was never closed")
    appendError(field, start + 1)
    brackets.removeLast(brackets.count - string.depth)
    strings.removeLast()
    index = start + 1
    return true
  }

  /// Whether the innermost bracket is a field of an f-string, where `:`, `!` and `}` are the field's.
  var isDirectlyInField: Bool { passedDepth == 0 && (brackets.last?.isField ?? false) }

  /// The `:` of a field: its format follows, as text.
  mutating func readFormatColon() {
    append(.colon, index, index + 1)
    index += 1
    brackets[brackets.count - 1].isInFormat = true
    isInText = true
  }
}
