import Syntax

/// What one use of a name does to the object that the name stands for, before anything is evaluated.
struct PythonChange {
  enum Step {
    case attribute(PythonIdentifier)
    case item(PythonNode)

    var span: Span {
      switch self {
      case .attribute(let identifier): return identifier.span
      case .item(let key): return key.span
      }
    }
  }

  enum Effect {
    /// `name.x = value`, `name[key] = value`; without a value where something deeper is changed, or taken away.
    case store(Step, value: PythonNode?)
    /// `name.update(…)`.
    case update(PythonCall)
    /// An argument of a call, whose function may change it.
    case handed(PythonCall)
    /// `other = name`: what happens to the one happens to the other.
    case alias(String)
    /// A method that changes it in a way that is not followed.
    case method(String)
  }

  let effect: Effect
  /// The use of the name.
  let use: PythonNode
  /// From where on the change has happened: the end of the statement or call.
  let end: PythonNode

  /// nil for a use that changes nothing. O(length of the access).
  init?(at use: PythonNode) {
    self.use = use
    var top = use
    var first: PythonNode?
    var length = 0
    while let parent = top.parent, parent.isAccess(to: top) {
      first = first ?? parent
      length += 1
      top = parent
    }
    guard let parent = top.parent else { return nil }
    guard let step = first?.step else {
      guard let (effect, end) = Self.bare(use, parent) else { return nil }
      (self.effect, self.end) = (effect, end)
      return
    }
    if let call = parent.asCall, call.function == top {
      guard let method = top.asAttribute?.attribute, Self.changingMethods.contains(method) else { return nil }
      end = parent
      if length > 1 {
        effect = .store(step, value: nil)
      } else {
        effect = method == "update" ? .update(call) : .method(method)
      }
      return
    }
    guard top.isStored || parent.asAugAssign?.target == top else { return nil }
    let value = length > 1 ? nil : parent.valueStored(in: top)
    if parent.kind == .annAssign, parent.asAnnAssign?.value == nil { return nil }
    effect = .store(step, value: value)
    end = value ?? parent
  }

  private static func bare(_ use: PythonNode, _ parent: PythonNode) -> (Effect, PythonNode)? {
    if let call = parent.asCall, call.function != use { return (.handed(call), parent) }
    if let keyword = parent.asKeyword, keyword.identifier != nil, let call = parent.parent?.asCall {
      return (.handed(call), call.node)
    }
    if let assign = parent.asAssign, assign.value == use,
      let name = assign.targets.first(where: { $0.kind == .name })?.asName?.name
    {
      return (.alias(name), parent)
    }
    return nil
  }

  /// Methods of dicts, lists and sets that change them (docs.python.org, "Built-in Types").
  private static let changingMethods: Set<String> = [
    "update", "setdefault", "pop", "popitem", "clear", "append", "extend", "insert", "remove", "sort",
    "reverse",
    "add", "discard", "__setattr__", "__setitem__", "__delitem__",
  ]
}

extension PythonNode {
  /// The access that this node makes; nil for other nodes.
  fileprivate var step: PythonChange.Step? {
    if let attribute = asAttribute { return .attribute(attribute.identifier) }
    return asSubscript.map { .item($0.slice) }
  }

  /// Whether an attribute or item is set or deleted here.
  fileprivate var isStored: Bool { (asAttribute?.context ?? asSubscript?.context ?? .load) != .load }

  /// What this statement stores in exactly `target`; nil where it unpacks, adds or deletes.
  fileprivate func valueStored(in target: PythonNode) -> PythonNode? {
    if let assign = asAssign { return assign.targets.contains(target) ? assign.value : nil }
    return asAnnAssign?.value
  }
}
