// Atoms, displays and comprehensions (reference manual, 6.2).
extension PythonTreeParser {
  mutating func parseAtom() throws(Failure) -> Node {
    let kind = token.kind
    switch kind {
    case .name, .match, .case, .type: return parseName(.load)
    case .string, .fStringStart: return try parseStrings()
    case .integer: return parseConstant(.integer)
    case .float: return parseConstant(.float)
    case .imaginary: return parseConstant(.complex)
    case .none: return parseConstant(.none)
    case .true: return parseConstant(.true)
    case .false: return parseConstant(.false)
    case .ellipsis: return parseConstant(.ellipsis)
    case .leftParenthesis, .leftBracket, .leftBrace: return try parseBracketed()
    case .backtick:
      throw fail(
        TextRange(start, Int(token.end)), "backticks are Python 2, Python 3 has repr()", kind: .python2)
    default: throw unexpected("an expression")
    }
  }

  /// An atom in brackets: every way in which expressions can nest without end leads through here, or through
  /// an operator or call that counts its own level.
  private mutating func parseBracketed() throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    switch token.kind {
    case .leftParenthesis: return try parseParenthesized()
    case .leftBracket: return try parseList()
    default: return try parseBraces()
    }
  }

  mutating func parseName(_ context: PythonContext) -> Node {
    let begin = start
    advance()
    return builder.add(.name, begin, previousEnd, detail: context.rawValue)
  }

  mutating func parseConstant(_ kind: PythonConstant.Kind) -> Node {
    let begin = start
    advance()
    return builder.add(.constant, begin, previousEnd, detail: kind.rawValue, PythonTreeBuilder.emptyList)
  }

  // MARK: Parentheses

  /// A group, a tuple or a generator.
  private mutating func parseParenthesized() throws(Failure) -> Node {
    let begin = start
    advance()
    if skip(.rightParenthesis) { return builder.add(.tuple, begin, previousEnd, PythonTreeBuilder.emptyList) }
    if token.kind == .yield {
      let node = try parseYield()
      try expectCloser(.rightParenthesis, "')'")
      builder.setParenthesized(node)
      return node
    }
    let first = try parseStarNamedExpression()
    switch token.kind {
    case .rightParenthesis:
      if builder.record(first).kind == .starred {
        throw fail(first, "cannot use starred expression here")
      }
      advance()
      builder.setParenthesized(first)
      return first
    case .for, .async:
      let generators = try parseGenerators(behind: first)
      try expectCloser(.rightParenthesis, "')'")
      return builder.add(.generatorExp, begin, previousEnd, first, generators)
    default:
      let elements = try parseElements(first, until: .rightParenthesis, "')'")
      return builder.add(.tuple, begin, previousEnd, elements)
    }
  }

  /// The closing bracket; behind an operand, a comma may be missing.
  mutating func expectCloser(_ kind: PythonTokenKind, _ wanted: StaticString) throws(Failure) {
    if token.kind == kind { return advance() }
    if token.kind.beginsOperand && index > 0 && tokens[index - 1].kind.endsOperand {
      throw fail(
        TextRange(Int(tokens[index - 1].start), Int(token.end)),
        "expected ',' or \(wanted), found \(describeToken()): perhaps a comma is missing")
    }
    throw unexpected(wanted)
  }

  /// The elements of a display behind its first one, and its closing bracket.
  private mutating func parseElements(
    _ first: Node, until closer: PythonTokenKind, _ wanted: StaticString
  ) throws(Failure) -> Int32 {
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      if token.kind == closer { break }
      builder.push(try parseStarNamedExpression())
    }
    try expectCloser(closer, wanted)
    return builder.finishList(from: mark)
  }

  // MARK: Lists, sets and dicts

  private mutating func parseList() throws(Failure) -> Node {
    let begin = start
    advance()
    if skip(.rightBracket) { return builder.add(.list, begin, previousEnd, PythonTreeBuilder.emptyList) }
    let first = try parseStarNamedExpression()
    if token.kind == .for || token.kind == .async {
      let generators = try parseGenerators(behind: first)
      try expectCloser(.rightBracket, "']'")
      return builder.add(.listComp, begin, previousEnd, first, generators)
    }
    let elements = try parseElements(first, until: .rightBracket, "']'")
    return builder.add(.list, begin, previousEnd, elements)
  }

  /// A dict, a set, or a comprehension of one.
  private mutating func parseBraces() throws(Failure) -> Node {
    let begin = start
    advance()
    if skip(.rightBrace) {
      return builder.add(.dict, begin, previousEnd, PythonTreeBuilder.emptyList, PythonTreeBuilder.emptyList)
    }
    if token.kind == .doubleStar { return try parseDict(begin, firstKey: PythonTreeBuilder.none) }
    let first = try parseStarNamedExpression()
    switch token.kind {
    case .colon: return try parseDict(begin, firstKey: first)
    case .for, .async:
      let generators = try parseGenerators(behind: first)
      try expectCloser(.rightBrace, "'}'")
      return builder.add(.setComp, begin, previousEnd, first, generators)
    default:
      let elements = try parseElements(first, until: .rightBrace, "'}'")
      return builder.add(.set, begin, previousEnd, elements)
    }
  }

  /// A dict behind its first key, or at its first `**`.
  private mutating func parseDict(_ begin: Int, firstKey: Node) throws(Failure) -> Node {
    // Keys and values are pushed alternately, and parted when all are there.
    let mark = builder.listMark
    var key = firstKey
    while true {
      if key == PythonTreeBuilder.none && token.kind == .doubleStar {
        advance()
        builder.push(PythonTreeBuilder.none)
        builder.push(try parseOperation(Precedence.bitOr))
      } else {
        if key == PythonTreeBuilder.none { key = try parseExpression() }
        try expect(.colon, "':' behind a dict key")
        let value = try parseExpression()
        if token.kind == .for || token.kind == .async {
          guard builder.listMark == mark else { throw unexpected("',' or '}'") }
          let generators = try parseGenerators(behind: value)
          try expectCloser(.rightBrace, "'}'")
          return builder.add(.dictComp, begin, previousEnd, key, value, generators)
        }
        builder.push(key)
        builder.push(value)
      }
      key = PythonTreeBuilder.none
      guard skip(.comma), token.kind != .rightBrace else { break }
    }
    try expectCloser(.rightBrace, "'}'")
    let lists = builder.finishPairs(from: mark)
    return builder.add(.dict, begin, previousEnd, lists.first, lists.second)
  }

  // MARK: Comprehensions

  /// `for target in iterable if condition…`, once or more, behind the element `first`.
  mutating func parseGenerators(behind first: Node) throws(Failure) -> Int32 {
    if builder.record(first).kind == .starred {
      throw fail(first, "iterable unpacking cannot be used in a comprehension")
    }
    let mark = builder.listMark
    while token.kind == .for || token.kind == .async {
      let begin = start
      let isAsync = skip(.async)
      try expect(.for, "'for'")
      let target = try parseTargets()
      try expect(.in, "'in'")
      let iterable = try parseOperation(Precedence.or)
      let conditionMark = builder.listMark
      while skip(.if) { builder.push(try parseOperation(Precedence.or)) }
      let conditions = builder.finishList(from: conditionMark)
      builder.push(
        builder.add(
          .comprehension, begin, previousEnd, detail: isAsync ? 1 : 0, target, iterable, conditions))
    }
    return builder.finishList(from: mark)
  }
}
