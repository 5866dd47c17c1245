// Statements and expressions that need a function or a loop around them (`codegen.c`; reference manual, 6.2.9,
// 6.4, 7.6, 7.9 and 7.10).
extension PythonCompilerChecks {
  mutating func checkJump(_ id: Int32, _ index: Int32) {
    let context = contexts[Int(index)]
    let kind = records[Int(id)].kind
    let word: StaticString = kind == .return ? "return" : kind == .break ? "break" : "continue"
    if context.isInExceptStar && (kind == .return || !context.isInLoop) {
      return report(keyword(id, word), "'\(word)' cannot leave an 'except*' block")
    }
    guard kind == .return else {
      if !context.isInLoop { report(keyword(id, word), "'\(word)' outside a loop") }
      return
    }
    switch scopes[Int(context.scope)].kind {
    case .function: return
    case .asyncFunction:
      if field(id, 0) != PythonTree.none { asyncReturns.append((id, context.scope)) }
    default: report(keyword(id, word), "'return' outside a function")
    }
  }

  mutating func checkSuspension(_ id: Int32, _ index: Int32) {
    let context = contexts[Int(index)]
    let kind = records[Int(id)].kind
    let word: StaticString = kind == .await ? "await" : "yield"
    if let restriction = context.restriction {
      return report(keyword(id, word), "'\(word)' cannot be used in \(restriction.rawValue)")
    }
    if kind == .await { return checkAsync(keyword(id, word), "'await'", index) }
    switch scopes[Int(context.scope)].kind {
    case .function, .lambda: scopes[Int(context.scope)].hasYield = true
    case .asyncFunction:
      scopes[Int(context.scope)].hasYield = true
      if kind == .yieldFrom { report(keyword(id, word), "'yield from' in an asynchronous function") }
    case .comprehension, .generator: report(keyword(id, word), "'yield' in a comprehension")
    case .module, .class, .types: report(keyword(id, word), "'yield' outside a function")
    }
  }

  /// Reports what only an asynchronous function may contain. A generator expression may contain it anywhere, and
  /// so may a cell, outside its functions and classes.
  mutating func checkAsync(_ range: TextRange, _ what: StaticString, _ index: Int32) {
    var scope = scopes[Int(contexts[Int(index)].scope)]
    // CPython before 3.11 refuses asynchronous comprehensions in others; those that it takes stand in a function.
    while scope.kind == .comprehension { scope = scopes[Int(scope.parent)] }
    switch scope.kind {
    case .asyncFunction, .generator: return
    case .module:
      if dialect == .script { report(range, "\(what) outside a function") }
    case .class, .types: report(range, "\(what) outside a function")
    case .function, .lambda: report(range, "\(what) in a function that is not asynchronous")
    case .comprehension: return
    }
  }

  /// Reports a bare `except:` that is not the last one.
  mutating func checkHandlers(_ id: Int32) {
    for index in list(id, 1).dropLast() where field(lists[index], 0) == PythonTree.none {
      report(keyword(lists[index], "except"), "'except:' must be the last of its 'try'")
    }
  }
}
