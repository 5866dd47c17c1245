import Syntax

// Attributes and items.
extension PythonEvaluator {
  func access(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    if let attribute = node.asAttribute {
      if let held = attributeOfReceiver(node, in: frame) { return held }
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
        if let value = global(name, of: module) { return value }
        let inner = "\(symbol).\(name)"
        guard resolver.module(named: inner, level: 0, importedFrom: frame.module.path) != nil else {
          return .unknown("`\(name)` was not found in \(module.path)", at: node)
        }
        return Evaluated(.symbol(inner), at: node.span)
      }
      return Evaluated(.symbol(LibraryName.canonical("\(symbol).\(name)")), at: node.span)
    case .projectModule(let module):
      return global(name, of: module) ?? .unknown("`\(name)` was not found in \(module.path)", at: node)
    case .projectClass(let definition, let outer):
      let standing = Evaluated(.derived(base, .attribute(name)), at: node.span)
      if definition.asClassDef?.method(name)?.isClassMethod ?? false { return standing }
      return hasOpaqueMembers(definition, in: outer)
        ? standing : member(name, ofClass: definition, in: outer) ?? standing
    case .oneOf(let values):
      return Self.choice(
        of: values.withoutNone.map { attribute(name, of: $0, at: node, in: frame) }, at: node)
    case .parsedArguments(let type, let file): return attribute(name, ofParsed: type, file, at: node)
    case .derived(let origin, .call(let site)):
      if let flag = attribute(name, ofNamespace: base, at: node) { return flag }
      return attribute(name, ofObjectMadeBy: origin, site, base: base, at: node)
    case .unknown(let reason): return .unknown(reason, at: node)
    default: return Evaluated(.derived(base, .attribute(name)), at: node.span)
    }
  }

  /// An object keeps the keywords of its constructor under their names, in every config class that we read.
  private func attribute(
    _ name: String, ofObjectMadeBy maker: Evaluated, _ site: PythonCallSite, base: Evaluated,
    at node: PythonNode
  ) -> Evaluated {
    switch maker.value {
    case .projectClass(let definition, let outer):
      if definition.isDataclass, let given = field(name, of: definition, made: site, at: node) {
        return given
      }
      if !outer.module.attributeStores.stores(of: name, in: definition).isEmpty {
        return instanceAttribute(name, of: definition, in: outer, made: site, object: base, at: node)
      }
      guard let found = member(name, ofClass: definition, in: outer) else {
        return .unknown("`\(name)` of an object of the project", at: node)
      }
      if case .projectFunction = found.value {
        return Evaluated(.derived(base, .attribute(name)), at: node.span)
      }
      return found
    case .symbol(let symbol)
    where symbol.hasSuffix("Arguments") || symbol.hasSuffix("Config") || symbol == "types.SimpleNamespace"
      || symbol == "argparse.Namespace":
      if let keyword = arguments(of: site)[name] { return keyword }
      return Evaluated(.derived(base, .attribute(name)), at: node.span)
    default: return Evaluated(.derived(base, .attribute(name)), at: node.span)
    }
  }

  private static func choice(of values: [Evaluated], at node: PythonNode) -> Evaluated {
    values.count == 1 ? values[0] : Evaluated(.oneOf(values), at: node.span)
  }

  /// What a dataclass's constructor is given for a field; nil where the field's default counts.
  private func field(
    _ name: String, of definition: PythonNode, made site: PythonCallSite, at node: PythonNode
  ) -> Evaluated? {
    let given = arguments(of: site)
    if let keyword = given[name] { return keyword }
    let fields = definition.asClassDef?.body.compactMap { $0.asAnnAssign?.target.asName?.name } ?? []
    if let index = fields.firstIndex(of: name), definition.asClassDef?.bases.isEmpty ?? false,
      given.positional.indices.contains(index)
    {
      return given.positional[index]
    }
    // Fields of a base come first, in an order that is not followed.
    let basesCount = definition.asClassDef?.bases.count ?? 0
    if basesCount > 0, !given.positional.isEmpty {
      return .unknown("the field's place is not known", at: node)
    }
    return given.openReason.map { .unknown($0, at: node) }
  }

  /// `self.name = value` in the class's `__init__`, with the arguments of the call that made the object.
  private func instanceAttribute(
    _ name: String, of definition: PythonNode, in outer: PythonFrame, made site: PythonCallSite,
    object: Evaluated,
    at node: PythonNode
  ) -> Evaluated {
    let unknown = Evaluated.unknown("`\(name)` of an object of the project", at: node)
    let stores = outer.module.attributeStores.stores(of: name, in: definition)
    guard stores.count == 1, let initializer = definition.asClassDef?.method("__init__"),
      let assign = stores[0].parent?.asAssign,
      outer.module.bindings.scopes.scope(around: assign.node).node == initializer.node,
      outer.module.bindings.scopes.branch(of: assign.node) < 0,
      assign.targets.contains(stores[0])
    else { return unknown }
    guard let inner = enter(initializer.node, site, outer: outer, receiver: object) else {
      return .unknown("calls are nested too deeply", at: node)
    }
    return evaluate(assign.value, in: inner)
  }

  /// A class attribute or a method, of the class or of a base in the project; nil where neither is found.
  ///
  /// `depth` counts the bases gone through, which modules that import each other may make endless.
  func member(_ name: String, ofClass definition: PythonNode, in frame: PythonFrame, depth: Int = 0)
    -> Evaluated?
  {
    guard depth < 16 else { return nil }
    let own = frame.module.bindings.bindings(of: name, in: .init(node: definition))
    if let last = own.last {
      let inner = self.frame(around: definition, in: frame.module)
      guard !own.contains(where: { binding in binding.source.isMethod }) || own.count == 1 else {
        return .unknown("`\(name)` is defined in more than one way", at: last.node)
      }
      let value = reach(own, .afterAll, name: name, at: last.node, frame: inner)
      return definition.isDataclass ? fieldDefault(value, named: name) : value
    }
    for base in definition.asClassDef?.bases.map({ evaluate($0, in: frame) }) ?? [] {
      if case .projectClass(let parent, let outer) = base.value, parent != definition,
        let found = member(name, ofClass: parent, in: outer, depth: depth + 1)
      {
        return found
      }
    }
    return nil
  }

  /// Whether the members of a class are objects of it rather than what is written for them: an `Enum` that is not
  /// also a text.
  private func hasOpaqueMembers(_ definition: PythonNode, in frame: PythonFrame) -> Bool {
    let bases = definition.asClassDef?.bases.compactMap { evaluate($0, in: frame).symbol } ?? []
    return bases.contains { $0.hasPrefix("enum.") && $0 != "enum.StrEnum" } && !bases.contains("builtins.str")
  }

  /// `field(default=x)` stands for `x`, and any default for what the caller does not say.
  private func fieldDefault(_ value: Evaluated, named name: String) -> Evaluated {
    var result = value
    if case .derived(let maker, .call(let site)) = value.value,
      case .symbol("dataclasses.field") = maker.value
    {
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
      let items = values.withoutNone.map { item(key, of: $0) }
      return items.count == 1 ? items[0] : Evaluated(.oneOf(items), at: base.span)
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
    guard let last = base.stores.last(where: { $0.target == target || $0.target == .whole }) else {
      return nil
    }
    let value = value(of: last)
    guard last.isConditional, last.target != .whole else { return value }
    return Evaluated(.oneOf([value, .unknownEarlier(at: base.span)]), at: value.span)
  }
}

extension Evaluated {
  fileprivate var isContainer: Bool {
    switch value {
    case .sequence, .dictionary: return true
    default: return false
    }
  }

  static func unknownEarlier(at span: Span) -> Evaluated {
    Evaluated(.unknown("it is set in a branch only"), at: span)
  }
}

extension PythonBindings.Source {
  fileprivate var isMethod: Bool {
    if case .function = self { return true }
    return false
  }
}

extension PythonClassDef {
  func method(_ name: String) -> PythonFunctionDef? {
    body.lazy.compactMap(\.asFunctionDef).first { $0.name == name }
  }
}

extension PythonFunctionDef {
  /// Whether its one decorator is `classmethod`.
  var isClassMethod: Bool {
    decorators.count == 1 && decorators.first?.asName?.name == "classmethod"
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

  /// All nodes of a function's body that belong to the function itself, not to one inside it. O(nodes × log nodes).
  var descendantsInBody: [PythonNode] {
    var found: [PythonNode] = []
    var pending: [PythonNode] = asFunctionDef.map { Array($0.body) } ?? asLambda.map { [$0.body] } ?? []
    while let node = pending.popLast() {
      found.append(node)
      if !node.opensScope { pending += node.children }
    }
    // Numbers are sorted faster than nodes, which are counted references.
    let ranges = found.map(\.range)
    return found.indices.sorted { ranges[$0] < ranges[$1] }.map { found[$0] }
  }
}

extension [Evaluated] {
  /// The values that something can be asked of: a program that asks `None` for an attribute or an item ends there, so
  /// what comes behind has gone another way. All of them where there is nothing else.
  fileprivate var withoutNone: [Evaluated] {
    let others = filter { !$0.isNone }
    return others.isEmpty ? self : others
  }
}
