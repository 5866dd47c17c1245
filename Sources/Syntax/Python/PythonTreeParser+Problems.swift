// What is reported, and when it is left out because the same line has been reported already.
extension PythonTreeParser {
  /// Reports a problem after which reading goes on.
  mutating func report(_ range: TextRange, _ message: String, kind: SyntaxProblem.Kind = .syntax) {
    problems.report(SyntaxProblem(kind, range, message))
  }

  /// Reports the current token as not fitting here.
  mutating func unexpected(_ wanted: StaticString) -> Failure {
    fail(tokenRange, "expected \(wanted), found \(describeToken())")
  }

  /// Reports a problem after which the statement cannot be read any further.
  mutating func fail(_ range: TextRange, _ message: String, kind: SyntaxProblem.Kind = .syntax) -> Failure {
    if !lineHasProblem { report(range, message, kind: kind) }
    return Failure()
  }

  /// Reports a problem of a node after which the statement cannot be read any further.
  mutating func fail(_ node: Node, _ message: String) -> Failure {
    let record = builder.record(node)
    return fail(TextRange(Int(record.start), Int(record.end)), message)
  }

  /// Where the current token stands; layout has no length.
  var tokenRange: TextRange {
    token.kind.rawValue <= PythonTokenKind.dedent.rawValue ? .at(start) : TextRange(start, Int(token.end))
  }

  /// Where a node begins that is made although nothing can be read of it: at the current token, or behind the last one
  /// where the line ends, so that it lies in the node around it.
  var placeOfMissing: Int {
    token.kind.rawValue <= PythonTokenKind.dedent.rawValue ? previousEnd : start
  }

  /// Whether this logical line has a problem already: one of the parser, an error token, or a bracket that
  /// was not closed. O(tokens of the line), asked only for lines with a problem.
  var lineHasProblem: Bool {
    var first = index
    while first > 0 && tokens[first - 1].kind != .newline { first -= 1 }
    if let last = problems.last, last.range.start >= Int(tokens[first].start) {
      return true
    }
    var last = first
    while last < tokens.count && (tokens[last].kind != .newline || last < index) {
      if tokens[last].kind == .error || tokens[last].flags.contains(.missing) { return true }
      last += 1
    }
    return false
  }

  /// The current token for a message.
  func describeToken() -> String {
    switch token.kind {
    case .newline: return "the end of the line"
    case .endOfFile: return "the end of the file"
    case .indent: return "an indented line"
    case .dedent: return "a line with less indentation"
    case .string, .fStringStart: return "a string"
    case .fStringMiddle, .fStringEnd: return "the text of the string"
    default:
      let bytes = UnsafeBufferPointer(start: text + start, count: min(Int(token.end) - start, 40))
      return "'\(String(decoding: bytes, as: UTF8.self))'"
    }
  }

  /// What a node is called in a message about assignment.
  func describe(_ node: Node) -> String {
    switch builder.record(node).kind {
    case .call: return "function call"
    case .constant: return describeConstant(node)
    case .joinedStr: return "f-string expression"
    case .templateStr: return "t-string expression"
    case .boolOp, .binOp, .unaryOp: return "expression"
    case .compare: return "comparison"
    case .lambda: return "lambda"
    case .ifExp: return "conditional expression"
    case .namedExpr: return "named expression"
    case .dict: return "dict literal"
    case .set: return "set display"
    case .listComp: return "list comprehension"
    case .setComp: return "set comprehension"
    case .dictComp: return "dict comprehension"
    case .generatorExp: return "generator expression"
    case .await: return "await expression"
    case .yield, .yieldFrom: return "yield expression"
    case .name: return "name"
    case .attribute: return "attribute"
    case .subscript: return "subscript"
    case .starred: return "starred"
    case .list: return "list"
    case .tuple: return "tuple"
    default: return "this"
    }
  }

  private func describeConstant(_ node: Node) -> String {
    switch PythonConstant.Kind(rawValue: builder.record(node).detail) {
    case .none?: return "None"
    case .true?: return "True"
    case .false?: return "False"
    case .ellipsis?: return "ellipsis"
    default: return "literal"
    }
  }
}
