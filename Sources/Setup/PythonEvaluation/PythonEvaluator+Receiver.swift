import Syntax

// `self.name` in a method that nobody is seen to call.
extension PythonEvaluator {
  /// What the class's own methods put into `self.name`, where one assignment alone does; nil where `node` is no such
  /// attribute.
  ///
  /// An assignment that reads the attribute that it sets (`self.model = wrap(self.model)`) reads what another one has
  /// put there. O(stores of the attribute).
  func attributeOfReceiver(_ node: PythonNode, in frame: PythonFrame) -> Evaluated? {
    guard let attribute = node.asAttribute, frame.call == nil, frame.receiver == nil,
      let method = frame.scope?.asFunctionDef, method.decorators.isEmpty,
      let definition = method.node.parent?.asClassDef, definition.body.contains(method.node),
      let receiver = method.arguments.parameters.first?.parameter.name,
      attribute.value.asName?.name == receiver
    else { return nil }
    let known = frame.module.attributeStores
    let all = known.stores(of: attribute.attribute, in: definition.node)
    let stores = all.filter { store in store.parent.map { !node.isInside($0) } ?? true }
    guard stores.count == 1, known.counts[attribute.attribute] == all.count,
      let store = stores.first, let assign = store.parent?.asAssign,
      assign.targets.contains(store), !isInherited(definition, in: frame.module),
      !changesContents(of: attribute.attribute, in: definition, frame.module)
    else { return nil }
    let scopes = frame.module.bindings.scopes
    let home = scopes.scope(around: assign.node).node
    guard scopes.branch(of: assign.node) < 0, home != method.node || assign.node.range.end <= node.range.start
    else { return nil }
    var value = evaluate(assign.value, in: self.frame(around: assign.node, in: frame.module))
    value.uses.insert(node.span, at: 0)
    value.isShared = true
    return value
  }

  /// Whether a class of the module derives from this one, and may put something else there.
  private func isInherited(_ definition: PythonClassDef, in module: PythonModule) -> Bool {
    module.bindings.uses(of: definition.name).contains { use in
      use.parent?.asClassDef?.bases.contains(use) ?? false
    }
  }

  /// Whether a method changes the object that the attribute holds: `self.config.task_type = …`.
  private func changesContents(
    of name: String, in definition: PythonClassDef, _ module: PythonModule
  ) -> Bool {
    definition.body.lazy.compactMap(\.asFunctionDef).contains { method in
      guard let receiver = method.arguments.parameters.first?.parameter.name else { return false }
      return method.node.descendantsInBody.contains { node in
        guard let held = node.asAttribute, held.attribute == name, held.value.asName?.name == receiver else {
          return false
        }
        guard let change = PythonChange(at: node) else { return false }
        guard case .handed(let call) = change.effect else { return true }
        // Libraries' functions are taken to leave their arguments alone.
        return evaluate(call.function, in: frame(around: node, in: module)).symbol == nil
      }
    }
  }
}

extension PythonNode {
  fileprivate func isInside(_ other: PythonNode) -> Bool {
    tree === other.tree && other.range.start <= range.start && range.end <= other.range.end && self != other
  }
}
