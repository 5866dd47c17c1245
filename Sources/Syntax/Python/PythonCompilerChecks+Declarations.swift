// `global` and `nonlocal` (`symtable.c`; reference manual, 7.12 and 7.13).
extension PythonCompilerChecks {
  /// One name of a `global` or `nonlocal` statement.
  struct Declaration {
    var name: TextRange
    var scope: Int32
    var isGlobal: Bool
    /// Where the statement begins.
    var place: Int
  }

  /// What a scope does with a name; offsets are those of the first place, `Int.max` for none.
  struct Name {
    var isParameter = false
    var isTypeParameter = false
    var use = Int.max
    var binding = Int.max
    var annotation = Int.max
    var global = Int.max
    var nonlocal = Int.max
  }

  mutating func declare(_ id: Int32, _ context: Int32) {
    let isGlobal = records[Int(id)].kind == .global
    let scope = self.scope(context)
    if !isGlobal && scopes[Int(scope)].kind == .module {
      return report(range(id), "'nonlocal' outside a function")
    }
    let numbers = list(id, 0)
    for index in stride(from: numbers.lowerBound, to: numbers.upperBound - 1, by: 2) {
      let name = TextRange(Int(lists[index]), Int(lists[index + 1]))
      declarations.append(
        Declaration(name: name, scope: scope, isGlobal: isGlobal, place: range(id).start))
    }
    scopes[Int(scope)].isWatched = true
    var outer = isGlobal ? 0 : scopes[Int(scope)].parent
    while outer > 0, !scopes[Int(outer)].isWatched || outer == scopes[Int(scope)].parent {
      scopes[Int(outer)].isWatched = true
      outer = scopes[Int(outer)].parent
    }
  }

  mutating func checkDeclarations() {
    if declarations.isEmpty { return }
    for id in records.indices where contextOf[id] >= 0 { collect(Int32(truncatingIfNeeded: id)) }
    for declaration in declarations {
      let name = text(declaration.name)
      let place = declaration.place
      let scope = Int(declaration.scope)
      if declaration.isGlobal {
        scopes[scope].names[name, default: Name()].global.lower(to: place)
      } else {
        scopes[scope].names[name, default: Name()].nonlocal.lower(to: place)
      }
    }
    for declaration in declarations { check(declaration) }
  }

  private mutating func check(_ declaration: Declaration) {
    let name = text(declaration.name)
    let scope = scopes[Int(declaration.scope)]
    guard let known = scope.names[name] else { return }
    let place = declaration.place
    let word: StaticString = declaration.isGlobal ? "global" : "nonlocal"
    if known.isParameter {
      report(declaration.name, "'\(name)' is a parameter and cannot be \(word)")
    } else if known.annotation < place || scope.kind != .module && known.annotation != Int.max {
      report(declaration.name, "'\(name)' is annotated and cannot be \(word)")
    } else if known.binding < place {
      report(declaration.name, "'\(name)' is assigned to before it is declared \(word)")
    } else if known.use < place {
      report(declaration.name, "'\(name)' is used before it is declared \(word)")
    } else if !declaration.isGlobal && known.global != Int.max {
      report(declaration.name, "'\(name)' is declared both nonlocal and global")
    } else if !declaration.isGlobal {
      checkBinding(of: name, declaration)
    }
  }

  /// Reports a nonlocal name that no function around binds.
  private mutating func checkBinding(of name: String, _ declaration: Declaration) {
    if name == "__class__" { return }
    var outer = scopes[Int(declaration.scope)].parent
    while outer > 0 {
      let scope = scopes[Int(outer)]
      if scope.kind != .class, let known = scope.names[name] {
        if known.isTypeParameter {
          return report(declaration.name, "type parameter '\(name)' cannot be nonlocal")
        }
        if known.global != Int.max { break }
        if known.isParameter || known.binding != Int.max || known.nonlocal != Int.max { return }
      }
      outer = scope.parent
    }
    report(declaration.name, "no function around binds '\(name)'")
  }

  // MARK: Collecting

  /// Notes what one node does with a name, where its scope is watched.
  private mutating func collect(_ id: Int32) {
    let record = records[Int(id)]
    let place = Int(record.start)
    let scope = self.scope(contextOf[Int(id)])
    switch record.kind {
    case .name:
      guard record.detail == PythonContext.load.rawValue else { return bind(range(id), in: scope, id) }
      note(range(id), in: scope) { $0.use.lower(to: place) }
    case .functionDef, .asyncFunctionDef, .classDef: bind(slots(id, 0), in: scope, id)
    case .arguments: collectParameters(id)
    case .typeVar, .paramSpec, .typeVarTuple: note(slots(id, 0), in: scope) { $0.isTypeParameter = true }
    case .alias: bind(slots(id, 2) ?? importedName(id), in: scope, id)
    case .exceptHandler, .matchAs: bind(slots(id, 1), in: scope, id)
    case .matchStar: bind(slots(id, 0), in: scope, id)
    case .matchMapping: bind(slots(id, 2), in: scope, id)
    case .annAssign where record.detail != 0:
      note(range(field(id, 0)), in: scope) { $0.annotation.lower(to: place) }
    default: return
    }
  }

  private mutating func bind(_ name: TextRange?, in scope: Int32, _ id: Int32) {
    var scope = scope
    let place = range(id).start
    if records[Int(id)].kind == .name, records[Int(parents[Int(id)])].kind == .namedExpr {
      while scopes[Int(scope)].kind == .comprehension || scopes[Int(scope)].kind == .generator {
        scope = scopes[Int(scope)].parent
      }
    }
    note(name, in: scope) { $0.binding.lower(to: place) }
  }

  private mutating func note(_ name: TextRange?, in scope: Int32, _ change: (inout Name) -> Void) {
    guard let name, scopes[Int(scope)].isWatched else { return }
    change(&scopes[Int(scope)].names[text(name), default: Name()])
  }

  /// The first part of a dotted name.
  private func importedName(_ id: Int32) -> TextRange? {
    guard let name = slots(id, 0) else { return nil }
    let end = bytes[name.start..<name.end].firstIndex(of: UInt8(ascii: "."))
    return TextRange(name.start, end ?? name.end)
  }

  /// The scope of parameters is that of their function's body.
  private mutating func collectParameters(_ id: Int32) {
    let function = parents[Int(id)]
    let body =
      records[Int(function)].kind == .lambda
      ? field(function, 1) : list(function, 3).first.map { lists[$0] } ?? PythonTree.none
    guard body != PythonTree.none, contextOf[Int(body)] >= 0 else { return }
    let scope = self.scope(contextOf[Int(body)])
    guard scopes[Int(scope)].isWatched else { return }
    var parameters = [0, 1, 3].flatMap { list(id, $0).map { lists[$0] } }
    parameters += [2, 5].map { field(id, $0) }.filter { $0 != PythonTree.none }
    for parameter in parameters { note(slots(parameter, 0), in: scope) { $0.isParameter = true } }
  }
}

extension Int {
  fileprivate mutating func lower(to other: Int) { self = Swift.min(self, other) }
}
