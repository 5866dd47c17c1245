// Compound statements (reference manual, 8).
extension PythonTreeParser {
  /// Any statement; simple ones with the rest of their line. Pushes what it reads.
  mutating func parseAnyStatement() throws(Failure) {
    switch token.kind {
    case .if: parseIf()
    case .while: parseWhile()
    case .for: parseFor(start, isAsync: false)
    case .with: parseWith(start, isAsync: false)
    case .try: try parseTry()
    case .def: try parseFunction(start, PythonTreeBuilder.emptyList, isAsync: false)
    case .class: try parseClass(PythonTreeBuilder.emptyList)
    case .at: try parseDecorated()
    case .async: try parseAsync()
    case .match where isMatchStatement: try parseMatch()
    case .elif, .else, .except, .finally:
      throw fail(tokenRange, "\(describeToken()) without a statement that it belongs to")
    default: try parseSimpleStatements()
    }
  }

  private mutating func parseAsync() throws(Failure) {
    let begin = start
    switch nextKind {
    case .def:
      advance()
      try parseFunction(begin, PythonTreeBuilder.emptyList, isAsync: true)
    case .for:
      advance()
      parseFor(begin, isAsync: true)
    case .with:
      advance()
      parseWith(begin, isAsync: true)
    default:
      advance()
      throw unexpected("'def', 'for' or 'with' behind 'async'")
    }
  }

  // MARK: Headers and blocks

  /// Reads a part of a header; where it cannot be read, goes to the end of the line and gives nil, so that
  /// the block below is still read as this statement's.
  mutating func recovering(_ read: (inout PythonTreeParser) throws(Failure) -> Int32) -> Int32? {
    if isHeaderBroken { return nil }
    let checkpoint = builder.checkpoint
    let depth = depth
    let parameterCount = parameters.count
    do throws(Failure) {
      return try read(&self)
    } catch {
      builder.restore(checkpoint)
      self.depth = depth
      parameters.removeLast(parameters.count - parameterCount)
      isHeaderBroken = true
      skipToLineEnd()
      return nil
    }
  }

  /// An expression of a header; an `invalid` node where it cannot be read.
  mutating func recoveringNode(_ read: (inout PythonTreeParser) throws(Failure) -> Node) -> Node {
    let begin = placeOfMissing
    if let node = recovering(read) { return node }
    return builder.add(.invalid, begin, max(begin, previousEnd), PythonTreeBuilder.emptyList)
  }

  /// `:` and the statements behind it: on the same line, or indented below. `owner` names the statement.
  mutating func parseBlock(_ owner: StaticString) -> Int32 {
    if token.kind == .colon {
      advance()
    } else if !isHeaderBroken {
      let hint = token.kind == .equal ? ": '==' compares" : ""
      _ = fail(tokenRange, "expected ':', found \(describeToken())\(hint)")
      isHeaderBroken = true
      skipToLineEnd()
    }
    // A broken header may have had its body on the same line.
    let mayLackBody = isHeaderBroken
    isHeaderBroken = false
    let mark = builder.listMark
    guard token.kind == .newline else {
      parseStatementOfLine()
      return builder.finishList(from: mark)
    }
    let lineEnd = previousEnd
    advance()
    if token.kind == .indent {
      parseIndented()
    } else if !mayLackBody {
      _ = fail(tokenRange, "expected an indented block after this \(owner) statement")
    }
    if builder.listMark == mark { previousEnd = lineEnd }
    return builder.finishList(from: mark)
  }

  /// Simple statements on the line of a header.
  private mutating func parseStatementOfLine() {
    switch token.kind {
    case .if, .while, .for, .with, .try, .def, .class, .at, .async:
      let begin = start
      _ = fail(tokenRange, "expected a simple statement, found \(describeToken())")
      skipLine()
      builder.push(addInvalid(from: begin))
    default:
      let first = index
      do throws(Failure) {
        try parseSimpleStatements()
      } catch {
        if index == first { advance() }
        skipLine()
      }
    }
  }

  /// `else: …` if it stands here.
  private mutating func parseElse() -> Int32 {
    guard skip(.else) else { return PythonTreeBuilder.emptyList }
    return parseBlock("'else'")
  }

  // MARK: if, while, for

  private mutating func parseIf() {
    // An `elif` chain may be long: its parts are collected first and nested from the end.
    var parts: [(begin: Int, test: Node, body: Int32)] = []
    repeat {
      let begin = start
      advance()
      let test = recoveringNode { parser throws(Failure) in try parser.parseNamedExpression() }
      let body = parseBlock(parts.isEmpty ? "'if'" : "'elif'")
      parts.append((begin, test, body))
    } while token.kind == .elif
    var orElse = parseElse()
    while let part = parts.popLast() {
      let node = builder.add(.if, part.begin, previousEnd, part.test, part.body, orElse)
      if parts.isEmpty { builder.push(node) } else { orElse = builder.list(of: node) }
    }
  }

  private mutating func parseWhile() {
    let begin = start
    advance()
    let test = recoveringNode { parser throws(Failure) in try parser.parseNamedExpression() }
    let body = parseBlock("'while'")
    let orElse = parseElse()
    builder.push(builder.add(.while, begin, previousEnd, test, body, orElse))
  }

  private mutating func parseFor(_ begin: Int, isAsync: Bool) {
    advance()
    let target = recoveringNode { parser throws(Failure) in
      let target = try parser.parseTargets()
      try parser.expect(.in, "'in'")
      return target
    }
    let iterable = recoveringNode { parser throws(Failure) in try parser.parseStarExpressions() }
    let body = parseBlock("'for'")
    let orElse = parseElse()
    let node = builder.add(isAsync ? .asyncFor : .for, begin, previousEnd, target, iterable, body)
    builder.addField(orElse)
    builder.push(node)
  }

  // MARK: with

  private mutating func parseWith(_ begin: Int, isAsync: Bool) {
    advance()
    let items =
      parseParenthesizedItems()
      ?? recovering { parser throws(Failure) in
        try parser.parseWithItems()
      }
    let body = parseBlock("'with'")
    builder.push(
      builder.add(
        isAsync ? .asyncWith : .with, begin, previousEnd, items ?? PythonTreeBuilder.emptyList, body))
  }

  private mutating func parseWithItems() throws(Failure) -> Int32 {
    let mark = builder.listMark
    repeat { builder.push(try parseWithItem()) } while skip(.comma)
    return builder.finishList(from: mark)
  }

  private mutating func parseWithItem() throws(Failure) -> Node {
    let begin = start
    let context = try parseExpression()
    var target = PythonTreeBuilder.none
    if skip(.as) {
      target = try parseOperation(Precedence.bitOr)
      try bind(target, .store)
    }
    return builder.add(.withItem, begin, previousEnd, context, target)
  }

  /// Items in parentheses of their own. What stands in parentheses up to the colon is read as items first, as
  /// the grammar does; nil where it is an expression after all.
  private mutating func parseParenthesizedItems() -> Int32? {
    guard token.kind == .leftParenthesis, parenthesesReachColon else { return nil }
    let checkpoint = builder.checkpoint
    let saved = (index: index, end: previousEnd, depth: depth, problems: problems.count)
    do throws(Failure) {
      advance()
      let mark = builder.listMark
      repeat {
        if builder.listMark > mark && token.kind == .rightParenthesis { break }
        builder.push(try parseWithItem())
      } while skip(.comma)
      try expect(.rightParenthesis, "')'")
      return builder.finishList(from: mark)
    } catch {
      builder.restore(checkpoint)
      rewind(to: saved.index, previousEnd: saved.end)
      depth = saved.depth
      problems.removeLast(problems.count - saved.problems)
      return nil
    }
  }

  /// Whether a colon stands behind the parenthesis that closes the one here. O(tokens between).
  private var parenthesesReachColon: Bool {
    var open = 0
    var position = index
    while position < tokens.count {
      switch tokens[position].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: open += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        open -= 1
        if open == 0 { return position + 1 < tokens.count && tokens[position + 1].kind == .colon }
      case .newline, .endOfFile: return false
      default: break
      }
      position += 1
    }
    return false
  }

  // MARK: try

  private mutating func parseTry() throws(Failure) {
    let begin = start
    advance()
    let body = parseBlock("'try'")
    let mark = builder.listMark
    var isStar = false
    while token.kind == .except { builder.push(parseHandler(&isStar, isFirst: builder.listMark == mark)) }
    let hasHandlers = builder.listMark > mark
    let handlers = builder.finishList(from: mark)
    let orElse = hasHandlers ? parseElse() : PythonTreeBuilder.emptyList
    var final = PythonTreeBuilder.emptyList
    let hasFinally = skip(.finally)
    if hasFinally { final = parseBlock("'finally'") }
    if !hasHandlers && !hasFinally {
      _ = fail(tokenRange, "expected 'except' or 'finally' block")
    }
    let node = builder.add(isStar ? .tryStar : .try, begin, previousEnd, body, handlers, orElse)
    builder.addField(final)
    builder.push(node)
  }

  private mutating func parseHandler(_ isStar: inout Bool, isFirst: Bool) -> Node {
    let begin = start
    advance()
    let isThisStar = skip(.star)
    if isThisStar != isStar && !isFirst {
      _ = fail(TextRange(begin, previousEnd), "cannot have both 'except' and 'except*' on the same 'try'")
    }
    isStar = isThisStar
    var name: PythonTokenRange?
    let type =
      token.kind == .colon && !isStar
      ? nil
      : recovering { parser throws(Failure) in
        let type = try parser.parseHandlerType()
        if parser.skip(.as) { name = try parser.expectIdentifier("a name behind 'as'") }
        return type
      }
    let body = parseBlock("'except'")
    let node = builder.add(.exceptHandler, begin, previousEnd, type ?? PythonTreeBuilder.none)
    builder.addIdentifier(name)
    builder.addField(body)
    return node
  }

  /// An expression, or several without parentheses (PEP 758, Python 3.14).
  private mutating func parseHandlerType() throws(Failure) -> Node {
    let begin = start
    let first = try parseExpression()
    guard token.kind == .comma else { return first }
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      guard beginsExpression else { break }
      builder.push(try parseExpression())
    }
    let tuple = builder.add(.tuple, begin, previousEnd, builder.finishList(from: mark))
    if token.kind == .as {
      throw fail(tuple, "multiple exception types must be parenthesized when using 'as'")
    }
    return tuple
  }
}
