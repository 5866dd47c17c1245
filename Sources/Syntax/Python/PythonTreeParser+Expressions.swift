// Expressions with operators, by precedence climbing (reference manual, 6.17).
extension PythonTreeParser {
  /// How tightly operators bind; a higher number binds tighter.
  enum Precedence {
    static let or: UInt8 = 1
    static let and: UInt8 = 2
    static let not: UInt8 = 3
    static let comparison: UInt8 = 4
    static let bitOr: UInt8 = 5
    static let unary: UInt8 = 11
    static let power: UInt8 = 12
  }

  /// `name := value`, or an expression.
  mutating func parseNamedExpression() throws(Failure) -> Node {
    guard token.kind.isIdentifier && nextKind == .colonEqual else {
      let node = try parseExpression()
      if token.kind == .colonEqual {
        throw fail(node, "cannot use assignment expressions with \(describe(node))")
      }
      return node
    }
    let begin = start
    let target = parseName(.store)
    advance()
    let value = try parseExpression()
    return builder.add(.namedExpr, begin, previousEnd, target, value)
  }

  /// A conditional expression, a lambda, or anything that binds tighter.
  mutating func parseExpression() throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    if token.kind == .lambda { return try parseLambda() }
    let begin = start
    let body = try parseOperation(Precedence.or)
    guard token.kind == .if else { return body }
    advance()
    let test = try parseOperation(Precedence.or)
    guard token.kind == .else else {
      throw fail(
        TextRange(begin, Int(token.end)), "expected 'else' after 'if' expression, found \(describeToken())")
    }
    advance()
    let orElse = try parseExpression()
    return builder.add(.ifExp, begin, previousEnd, test, body, orElse)
  }

  /// An operation whose operators bind at least as tightly as `minimum`.
  mutating func parseOperation(_ minimum: UInt8) throws(Failure) -> Node {
    let begin = start
    var left = try parseOperand(minimum, begin)
    while true {
      let precedence = precedence(of: token.kind)
      if precedence < minimum || precedence == 0 { return left }
      switch precedence {
      case Precedence.or, Precedence.and:
        left = try parseBoolean(left, precedence, begin)
      case Precedence.comparison:
        guard token.kind != .not || nextKind == .in else { return left }
        left = try parseComparison(left, begin)
      default:
        let op = binaryOperator(of: token.kind)
        advance()
        try descend()
        let right = try parseOperation(precedence == Precedence.power ? Precedence.unary : precedence + 1)
        depth -= 1
        left = builder.add(.binOp, begin, previousEnd, detail: op.rawValue, left, right)
      }
    }
  }

  /// What stands before the first operator: a primary, or a unary operation.
  @inline(__always)
  private mutating func parseOperand(_ minimum: UInt8, _ begin: Int) throws(Failure) -> Node {
    switch token.kind {
    case .not where minimum <= Precedence.not: return try parseUnary(.not, Precedence.not, begin)
    case .minus: return try parseUnary(.minus, Precedence.unary, begin)
    case .plus: return try parseUnary(.plus, Precedence.unary, begin)
    case .tilde: return try parseUnary(.invert, Precedence.unary, begin)
    default: return try parsePrimary()
    }
  }

  private mutating func parseUnary(
    _ op: PythonUnaryOperator, _ minimum: UInt8, _ begin: Int
  ) throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    advance()
    let operand = try parseOperation(minimum)
    return builder.add(.unaryOp, begin, previousEnd, detail: op.rawValue, operand)
  }

  private mutating func parseBoolean(
    _ left: Node, _ precedence: UInt8, _ begin: Int
  ) throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    let kind = token.kind
    let mark = builder.listMark
    builder.push(left)
    while skip(kind) { builder.push(try parseOperation(precedence + 1)) }
    let op: PythonBoolOperator = kind == .or ? .or : .and
    let values = builder.finishList(from: mark)
    return builder.add(.boolOp, begin, previousEnd, detail: op.rawValue, values)
  }

  private mutating func parseComparison(_ left: Node, _ begin: Int) throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    // Operators and comparators are pushed alternately, and parted when all are there.
    var operators: UInt64 = 0
    var more: [UInt8] = []
    var count = 0
    let mark = builder.listMark
    while let op = comparisonOperator() {
      if count < 16 {
        operators |= UInt64(op.rawValue) << UInt64(4 * count)
      } else {
        more.append(op.rawValue)
      }
      count += 1
      builder.push(try parseOperation(Precedence.bitOr))
    }
    let comparators = builder.finishList(from: mark)
    for index in 0..<count {
      builder.push(index < 16 ? Int32((operators >> UInt64(4 * index)) & 15) : Int32(more[index - 16]))
    }
    let kinds = builder.finishList(from: mark)
    return builder.add(.compare, begin, previousEnd, left, kinds, comparators)
  }

  /// Steps over a comparison operator.
  private mutating func comparisonOperator() -> PythonCompareOperator? {
    let op: PythonCompareOperator
    switch token.kind {
    case .equalEqual: op = .equal
    case .notEqual: op = .notEqual
    case .less: op = .less
    case .lessEqual: op = .lessOrEqual
    case .greater: op = .greater
    case .greaterEqual: op = .greaterOrEqual
    case .in: op = .in
    case .not:
      guard nextKind == .in else { return nil }
      advance()
      op = .notIn
    case .is:
      if nextKind == .not {
        advance()
        op = .isNot
      } else {
        op = .is
      }
    default: return nil
    }
    advance()
    return op
  }

  /// 0 for what is not a binary operator.
  @inline(__always)
  private func precedence(of kind: PythonTokenKind) -> UInt8 {
    switch kind {
    case .or: return 1
    case .and: return 2
    case .equalEqual, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .in, .is, .not: return 4
    case .bar: return 5
    case .caret: return 6
    case .ampersand: return 7
    case .leftShift, .rightShift: return 8
    case .plus, .minus: return 9
    case .star, .slash, .percent, .at, .doubleSlash: return 10
    case .doubleStar: return 12
    default: return 0
    }
  }

  private func binaryOperator(of kind: PythonTokenKind) -> PythonBinaryOperator {
    switch kind {
    case .minus: return .subtract
    case .star: return .multiply
    case .at: return .matrixMultiply
    case .slash: return .divide
    case .percent: return .modulo
    case .doubleStar: return .power
    case .leftShift: return .leftShift
    case .rightShift: return .rightShift
    case .bar: return .bitOr
    case .caret: return .bitXor
    case .ampersand: return .bitAnd
    case .doubleSlash: return .floorDivide
    default: return .add
    }
  }

  private mutating func parseLambda() throws(Failure) -> Node {
    let begin = start
    advance()
    let arguments = try parseParameters(until: .colon, areAnnotated: false)
    try expect(.colon, "':'")
    let body = try parseExpression()
    return builder.add(.lambda, begin, previousEnd, arguments, body)
  }

  // MARK: Several expressions

  /// Expressions parted by commas: a tuple without parentheses where there is a comma. Stars are allowed.
  mutating func parseStarExpressions() throws(Failure) -> Node {
    let begin = start
    let first = try parseStarExpression()
    guard token.kind == .comma else { return first }
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      guard token.kind == .star || beginsExpression else { break }
      builder.push(try parseStarExpression())
    }
    return builder.add(.tuple, begin, previousEnd, builder.finishList(from: mark))
  }

  /// `*operand`, or an expression.
  mutating func parseStarExpression() throws(Failure) -> Node {
    token.kind == .star ? try parseStarred() : try parseExpression()
  }

  /// `*operand`, or a named expression.
  mutating func parseStarNamedExpression() throws(Failure) -> Node {
    token.kind == .star ? try parseStarred() : try parseNamedExpression()
  }

  mutating func parseStarred() throws(Failure) -> Node {
    let begin = start
    advance()
    let value = try parseOperation(Precedence.bitOr)
    return builder.add(.starred, begin, previousEnd, value)
  }

  /// What may stand on the right of an assignment: `yield`, or expressions.
  mutating func parseAssignedValue() throws(Failure) -> Node {
    switch token.kind {
    case .yield: return try parseYield()
    case .shellLine, .magicLine:
      let kind: PythonNodeKind = token.kind == .shellLine ? .shellLine : .magicLine
      advance()
      return builder.add(kind, Int(tokens[index - 1].start), previousEnd)
    default: return try parseStarExpressions()
    }
  }

  mutating func parseYield() throws(Failure) -> Node {
    let begin = start
    advance()
    if skip(.from) {
      let value = try parseExpression()
      return builder.add(.yieldFrom, begin, previousEnd, value)
    }
    let value = token.kind == .star || beginsExpression ? try parseStarExpressions() : PythonTreeBuilder.none
    return builder.add(.yield, begin, previousEnd, value)
  }

  /// Whether the current token can begin an expression.
  var beginsExpression: Bool { token.kind.beginsOperand }
}
