import Syntax

// Names: which bindings can reach a use, and what they give.
extension PythonEvaluator {
  func name(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    guard let name = node.asName?.name else { return .unknown("not a name", at: node) }
    var found = lookUp(name, at: node, in: frame)
    if found.isNamedByImport {
      found = found.written(at: node.span)
    } else {
      found.uses.insert(node.span, at: 0)
    }
    if frame.module.bindings.isRead(name, times: 2) { found.isShared = true }
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
    let value = reach(bindings, .afterAll, name: name, at: first.node, frame: frame(of: module))
    globalsUnderWay.remove(key)
    globals[key] = value
    return value
  }

  private func lookUp(_ name: String, at node: PythonNode, in frame: PythonFrame) -> Evaluated {
    let bindings = frame.module.bindings
    let inner = bindings.scopes.scope(around: node)
    guard let home = bindings.home(of: name, from: inner) else {
      return starred(name, in: frame) ?? Evaluated(.symbol("builtins.\(name)"), at: node.span)
    }
    let moment = self.moment(of: node, in: inner, seenFrom: home, frame)
    return reach(
      bindings.bindings(of: name, in: home), moment, name: name, at: node,
      frame: self.frame(for: home, from: frame))
  }

  /// When `node` is evaluated, as seen from a scope around it.
  private func moment(
    of node: PythonNode, in inner: PythonBindings.Scope, seenFrom home: PythonBindings.Scope,
    _ frame: PythonFrame
  ) -> PythonMoment {
    let scopes = frame.module.bindings.scopes
    var moment = PythonMoment.at(node)
    var scope = inner
    var running: PythonFrame? = frame
    while scope != home, let opener = scope.node {
      let outer = scopes.scope(around: opener)
      if opener.hasParameters {
        while let current = running, current.scope != opener { running = current.outer }
        // A body runs when its call does; without one that is seen from here, whenever somebody calls it.
        if case .at = moment, let call = running?.call?.call.node, call.tree === opener.tree,
          scopes.scope(around: call) == outer
        {
          moment = .at(call)
        } else {
          moment = .during(opener)
        }
      } else if case .during = moment {
        moment = .during(opener)
      } else {
        moment = .at(opener)
      }
      scope = outer
    }
    return moment
  }

  /// What `from module import *` gives for a name that nothing else binds; nil where no such import may.
  private func starred(_ name: String, in frame: PythonFrame) -> Evaluated? {
    let imports = frame.module.bindings.bindings(of: "*", in: .init(node: nil))
    for binding in imports.reversed() {
      guard case .imported(let module, _, let level) = binding.source else { continue }
      if let own = resolver.module(named: module, level: level, importedFrom: frame.module.path) {
        if let value = global(name, of: own) { return value }
      } else if let first = name.utf8.first, first >= 0x41, first <= 0x5A {
        // No builtin but an exception is written like a class.
        return imports.count == 1 && level == 0
          ? Evaluated(.symbol(LibraryName.canonical("\(module).\(name)")), at: binding.node.span)
          : .unknown("`\(name)` comes from one of several star imports", at: binding.node)
      }
    }
    return nil
  }

  /// The frame that runs `scope`, going outwards from `frame`.
  private func frame(for scope: PythonBindings.Scope, from frame: PythonFrame) -> PythonFrame {
    guard let opener = scope.node else { return self.frame(of: frame.module) }
    guard opener.hasParameters else {
      return self.frame(for: frame.module.bindings.scopes.scope(around: opener), from: frame)
    }
    var candidate: PythonFrame? = frame
    while let current = candidate {
      if current.scope == opener { return current }
      candidate = current.outer
    }
    return self.frame(ofAnyCallTo: opener, in: frame.module)
  }

  /// What `bindings` give at `moment`.
  func reach(
    _ bindings: [PythonBindings.Binding], _ moment: PythonMoment, name: String, at use: PythonNode,
    frame: PythonFrame
  ) -> Evaluated {
    charge(bindings.count)
    var reaching = ReachingBindings(at: moment, in: frame.module)
    let values = reaching.among(bindings, isDead: { isDead($0, in: frame) }).map { binding -> Evaluated in
      var value = self.value(of: binding, name: name, frame: frame)
      value.stores += stores(into: name, value, after: binding, before: moment, reaching, in: frame)
      if case .value(let original, let path) = binding.source, path.isEmpty, let other = original.asName?.name
      {
        // Two names of one object.
        value.stores += stores(into: other, value, after: binding, before: moment, reaching, in: frame)
      }
      return value.applyingStores(by: self)
    }
    guard let first = values.first else { return .unknown("`\(name)` is not set before", at: use) }
    if values.count == 1 { return first }
    return Evaluated(.oneOf(values), at: first.span)
  }

  /// Whether a branch has a condition that is known to go the other way. What a flag or a caller may change is not
  /// known.
  func isDead(_ branch: Int32, in frame: PythonFrame) -> Bool {
    frame.module.bindings.scopes.route(from: branch).contains { leads(into: $0, in: frame) == false }
  }

  /// Whether the condition of an `if` leads into this part of it; nil where that is not known.
  private func leads(into branch: Int32, in frame: PythonFrame) -> Bool? {
    let step = frame.module.bindings.scopes.branches[Int(branch)]
    guard let condition = step.statement.asIf, step.part == .body || step.part == .orElse else { return nil }
    return truth(of: evaluate(condition.test, in: frame)).map { $0 == (step.part == .body) }
  }

  private func value(
    of binding: PythonBindings.Binding, name: String, frame: PythonFrame
  ) -> Evaluated {
    switch binding.source {
    case .value(let node, let path): return unpack(evaluate(node, in: frame), path)
    case .augmented: return .unknown("`\(name)` is changed in place", at: binding.node)
    case .module(let module): return .imported(module, by: binding.node)
    case .imported(let module, let imported, let level):
      return self.imported(imported, from: module, level: level, binding: binding, frame: frame)
    case .function(let node):
      guard areHarmless(node.asFunctionDef?.decorators, in: frame) else {
        return .unknown("`\(name)` is changed by its decorator", at: node)
      }
      return Evaluated(.projectFunction(node, frame, partial: nil), at: node.span)
    case .classDefinition(let node):
      guard areHarmless(node.asClassDef?.decorators, in: frame, isClass: true) else {
        return .unknown("`\(name)` is changed by its decorator", at: node)
      }
      return Evaluated(.projectClass(node, frame), at: node.span)
    case .parameter(let node): return parameter(node, name: name, in: frame)
    case .element(let iterable, let path): return element(of: iterable, path, binding, in: frame)
    case .context(let node): return evaluate(node, in: frame)
    case .other(let what): return .unknown("`\(name)` is set by \(what)", at: binding.node)
    }
  }

  /// Whether what is decorated is still called as it is written. Of libraries' decorators, those for classes only
  /// add to them.
  func areHarmless(_ decorators: PythonNodeList?, in frame: PythonFrame, isClass: Bool = false) -> Bool {
    (decorators ?? nil)?.allSatisfy { decorator in
      guard let name = evaluate(decorator.asCall?.function ?? decorator, in: frame).symbol else {
        return false
      }
      return isClass || Self.transparentDecorators.contains(name)
    } ?? true
  }

  /// Decorators that leave arguments and results as they are.
  private static let transparentDecorators: Set<String> = [
    "functools.lru_cache", "functools.cache", "functools.wraps", "torch.no_grad", "torch.inference_mode",
    "torch.distributed.elastic.multiprocessing.errors.record", "builtins.staticmethod",
  ]

  private func imported(
    _ name: String, from module: String, level: Int, binding: PythonBindings.Binding, frame: PythonFrame
  ) -> Evaluated {
    let path = frame.module.path
    let own = resolver.module(named: module, level: level, importedFrom: path)
    if let own, let value = global(name, of: own) { return value }
    // A name that the package does not have is looked up among its modules (docs.python.org, "the import statement").
    if own != nil || level > 0 {
      let inner = module.isEmpty ? name : "\(module).\(name)"
      if let found = resolver.module(named: inner, level: level, importedFrom: path) {
        return Evaluated(.projectModule(found), at: binding.node.span)
      }
    }
    if let own { return .unknown("`\(name)` was not found in \(own.path)", at: binding.node) }
    if level > 0 { return .unknown("a module of the project that was not found", at: binding.node) }
    return .imported(LibraryName.canonical("\(module).\(name)"), by: binding.node)
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

extension Evaluated {
  fileprivate static func imported(_ symbol: String, by statement: PythonNode) -> Evaluated {
    var value = Evaluated(.symbol(symbol), at: statement.span)
    value.isNamedByImport = true
    return value
  }

  /// The name of a library stands where it is mentioned, not where it is imported.
  fileprivate func written(at mention: Span) -> Evaluated {
    var value = Evaluated(self.value, at: mention)
    value.isShared = isShared
    value.stores = stores
    value.defaultOf = defaultOf
    return value
  }
}
