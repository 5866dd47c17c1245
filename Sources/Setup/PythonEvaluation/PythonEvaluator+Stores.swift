import Syntax

// What is stored into an object between its making and its use.
extension PythonEvaluator {
  /// `name.attribute = …`, `name[key] = …` in the scope of the binding, after it and before the use.
  func stores(
    into name: String, after binding: PythonBindings.Binding, before use: PythonNode?, in frame: PythonFrame
  ) -> [PythonStore] {
    let module = frame.module
    let limit = use.map { module.position(of: $0) }
    let route = use.map { PythonBindings.branches(to: $0) } ?? []
    return module.bindings.stores(into: name).compactMap { store in
      let position = module.position(of: store.statement)
      guard position > binding.position, limit.map({ position < $0 }) ?? true,
        PythonBindings.scope(around: store.statement) == PythonBindings.scope(around: binding.node)
      else { return nil }
      let branches = PythonBindings.branches(to: store.statement)
      let isExcluded = branches.contains { branch in
        route.contains { $0.statement == branch.statement && $0.part != branch.part && branch.isExclusive }
      }
      guard !isExcluded, let target = target(of: store, in: frame) else { return nil }
      let isConditional = !branches.allSatisfy { route.contains($0) || $0.part == .tryBody }
      return PythonStore(
        target: target, targetSpan: store.targetSpan, value: store.value,
        frame: self.frame(around: store.statement, in: module), isConditional: isConditional)
    }
  }

  private func target(of store: PythonBindings.RawStore, in frame: PythonFrame) -> PythonStore.Target? {
    switch store.target {
    case .attribute(let name): return .attribute(name)
    case .item(let key):
      guard case .constant(.string(let text)) = evaluate(key, in: frame).value else { return nil }
      return .item(text)
    }
  }
}

extension Evaluated {
  /// A dict takes in what was stored under its keys; other values keep their stores for who asks.
  func applyingStores(by evaluator: PythonEvaluator) -> Evaluated {
    guard case .dictionary(var dictionary) = value, !stores.isEmpty else { return self }
    for store in stores {
      guard case .item(let key) = store.target else { continue }
      let stored = evaluator.evaluate(store.value, in: store.frame)
      var value = stored
      if store.isConditional {
        let earlier = dictionary[key] ?? .unknownEarlier(at: span)
        value = Evaluated(.oneOf([earlier, stored]), at: stored.span)
      }
      dictionary.entries.append(.init(key: key, keySpan: store.targetSpan, value: value))
    }
    var result = Evaluated(.dictionary(dictionary), at: span)
    result.uses = uses
    result.isShared = isShared
    return result
  }
}
