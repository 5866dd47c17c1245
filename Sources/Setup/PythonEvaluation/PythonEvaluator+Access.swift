import Syntax

// Attributes and items.
extension PythonEvaluator {
  func access(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    if let attribute = node.asAttribute {
      let base = evaluate(attribute.value, in: frame)
      return self.attribute(attribute.attribute, of: base, at: node, in: frame)
    }
    guard let subscripted = node.asSubscript else { return .unknown("not an access", at: node) }
    if subscripted.slice.kind == .slice { return sliced(evaluate(subscripted.value, in: frame), at: node) }
    return item(evaluate(subscripted.slice, in: frame), of: evaluate(subscripted.value, in: frame))
  }

  private func sliced(_ whole: Evaluated, at node: PythonNode) -> Evaluated {
    guard case .derived = whole.value else { return .unknown("it is a slice", at: node) }
    return Evaluated(.derived(whole, .item(.unknown("a slice", at: node))), at: node.span)
  }

  func attribute(
    _ name: String, of base: Evaluated, at node: PythonNode, in frame: PythonFrame
  ) -> Evaluated {
    if let stored = stored(.attribute(name), in: base) { return stored }
    switch base.value {
    case .symbol(let symbol):
      if let module = resolver.module(named: symbol, level: 0, importedFrom: frame.module.path) {
        return global(name, of: module) ?? .unknown("`\(name)` was not found in \(module.path)", at: node)
      }
      return Evaluated(.symbol(LibraryName.canonical("\(symbol).\(name)")), at: node.span)
    case .projectClass(let definition, let outer):
      return member(name, ofClass: definition, in: outer)
        ?? Evaluated(.derived(base, .attribute(name)), at: node.span)
    case .oneOf(let values):
      return Evaluated(.oneOf(values.map { attribute(name, of: $0, at: node, in: frame) }), at: node.span)
    case .parsedArguments(let type): return attribute(name, ofParsed: type, at: node)
    case .derived(let origin, .call(let site)):
      if let flag = attribute(name, ofNamespace: base, at: node) { return flag }
      return attribute(name, ofObjectMadeBy: origin, site, base: base, at: node)
    case .unknown(let reason): return .unknown(reason, at: node)
    default: return Evaluated(.derived(base, .attribute(name)), at: node.span)
    }
  }

  /// An object keeps the keywords of its constructor under their names, in every config class that we read.
  private func attribute(
    _ name: String, ofObjectMadeBy maker: Evaluated, _ site: PythonCallSite, base: Evaluated, at node: PythonNode
  ) -> Evaluated {
    switch maker.value {
    case .projectClass(let definition, let outer):
      let given = arguments(of: site).keywords.last { $0.name == name }
      if let given, definition.isDataclass { return given.value }
      if let found = member(name, ofClass: definition, in: outer) {
        if case .projectFunction = found.value {
          return Evaluated(.derived(base, .attribute(name)), at: node.span)
        }
        return found
      }
      return instanceAttribute(name, of: definition, made: site, at: node)
    case .symbol(let symbol) where symbol.hasSuffix("Arguments") || symbol.hasSuffix("Config"):
      let given = arguments(of: site)
      if let keyword = given.keywords.last(where: { $0.name == name }) { return keyword.value }
      return Evaluated(.derived(base, .attribute(name)), at: node.span)
    default: return Evaluated(.derived(base, .attribute(name)), at: node.span)
    }
  }

  /// `self.name = value` in the class's `__init__`, with the arguments of the call that made the object.
  private func instanceAttribute(
    _ name: String, of definition: PythonNode, made site: PythonCallSite, at node: PythonNode
  ) -> Evaluated {
    guard let initializer = definition.asClassDef?.method("__init__"),
      let receiver = initializer.arguments.parameters.first?.parameter.name
    else { return .unknown("`\(name)` of an object of the project", at: node) }
    let assignments = initializer.node.descendantsInBody.filter { $0.kind == .assign }
    let values = assignments.compactMap { assignment -> PythonNode? in
      guard let assign = assignment.asAssign else { return nil }
      let isTarget = assign.targets.contains { target in
        guard let attribute = target.asAttribute else { return false }
        return attribute.attribute == name && attribute.value.asName?.name == receiver
      }
      return isTarget ? assign.value : nil
    }
    guard values.count == 1 else { return .unknown("`\(name)` of an object of the project", at: node) }
    let inner = enter(initializer.node, site, outer: frame(around: initializer.node, in: site.frame.module))
    guard let inner else { return .unknown("calls are nested too deeply", at: node) }
    return evaluate(values[0], in: inner)
  }

  /// A class attribute, an enum's member, or a method, of the class or of a base in the project.
  func member(_ name: String, ofClass definition: PythonNode, in frame: PythonFrame) -> Evaluated? {
    let own = frame.module.bindings.bindings(of: name, in: .init(node: definition))
    if let last = own.last {
      switch last.source {
      case .function(let node):
        return Evaluated(.projectFunction(node, frame, partial: nil), at: node.span)
      case .value(let node, let path):
        let value = evaluate(node, in: self.frame(around: node, in: frame.module))
        return definition.isDataclass ? fieldDefault(value, named: name) : unpack(value, path)
      default: return nil
      }
    }
    for base in definition.asClassDef?.bases.map({ evaluate($0, in: frame) }) ?? [] {
      if case .projectClass(let parent, let outer) = base.value, parent != definition,
        let found = member(name, ofClass: parent, in: outer)
      {
        return found
      }
    }
    return nil
  }

  /// `field(default=x)` stands for `x`, and any default for what the caller does not say.
  private func fieldDefault(_ value: Evaluated, named name: String) -> Evaluated {
    var result = value
    if case .derived(let maker, .call(let site)) = value.value, case .symbol("dataclasses.field") = maker.value {
      let given = arguments(of: site)
      if let standard = given["default"] {
        result = standard
      } else if let factory = given["default_factory"] {
        result = apply(factory, to: site)
      } else {
        return Evaluated(.unknown("`\(name)` has no default"), at: value.span)
      }
    }
    result.defaultOf = "field `\(name)`"
    return result
  }

  /// `value[key]`.
  func item(_ key: Evaluated, of base: Evaluated) -> Evaluated {
    if case .constant(.string(let name)) = key.value, let stored = stored(.item(name), in: base) {
      return stored
    }
    switch (base.value, key.value) {
    case (.dictionary(let dictionary), .constant(.string(let name))):
      if let value = dictionary[name] { return value }
      let reason = dictionary.openReason ?? "there is no key `\(name)`"
      return Evaluated(.unknown(reason), at: base.span)
    case (.sequence(let elements, _, let openReason), .constant(.integer(let index))):
      let position = index < 0 && openReason == nil ? elements.count + index : index
      if openReason == nil, elements.indices.contains(position) { return elements[position] }
      return Evaluated(.unknown(openReason ?? "there is no element \(index)"), at: base.span)
    case (.oneOf(let values), _):
      return Evaluated(.oneOf(values.map { item(key, of: $0) }), at: base.span)
    case (.unknown, _): return base
    case (.derived, _), (.symbol, _):
      if case .constant(.integer(let index)) = key.value, let parsed = parsedArguments(base, at: index) {
        return parsed
      }
      return Evaluated(.derived(base, .item(key)), at: key.span)
    default: return Evaluated(.unknown("the item is not known"), at: base.span)
    }
  }

  /// The value that the last sure store put there; with one that is only possible, either.
  private func stored(_ target: PythonStore.Target, in base: Evaluated) -> Evaluated? {
    let matching = base.stores.filter { $0.target == target }
    guard let last = matching.last else { return nil }
    let value = evaluate(last.value, in: last.frame)
    guard last.isConditional else { return value }
    return Evaluated(.oneOf([value, .unknownEarlier(at: base.span)]), at: value.span)
  }
}

extension Evaluated {
  static func unknownEarlier(at span: Span) -> Evaluated {
    Evaluated(.unknown("it is set in a branch only"), at: span)
  }
}

extension PythonClassDef {
  func method(_ name: String) -> PythonFunctionDef? {
    body.lazy.compactMap(\.asFunctionDef).first { $0.name == name }
  }
}

extension PythonNode {
  /// Whether a decorator of this class is `dataclass`, by whatever name the module has for it.
  var isDataclass: Bool {
    asClassDef?.decorators.contains { decorator in
      let callee = decorator.asCall?.function ?? decorator
      return callee.asName?.name == "dataclass" || callee.asAttribute?.attribute == "dataclass"
    } ?? false
  }

  /// All nodes of a function's body that belong to the function itself, not to one inside it.
  var descendantsInBody: [PythonNode] {
    var found: [PythonNode] = []
    var pending: [PythonNode] = asFunctionDef.map { Array($0.body) } ?? asLambda.map { [$0.body] } ?? []
    while let node = pending.popLast() {
      found.append(node)
      if !node.opensScope { pending += node.children }
    }
    return found.sorted { $0.range < $1.range }
  }
}
