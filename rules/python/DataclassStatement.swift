import Setup
import Syntax

/// The parameters of `@dataclass` that decide whether instances have a hash; nil where one is not known.
struct DataclassParameters {
  var eq: Bool? = true
  var frozen: Bool? = false
  var unsafeHash: Bool? = false

  /// nil unless the decorator is certainly `dataclasses.dataclass`, bare, called, or made by
  /// `functools.partial`.
  init?(of decorator: Evaluated, by evaluator: PythonEvaluator) {
    if decorator.symbol == "dataclasses.dataclass" {
      self.init()
    } else if let (maker, site) = decorator.making {
      let given = evaluator.arguments(of: site)
      let isPartial =
        maker.symbol == "functools.partial" && given.positional.first?.symbol == "dataclasses.dataclass"
      guard maker.symbol == "dataclasses.dataclass" || isPartial else { return nil }
      self.init(of: given)
    } else {
      return nil
    }
  }

  /// From the keywords of `dataclass` or `make_dataclass` (both have the same, dataclasses.py 3.8 to 3.13).
  init(of given: PythonCallArguments) {
    self.init()
    if given.openReason != nil { (eq, frozen, unsafeHash) = (nil, nil, nil) }
    if let value = given["eq"] { eq = value.truth }
    if let value = given["frozen"] { frozen = value.truth }
    if let value = given["unsafe_hash"] { unsafeHash = value.truth }
  }

  private init() {}
}

extension Evaluated {
  /// The boolean that it certainly is.
  fileprivate var truth: Bool? {
    if case .constant(.bool(let truth)) = value { return truth }
    return nil
  }
}

/// A name that a class body annotates, and the value that the class has under it.
struct DataclassField {
  let name: String
  let annotation: PythonNode
  /// What is written behind the `=` (or in a tuple of `make_dataclass`).
  let value: PythonNode
}

extension PythonClassDef {
  /// The names that the body annotates and to which it gives a value, in the order of the text.
  ///
  /// As in CPython, the last annotation and the last value of a name count, wherever in the body they stand;
  /// a name whose last value is a function, an import, a loop's and the like is left out, and so is one that
  /// only a branch gives another value. O(statements of the body).
  var annotatedValues: [DataclassField] {
    var order: [String] = []
    var annotations: [String: PythonNode] = [:]
    var values: [String: [(value: PythonNode?, isConditional: Bool)]] = [:]
    for (statement, isConditional) in bodyStatements {
      if let assign = statement.asAnnAssign, assign.isSimple, let name = assign.target.asName?.name {
        if annotations.updateValue(assign.annotation, forKey: name) == nil { order.append(name) }
        if let value = assign.value { values[name, default: []].append((value, isConditional)) }
      } else {
        for (name, value) in statement.boundValues {
          values[name, default: []].append((value, isConditional))
        }
      }
    }
    return order.compactMap { name in
      guard let all = values[name], let last = all.last, let value = last.value,
        all.count == 1 || !last.isConditional, let annotation = annotations[name]
      else { return nil }
      return DataclassField(name: name, annotation: annotation, value: value)
    }
  }

  /// Every name that the body gives a value, or that it imports, defines or deletes. O(nodes of its
  /// statements).
  var boundNames: [String] {
    bodyStatements.flatMap { statement, _ -> [String] in
      if let name = statement.asAnnAssign?.target.asName?.name { return [name] }
      return statement.boundValues.map(\.0)
    }
  }

  /// The statements that run with the class body, those of branches and loops included, in the order of the
  /// text.
  var bodyStatements: [(statement: PythonNode, isConditional: Bool)] {
    var found: [(statement: PythonNode, isConditional: Bool)] = []
    var pending = body.reversed().map { (node: $0, isConditional: false) }
    while let (node, isConditional) = pending.popLast() {
      if node.kind.isStatement { found.append((node, isConditional)) }
      guard node.kind != .classDef, node.asFunctionDef == nil else { continue }
      let inner = node.children.filter {
        $0.kind.isStatement || $0.kind == .exceptHandler || $0.kind == .matchCase
      }
      pending += inner.reversed().map { (node: $0, isConditional: true) }
    }
    return found
  }
}

extension PythonNode {
  /// The names that a statement without annotation binds or deletes; a value only for `name = value`.
  fileprivate var boundValues: [(String, PythonNode?)] {
    if let assign = asAssign {
      return assign.targets.flatMap { target -> [(String, PythonNode?)] in
        if let name = target.asName { return [(name.name, assign.value)] }
        return target.storedNames.map { ($0, nil) }
      }
    }
    if let function = asFunctionDef { return [(function.name, nil)] }
    if let definition = asClassDef { return [(definition.name, nil)] }
    if let names = asImport?.names ?? asImportFrom?.names { return names.map { ($0.boundName, nil) } }
    let targets = children.filter {
      !$0.kind.isStatement && $0.kind != .exceptHandler && $0.kind != .matchCase
    }
    return targets.flatMap(\.storedNames).map { ($0, nil) }
  }

  /// Names below this node that are bound or deleted. O(nodes below).
  private var storedNames: [String] {
    var names: [String] = []
    var pending = [self]
    while let node = pending.popLast() {
      if let name = node.asName, name.context != .load { names.append(name.name) }
      pending += node.children
    }
    return names
  }
}
