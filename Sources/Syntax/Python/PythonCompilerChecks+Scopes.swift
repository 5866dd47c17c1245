// What opens a scope or a loop, and which of its parts stand in it (reference manual, 4.2.2 and 8).
extension PythonCompilerChecks {
  mutating func enterFunction(_ id: Int32, _ context: Int32) {
    checkName(slots(id, 0), range: range(id))
    let arguments = field(id, 2)
    let header = enterTypes(list(id, 6), of: id, context)
    let kind: Scope.Kind = records[Int(id)].kind == .asyncFunctionDef ? .asyncFunction : .function
    let scope = open(kind, at: id, in: self.scope(header))
    set(add(Context(scope: scope, isInIterable: contexts[Int(context)].isInIterable)), list: list(id, 3))
    // Annotations are the children of the parameters; defaults are evaluated outside.
    set(header, node: arguments)
    set(header, node: field(id, 5))
    set(context, list: list(arguments, 4))
    set(context, list: list(arguments, 6))
    checkParameters(arguments)
  }

  mutating func enterLambda(_ id: Int32, _ context: Int32) {
    let scope = open(.lambda, at: id, in: self.scope(context))
    set(add(Context(scope: scope, isInIterable: contexts[Int(context)].isInIterable)), node: field(id, 1))
    checkParameters(field(id, 0))
  }

  mutating func enterClass(_ id: Int32, _ context: Int32) {
    checkName(slots(id, 0), range: range(id))
    checkKeywords(list(id, 3))
    let header = enterTypes(list(id, 6), of: id, context)
    set(header, list: list(id, 2))
    set(header, list: list(id, 3))
    set(add(Context(scope: open(.class, at: id, in: scope(header)))), list: list(id, 4))
  }

  mutating func enterTypeAlias(_ id: Int32, _ context: Int32) {
    let parameters = list(id, 1)
    checkTypeParameters(parameters)
    let scope = open(.types, at: id, in: self.scope(context))
    set(add(Context(scope: scope)), list: parameters)
    set(add(Context(scope: scope, restriction: .alias)), node: field(id, 2))
  }

  /// The context of what stands in the header of a definition: its own where it has type parameters.
  private mutating func enterTypes(_ parameters: Range<Int>, of id: Int32, _ context: Int32) -> Int32 {
    guard !parameters.isEmpty else { return context }
    checkTypeParameters(parameters)
    let types = add(Context(scope: open(.types, at: id, in: scope(context)), restriction: .generic))
    set(types, list: parameters)
    return types
  }

  mutating func enterTypeParameter(_ id: Int32, _ context: Int32) {
    checkName(slots(id, 0), range: range(id))
    let hasBound = records[Int(id)].kind == .typeVar
    let scope = self.scope(context)
    if hasBound, field(id, 2) != PythonTree.none {
      set(add(Context(scope: scope, restriction: .bound)), node: field(id, 2))
    }
    let value = field(id, hasBound ? 3 : 2)
    if value != PythonTree.none { set(add(Context(scope: scope, restriction: .defaultValue)), node: value) }
  }

  mutating func enterComprehension(_ id: Int32, _ context: Int32) {
    let kind = records[Int(id)].kind
    let outer = contexts[Int(context)]
    let scope = open(kind == .generatorExp ? .generator : .comprehension, at: id, in: outer.scope)
    let inner = add(
      Context(scope: scope, isInIterable: outer.isInIterable, restriction: outer.restriction))
    let generators = list(id, kind == .dictComp ? 2 : 1)
    set(inner, node: field(id, 0))
    if kind == .dictComp { set(inner, node: field(id, 1)) }
    set(inner, list: generators)
    for index in generators {
      // The first iterable is evaluated outside.
      var iterable = index == generators.lowerBound ? outer : contexts[Int(inner)]
      iterable.isInIterable = true
      set(add(iterable), node: field(lists[index], 1))
      if records[Int(lists[index])].detail != 0 {
        checkAsync(keyword(lists[index], "async"), "an asynchronous comprehension", inner)
      }
    }
  }

  mutating func enterLoop(_ id: Int32, _ context: Int32) {
    let kind = records[Int(id)].kind
    var inner = contexts[Int(context)]
    if !inner.isInLoop {
      inner.isInLoop = true
      set(add(inner), list: list(id, kind == .while ? 1 : 2))
    } else {
      set(context, list: list(id, kind == .while ? 1 : 2))
    }
    if kind == .asyncFor { checkAsync(keyword(id, "async"), "'async for'", context) }
  }

  mutating func enterExceptStar(_ id: Int32, _ context: Int32) {
    var inner = contexts[Int(context)]
    inner.isInLoop = false
    inner.isInExceptStar = true
    let block = add(inner)
    for index in list(id, 1) {
      set(context, node: lists[index])
      set(block, list: list(lists[index], 3))
    }
  }
}
