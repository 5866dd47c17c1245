// Simple statements (reference manual, 7).
extension PythonTreeParser {
  /// One or more simple statements parted by semicolons, and the end of the line.
  mutating func parseSimpleStatements() throws(Failure) {
    while true {
      let checkpoint = builder.checkpoint
      let begin = start
      do throws(Failure) {
        builder.push(try parseSimpleStatement())
        if token.kind != .newline && token.kind != .semicolon && token.kind != .endOfFile {
          throw unexpectedBehind(begin)
        }
      } catch {
        // What stands before a semicolon stays.
        builder.restore(checkpoint)
        depth = 0
        skipLine()
        builder.push(addInvalid(from: begin))
        return
      }
      if skip(.semicolon) && token.kind != .newline && token.kind != .endOfFile { continue }
      _ = skip(.newline)
      return
    }
  }

  /// Reports what stands behind a whole statement on its line.
  private mutating func unexpectedBehind(_ begin: Int) -> Failure {
    let range = TextRange(begin, previousEnd)
    let word = String(decoding: UnsafeBufferPointer(start: text + begin, count: range.count), as: UTF8.self)
    if (word == "print" || word == "exec") && token.kind.beginsOperand {
      skipToLineEnd()
      return fail(
        TextRange(begin, previousEnd),
        "missing parentheses in call to '\(word)': this is a Python 2 statement", kind: .python2)
    }
    if word.hasPrefix("raise") && token.kind == .comma {
      skipToLineEnd()
      return fail(
        TextRange(begin, previousEnd), "'raise type, value' is Python 2, write 'raise type(value)'",
        kind: .python2)
    }
    return fail(tokenRange, "expected the end of the statement, found \(describeToken())")
  }

  private mutating func parseSimpleStatement() throws(Failure) -> Node {
    let begin = start
    switch token.kind {
    case .pass: return parseWord(.pass)
    case .break: return parseWord(.break)
    case .continue: return parseWord(.continue)
    case .return:
      advance()
      let value =
        token.kind == .star || beginsExpression ? try parseStarExpressions() : PythonTreeBuilder.none
      return builder.add(.return, begin, previousEnd, value)
    case .raise: return try parseRaise()
    case .global: return try parseScopeDeclaration(.global)
    case .nonlocal: return try parseScopeDeclaration(.nonlocal)
    case .del: return try parseDelete()
    case .assert: return try parseAssert()
    case .import: return try parseImport()
    case .from: return try parseImportFrom()
    case .type where nextKind.isIdentifier: return try parseTypeAlias()
    case .shellLine: return parseWord(.shellLine)
    case .magicLine: return parseWord(.magicLine)
    default: return try parseExpressionStatement()
    }
  }

  private mutating func parseWord(_ kind: PythonNodeKind) -> Node {
    let begin = start
    advance()
    return builder.add(kind, begin, previousEnd)
  }

  private mutating func parseRaise() throws(Failure) -> Node {
    let begin = start
    advance()
    var exception = PythonTreeBuilder.none
    var cause = PythonTreeBuilder.none
    if beginsExpression {
      exception = try parseExpression()
      if skip(.from) { cause = try parseExpression() }
    }
    return builder.add(.raise, begin, previousEnd, exception, cause)
  }

  private mutating func parseScopeDeclaration(_ kind: PythonNodeKind) throws(Failure) -> Node {
    let begin = start
    advance()
    let mark = builder.listMark
    repeat {
      let name = try expectIdentifier("a name")
      builder.push(name.start)
      builder.push(name.end)
    } while skip(.comma)
    return builder.add(kind, begin, previousEnd, builder.finishList(from: mark))
  }

  private mutating func parseDelete() throws(Failure) -> Node {
    let begin = start
    advance()
    let mark = builder.listMark
    repeat {
      if builder.listMark > mark && !beginsExpression { break }
      let target = try parseOperation(Precedence.bitOr)
      try bind(target, .delete)
      builder.push(target)
    } while skip(.comma)
    return builder.add(.delete, begin, previousEnd, builder.finishList(from: mark))
  }

  private mutating func parseAssert() throws(Failure) -> Node {
    let begin = start
    advance()
    let test = try parseExpression()
    let message = skip(.comma) ? try parseExpression() : PythonTreeBuilder.none
    return builder.add(.assert, begin, previousEnd, test, message)
  }

  private mutating func parseTypeAlias() throws(Failure) -> Node {
    let begin = start
    advance()
    let name = parseName(.store)
    let parameters = try parseTypeParameters()
    try expect(.equal, "'='")
    let value = try parseExpression()
    return builder.add(.typeAlias, begin, previousEnd, name, parameters, value)
  }

  // MARK: Expressions and assignments

  private mutating func parseExpressionStatement() throws(Failure) -> Node {
    let begin = start
    let first = token.kind == .yield ? try parseYield() : try parseStarExpressions()
    switch token.kind {
    case .newline, .semicolon: return builder.add(.expression, begin, previousEnd, first)
    case .equal: return try parseAssign(first, begin)
    case .colon: return try parseAnnotated(first, begin)
    default: break
    }
    guard let op = token.kind.augmentedOperator else {
      return builder.add(.expression, begin, previousEnd, first)
    }
    try bindSingle(first, "is an illegal target for augmented assignment")
    advance()
    let value = try parseAssignedValue()
    return builder.add(.augAssign, begin, previousEnd, detail: op.rawValue, first, value)
  }

  private mutating func parseAssign(_ first: Node, _ begin: Int) throws(Failure) -> Node {
    let mark = builder.listMark
    var value = first
    while skip(.equal) {
      try bind(value, .store)
      builder.push(value)
      value = try parseAssignedValue()
    }
    return builder.add(.assign, begin, previousEnd, builder.finishList(from: mark), value)
  }

  private mutating func parseAnnotated(_ target: Node, _ begin: Int) throws(Failure) -> Node {
    try bindSingle(target, "cannot be annotated, only a single target can")
    let record = builder.record(target)
    let isSimple = record.kind == .name && !record.isParenthesized
    advance()
    let annotation = try parseExpression()
    let value = skip(.equal) ? try parseAssignedValue() : PythonTreeBuilder.none
    return builder.add(.annAssign, begin, previousEnd, detail: isSimple ? 1 : 0, target, annotation, value)
  }
}
