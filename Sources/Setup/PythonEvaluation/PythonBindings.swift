import Syntax

/// Every place where a name of a program gets a value, by scope and name.
///
/// Scopes are CPython's: the module, function and lambda bodies, class bodies, comprehensions
/// (docs.python.org, "Naming and binding"). Built in one pass over all nodes.
struct PythonBindings: Sendable {
  /// How a name gets its value.
  enum Source: Sendable {
    /// `target = value`; `path` says which part of an unpacked value.
    case value(PythonNode, path: [Int])
    /// `name += value` and the like.
    case augmented(PythonNode)
    /// `import a.b as c` gives `a.b`; `import a.b` binds `a`.
    case module(String)
    /// `from module import name`; `level` is the number of leading dots.
    case imported(module: String, name: String, level: Int)
    case function(PythonNode)
    case classDefinition(PythonNode)
    /// The parameter's `arg` node.
    case parameter(PythonNode)
    /// `for name in iterable`, also in a comprehension.
    case element(of: PythonNode, path: [Int])
    /// `with context as name`.
    case context(PythonNode)
    /// An exception, a match capture, `del name`: nothing we follow.
    case other(String)
  }

  struct Binding: Sendable {
    let source: Source
    /// The name or statement that binds.
    let node: PythonNode
    let tree: Int
    let branches: [Branch]

    var position: PythonPosition { PythonPosition(tree: tree, offset: node.range.start) }
  }

  /// One step from a scope down to a statement: a compound statement and the part of it.
  struct Branch: Hashable, Sendable {
    enum Part: Hashable, Sendable { case body, orElse, loop, tryBody, handler(Int), matchCase(Int) }
    let statement: PythonNode
    let part: Part
  }

  /// A scope: the node that opens it, nil for the module.
  struct Scope: Hashable, Sendable {
    let node: PythonNode?
  }

  /// `name.attribute = value` or `name[key] = value`, before anything is evaluated.
  struct RawStore: Sendable {
    enum Target: Sendable { case attribute(String), item(PythonNode) }
    let target: Target
    let targetSpan: Span
    let value: PythonNode
    let statement: PythonNode
  }

  private var byScope: [Scope: [String: [Binding]]] = [:]
  private var storesByName: [String: [RawStore]] = [:]
  private var usesByName: [String: [PythonNode]] = [:]
  /// Names that a function declares `global` or `nonlocal`.
  private var declaredOutside: [Scope: Set<String>] = [:]

  init(of trees: [PythonTree]) {
    for (index, tree) in trees.enumerated() {
      for node in tree.nodes { collect(node, tree: index) }
    }
    storesByName = storesByName.mapValues { $0.sorted { $0.statement.range.start < $1.statement.range.start } }
    for scope in byScope.keys {
      byScope[scope] = byScope[scope]?.mapValues { $0.sorted { $0.position < $1.position } }
    }
  }

  /// The bindings of `name` that `scope` itself makes, in the order of the text.
  func bindings(of name: String, in scope: Scope) -> [Binding] { byScope[scope]?[name] ?? [] }

  /// Every `name.x = …` and `name[k] = …`, whatever the scope, in the order of each tree's text.
  func stores(into name: String) -> [RawStore] { storesByName[name] ?? [] }

  /// Every place that reads the name, whatever the scope.
  func uses(of name: String) -> [PythonNode] { usesByName[name] ?? [] }

  /// How often the name is read.
  func loads(of name: String) -> Int { usesByName[name]?.count ?? 0 }

  func isDeclaredOutside(_ name: String, in scope: Scope) -> Bool {
    declaredOutside[scope]?.contains(name) ?? false
  }

  /// The scope in which the names of `node` are looked up first.
  static func scope(around node: PythonNode) -> Scope {
    var inner = node
    for outer in node.ancestors {
      switch outer.kind {
      case .lambda, .listComp, .setComp, .dictComp, .generatorExp:
        if !isEvaluatedOutside(inner, of: outer) { return Scope(node: outer) }
      case .functionDef, .asyncFunctionDef, .classDef:
        if outer.isInBody(inner) { return Scope(node: outer) }
      default: break
      }
      inner = outer
    }
    return Scope(node: nil)
  }

  /// Decorators, defaults, bases and annotations belong to the scope around a definition; so does a
  /// comprehension's first iterable, which is close enough to its own scope to be looked up from there.
  private static func isEvaluatedOutside(_ inner: PythonNode, of scope: PythonNode) -> Bool {
    scope.kind == .lambda && inner.kind == .arguments
  }

  /// The compound statements from `scope` down to `node`; `if __name__ == "__main__":` is none of them.
  static func branches(to node: PythonNode) -> [Branch] {
    var found: [Branch] = []
    var inner = node
    for outer in node.ancestors {
      if let part = outer.branchPart(holding: inner) {
        found.append(Branch(statement: outer, part: part))
      }
      if outer.opensScope && (outer.kind == .lambda || outer.isInBody(inner)) { break }
      inner = outer
    }
    return found.reversed()
  }
}

extension PythonBindings {
  private mutating func collect(_ node: PythonNode, tree: Int) {
    switch node.kind {
    case .name:
      if let name = node.asName, name.context == .load { usesByName[name.name, default: []].append(node) }
    case .assign:
      guard let assign = node.asAssign else { return }
      for target in assign.targets {
        bind(target, to: assign.value, path: [], tree: tree)
        collectStore(target, assign.value, node)
      }
    case .annAssign:
      guard let assign = node.asAnnAssign, let value = assign.value else { return }
      bind(assign.target, to: value, path: [], tree: tree)
    case .namedExpr:
      guard let walrus = node.asNamedExpr else { return }
      bind(walrus.target, to: walrus.value, path: [], tree: tree)
    case .augAssign:
      if let assign = node.asAugAssign, let name = assign.target.asName {
        add(name.name, .augmented(node), at: node, tree: tree)
      }
    case .import, .importFrom: collectImport(node, tree: tree)
    case .functionDef, .asyncFunctionDef:
      if let function = node.asFunctionDef { add(function.name, .function(node), at: node, tree: tree) }
    case .classDef:
      if let definition = node.asClassDef {
        add(definition.name, .classDefinition(node), at: node, tree: tree)
      }
    case .arg: collectParameter(node, tree: tree)
    default: collectRest(node, tree: tree)
    }
  }

  private mutating func collectRest(_ node: PythonNode, tree: Int) {
    switch node.kind {
    case .for, .asyncFor:
      guard let loop = node.asFor else { return }
      bindElements(loop.target, of: loop.iterable, path: [], tree: tree)
    case .comprehension:
      guard let part = node.asGenerator else { return }
      bindElements(part.target, of: part.iterable, path: [], tree: tree)
    case .withItem:
      guard let item = node.asWithItem, let target = item.target, let name = target.asName else { return }
      add(name.name, .context(item.context), at: target, tree: tree)
    case .exceptHandler:
      guard let name = node.asExceptHandler?.name else { return }
      add(name, .other("an exception"), at: node, tree: tree)
    case .matchAs:
      guard let name = node.asMatchAs?.identifier else { return }
      add(name.text, .other("a match pattern"), at: node, tree: tree)
    case .matchStar:
      guard let name = node.asMatchStar ?? nil else { return }
      add(name.text, .other("a match pattern"), at: node, tree: tree)
    case .global, .nonlocal:
      let scope = Self.scope(around: node)
      let names = node.asScopeDeclaration?.names.map(\.text) ?? []
      declaredOutside[scope, default: []].formUnion(names)
    default: break
    }
  }

  private mutating func collectStore(_ target: PythonNode, _ value: PythonNode, _ statement: PythonNode) {
    if let attribute = target.asAttribute, let base = attribute.value.asName {
      let store = RawStore(
        target: .attribute(attribute.attribute), targetSpan: attribute.identifier.span, value: value,
        statement: statement)
      storesByName[base.name, default: []].append(store)
    } else if let item = target.asSubscript, let base = item.value.asName {
      let store = RawStore(
        target: .item(item.slice), targetSpan: item.slice.span, value: value, statement: statement)
      storesByName[base.name, default: []].append(store)
    }
  }

  private mutating func collectImport(_ node: PythonNode, tree: Int) {
    if let plain = node.asImport {
      for alias in plain.names {
        let bound = alias.boundName
        add(bound, .module(alias.asName == nil ? bound : alias.name), at: alias.node, tree: tree)
      }
    } else if let from = node.asImportFrom {
      for alias in from.names {
        let source = Source.imported(module: from.module ?? "", name: alias.name, level: from.level)
        add(alias.boundName, source, at: alias.node, tree: tree)
      }
    }
  }

  private mutating func collectParameter(_ node: PythonNode, tree: Int) {
    guard let name = node.asParameter?.name,
      let owner = node.ancestors.first(where: { $0.kind != .arguments })
    else { return }
    let binding = Binding(source: .parameter(node), node: node, tree: tree, branches: [])
    byScope[Scope(node: owner), default: [:]][name, default: []].append(binding)
  }

  private mutating func bind(_ target: PythonNode, to value: PythonNode, path: [Int], tree: Int) {
    if let name = target.asName {
      add(name.name, .value(value, path: path), at: target, tree: tree)
    } else if let parts = target.asTupleOrList {
      for (index, part) in parts.enumerated() {
        if let starred = part.asStarred?.value.asName {
          add(starred.name, .other("a starred target"), at: part, tree: tree)
        } else {
          bind(part, to: value, path: path + [index], tree: tree)
        }
      }
    }
  }

  private mutating func bindElements(_ target: PythonNode, of iterable: PythonNode, path: [Int], tree: Int) {
    if let name = target.asName {
      add(name.name, .element(of: iterable, path: path), at: target, tree: tree)
    } else if let parts = target.asTupleOrList {
      for (index, part) in parts.enumerated() {
        bindElements(part, of: iterable, path: path + [index], tree: tree)
      }
    }
  }

  private mutating func add(_ name: String, _ source: Source, at node: PythonNode, tree: Int) {
    let scope = Self.scope(around: node)
    let binding = Binding(source: source, node: node, tree: tree, branches: Self.branches(to: node))
    byScope[scope, default: [:]][name, default: []].append(binding)
  }
}

extension PythonNode {
  var opensScope: Bool {
    switch kind {
    case .functionDef, .asyncFunctionDef, .classDef, .lambda: return true
    default: return false
    }
  }

  /// Whether `inner`, a child of this definition, stands in its body.
  func isInBody(_ inner: PythonNode) -> Bool {
    if let function = asFunctionDef { return function.body.contains(inner) }
    if let definition = asClassDef { return definition.body.contains(inner) }
    return false
  }

  /// Which part of this compound statement `inner`, one of its children, is; nil where it always runs.
  fileprivate func branchPart(holding inner: PythonNode) -> PythonBindings.Branch.Part? {
    if let condition = asIf {
      if condition.test == inner || condition.isMainGuard { return nil }
      return condition.orElse.contains(inner) ? .orElse : .body
    }
    if let loop = asFor { return loop.body.contains(inner) ? .loop : nil }
    if let loop = asWhile { return loop.body.contains(inner) ? .loop : nil }
    if let attempt = asTry {
      if let handler = attempt.handlers.firstIndex(where: { $0.node == inner }) { return .handler(handler) }
      return attempt.body.contains(inner) ? .tryBody : nil
    }
    if kind == .match, inner.kind == .matchCase { return .matchCase(inner.range.start) }
    return nil
  }

  /// The elements of a tuple or list, as the target of an assignment.
  var asTupleOrList: PythonNodeList? { asTuple?.elements ?? asList?.elements }
}

extension PythonIf {
  /// `if __name__ == "__main__":`, which runs whenever the script does.
  var isMainGuard: Bool {
    guard let compare = test.asCompare, compare.comparators.count == 1 else { return false }
    let sides = [compare.left, compare.comparators[0]]
    return sides.contains { $0.asName?.name == "__name__" }
      && sides.contains { $0.asString == "__main__" }
  }
}
