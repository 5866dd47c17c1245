/// One token of a JSON text.
struct JSONToken {
  enum Kind: Hashable {
    case openObject, closeObject, openArray, closeArray, colon, comma
    /// A string in double quotes, or a deviation of one.
    case string
    /// Any other run of bytes: a literal, a number, or text that is neither.
    case word
    case end
  }

  let kind: Kind
  /// UTF-8 byte offsets, quotes included.
  let range: TextRange
  /// For a string: the bytes between its quotes.
  var content = TextRange.at(0)
  var style = ConfigNode.Style.plain
  /// A string with escapes, or one whose quotes are not one plain byte on each side.
  var needsDecoding = false
  /// A string without its closing quote.
  var isUnclosed = false
  /// A merge-conflict marker stands before the token.
  var followsConflict = false

  /// The bytes of a word, or those between the quotes of a string.
  var textRange: TextRange { kind == .string ? content : range }

  /// Whether the string stands between two double quotes, so that its node can be decoded at any time.
  var isDecodable: Bool {
    !isUnclosed && style == .doubleQuoted && range.count == content.count + 2
  }

  private var quote: UInt8 { style == .singleQuoted ? UInt8(ascii: "'") : UInt8(ascii: "\"") }

  /// The text with the escapes of a string undone. O(bytes).
  func text(in file: SourceFile) -> String {
    needsDecoding
      ? JSONString.decoded(content, in: file.bytes, quote: quote) : file.text(in: textRange)
  }

  /// The first escape of a string that JSON does not have. O(bytes).
  func firstUnknownEscape(in bytes: [UInt8]) -> TextRange? {
    bytes.withUnsafeBufferPointer { JSONString.firstUnknownEscape(in: content, of: $0, quote: quote) }
  }
}

/// Cuts a JSON text into tokens and reports what is wrong inside of one: comments, conflict markers, quotes.
///
/// Every byte is looked at a bounded number of times, so the whole text takes O(bytes).
struct JSONLexer {
  let file: SourceFile
  let bytes: [UInt8]
  /// Where the text ends, at most the file's end; bytes behind it belong to someone else.
  let limit: Int
  private(set) var index: Int
  private(set) var problems: [SyntaxProblem] = []
  private(set) var comments: [ConfigTree.Comment] = []
  private let start: Int
  private var conflicts = MergeConflict.Skipper()
  /// Bytes that may still be read ahead in search of the closing quote of strings over several lines.
  var lookAhead: Int

  /// `range` lies inside the file.
  init(file: SourceFile, range: TextRange) {
    self.file = file
    bytes = file.bytes
    start = range.start
    limit = range.end
    index = start
    lookAhead = 4 * (limit - start)
    if bytes[start..<limit].starts(with: SourceFile.byteOrderMark) {
      index += SourceFile.byteOrderMark.count
      report(
        .json(.byteOrderMark), TextRange(start, index), "byte-order mark, expected the JSON text at once")
    }
  }

  mutating func report(_ kind: SyntaxProblem.Kind, _ range: TextRange, _ message: String) {
    problems.report(SyntaxProblem(kind, range, message))
  }

  mutating func report(_ range: TextRange, _ message: String) { report(.syntax, range, message) }

  /// The next byte that is not white space, without moving on; nil at the end.
  func peek() -> UInt8? {
    var ahead = index
    while ahead < limit, Self.isBlank(bytes[ahead]) { ahead += 1 }
    return ahead < limit ? bytes[ahead] : nil
  }

  /// The next byte that is no space or tab, without moving on; nil at the end of the line.
  func peekOnLine() -> UInt8? {
    var ahead = index
    while ahead < limit, bytes[ahead] == 0x20 || bytes[ahead] == 0x09 { ahead += 1 }
    return ahead < limit && !Self.isBlank(bytes[ahead]) ? bytes[ahead] : nil
  }

  /// Steps over white space, comments and conflict markers, and takes the token behind them.
  mutating func next() -> JSONToken {
    let followsConflict = skipTrivia()
    var token = takeToken()
    token.followsConflict = followsConflict
    index = token.range.end
    return token
  }

  private mutating func takeToken() -> JSONToken {
    guard index < limit else { return JSONToken(kind: .end, range: .at(limit)) }
    let single = TextRange(index, index + 1)
    switch bytes[index] {
    case UInt8(ascii: "{"): return JSONToken(kind: .openObject, range: single)
    case UInt8(ascii: "}"): return JSONToken(kind: .closeObject, range: single)
    case UInt8(ascii: "["): return JSONToken(kind: .openArray, range: single)
    case UInt8(ascii: "]"): return JSONToken(kind: .closeArray, range: single)
    case UInt8(ascii: ":"): return JSONToken(kind: .colon, range: single)
    case UInt8(ascii: ","): return JSONToken(kind: .comma, range: single)
    case UInt8(ascii: "\""): return quotedString(quote: UInt8(ascii: "\""), style: .doubleQuoted)
    case UInt8(ascii: "'"):
      let token = quotedString(quote: UInt8(ascii: "'"), style: .singleQuoted)
      report(.json(.singleQuotes), token.range, "string in single quotes, expected double quotes")
      return token
    case 0xE2 where isCurlyQuote(at: index): return curlyString()
    default: return JSONToken(kind: .word, range: TextRange(index, endOfWord()))
    }
  }

  // MARK: White space, comments, conflicts

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// The offset in `start ... end` of the first byte that is not white space; `end` where none stands. All have
  /// to lie in the text.
  @inline(__always)
  static func endOfBlanks(in text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      index = ByteWords.endOfSpaces(in: text, from: index, to: end)
      guard index < end, isBlank(text[index]) else { break }
      index += 1
    }
    return index
  }

  private mutating func skipTrivia() -> Bool {
    var sawConflict = false
    while index < limit {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09:
        index = bytes.withUnsafeBufferPointer {
          $0.baseAddress.map { Self.endOfBlanks(in: $0, from: index + 1, to: limit) } ?? limit
        }
      case UInt8(ascii: "#"):
        skipLineComment()
      case UInt8(ascii: "/") where isCommentStart(at: index):
        if bytes[index + 1] == UInt8(ascii: "/") { skipLineComment() } else { skipBlockComment() }
      case UInt8(ascii: "<"), UInt8(ascii: "|"), UInt8(ascii: "="), UInt8(ascii: ">"):
        guard let step = conflicts.step(at: index, in: bytes) else { return sawConflict }
        if step.isNew {
          let end = min(limit, MergeConflict.lineEnd(from: index, in: bytes))
          report(.mergeConflict, TextRange(index, end), MergeConflict.message)
        }
        index = min(limit, step.resume)
        sawConflict = true
      default:
        return sawConflict
      }
    }
    return sawConflict
  }

  private func isCommentStart(at offset: Int) -> Bool {
    guard offset + 1 < limit, bytes[offset] == UInt8(ascii: "/") else { return false }
    return bytes[offset + 1] == UInt8(ascii: "/") || bytes[offset + 1] == UInt8(ascii: "*")
  }

  private mutating func skipLineComment() {
    let end = min(limit, MergeConflict.lineEnd(from: index, in: bytes))
    addComment(TextRange(index, end))
    index = end
  }

  private mutating func skipBlockComment() {
    var end = index + 2
    while end < limit, !(bytes[end] == UInt8(ascii: "*") && end + 1 < limit && bytes[end + 1] == 0x2F) {
      end += 1
    }
    if end >= limit {
      report(TextRange(index, index + 2), "comment is not closed, expected '*/'")
      end = limit
    } else {
      end += 2
    }
    addComment(TextRange(index, end))
    index = end
  }

  private mutating func addComment(_ range: TextRange) {
    var before = range.start
    while before > start, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 { before -= 1 }
    let isOwnLine = before == start || bytes[before - 1] == 0x0A || bytes[before - 1] == 0x0D
    comments.append(ConfigTree.Comment(range: range, isOwnLine: isOwnLine))
    report(.json(.comment), range, "comment, JSON has none")
  }

  // MARK: Words and strings

  func endOfWord() -> Int {
    var end = index
    while end < limit {
      switch bytes[end] {
      case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
        UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "\""):
        return max(end, index + 1)
      case UInt8(ascii: "/") where isCommentStart(at: end): return max(end, index + 1)
      default: end += 1
      }
    }
    return end
  }
}
