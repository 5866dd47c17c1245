/// Cuts Python into tokens, in one pass over the bytes, with the layout rules of the reference manual (2.1).
///
/// F-strings are cut as CPython 3.12 and later do it: start, text, the tokens of each field, end. Whatever
/// cannot be a token is reported and becomes an `error` token; brackets that are not closed end where a
/// statement must have begun, so that the lines after them keep their meaning.
struct PythonTokenizer {
  /// The source with at least 16 zero bytes behind it, so that looking ahead needs no checks.
  let text: UnsafePointer<UInt8>
  let count: Int
  let dialect: PythonDialect
  var index: Int
  var tokens: [PythonToken] = []
  var comments: [TextRange] = []
  var problems: [SyntaxProblem] = []

  /// Columns of the open blocks, with tabs to multiples of 8, and with tabs of 1 to find inconsistent use.
  var indents: [(column: Int, alternate: Int)] = [(0, 0)]
  /// The column of lines that match no open block; they were reported once and belong to the block around.
  var toleratedColumn: Int?
  var brackets: [Bracket] = []
  /// How many brackets are open that nest too deep to be read, and how many tokens stand before what is in them.
  var passedDepth = 0
  var passedFrom = 0
  var strings: [OpenString] = []
  /// Whether the next bytes are text of the innermost f-string, not tokens.
  var isInText = false
  /// Behind the last run of lines with an `@` in front that decorate nothing.
  var endOfMatrices = 0
  /// Behind the last run of `?` and blanks that does not end its line, so that none of them asks for help.
  var endOfNoHelp = 0
  /// Index of the first token of the logical line.
  var lineFirstToken = 0

  /// An open bracket, or an open field of an f-string.
  struct Bracket {
    var closer: UInt8
    var start: Int
    /// A field of the innermost f-string.
    var isField: Bool
    /// The field's text has reached its format.
    var isInFormat = false
  }

  /// An f-string or t-string that is not closed yet.
  struct OpenString {
    var quote: UInt8
    var flags: PythonToken.Flags
    var start: Int
    /// Number of brackets open around it.
    var depth: Int
  }

  init(text: UnsafePointer<UInt8>, count: Int, dialect: PythonDialect, start: Int) {
    self.text = text
    self.count = count
    self.dialect = dialect
    self.index = start
    tokens.reserveCapacity(count / 4 + 16)
  }

  /// Reads the whole text; the last token is `endOfFile`.
  mutating func run() {
    var isAtLineStart = true
    while true {
      if isInText {
        readStringText()
        continue
      }
      if isAtLineStart {
        isAtLineStart = false
        if problems.isFull { index = count }
        if !readIndentation() { break }
        if dialect != .script && readInteractiveLine() {
          isAtLineStart = true
          continue
        }
      }
      let byte = text[index]
      switch byte {
      case 0x20, 0x09, 0x0C: index += 1
      case 0x0A, 0x0D: isAtLineStart = readLineEnd()
      case UInt8(ascii: "#"): readComment()
      case UInt8(ascii: "\\"): readLineJoin()
      case 0 where index >= count:
        closeAtEnd()
        isAtLineStart = true
      default: readToken(byte)
      }
    }
    finish()
  }

  private mutating func readToken(_ byte: UInt8) {
    if PythonTokenizer.isIdentifierByte(byte) {
      if byte >= 0x30 && byte <= 0x39 { readNumber() } else { readWord() }
    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      readString(prefixLength: 0, flags: [])
    } else {
      readOperator(byte)
    }
  }

  /// Ends the last line where the text does not, and closes the open blocks.
  private mutating func finish() {
    while indents.count > 1 {
      indents.removeLast()
      append(.dedent, count, count)
    }
    append(.endOfFile, count, count)
  }

  /// At the end of the text: what is open is reported and closed, and the line ends.
  private mutating func closeAtEnd() {
    if !brackets.isEmpty { closeBrackets() }
    append(.newline, count, count)
    lineFirstToken = tokens.count
  }

  @inline(__always)
  mutating func append(_ kind: PythonTokenKind, _ start: Int, _ end: Int, flags: PythonToken.Flags = []) {
    tokens.append(
      PythonToken(
        kind: kind, flags: flags, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: end)))
  }

  mutating func report(
    _ start: Int, _ end: Int, _ message: String, kind: SyntaxProblem.Kind = .syntax
  ) {
    problems.report(SyntaxProblem(kind, TextRange(start, end), message))
  }

  /// An `error` token over what has been reported.
  mutating func appendError(_ start: Int, _ end: Int) { append(.error, start, end) }

  /// Letters, digits, the underscore and every byte of a non-ASCII character.
  @inline(__always)
  static func isIdentifierByte(_ byte: UInt8) -> Bool {
    // One bit a character: digits in the first word; letters and the underscore in the second.
    let bits: UInt64 = byte < 64 ? 0x03FF_0000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte >= 0x80 || (bits >> UInt64(byte & 63)) & 1 != 0
  }
}

// MARK: Words

extension PythonTokenizer {
  /// A name, a keyword, or the prefix of a string.
  mutating func readWord() {
    let start = index
    var all: UInt8 = 0
    while PythonTokenizer.isIdentifierByte(text[index]) {
      all |= text[index]
      index += 1
    }
    let length = index - start
    if length <= 2, text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'"),
      let flags = stringFlags(prefixAt: start, length: length)
    {
      index = start
      readString(prefixLength: length, flags: flags)
      return
    }
    if all >= 0x80 {
      readUnicodeWord(start)
      return
    }
    var kind = PythonTokenKind.name
    if length >= 2 && length <= 8 {
      var word: UInt64 = 0
      for offset in 0..<length { word |= UInt64(text[start + offset]) << UInt64(8 * offset) }
      kind = PythonTokenKind.ofWord(word, length: length)
    }
    append(kind, start, index)
  }

  /// A word with non-ASCII characters: checked against the identifier rules (reference manual, 2.3).
  private mutating func readUnicodeWord(_ start: Int) {
    let bytes = UnsafeBufferPointer(start: text + start, count: index - start)
    var offset = start
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let length = scalar == "\u{FFFD}" ? 1 : UTF8.width(scalar)
      let properties = scalar.properties
      let isAllowed = scalar == "_" || properties.isXIDStart || (offset > start && properties.isXIDContinue)
      if !isAllowed {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        let shown = scalar == "\u{FFFD}" || scalar.value < 0xA1 ? "" : " '\(scalar)'"
        report(offset, min(offset + length, index), "invalid character\(shown) (U+\(padded))")
        appendError(start, index)
        return
      }
      offset += length
    }
    append(.name, start, index)
  }
}
