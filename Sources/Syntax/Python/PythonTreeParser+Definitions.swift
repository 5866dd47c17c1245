// Functions, classes, parameters, type parameters (reference manual, 8.7 to 8.10).
extension PythonTreeParser {
  /// One parameter until its function's groups are known.
  struct Parameter {
    enum Group: UInt8 { case positionalOnly, positional, varArg, keywordOnly, kwArg }
    var group: Group
    var node: Node
    /// Or `none`.
    var value: Node
  }

  mutating func parseDecorated() throws(Failure) {
    let mark = builder.listMark
    while skip(.at) {
      builder.push(try parseNamedExpression())
      if token.kind != .newline { throw unexpected("the end of the line") }
      advance()
    }
    let decorators = builder.finishList(from: mark)
    switch token.kind {
    case .class: try parseClass(decorators)
    case .def: try parseFunction(start, decorators, isAsync: false)
    case .async where nextKind == .def:
      let begin = start
      advance()
      try parseFunction(begin, decorators, isAsync: true)
    default: throw unexpected("'def' or 'class' behind a decorator")
    }
  }

  /// A function whose `async` or `def` stands at `begin`; the current token is `def`.
  mutating func parseFunction(_ begin: Int, _ decorators: Int32, isAsync: Bool) throws(Failure) {
    advance()
    let name = try expectIdentifier("the name of a function")
    let types = recovering { parser throws(Failure) in try parser.parseTypeParameters() }
    var returns = PythonTreeBuilder.none
    let parametersStart = placeOfMissing
    let read = recovering { parser throws(Failure) in
      try parser.expect(.leftParenthesis, "'('")
      let arguments = try parser.parseParameters(until: .rightParenthesis, areAnnotated: true)
      try parser.expectCloser(.rightParenthesis, "')'")
      return arguments
    }
    let arguments = read ?? addArguments(from: parameters.count, parametersStart, parametersStart)
    if skip(.arrow) {
      returns = recovering { parser throws(Failure) in try parser.parseExpression() } ?? returns
    }
    let body = parseBlock("function")
    let node = builder.add(isAsync ? .asyncFunctionDef : .functionDef, begin, previousEnd)
    builder.addIdentifier(name)
    builder.addField(arguments)
    builder.addField(body)
    builder.addField(decorators)
    builder.addField(returns)
    builder.addField(types ?? PythonTreeBuilder.emptyList)
    builder.push(node)
  }

  mutating func parseClass(_ decorators: Int32) throws(Failure) {
    let begin = start
    advance()
    let name = try expectIdentifier("the name of a class")
    let types = recovering { parser throws(Failure) in try parser.parseTypeParameters() }
    var bases = PythonTreeBuilder.emptyList
    var keywords = PythonTreeBuilder.emptyList
    if token.kind == .leftParenthesis {
      _ = recovering { parser throws(Failure) in
        let opening = parser.start
        parser.advance()
        let arguments = try parser.parseArguments(opening, allowsGenerator: false)
        bases = arguments.first
        keywords = arguments.second
        return bases
      }
    }
    let body = parseBlock("class")
    let node = builder.add(.classDef, begin, previousEnd)
    builder.addIdentifier(name)
    builder.addField(bases)
    builder.addField(keywords)
    builder.addField(body)
    builder.addField(decorators)
    builder.addField(types ?? PythonTreeBuilder.emptyList)
    builder.push(node)
  }

  // MARK: Parameters

  /// Parameters up to `closer`, which is not taken.
  mutating func parseParameters(until closer: PythonTokenKind, areAnnotated: Bool) throws(Failure) -> Node {
    let begin = start
    let mark = parameters.count
    let previous = previousEnd
    var group = Parameter.Group.positional
    while token.kind != closer {
      switch token.kind {
      case .slash: try markPositionalOnly(from: mark, group)
      case .star: try parseStarParameter(&group, closer, areAnnotated: areAnnotated)
      case .doubleStar:
        advance()
        let node = try parseParameter(areAnnotated: areAnnotated, isVariable: false)
        if token.kind == .equal { throw fail(node, "a '**' parameter cannot have a default value") }
        parameters.append(Parameter(group: .kwArg, node: node, value: PythonTreeBuilder.none))
        _ = skip(.comma)
        if token.kind != closer { throw unexpected("the end of the parameters behind '**'") }
        continue
      default: try parsePlainParameter(group, from: mark, areAnnotated: areAnnotated)
      }
      guard skip(.comma) else { break }
    }
    let end = previousEnd > previous && previousEnd >= begin ? previousEnd : begin
    let node = addArguments(from: mark, begin, end)
    parameters.removeLast(parameters.count - mark)
    return node
  }

  private mutating func markPositionalOnly(from mark: Int, _ group: Parameter.Group) throws(Failure) {
    let range = TextRange(start, Int(token.end))
    guard parameters.count > mark else { throw fail(range, "at least one parameter must precede '/'") }
    guard group == .positional else { throw fail(range, "'/' must be ahead of '*'") }
    guard parameters[mark].group == .positional else { throw fail(range, "'/' may appear only once") }
    for index in mark..<parameters.count { parameters[index].group = .positionalOnly }
    advance()
  }

  private mutating func parseStarParameter(
    _ group: inout Parameter.Group, _ closer: PythonTokenKind, areAnnotated: Bool
  ) throws(Failure) {
    let range = TextRange(start, Int(token.end))
    if group == .keywordOnly { throw fail(range, "'*' may appear only once") }
    group = .keywordOnly
    advance()
    if token.kind == .comma {
      if nextKind == closer || nextKind == .doubleStar {
        throw fail(range, "named parameters must follow a bare '*'")
      }
      return
    }
    if token.kind == closer { throw fail(range, "named parameters must follow a bare '*'") }
    let node = try parseParameter(areAnnotated: areAnnotated, isVariable: true)
    if token.kind == .equal { throw fail(node, "a '*' parameter cannot have a default value") }
    parameters.append(Parameter(group: .varArg, node: node, value: PythonTreeBuilder.none))
  }

  private mutating func parsePlainParameter(
    _ group: Parameter.Group, from mark: Int, areAnnotated: Bool
  ) throws(Failure) {
    let node = try parseParameter(areAnnotated: areAnnotated, isVariable: false)
    let value = skip(.equal) ? try parseExpression() : PythonTreeBuilder.none
    if value == PythonTreeBuilder.none, group == .positional, let last = parameters.last,
      parameters.count > mark, last.value != PythonTreeBuilder.none
    {
      throw fail(node, "parameter without a default follows parameter with a default")
    }
    parameters.append(Parameter(group: group, node: node, value: value))
  }

  private mutating func parseParameter(areAnnotated: Bool, isVariable: Bool) throws(Failure) -> Node {
    let begin = start
    let name = try expectIdentifier("a parameter")
    var annotation = PythonTreeBuilder.none
    if areAnnotated && skip(.colon) {
      annotation = isVariable && token.kind == .star ? try parseStarredAnnotation() : try parseExpression()
    }
    let node = builder.add(.arg, begin, previousEnd)
    builder.addIdentifier(name)
    builder.addField(annotation)
    return node
  }

  /// `*args: *Ts` (PEP 646).
  private mutating func parseStarredAnnotation() throws(Failure) -> Node {
    let begin = start
    advance()
    let value = try parseExpression()
    return builder.add(.starred, begin, previousEnd, value)
  }

  private mutating func addArguments(from mark: Int, _ begin: Int, _ end: Int) -> Node {
    let positionalOnly = finishParameters(.positionalOnly, from: mark)
    let positional = finishParameters(.positional, from: mark)
    let varArg = parameters[mark...].first { $0.group == .varArg }?.node
    let keywordOnly = finishParameters(.keywordOnly, from: mark)
    let listMark = builder.listMark
    for parameter in parameters[mark...] where parameter.group == .keywordOnly {
      builder.push(parameter.value)
    }
    let keywordDefaults = builder.finishList(from: listMark)
    let kwArg = parameters[mark...].first { $0.group == .kwArg }?.node
    for parameter in parameters[mark...] where parameter.value != PythonTreeBuilder.none {
      if parameter.group != .keywordOnly { builder.push(parameter.value) }
    }
    let defaults = builder.finishList(from: listMark)
    let node = builder.add(
      .arguments, begin, end, positionalOnly, positional, varArg ?? PythonTreeBuilder.none)
    builder.addField(keywordOnly)
    builder.addField(keywordDefaults)
    builder.addField(kwArg ?? PythonTreeBuilder.none)
    builder.addField(defaults)
    return node
  }

  private mutating func finishParameters(_ group: Parameter.Group, from mark: Int) -> Int32 {
    let listMark = builder.listMark
    for parameter in parameters[mark...] where parameter.group == group { builder.push(parameter.node) }
    return builder.finishList(from: listMark)
  }

  // MARK: Type parameters

  /// `[T: bound = default, *Ts, **P]`, or nothing (PEP 695, PEP 696).
  mutating func parseTypeParameters() throws(Failure) -> Int32 {
    guard token.kind == .leftBracket else { return PythonTreeBuilder.emptyList }
    let opening = TextRange(start, Int(token.end))
    advance()
    let mark = builder.listMark
    repeat {
      if token.kind == .rightBracket { break }
      builder.push(try parseTypeParameter())
    } while skip(.comma)
    if builder.listMark == mark { throw fail(opening, "type parameter list cannot be empty") }
    try expectCloser(.rightBracket, "']'")
    return builder.finishList(from: mark)
  }

  private mutating func parseTypeParameter() throws(Failure) -> Node {
    let begin = start
    let kind: PythonNodeKind =
      token.kind == .star ? .typeVarTuple : token.kind == .doubleStar ? .paramSpec : .typeVar
    if kind != .typeVar { advance() }
    let name = try expectIdentifier("a type parameter")
    var bound = PythonTreeBuilder.none
    if kind == .typeVar && skip(.colon) { bound = try parseExpression() }
    var value = PythonTreeBuilder.none
    if skip(.equal) { value = kind == .typeVarTuple ? try parseStarExpression() : try parseExpression() }
    let node = builder.add(kind, begin, previousEnd)
    builder.addIdentifier(name)
    if kind == .typeVar { builder.addField(bound) }
    builder.addField(value)
    return node
  }
}
