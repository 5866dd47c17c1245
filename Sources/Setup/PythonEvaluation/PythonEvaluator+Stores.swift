import Syntax

// What happens to an object between its making and its use.
extension PythonEvaluator {
  /// Every change through `name` that may come between the binding and the moment, in the order of the text.
  ///
  /// Seen are stores, methods and deletions on the name itself, in its scope and in functions around which it lies,
  /// on another name that it was given to, and in functions of the project that it is handed to. Libraries'
  /// functions are taken to leave their arguments alone.
  func stores(
    into name: String, _ value: Evaluated, after binding: PythonBindings.Binding, before moment: PythonMoment,
    _ reaching: ReachingBindings, in frame: PythonFrame
  ) -> [PythonStore] {
    guard value.canChange else { return [] }
    let module = frame.module
    let scopes = module.bindings.scopes
    let limit = moment.node.map { module.position(of: $0) }
    var found: [PythonStore] = []
    for change in changes(of: name, in: module) {
      charge(1)
      let position = module.position(after: change.end)
      let scope = scopes.scope(around: change.use)
      let branch = scopes.branch(of: change.use)
      let isHere = scope == binding.scope
      var isConditional = !isHere || binding.isRemote
      if isHere {
        guard binding.isRemote || position > binding.position else { continue }
        if let limit, position >= limit {
          guard reaching.mayHappenBefore(branch) else { continue }
          isConditional = true
        } else if reaching.isExcluded(branch) || reaching.excludeEachOther(branch, binding.branch) {
          continue
        }
        // What stands beside the binding happens whenever the binding does.
        isConditional = isConditional || !reaching.isCertain(branch, behind: binding.branch)
      } else {
        guard module.bindings.home(of: name, from: scope) == binding.scope else { continue }
        // A function that is defined only later has not changed it yet.
        if case .at = moment, let opener = scope.node, let limit, module.position(of: opener) >= limit,
          !reaching.mayHappenBefore(scopes.branch(of: opener))
        {
          continue
        }
      }
      let inner = isHere ? frame : self.frame(around: change.use, in: module)
      found += stores(of: change, isConditional: isConditional, value, in: inner)
    }
    return found
  }

  /// What is stored into the object that `call` makes, where a name is bound to the call itself.
  package func stores(intoObjectMadeBy call: PythonNode, _ value: Evaluated, in frame: PythonFrame)
    -> [PythonStore]
  {
    guard let assignment = call.parent?.asAssign, assignment.value == call, assignment.targets.count == 1,
      let target = assignment.targets.first, let name = target.asName?.name
    else { return [] }
    let module = frame.module
    let bindings = module.bindings.bindings(
      of: name, in: module.bindings.scopes.scope(around: assignment.node))
    guard let index = bindings.firstIndex(where: { $0.node == target }) else { return [] }
    let binding = bindings[index]
    // What comes after the name's next value belongs to that one.
    let next = bindings.dropFirst(index + 1).first { $0.branch == binding.branch }
    let moment = next.map { PythonMoment.at($0.node) } ?? .afterAll
    return stores(
      into: name, value, after: binding, before: moment, ReachingBindings(at: moment, in: module), in: frame)
  }

  private func stores(
    of change: PythonChange, isConditional: Bool, _ value: Evaluated, in frame: PythonFrame
  ) -> [PythonStore] {
    func made(_ target: PythonStore.Target, _ span: Span, _ value: PythonStore.Value) -> PythonStore {
      PythonStore(target: target, targetSpan: span, value: value, isConditional: isConditional)
    }
    switch change.effect {
    case .store(let step, let value):
      let stored = value.map { PythonStore.Value.expression($0, frame) } ?? .unknown("it is changed in place")
      switch step {
      case .attribute(let identifier): return [made(.attribute(identifier.text), step.span, stored)]
      case .item(let key):
        if let text = evaluate(key, in: frame).text { return [made(.item(text), step.span, stored)] }
        return [made(.whole, step.span, .unknown("the key `\(key.text)` is not known"))]
      }
    case .update(let call):
      guard case .dictionary(let added) = builtDictionary(PythonCallSite(call: call, frame: frame)).value,
        added.openReason == nil, case .dictionary = value.value
      else { return [made(.whole, change.use.span, .unknown("`.update()` may change it"))] }
      return added.entries.map { made(.item($0.key), $0.keySpan, .value($0.value)) }
    case .method(let method):
      return [made(.whole, change.use.span, .unknown("`.\(method)()` changes it"))]
    case .alias(let other):
      guard changes(of: other, in: frame.module).contains(where: \.isDirect) else { return [] }
      return [made(.whole, change.use.span, .unknown("it may be changed as `\(other)`"))]
    case .handed(let call): return handed(call, change.use, frame, made)
    }
  }

  private func handed(
    _ call: PythonCall, _ use: PythonNode, _ frame: PythonFrame,
    _ made: (PythonStore.Target, Span, PythonStore.Value) -> PythonStore
  ) -> [PythonStore] {
    let function = evaluate(call.function, in: frame)
    if function.symbol == "builtins.setattr", call.arguments.first == use, call.arguments.count == 3 {
      if let name = evaluate(call.arguments[1], in: frame).text {
        let value = PythonStore.Value.expression(call.arguments[2], frame)
        return [made(.attribute(name), call.arguments[1].span, value)]
      }
      return [made(.whole, use.span, .unknown("an attribute that is not known is set"))]
    }
    guard mayChange(use, by: function, call, depth: 0) else { return [] }
    return [made(.whole, use.span, .unknown("`\(call.function.text)` may change it"))]
  }

  /// Whether `function` may change what `argument` hands to it. O(uses of the parameter, and of those it is handed
  /// to, three calls deep).
  private func mayChange(_ argument: PythonNode, by function: Evaluated, _ call: PythonCall, depth: Int)
    -> Bool
  {
    charge(1)
    switch function.value {
    case .symbol(let name): return name == "builtins.delattr"
    case .derived: return false
    case .projectFunction(let definition, let outer, nil):
      return mayChange(argument, inBodyOf: definition, outer, call, skipping: 0, depth: depth)
    case .projectClass(let definition, let outer):
      guard let initializer = definition.asClassDef?.method("__init__") else { return false }
      return mayChange(argument, inBodyOf: initializer.node, outer, call, skipping: 1, depth: depth)
    case .oneOf(let several): return several.contains { mayChange(argument, by: $0, call, depth: depth) }
    default: return true
    }
  }

  private func mayChange(
    _ argument: PythonNode, inBodyOf definition: PythonNode, _ outer: PythonFrame, _ call: PythonCall,
    skipping skipped: Int, depth: Int
  ) -> Bool {
    guard depth < 3, let list = definition.parameterList else { return true }
    let name: String
    if let keyword = argument.parent?.asKeyword?.name {
      name = keyword
    } else {
      let names = (list.positionalOnly + list.positional).map(\.name)
      guard let index = call.arguments.firstIndex(of: argument), names.indices.contains(index + skipped),
        !call.arguments[..<index].contains(where: { $0.kind == .starred })
      else { return true }
      name = names[index + skipped]
    }
    let module = outer.module
    return changes(of: name, in: module).contains { change in
      guard
        module.bindings.home(of: name, from: module.bindings.scopes.scope(around: change.use))?.node
          == definition
      else { return false }
      switch change.effect {
      case .store, .update, .method: return true
      case .alias(let other): return changes(of: other, in: module).contains(where: \.isDirect)
      case .handed(let inner):
        let function = evaluate(inner.function, in: frame(around: change.use, in: module))
        return function.symbol == "builtins.setattr"
          || mayChange(change.use, by: function, inner, depth: depth + 1)
      }
    }
  }

  /// What every use of the name does to its object. O(uses) once.
  func changes(of name: String, in module: PythonModule) -> [PythonChange] {
    let key = GlobalName(module: ObjectIdentifier(module), name: name)
    if let known = changesByName[key] { return known }
    let found = module.bindings.usesThatMayChange(name).compactMap { PythonChange(at: $0) }
      .sorted { module.position(of: $0.use) < module.position(of: $1.use) }
    changesByName[key] = found
    return found
  }

  /// The value that a store put there.
  package func value(of store: PythonStore) -> Evaluated {
    switch store.value {
    case .expression(let node, let frame): return evaluate(node, in: frame)
    case .value(let value): return value
    case .unknown(let reason): return Evaluated(.unknown(reason), at: store.targetSpan)
    }
  }
}

extension PythonChange {
  /// Whether the use itself changes the object.
  fileprivate var isDirect: Bool {
    switch effect {
    case .store, .update, .method: return true
    case .handed, .alias: return false
    }
  }
}

extension Evaluated {
  /// Whether what is stored into it matters to anybody: dicts, lists, and objects that calls have made.
  fileprivate var canChange: Bool {
    switch value {
    case .dictionary, .derived(_, .call), .parsedArguments: return true
    case .sequence(_, let isTuple, _): return !isTuple
    case .oneOf(let values): return values.contains(where: \.canChange)
    default: return false
    }
  }

  /// A dict takes in what was stored under its keys, a list that is changed is open; other values keep their stores
  /// for who asks.
  func applyingStores(by evaluator: PythonEvaluator) -> Evaluated {
    guard !stores.isEmpty else { return self }
    var result = self
    switch value {
    case .dictionary(var dictionary):
      for store in stores { dictionary.apply(store, evaluator.value(of: store), madeAt: span) }
      result = Evaluated(.dictionary(dictionary), at: span)
    case .sequence(_, let isTuple, _):
      result = Evaluated(
        .sequence([], isTuple: isTuple, openReason: "it is changed after it is made"), at: span)
    case .oneOf(let values):
      evaluator.charge(values.count)
      let changed = values.map { one -> Evaluated in
        var one = one
        one.stores += stores
        return one.applyingStores(by: evaluator)
      }
      result = Evaluated(.oneOf(changed), at: span)
    default: return self
    }
    result.uses = uses
    result.isShared = isShared
    result.defaultOf = defaultOf
    return result
  }
}

extension PythonDictionary {
  fileprivate mutating func apply(_ store: PythonStore, _ stored: Evaluated, madeAt span: Span) {
    switch store.target {
    case .attribute: break
    case .whole:
      guard case .unknown(let reason) = stored.value else { return }
      becomeUnknown(because: reason)
    case .item(let key):
      var value = stored
      if store.isConditional {
        let earlier = self[key] ?? .unknownEarlier(at: span)
        value = Evaluated(.oneOf([earlier, stored]), at: stored.span)
      }
      entries.append(.init(key: key, keySpan: store.targetSpan, value: value))
    }
  }

  /// Any key may have another value, and there may be others.
  mutating func becomeUnknown(because reason: String) {
    entries = entries.map {
      .init(key: $0.key, keySpan: $0.keySpan, value: Evaluated(.unknown(reason), at: $0.value.span))
    }
    openReason = openReason ?? reason
  }
}
