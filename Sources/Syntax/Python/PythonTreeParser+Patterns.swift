// `match` and its patterns (reference manual, 8.6).
extension PythonTreeParser {
  /// Whether `match` begins a statement here: its line ends with a colon, which no expression's line does.
  /// O(tokens of the line).
  var isMatchStatement: Bool {
    switch nextKind {
    case .equal, .dot, .comma, .rightParenthesis, .colon, .newline, .semicolon, .colonEqual: return false
    default: break
    }
    var position = index + 1
    while position < tokens.count && tokens[position].kind != .newline { position += 1 }
    return tokens[position - 1].kind == .colon
  }

  mutating func parseMatch() throws(Failure) {
    let begin = start
    advance()
    let subject = recoveringNode { parser throws(Failure) in try parser.parseSubject() }
    if !isHeaderBroken { try expect(.colon, "':'") }
    isHeaderBroken = false
    _ = skip(.newline)
    let mark = builder.listMark
    if token.kind == .indent {
      advance()
      while token.kind == .case { parseCase() }
      let cases = builder.finishList(from: mark)
      builder.push(builder.add(.match, begin, previousEnd, subject, cases))
      // What is not a case is read as statements behind the match.
      while token.kind != .dedent && token.kind != .endOfFile {
        if token.kind != .newline && token.kind != .indent { reportNoCase() }
        if token.kind == .indent || token.kind == .newline { advance() } else { parseStatement() }
      }
      advance()
    } else {
      _ = fail(tokenRange, "expected an indented block after this 'match' statement")
      builder.push(builder.add(.match, begin, previousEnd, subject, PythonTreeBuilder.emptyList))
    }
  }

  private mutating func reportNoCase() {
    report(tokenRange, "expected 'case', found \(describeToken())")
  }

  private mutating func parseSubject() throws(Failure) -> Node {
    let begin = start
    let first = try parseStarNamedExpression()
    guard token.kind == .comma else {
      if builder.record(first).kind == .starred { throw fail(first, "cannot use starred expression here") }
      return first
    }
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      guard token.kind == .star || beginsExpression else { break }
      builder.push(try parseStarNamedExpression())
    }
    return builder.add(.tuple, begin, previousEnd, builder.finishList(from: mark))
  }

  private mutating func parseCase() {
    let begin = start
    advance()
    let pattern = recoveringNode { parser throws(Failure) in try parser.parsePatterns() }
    var condition = PythonTreeBuilder.none
    if skip(.if) {
      condition = recoveringNode { parser throws(Failure) in try parser.parseNamedExpression() }
    }
    let body = parseBlock("'case'")
    builder.push(builder.add(.matchCase, begin, previousEnd, pattern, condition, body))
  }

  // MARK: Patterns

  /// The patterns of a `case`: a sequence without brackets where there is a comma.
  private mutating func parsePatterns() throws(Failure) -> Node {
    let begin = start
    let first = try parseMaybeStarPattern()
    guard token.kind == .comma else {
      if builder.record(first).kind == .matchStar {
        throw fail(first, "a star pattern stands only in a sequence")
      }
      return first
    }
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      if token.kind == .colon || token.kind == .if { break }
      builder.push(try parseMaybeStarPattern())
    }
    return builder.add(.matchSequence, begin, previousEnd, builder.finishList(from: mark))
  }

  private mutating func parseMaybeStarPattern() throws(Failure) -> Node {
    guard token.kind == .star else { return try parsePattern() }
    let begin = start
    advance()
    let name = try expectIdentifier("a name behind '*'")
    let node = builder.add(.matchStar, begin, previousEnd)
    builder.addIdentifier(isWildcard(name) ? nil : name)
    return node
  }

  private func isWildcard(_ name: PythonTokenRange) -> Bool {
    name.end - name.start == 1 && text[Int(name.start)] == UInt8(ascii: "_")
  }

  /// Alternatives, with `as name` behind them.
  private mutating func parsePattern() throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    let begin = start
    var pattern = try parseClosedPattern()
    if token.kind == .bar {
      let mark = builder.listMark
      builder.push(pattern)
      while skip(.bar) { builder.push(try parseClosedPattern()) }
      pattern = builder.add(.matchOr, begin, previousEnd, builder.finishList(from: mark))
    }
    guard skip(.as) else { return pattern }
    let name = try expectIdentifier("a name behind 'as'")
    if isWildcard(name) {
      throw fail(TextRange(Int(name.start), Int(name.end)), "cannot use '_' as a target")
    }
    let node = builder.add(.matchAs, begin, previousEnd, pattern)
    builder.addIdentifier(name)
    return node
  }

  private mutating func parseClosedPattern() throws(Failure) -> Node {
    let begin = start
    switch token.kind {
    case .none, .true, .false:
      let kind: PythonConstant.Kind = token.kind == .none ? .none : token.kind == .true ? .true : .false
      advance()
      return builder.add(.matchSingleton, begin, previousEnd, detail: kind.rawValue)
    case .integer, .float, .imaginary, .minus, .string, .fStringStart:
      let value = try parseLiteral()
      return builder.add(.matchValue, begin, previousEnd, value)
    case .leftParenthesis: return try parseGroupPattern()
    case .leftBracket:
      advance()
      let patterns = try parsePatternList(until: .rightBracket, "']'").list
      return builder.add(.matchSequence, begin, previousEnd, patterns)
    case .leftBrace: return try parseMappingPattern()
    case _ where token.kind.isIdentifier: return try parseNamePattern()
    default: throw unexpected("a pattern")
    }
  }

  /// A number with its sign, a complex sum, or strings.
  private mutating func parseLiteral() throws(Failure) -> Node {
    let begin = start
    if token.kind == .string || token.kind == .fStringStart {
      let node = try parseStrings()
      if builder.record(node).kind != .constant {
        throw fail(node, "patterns may only match literals and attribute lookups")
      }
      return node
    }
    let real = try parseSignedNumber()
    guard token.kind == .plus || token.kind == .minus else { return real }
    if tokens[index - 1].kind == .imaginary {
      throw fail(real, "a real number is required before the imaginary one in a pattern")
    }
    let op: PythonBinaryOperator = token.kind == .plus ? .add : .subtract
    advance()
    guard token.kind == .imaginary else { throw unexpected("an imaginary number") }
    let imaginary = parseConstant(.complex)
    return builder.add(.binOp, begin, previousEnd, detail: op.rawValue, real, imaginary)
  }

  private mutating func parseSignedNumber() throws(Failure) -> Node {
    let begin = start
    let isNegative = skip(.minus)
    let number: Node
    switch token.kind {
    case .integer: number = parseConstant(.integer)
    case .float: number = parseConstant(.float)
    case .imaginary: number = parseConstant(.complex)
    default: throw unexpected("a number")
    }
    guard isNegative else { return number }
    return builder.add(.unaryOp, begin, previousEnd, detail: PythonUnaryOperator.minus.rawValue, number)
  }

  /// A capture, the wildcard, a dotted value, or a class.
  private mutating func parseNamePattern() throws(Failure) -> Node {
    let begin = start
    if nextKind != .dot && nextKind != .leftParenthesis {
      let name = try expectIdentifier("a name")
      let node = builder.add(.matchAs, begin, previousEnd, PythonTreeBuilder.none)
      builder.addIdentifier(isWildcard(name) ? nil : name)
      return node
    }
    let value = try parseDottedValue()
    if token.kind == .leftParenthesis { return try parseClassPattern(value, begin) }
    return builder.add(.matchValue, begin, previousEnd, value)
  }

  private mutating func parseDottedValue() throws(Failure) -> Node {
    let begin = start
    var value = parseName(.load)
    while skip(.dot) {
      let name = try expectIdentifier("a name behind '.'")
      value = builder.add(.attribute, begin, previousEnd, value, name.start, name.end)
    }
    return value
  }

  private mutating func parseGroupPattern() throws(Failure) -> Node {
    let begin = start
    advance()
    let (patterns, hasComma) = try parsePatternList(until: .rightParenthesis, "')'")
    let elements = builder.elements(of: patterns)
    guard elements.count == 1, !hasComma else {
      return builder.add(.matchSequence, begin, previousEnd, patterns)
    }
    let only = builder.lists[elements.lowerBound]
    if builder.record(only).kind == .matchStar {
      throw fail(only, "a star pattern stands only in a sequence")
    }
    return only
  }

  private mutating func parsePatternList(
    until closer: PythonTokenKind, _ wanted: StaticString
  ) throws(Failure) -> (list: Int32, hasComma: Bool) {
    let mark = builder.listMark
    var hasComma = false
    while token.kind != closer {
      builder.push(try parseMaybeStarPattern())
      guard skip(.comma) else { break }
      hasComma = true
    }
    try expectCloser(closer, wanted)
    return (builder.finishList(from: mark), hasComma)
  }

  private mutating func parseMappingPattern() throws(Failure) -> Node {
    let begin = start
    advance()
    let mark = builder.listMark
    var rest: PythonTokenRange?
    while token.kind != .rightBrace {
      if skip(.doubleStar) {
        let name = try expectIdentifier("a name behind '**'")
        if isWildcard(name) {
          throw fail(TextRange(Int(name.start), Int(name.end)), "cannot use '_' as a target")
        }
        rest = name
        _ = skip(.comma)
        break
      }
      builder.push(try parseMappingKey())
      try expect(.colon, "':' behind a pattern's key")
      builder.push(try parsePattern())
      guard skip(.comma) else { break }
    }
    try expectCloser(.rightBrace, "'}'")
    let lists = builder.finishPairs(from: mark)
    let node = builder.add(.matchMapping, begin, previousEnd, lists.first, lists.second)
    builder.addIdentifier(rest)
    return node
  }

  private mutating func parseMappingKey() throws(Failure) -> Node {
    switch token.kind {
    case .none: return parseConstant(.none)
    case .true: return parseConstant(.true)
    case .false: return parseConstant(.false)
    case _ where token.kind.isIdentifier && nextKind == .dot: return try parseDottedValue()
    default: return try parseLiteral()
    }
  }

  private mutating func parseClassPattern(_ type: Node, _ begin: Int) throws(Failure) -> Node {
    advance()
    let mark = builder.listMark
    var names: [PythonTokenRange] = []
    var values: [Node] = []
    while token.kind != .rightParenthesis {
      if token.kind.isIdentifier && nextKind == .equal {
        names.append(try expectIdentifier("a name"))
        advance()
        values.append(try parsePattern())
      } else {
        let pattern = try parsePattern()
        if !names.isEmpty { throw fail(pattern, "positional patterns follow keyword patterns") }
        builder.push(pattern)
      }
      guard skip(.comma) else { break }
    }
    try expectCloser(.rightParenthesis, "')'")
    let patterns = builder.finishList(from: mark)
    for name in names {
      builder.push(name.start)
      builder.push(name.end)
    }
    let keywords = builder.finishList(from: mark)
    for value in values { builder.push(value) }
    let keywordPatterns = builder.finishList(from: mark)
    let node = builder.add(.matchClass, begin, previousEnd, type, patterns, keywords)
    builder.addField(keywordPatterns)
    return node
  }
}
