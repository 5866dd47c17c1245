import Syntax

// Names: which bindings can reach a use, and what they give.
extension PythonEvaluator {
  func name(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    guard let name = node.asName?.name else { return .unknown("not a name", at: node) }
    var found = lookUp(name, at: node, in: frame)
    found.uses.insert(node.span, at: 0)
    if frame.module.bindings.loads(of: name) > 1 { found.isShared = true }
    return found
  }

  /// The value of a name of the module's top level after the module has run.
  /// Modules that import from each other in a circle end in `unknown`.
  package func global(_ name: String, of module: PythonModule) -> Evaluated? {
    let key = GlobalName(module: ObjectIdentifier(module), name: name)
    if let known = globals[key] { return known }
    let bindings = module.bindings.bindings(of: name, in: .init(node: nil))
    guard let first = bindings.first else { return nil }
    guard globalsUnderWay.insert(key).inserted else {
      return .unknown("modules import `\(name)` from each other", at: first.node)
    }
    let value = reach(bindings, from: nil, name: name, frame: frame(of: module))
    globalsUnderWay.remove(key)
    globals[key] = value
    return value
  }

  private func lookUp(_ name: String, at node: PythonNode, in frame: PythonFrame) -> Evaluated {
    let bindings = frame.module.bindings
    var use: PythonNode? = node
    var scope = PythonBindings.scope(around: node)
    var isInnermost = true
    while true {
      let isHiddenClass = scope.node?.kind == .classDef && !isInnermost
      if !isHiddenClass && !bindings.isDeclaredOutside(name, in: scope) {
        let own = bindings.bindings(of: name, in: scope)
        if !own.isEmpty {
          return reach(own, from: use, name: name, frame: self.frame(for: scope, from: frame))
        }
      }
      guard let opener = scope.node else { break }
      // A function's body runs later, when every binding around it may have happened.
      use = opener.hasParameters || use == nil ? nil : opener
      isInnermost = false
      scope = PythonBindings.scope(around: opener)
    }
    return Evaluated(.symbol("builtins.\(name)"), at: node.span)
  }

  /// The frame that runs `scope`, going outwards from `frame`.
  private func frame(for scope: PythonBindings.Scope, from frame: PythonFrame) -> PythonFrame {
    guard let opener = scope.node else { return self.frame(of: frame.module) }
    guard opener.hasParameters else {
      return self.frame(for: PythonBindings.scope(around: opener), from: frame)
    }
    var candidate: PythonFrame? = frame
    while let current = candidate {
      if current.scope == opener { return current }
      candidate = current.outer
    }
    return self.frame(ofAnyCallTo: opener, in: frame.module)
  }

  /// What `bindings` give at `use`; nil for a use that runs after all of them.
  private func reach(
    _ bindings: [PythonBindings.Binding], from use: PythonNode?, name: String, frame: PythonFrame
  ) -> Evaluated {
    let alive = bindings.count == 1 ? bindings : bindings.filter { !isDead($0, in: frame) }
    let reaching = ReachingBindings.of(alive, at: use, in: frame.module)
    let values = reaching.map { binding -> Evaluated in
      var value = self.value(of: binding, name: name, frame: frame)
      value.stores += stores(into: name, after: binding, before: use, in: frame)
      return value.applyingStores(by: self)
    }
    guard let first = values.first else {
      return Evaluated(.unknown("`\(name)` is not set before"), at: use?.span ?? bindings[0].node.span)
    }
    if values.count == 1 { return first }
    return Evaluated(.oneOf(values), at: first.span)
  }

  /// Whether the binding stands in a branch whose condition is known to go the other way. What a flag or a caller
  /// may change is not known.
  private func isDead(_ binding: PythonBindings.Binding, in frame: PythonFrame) -> Bool {
    binding.branches.contains { branch in
      guard let condition = branch.statement.asIf, branch.part == .body || branch.part == .orElse else { return false }
      let test = evaluate(condition.test, in: frame)
      guard test.defaultOf == nil || frame.call != nil, let truth = truth(of: test) else { return false }
      return truth == (branch.part == .orElse)
    }
  }

  private func value(
    of binding: PythonBindings.Binding, name: String, frame: PythonFrame
  ) -> Evaluated {
    switch binding.source {
    case .value(let node, let path): return unpack(evaluate(node, in: frame), path)
    case .augmented: return .unknown("`\(name)` is changed in place", at: binding.node)
    case .module(let module): return Evaluated(.symbol(module), at: binding.node.span)
    case .imported(let module, let imported, let level):
      return self.imported(imported, from: module, level: level, binding: binding, frame: frame)
    case .function(let node):
      return Evaluated(.projectFunction(node, frame, partial: nil), at: node.span)
    case .classDefinition(let node): return Evaluated(.projectClass(node, frame), at: node.span)
    case .parameter(let node): return parameter(node, name: name, in: frame)
    case .element(let iterable, let path): return element(of: iterable, path, binding, in: frame)
    case .context(let node): return evaluate(node, in: frame)
    case .other(let what): return .unknown("`\(name)` is set by \(what)", at: binding.node)
    }
  }

  private func imported(
    _ name: String, from module: String, level: Int, binding: PythonBindings.Binding, frame: PythonFrame
  ) -> Evaluated {
    let path = frame.module.path
    if let own = resolver.module(named: module, level: level, importedFrom: path) {
      if let value = global(name, of: own) { return value }
      return .unknown("`\(name)` was not found in \(own.path)", at: binding.node)
    }
    if level > 0 { return .unknown("a module of the project that was not found", at: binding.node) }
    return Evaluated(.symbol(LibraryName.canonical("\(module).\(name)")), at: binding.node.span)
  }

  private func element(
    of iterable: PythonNode, _ path: [Int], _ binding: PythonBindings.Binding, in frame: PythonFrame
  ) -> Evaluated {
    guard case .sequence(let elements, _, nil) = evaluate(iterable, in: frame).value, !elements.isEmpty else {
      return .unknown("it varies in a loop", at: binding.node)
    }
    let values = elements.map { unpack($0, path) }
    return values.count == 1 ? values[0] : Evaluated(.oneOf(values), at: iterable.span)
  }

  /// The part of an unpacked value: `a, (b, c) = value`.
  func unpack(_ value: Evaluated, _ path: [Int]) -> Evaluated {
    path.reduce(value) { whole, index in
      let key = Evaluated(.constant(.integer(index)), at: whole.span)
      return item(key, of: whole)
    }
  }
}

/// Which bindings of a name can be the one that a use sees.
enum ReachingBindings {
  /// From the last to the first before the use: a binding on the way to the use hides all before it, one in a
  /// branch that excludes the use does not count, any other may or may not have happened.
  static func of(
    _ bindings: [PythonBindings.Binding], at use: PythonNode?, in module: PythonModule
  ) -> [PythonBindings.Binding] {
    let limit = use.map { module.position(of: $0) }
    let route = use.map { PythonBindings.branches(to: $0) } ?? []
    let withoutRescue = withoutFailedImports(bindings)
    var reaching: [PythonBindings.Binding] = []
    for binding in withoutRescue.reversed() {
      if let limit, binding.position >= limit { continue }
      if excludes(binding.branches, route) { continue }
      reaching.append(binding)
      if hides(binding, route) || coverBothBranches(reaching, route) { break }
    }
    return reaching.reversed()
  }

  /// `try: import x / except ImportError: x = None`: the handler speaks of a machine on which nothing trains.
  private static func withoutFailedImports(
    _ bindings: [PythonBindings.Binding]
  ) -> [PythonBindings.Binding] {
    let tried = Set(
      bindings.flatMap { binding in
        binding.branches.filter { $0.part == .tryBody }.map(\.statement)
      })
    guard !tried.isEmpty else { return bindings }
    return bindings.filter { binding in
      !binding.branches.contains { branch in
        if case .handler = branch.part { return tried.contains(branch.statement) }
        return false
      }
    }
  }

  private static func excludes(
    _ branches: [PythonBindings.Branch], _ route: [PythonBindings.Branch]
  ) -> Bool {
    branches.contains { branch in
      route.contains { other in
        other.statement == branch.statement && other.part != branch.part && branch.isExclusive
      }
    }
  }

  private static func hides(
    _ binding: PythonBindings.Binding, _ route: [PythonBindings.Branch]
  ) -> Bool {
    binding.branches.allSatisfy { $0.part == .tryBody || route.contains($0) }
  }

  /// The two branches of one `if` that the use stands behind have both set the name.
  private static func coverBothBranches(
    _ reaching: [PythonBindings.Binding], _ route: [PythonBindings.Branch]
  ) -> Bool {
    let open = reaching.map { binding in binding.branches.filter { !route.contains($0) } }
    let direct = open.filter { $0.count == 1 }.map { $0[0] }
    return direct.contains { branch in
      branch.part == .body && direct.contains { $0.statement == branch.statement && $0.part == .orElse }
    }
  }
}

extension PythonBindings.Branch {
  /// Whether only one part of the statement ever runs.
  var isExclusive: Bool {
    switch part {
    case .body, .orElse, .matchCase: return true
    case .loop, .tryBody, .handler: return false
    }
  }
}
