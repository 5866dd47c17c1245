// Attributes, subscripts and calls (reference manual, 6.3), and `await`.
extension PythonTreeParser {
  /// An atom with all that follows it; `await` before it.
  mutating func parsePrimary() throws(Failure) -> Node {
    let begin = start
    if token.kind == .await {
      advance()
      let value = try parsePrimary(begin: start)
      return builder.add(.await, begin, previousEnd, value)
    }
    return try parsePrimary(begin: begin)
  }

  private mutating func parsePrimary(begin: Int) throws(Failure) -> Node {
    var node = try parseAtom()
    while true {
      switch token.kind {
      case .dot:
        advance()
        let name = try expectIdentifier("a name behind '.'")
        node = builder.add(.attribute, begin, previousEnd, node, name.start, name.end)
      case .leftParenthesis:
        let opening = start
        advance()
        // Arguments take twice the stack of other operands.
        try descend()
        let arguments = try parseArguments(opening)
        depth -= 1
        node = builder.add(.call, begin, previousEnd, node, arguments.first, arguments.second)
      case .leftBracket:
        advance()
        let slice = try parseSlices()
        try expectCloser(.rightBracket, "']'")
        node = builder.add(.subscript, begin, previousEnd, node, slice)
      default: return node
      }
    }
  }

  // MARK: Subscripts

  private mutating func parseSlices() throws(Failure) -> Node {
    let begin = start
    let first = try parseSlice()
    if token.kind != .comma && builder.record(first).kind != .starred { return first }
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      if token.kind == .rightBracket { break }
      builder.push(try parseSlice())
    }
    return builder.add(.tuple, begin, previousEnd, builder.finishList(from: mark))
  }

  private mutating func parseSlice() throws(Failure) -> Node {
    let begin = start
    if token.kind == .star {
      advance()
      let value = try parseExpression()
      return builder.add(.starred, begin, previousEnd, value)
    }
    var lower = PythonTreeBuilder.none
    if token.kind != .colon {
      lower = try parseNamedExpression()
      if token.kind != .colon { return lower }
      if builder.record(lower).kind == .namedExpr && !builder.record(lower).isParenthesized {
        throw fail(lower, "an assignment expression must be parenthesized in a slice")
      }
    }
    advance()
    let upper = beginsExpression ? try parseExpression() : PythonTreeBuilder.none
    var step = PythonTreeBuilder.none
    if skip(.colon), beginsExpression { step = try parseExpression() }
    return builder.add(.slice, begin, previousEnd, lower, upper, step)
  }

  // MARK: Calls

  /// What has been seen among the arguments of a call.
  private struct Seen {
    /// Whether the only argument may be a generator without parentheses: in a call, not in a class.
    var mayBeGenerator: Bool
    var keyword = false
    var unpacking = false
  }

  /// The arguments behind the `(` at `opening`, and the `)`; two lists: positional ones, keywords.
  mutating func parseArguments(
    _ opening: Int, allowsGenerator: Bool = true
  ) throws(Failure) -> (first: Int32, second: Int32) {
    let mark = builder.listMark
    var seen = Seen(mayBeGenerator: allowsGenerator)
    var keywords = 0
    while token.kind != .rightParenthesis {
      let isKeyword = try parseArgument(opening, &seen, isFirst: builder.listMark == mark)
      builder.push(isKeyword ? 1 : 0)
      if isKeyword { keywords += 1 }
      guard skip(.comma) else { break }
    }
    try expectCloser(.rightParenthesis, "')'")
    return builder.finishParted(from: mark, hasBoth: keywords > 0)
  }

  /// Reads and pushes one argument; true for a keyword.
  private mutating func parseArgument(
    _ opening: Int, _ seen: inout Seen, isFirst: Bool
  ) throws(Failure) -> Bool {
    let begin = start
    switch token.kind {
    case .star:
      if seen.unpacking {
        throw fail(
          TextRange(begin, Int(token.end)), "iterable argument unpacking follows keyword argument unpacking")
      }
      advance()
      let value = try parseExpression()
      builder.push(builder.add(.starred, begin, previousEnd, value))
      return false
    case .doubleStar:
      advance()
      let value = try parseExpression()
      seen.unpacking = true
      seen.keyword = true
      pushKeyword(nil, value, begin)
      return true
    case _ where token.kind.isIdentifier && nextKind == .equal:
      let name = PythonTokenRange(start, Int(token.end))
      advance()
      advance()
      let value = try parseExpression()
      seen.keyword = true
      pushKeyword(name, value, begin)
      return true
    default:
      builder.push(try parsePositional(opening, seen, isFirst: isFirst))
      return false
    }
  }

  private mutating func pushKeyword(_ name: PythonTokenRange?, _ value: Node, _ begin: Int) {
    let node = builder.add(.keyword, begin, previousEnd)
    builder.addIdentifier(name)
    builder.addField(value)
    builder.push(node)
  }

  private mutating func parsePositional(_ opening: Int, _ seen: Seen, isFirst: Bool) throws(Failure) -> Node {
    let begin = start
    let value = try parseNamedExpression()
    if token.kind == .for || token.kind == .async {
      let generators = try parseGenerators(behind: value)
      guard isFirst && seen.mayBeGenerator && token.kind == .rightParenthesis else {
        throw fail(TextRange(begin, previousEnd), "a generator expression must be parenthesized here")
      }
      // Without parentheses of its own, a generator has those of the call.
      return builder.add(.generatorExp, opening, Int(token.end), value, generators)
    }
    if token.kind == .equal {
      throw fail(
        TextRange(begin, Int(token.end)),
        "a keyword argument must be a name, found \(describe(value)): '==' compares")
    }
    if seen.keyword {
      throw fail(
        value, "positional argument follows keyword argument\(seen.unpacking ? " unpacking" : "")")
    }
    return value
  }
}
