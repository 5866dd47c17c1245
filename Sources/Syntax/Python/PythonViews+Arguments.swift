/// The parameters of a function or lambda, in `ast`'s groups.
package struct PythonArguments: Sendable, Hashable {
  package let node: PythonNode
  /// Before the `/`.
  package var positionalOnly: [PythonParameter] { node.list(0).map { PythonParameter(node: $0) } }
  package var positional: [PythonParameter] { node.list(1).map { PythonParameter(node: $0) } }
  /// `*args`.
  package var varArg: PythonParameter? { node.child(2).map { PythonParameter(node: $0) } }
  /// Behind `*` or `*args`.
  package var keywordOnly: [PythonParameter] { node.list(3).map { PythonParameter(node: $0) } }
  /// One a keyword-only parameter.
  package var keywordDefaults: [PythonNode?] { node.optionals(4) }
  /// `**kwargs`.
  package var kwArg: PythonParameter? { node.child(5).map { PythonParameter(node: $0) } }
  /// Of the last positional parameters, positional-only ones included.
  package var defaults: PythonNodeList { node.list(6) }

  /// Every parameter that has a name of its own with its default, in order; `*args` and `**kwargs` are left
  /// out.
  package var parameters: [(parameter: PythonParameter, default: PythonNode?)] {
    let positional = positionalOnly + positional
    let defaults = defaults
    let firstDefault = positional.count - defaults.count
    var pairs: [(parameter: PythonParameter, default: PythonNode?)] = []
    for (index, parameter) in positional.enumerated() {
      pairs.append((parameter, index >= firstDefault ? defaults[index - firstDefault] : nil))
    }
    for (parameter, value) in zip(keywordOnly, keywordDefaults) { pairs.append((parameter, value)) }
    return pairs
  }
}

/// `name: annotation` of a function.
package struct PythonParameter: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier { node.requiredIdentifier(0) }
  package var name: String { identifier.text }
  package var nameRange: TextRange { identifier.range }
  package var annotation: PythonNode? { node.child(2) }
}

/// `T: bound = default`, `*Ts = default` or `**P = default`.
package struct PythonTypeParameter: Sendable, Hashable {
  package let node: PythonNode
  package var identifier: PythonIdentifier { node.requiredIdentifier(0) }
  package var name: String { identifier.text }
  /// Of a `typeVar` only.
  package var bound: PythonNode? { node.kind == .typeVar ? node.child(2) : nil }
  package var defaultValue: PythonNode? { node.child(node.kind == .typeVar ? 3 : 2) }
}

extension PythonNode {
  package var asArguments: PythonArguments? { kind == .arguments ? PythonArguments(node: self) : nil }
  package var asParameter: PythonParameter? { kind == .arg ? PythonParameter(node: self) : nil }
  package var asKeyword: PythonKeyword? { kind == .keyword ? PythonKeyword(node: self) : nil }
  package var asAlias: PythonAlias? { kind == .alias ? PythonAlias(node: self) : nil }
  package var asGenerator: PythonGenerator? { kind == .comprehension ? PythonGenerator(node: self) : nil }
  package var asWithItem: PythonWithItem? { kind == .withItem ? PythonWithItem(node: self) : nil }
  package var asExceptHandler: PythonExceptHandler? {
    kind == .exceptHandler ? PythonExceptHandler(node: self) : nil
  }
  package var asTypeParameter: PythonTypeParameter? {
    kind == .typeVar || kind == .paramSpec || kind == .typeVarTuple ? PythonTypeParameter(node: self) : nil
  }
}
