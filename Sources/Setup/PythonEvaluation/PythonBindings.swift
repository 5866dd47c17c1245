import Syntax

/// Every place where a name of a program gets a value, by scope and name. Built in one pass over all nodes; the places
/// that read a name are looked for when somebody asks for them.
struct PythonBindings: Sendable {
  typealias Scope = PythonScopes.Scope

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
    let name: String
    let source: Source
    /// The name or statement that binds.
    let node: PythonNode
    /// Where the name has its value: an assignment's own right side still sees what was there before.
    let position: PythonPosition
    /// The innermost branch that holds it; -1 for none.
    let branch: Int32
    /// The scope to which the name belongs.
    var scope: Scope
    /// Made by a function that declares the name `global` or `nonlocal`, so that it happens whenever that runs.
    var isRemote = false
    /// It belongs to another scope, under which it stands as well.
    fileprivate var isMoved = false
  }

  let scopes: PythonScopes
  private let trees: [PythonTree]
  private var all: [Binding] = []
  /// The places in `all` by name and scope.
  private var places = HashChains()
  private var declaredGlobal: [Scope: Set<String>] = [:]
  private var declaredNonlocal: [Scope: Set<String>] = [:]

  init(of trees: [PythonTree]) {
    self.trees = trees
    scopes = PythonScopes(of: trees)
    for (index, tree) in trees.enumerated() {
      let (kinds, nodes) = (tree.kinds, tree.nodes)
      let binding = kinds.indices.filter { kinds[$0].mayBind }
      if index == 0 {
        all.reserveCapacity(binding.count)
        places = HashChains(capacity: binding.count)
      }
      for id in binding { collect(nodes[id], tree: index) }
    }
    handOutDeclared()
  }

  /// The bindings of `name` in `scope`, in the order of the text. O(bindings found), on average.
  func bindings(of name: String, in scope: Scope) -> [Binding] {
    let found = numbers(of: name, in: scope).map { all[$0] }
    return found.count > 1 ? found.sorted { $0.position < $1.position } : found
  }

  /// Every place that reads the name, whatever the scope.
  func uses(of name: String) -> [PythonNode] { trees.flatMap { $0.loads(of: name) } }

  /// The places that read the name and may change what it names, or hand it on.
  func usesThatMayChange(_ name: String) -> [PythonNode] { trees.flatMap { $0.loadsThatMayChange(name) } }

  /// Whether the name is read at so many places at least.
  func isRead(_ name: String, times count: Int = 1) -> Bool {
    trees.reduce(0) { $0 + $1.loadCount(of: name, limit: count) } >= count
  }

  private func numbers(of name: String, in scope: Scope) -> [Int] {
    places.places(of: Self.hash(name, scope)).filter { isBinding($0, of: name, in: scope) }.reversed()
  }

  private func binds(_ name: String, in scope: Scope) -> Bool {
    places.places(of: Self.hash(name, scope)).contains { isBinding($0, of: name, in: scope) }
  }

  private func isBinding(_ number: Int, of name: String, in scope: Scope) -> Bool {
    all[number].name == name && all[number].scope == scope && !all[number].isMoved
  }

  private static func hash(_ name: String, _ scope: Scope) -> Int {
    HashChains.hash(of: name) ^ Int(scope.node?.id ?? -1)
  }

  private mutating func add(_ binding: Binding) {
    places.append(Self.hash(binding.name, binding.scope))
    all.append(binding)
  }

  /// The scope to which a name that is used in `scope` belongs; nil for builtins and star imports.
  ///
  /// O(scopes around it).
  func home(of name: String, from scope: Scope) -> Scope? {
    var current = scope
    var isInnermost = true
    while true {
      if declaredGlobal[current]?.contains(name) ?? false { current = Scope(node: nil) }
      let isHidden = current.node?.kind == .classDef && !isInnermost
      let isElsewhere = declaredNonlocal[current]?.contains(name) ?? false
      if !isHidden, !isElsewhere, binds(name, in: current) { return current }
      guard let opener = current.node else { return nil }
      isInnermost = false
      current = scopes.scope(around: opener)
    }
  }

  /// What functions bind for the scopes around them is theirs.
  private mutating func handOutDeclared() {
    for (declared, isGlobal) in [(declaredGlobal, true), (declaredNonlocal, false)] {
      for (scope, names) in declared {
        for name in names {
          let bound = numbers(of: name, in: scope)
          guard !bound.isEmpty else { continue }
          let outer = scope.node.map { scopes.scope(around: $0) } ?? scope
          let target = isGlobal ? Scope(node: nil) : home(of: name, from: outer) ?? outer
          for number in bound where target != scope {
            var moved = all[number]
            moved.isRemote = scope.node != nil
            moved.scope = target
            add(moved)
            all[number].isMoved = true
          }
        }
      }
    }
  }
}

// Collecting.
extension PythonBindings {
  private mutating func collect(_ node: PythonNode, tree: Int) {
    switch node.kind {
    case .assign:
      guard let assign = node.asAssign else { return }
      for target in assign.targets { bind(target, to: assign.value, path: [], tree: tree) }
    case .annAssign:
      guard let assign = node.asAnnAssign, let value = assign.value else { return }
      bind(assign.target, to: value, path: [], tree: tree)
    case .namedExpr:
      guard let walrus = node.asNamedExpr else { return }
      bind(walrus.target, to: walrus.value, path: [], tree: tree)
    case .augAssign:
      if let assign = node.asAugAssign, let name = assign.target.asName {
        add(name.name, .augmented(node), at: node, tree: tree, from: node.range.end)
      }
    case .import, .importFrom: collectImport(node, tree: tree)
    case .functionDef, .asyncFunctionDef:
      if let function = node.asFunctionDef { add(function.name, .function(node), at: node, tree: tree) }
    case .classDef:
      if let definition = node.asClassDef {
        add(definition.name, .classDefinition(node), at: node, tree: tree)
      }
    case .arg: collectParameter(node, tree: tree)
    case .delete:
      for target in node.asDelete.map({ Array($0.targets) }) ?? [] { bindOther(target, "`del`", tree: tree) }
    case .global, .nonlocal:
      let scope = scopes.scope(around: node)
      let names = node.asScopeDeclaration?.names.map(\.text) ?? []
      if node.kind == .global {
        declaredGlobal[scope, default: []].formUnion(names)
      } else {
        declaredNonlocal[scope, default: []].formUnion(names)
      }
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
      guard let item = node.asWithItem, let target = item.target else { return }
      if let name = target.asName {
        add(name.name, .context(item.context), at: target, tree: tree)
      } else {
        bindOther(target, "a `with` statement", tree: tree)
      }
    case .exceptHandler:
      guard let name = node.asExceptHandler?.name else { return }
      add(name, .other("an exception"), at: node, tree: tree)
    case .matchAs:
      guard let name = node.asMatchAs?.identifier else { return }
      add(name.text, .other("a match pattern"), at: node, tree: tree)
    case .matchStar:
      guard let name = node.asMatchStar ?? nil else { return }
      add(name.text, .other("a match pattern"), at: node, tree: tree)
    case .matchMapping:
      guard let name = node.asMatchMapping?.rest else { return }
      add(name.text, .other("a match pattern"), at: node, tree: tree)
    default: break
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
    let position = PythonPosition(tree: tree, offset: node.range.start)
    let scope = Scope(node: owner)
    add(
      Binding(
        name: name, source: .parameter(node), node: node, position: position, branch: -1, scope: scope))
  }

  private mutating func bind(_ target: PythonNode, to value: PythonNode, path: [Int], tree: Int) {
    if let name = target.asName {
      add(name.name, .value(value, path: path), at: target, tree: tree, from: value.range.end)
      return
    }
    guard let parts = target.asTupleOrList else { return }
    let star = parts.firstIndex { $0.kind == .starred }
    for (index, part) in parts.enumerated() {
      if let star, index >= star {
        // From the star on, places count from the end.
        bindOther(part, "a starred target", tree: tree, from: value.range.end)
      } else {
        bind(part, to: value, path: path + [index], tree: tree)
      }
    }
  }

  private mutating func bindElements(_ target: PythonNode, of iterable: PythonNode, path: [Int], tree: Int) {
    if let name = target.asName {
      add(name.name, .element(of: iterable, path: path), at: target, tree: tree)
      return
    }
    guard let parts = target.asTupleOrList else { return }
    let star = parts.firstIndex { $0.kind == .starred }
    for (index, part) in parts.enumerated() {
      if let star, index >= star {
        bindOther(part, "a starred target", tree: tree)
      } else {
        bindElements(part, of: iterable, path: path + [index], tree: tree)
      }
    }
  }

  /// Binds every name of a target to something that is not followed.
  private mutating func bindOther(_ target: PythonNode, _ what: String, tree: Int, from offset: Int? = nil) {
    if let name = target.asName {
      add(name.name, .other(what), at: target, tree: tree, from: offset)
    } else if let inner = target.asStarred {
      bindOther(inner.value, what, tree: tree, from: offset)
    } else {
      for part in target.asTupleOrList.map(Array.init) ?? [] {
        bindOther(part, what, tree: tree, from: offset)
      }
    }
  }

  /// `offset` is where the name has its value; without one, where `node` starts.
  private mutating func add(
    _ name: String, _ source: Source, at node: PythonNode, tree: Int, from offset: Int? = nil
  ) {
    var (scope, branch) = scopes.place(of: node)
    // A comprehension's own names are its targets; `:=` in it binds in the function around it (PEP 572).
    if case .value = source {
      while let opener = scope.node, opener.isComprehension { scope = scopes.scope(around: opener) }
    }
    let position = PythonPosition(tree: tree, offset: offset ?? node.range.start)
    add(
      Binding(
        name: name, source: source, node: node, position: position, branch: branch, scope: scope))
  }
}

extension PythonNodeKind {
  /// Whether `collect` has anything to do with such a node: most are constants, attributes and calls.
  fileprivate var mayBind: Bool {
    switch self {
    case .assign, .annAssign, .namedExpr, .augAssign, .import, .importFrom, .functionDef,
      .asyncFunctionDef, .classDef, .arg, .delete, .global, .nonlocal, .for, .asyncFor, .comprehension,
      .withItem, .exceptHandler, .matchAs, .matchStar, .matchMapping:
      return true
    default: return false
    }
  }
}

extension PythonNode {
  var opensScope: Bool {
    switch kind {
    case .functionDef, .asyncFunctionDef, .classDef, .lambda: return true
    default: return false
    }
  }

  /// The elements of a tuple or list, as the target of an assignment.
  var asTupleOrList: PythonNodeList? { asTuple?.elements ?? asList?.elements }
}
