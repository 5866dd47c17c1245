// Imports (reference manual, 7.11).
extension PythonTreeParser {
  mutating func parseImport() throws(Failure) -> Node {
    let begin = start
    advance()
    let mark = builder.listMark
    repeat {
      let aliasStart = start
      let name = try parseDottedName()
      try pushAlias(name, aliasStart)
    } while skip(.comma)
    return builder.add(.import, begin, previousEnd, builder.finishList(from: mark))
  }

  mutating func parseImportFrom() throws(Failure) -> Node {
    let begin = start
    advance()
    var level: Int32 = 0
    while token.kind == .dot || token.kind == .ellipsis {
      level += token.kind == .dot ? 1 : 3
      advance()
    }
    let module = token.kind == .import && level > 0 ? nil : try parseDottedName()
    try expect(.import, "'import'")
    let names = try parseImportedNames()
    let node = builder.add(.importFrom, begin, previousEnd)
    builder.addIdentifier(module)
    builder.addField(names)
    builder.addField(level)
    return node
  }

  private mutating func parseImportedNames() throws(Failure) -> Int32 {
    let mark = builder.listMark
    if token.kind == .star {
      let range = PythonTokenRange(start, Int(token.end))
      advance()
      try pushAlias(range, Int(range.start))
      return builder.finishList(from: mark)
    }
    let isParenthesized = skip(.leftParenthesis)
    repeat {
      if isParenthesized && builder.listMark > mark && token.kind == .rightParenthesis { break }
      let aliasStart = start
      let name = try expectIdentifier("a name to import")
      try pushAlias(name, aliasStart)
    } while skip(.comma)
    if isParenthesized { try expectCloser(.rightParenthesis, "')'") }
    return builder.finishList(from: mark)
  }

  /// `as name` if it stands here, and the alias that it completes.
  private mutating func pushAlias(_ name: PythonTokenRange, _ begin: Int) throws(Failure) {
    var asName: PythonTokenRange?
    if skip(.as) { asName = try expectIdentifier("a name behind 'as'") }
    let alias = builder.add(.alias, begin, previousEnd)
    builder.addIdentifier(name)
    builder.addIdentifier(asName)
    builder.push(alias)
  }

  private mutating func parseDottedName() throws(Failure) -> PythonTokenRange {
    var range = try expectIdentifier("a module name")
    while skip(.dot) { range.end = try expectIdentifier("a name behind '.'").end }
    return range
  }
}
