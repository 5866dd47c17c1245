// Named expressions and where they would bind (PEP 572, PEP 695).
extension PythonCompilerChecks {
  mutating func checkNamedExpression(_ id: Int32, _ index: Int32) {
    let context = contexts[Int(index)]
    let place = range(id)
    if context.isInIterable {
      return report(place, "':=' cannot be used in the iterable of a comprehension")
    }
    if let restriction = context.restriction {
      return report(place, "':=' cannot be used in \(restriction.rawValue)")
    }
    let target = range(field(id, 0))
    var scope = context.scope
    while scopes[Int(scope)].kind == .comprehension || scopes[Int(scope)].kind == .generator {
      if targets(ofComprehension: scope).contains(text(target)) {
        return report(target, "':=' cannot rebind the comprehension's variable '\(text(target))'")
      }
      scope = scopes[Int(scope)].parent
    }
    if scope != context.scope && scopes[Int(scope)].kind == .class {
      report(place, "':=' in a comprehension cannot be used in the body of a class")
    }
  }

  /// The names that the comprehension of `scope` iterates with; found once.
  private mutating func targets(ofComprehension scope: Int32) -> Set<String> {
    if let known = comprehensionTargets[scope] { return known }
    let id = scopes[Int(scope)].node
    var found: Set<String> = []
    var open = list(id, records[Int(id)].kind == .dictComp ? 2 : 1).map { field(lists[$0], 0) }
    while let node = open.popLast() {
      switch records[Int(node)].kind {
      case .name: found.insert(text(range(node)))
      case .starred: open.append(field(node, 0))
      case .list, .tuple: open += list(node, 0).map { lists[$0] }
      default: break
      }
    }
    comprehensionTargets[scope] = found
    return found
  }
}
