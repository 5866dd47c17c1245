import Syntax

/// Where a module sets attributes of objects.
struct PythonAttributeStores: Sendable {
  /// How many places set an attribute of each name, of whatever object.
  private(set) var counts: [String: Int] = [:]
  /// The targets `self.name` in the methods of each class, whatever they call the object, by name; in the order of the
  /// text.
  private var byClass: [PythonNode: [String: [PythonNode]]] = [:]

  /// O(nodes).
  init(in module: PythonModule) {
    let scopes = module.bindings.scopes
    for node in module.nodes(.attribute) {
      guard let target = node.asAttribute, target.context != .load || node.parent?.kind == .augAssign else {
        continue
      }
      counts[target.attribute, default: 0] += 1
      if let definition = Self.definition(ofReceiverIn: target, scopes) {
        byClass[definition, default: [:]][target.attribute, default: []].append(node)
      }
    }
  }

  /// The targets `self.name` in the methods of a class.
  func stores(of name: String, in definition: PythonNode) -> [PythonNode] {
    byClass[definition]?[name] ?? []
  }

  /// The class whose object `target` is an attribute of, as it stands in a method and is one of its first parameter.
  private static func definition(ofReceiverIn target: PythonAttribute, _ scopes: PythonScopes) -> PythonNode?
  {
    guard let object = target.value.asName?.name else { return nil }
    var opener = scopes.scope(around: target.node).node
    while let inner = opener, inner.isComprehension { opener = scopes.scope(around: inner).node }
    guard let method = opener?.asFunctionDef, let definition = method.node.parent,
      definition.kind == .classDef, method.arguments.parameters.first?.parameter.name == object
    else { return nil }
    return definition
  }
}
