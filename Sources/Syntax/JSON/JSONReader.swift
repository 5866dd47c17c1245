/// Puts the tokens of a JSON text together: one frame for each open bracket, one step for each token.
struct JSONReader {
  var lexer: JSONLexer
  var builder: ConfigTreeBuilder
  var frames: [Frame] = []
  var keys = JSONOpenKeys()
  /// The end of the last token: where a missing comma or bracket belongs.
  var previousEnd = 0
  /// The text ends inside a string or a value too deep to read; its open brackets are no mistakes of their
  /// own.
  var isCutOff = false

  init(lexer: JSONLexer, builder: ConfigTreeBuilder) {
    self.lexer = lexer
    self.builder = builder
  }

  /// An open bracket.
  struct Frame {
    /// What may stand next. `first` and `next` are an element or a key; `first` may also be the closing
    /// bracket.
    enum Expectation { case first, next, colon, value, separator }

    let node: Int32
    let isObject: Bool
    /// Offset of the bracket.
    let open: Int
    var expectation = Expectation.first
    /// The comma before what stands next, until it was reported.
    var comma: TextRange?
    /// The key whose value is still to come.
    var key: JSONToken?
    var keys: JSONOpenKeys.Scope
    /// A colon in this array was reported; those after it come from the same mistake.
    var hasReportedColon = false

    var opener: String { isObject ? "{" : "[" }
    var closer: String { isObject ? "}" : "]" }
  }

  // MARK: The whole text

  mutating func readDocument(expectsEnd: Bool) {
    var hasReported = false
    var rootCount = 0
    var token = take()
    while token.kind != .end {
      let isValue = startsValue(token)
      if rootCount > 0 || !isValue, !hasReported {
        reportAtTopLevel(token, isValue: isValue, isFirst: rootCount == 0)
        hasReported = true
      }
      if isValue || (rootCount == 0 && token.kind == .word) {
        builder.appendRoot(readValue(token, isReported: !isValue))
        rootCount += 1
      }
      if !expectsEnd, rootCount > 0 { return }
      token = take()
    }
    guard rootCount == 0 else { return }
    if !hasReported { lexer.report(.at(token.range.start), JSONParser.noValueMessage) }
    builder.appendRoot(builder.add(.scalar, .missing, .at(token.range.start)))
  }

  private func startsValue(_ token: JSONToken) -> Bool {
    switch token.kind {
    case .openObject, .openArray, .string: return true
    case .word: return word(token) != .unknown
    case .closeObject, .closeArray, .colon, .comma, .end: return false
    }
  }

  private mutating func reportAtTopLevel(_ token: JSONToken, isValue: Bool, isFirst: Bool) {
    let text = lexer.file.excerpt(token.range)
    if isFirst {
      lexer.report(token.range, "\(text) stands here, expected a JSON value")
    } else if isValue, !token.followsConflict {
      let line = lexer.file.lines.line(at: previousEnd)
      lexer.report(
        .json(.severalValues), token.range,
        "a second value follows the one that ended on line \(line), expected the end of the text")
    } else if !token.followsConflict {
      lexer.report(token.range, "\(text) follows the value, expected the end of the text")
    }
  }

  mutating func take() -> JSONToken { lexer.next() }

  // MARK: Values

  /// Reads the value that `token` starts, with all that is in it, and returns its node.
  private mutating func readValue(_ token: JSONToken, isReported: Bool) -> Int32 {
    previousEnd = token.range.end
    let node = addValue(token, isReported: isReported)
    while !frames.isEmpty {
      let token = take()
      step(token)
      if token.kind != .end { previousEnd = max(previousEnd, token.range.end) }
    }
    return node
  }

  private mutating func step(_ token: JSONToken) {
    let top = frames.count - 1
    if token.kind == .end { return closeAllAtEnd(token) }
    switch frames[top].expectation {
    case .first, .next: frames[top].isObject ? readKey(token) : readElement(token)
    case .colon: readColon(token)
    case .value: readMemberValue(token)
    case .separator: readSeparator(token)
    }
  }

  /// Adds the node of the value that `token` starts; a bracket opens a frame.
  mutating func addValue(_ token: JSONToken, isReported: Bool = false) -> Int32 {
    switch token.kind {
    case .openObject, .openArray:
      guard frames.count < JSONParser.maximumDepth else { return skipDeepValue(token) }
      let isObject = token.kind == .openObject
      let node = builder.add(isObject ? .mapping : .sequence, .flow, token.range)
      frames.append(Frame(node: node, isObject: isObject, open: token.range.start, keys: keys.open()))
      return node
    case .string: return addString(token)
    default: return addWord(token, isReported: isReported)
    }
  }

  func word(_ token: JSONToken) -> JSONWord { JSONWord(lexer.bytes[token.range.start..<token.range.end]) }

  private mutating func addWord(_ token: JSONToken, isReported: Bool) -> Int32 {
    let word = word(token)
    if !isReported, word != .value { report(word, token.range) }
    switch word {
    case .value, .nonFiniteNumber, .pythonLiteral: return builder.add(.scalar, .plain, token.range)
    case .badNumber, .unknown: return builder.add(.invalid, .plain, token.range)
    }
  }

  private mutating func report(_ word: JSONWord, _ range: TextRange) {
    let text = lexer.file.excerpt(range)
    switch word {
    case .value: break
    case .nonFiniteNumber:
      lexer.report(.json(.nonFiniteNumber), range, "\(text) is no JSON number, expected a finite one")
    case .pythonLiteral(let json):
      lexer.report(.json(.pythonLiteral), range, "\(text) is Python, expected '\(json)'")
    case .badNumber(let reason): lexer.report(range, "\(text) is no JSON number, \(reason)")
    case .unknown: lexer.report(range, "\(text) stands here, expected a JSON value")
    }
  }

  mutating func addString(_ token: JSONToken) -> Int32 {
    let node = builder.add(.scalar, token.style, token.range)
    if token.isUnclosed, token.range.end == lexer.limit { isCutOff = true }
    guard token.needsDecoding else { return node }
    if token.isDecodable {
      builder.setHasEscapes(node)
    } else {
      builder.setText(token.text(in: lexer.file), of: node)
    }
    if !token.isUnclosed, let unknown = token.firstUnknownEscape(in: lexer.bytes) {
      let escape = lexer.file.excerpt(unknown)
      lexer.report(unknown, "\(escape) is no JSON escape, a backslash itself is written '\\\\'")
    }
    return node
  }

  /// Steps over a value whose bracket lies too deep, counting brackets only.
  private mutating func skipDeepValue(_ token: JSONToken) -> Int32 {
    lexer.report(
      .limit, token.range, "brackets nest deeper than \(JSONParser.maximumDepth) levels, which is not read")
    var depth = 1
    var end = token.range.end
    while depth > 0 {
      let inner = take()
      end = inner.range.end
      switch inner.kind {
      case .openObject, .openArray: depth += 1
      case .closeObject, .closeArray: depth -= 1
      case .end:
        isCutOff = true
        depth = 0
      case .colon, .comma, .string, .word: break
      }
    }
    previousEnd = end
    return builder.add(.invalid, .flow, TextRange(token.range.start, end))
  }
}
