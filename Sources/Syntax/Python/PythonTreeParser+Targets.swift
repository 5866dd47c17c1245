// Targets of assignment, `for`, `with`, `del`: read as expressions, then checked and marked.
extension PythonTreeParser {
  /// Targets of a `for`, up to its `in`: a tuple without parentheses where there is a comma.
  mutating func parseTargets() throws(Failure) -> Node {
    let begin = start
    let first = try parseTarget()
    guard token.kind == .comma else {
      try bind(first, .store)
      return first
    }
    let mark = builder.listMark
    builder.push(first)
    while skip(.comma) {
      guard token.kind == .star || beginsExpression else { break }
      builder.push(try parseTarget())
    }
    let tuple = builder.add(.tuple, begin, previousEnd, builder.finishList(from: mark))
    try bind(tuple, .store)
    return tuple
  }

  /// One target, not bound yet.
  private mutating func parseTarget() throws(Failure) -> Node {
    token.kind == .star ? try parseStarred() : try parseOperation(Precedence.bitOr)
  }

  /// Marks `node` and the targets inside it as bound or deleted, or reports why it cannot be.
  mutating func bind(_ node: Node, _ context: PythonContext) throws(Failure) {
    let record = builder.record(node)
    switch record.kind {
    case .name, .attribute, .subscript:
      builder.setDetail(context.rawValue, of: node)
    case .starred where context == .store:
      builder.setDetail(context.rawValue, of: node)
      try bind(builder.field(node, 0), context)
    case .list, .tuple:
      builder.setDetail(context.rawValue, of: node)
      for slot in builder.elements(of: builder.field(node, 0)) { try bind(builder.lists[slot], context) }
    case .shellLine, .magicLine, .invalid: break
    default:
      let verb = context == .delete ? "delete" : "assign to"
      throw fail(node, "cannot \(verb) \(describe(node))")
    }
  }

  /// Checks that an augmented or annotated assignment has one target: no tuple, no list.
  mutating func bindSingle(_ node: Node, _ message: StaticString) throws(Failure) {
    switch builder.record(node).kind {
    case .name, .attribute, .subscript: try bind(node, .store)
    default: throw fail(node, "\(describe(node)) \(message)")
    }
  }
}
