import Setup
import Syntax

/// Works out whether instances of the project's own classes have a hash.
///
/// `type` sets `__hash__` to None where a body defines `__eq__` and no `__hash__` (docs.python.org, data
/// model); `@dataclass` then decides by its table `_hash_action` (dataclasses.py, CPython 3.8 to 3.13).
/// Each class is worked out once, so that bases which share bases cost no more than their number.
final class ProjectClassTraits {
  let evaluator: PythonEvaluator
  private var known: [PythonNode: ClassTraits] = [:]

  init(evaluator: PythonEvaluator) { self.evaluator = evaluator }

  /// Bases above bases that are followed; longer chains are unknown.
  private static let depthLimit = 24

  /// The traits of the class at `node`, whose bases and decorators are looked up in `frame`.
  func traits(of node: PythonNode, in frame: PythonFrame, depth: Int = 0) -> ClassTraits {
    if let known = known[node] { return known }
    let found = compute(node, in: frame, depth: depth)
    known[node] = found
    return found
  }

  private func compute(_ node: PythonNode, in frame: PythonFrame, depth: Int) -> ClassTraits {
    guard depth < Self.depthLimit, let definition = node.asClassDef, !hasUnknownMetaclass(definition, frame)
    else {
      return .unknown
    }
    var traits = ClassTraits(
      ofBases: definition.bases.map { base(evaluator.evaluate($0, in: frame), depth: depth) })
    let own = OwnMethods(of: definition)
    // `__new__` may return anything, and a descriptor gives the class something else as its default.
    if own.makesOtherObjects { return .unknown }
    if let hash = own.hash {
      traits.hashing = hash
    } else if own.definesEquality {
      traits.hashing = .unhashable
    }
    if traits.isPydantic, definition.settlesHashing { return .unknown }
    for decorator in definition.decorators.reversed() {
      let value = evaluator.evaluate(decorator, in: frame)
      if let parameters = DataclassParameters(of: value, by: evaluator) {
        traits.hashing = parameters.hashing(from: traits.hashing, isExplicit: own.hasExplicitHash)
      } else if !Self.keepsClass(value) {
        return .unknown
      }
    }
    return traits
  }

  private func base(_ value: Evaluated, depth: Int) -> ClassTraits {
    switch value.value {
    case .symbol(let name): return ClassTraits(ofLibraryClass: name)
    case .projectClass(let node, let frame): return traits(of: node, in: frame, depth: depth + 1)
    case .derived(let generic, .item): return base(generic, depth: depth + 1)
    case .derived(let maker, .call) where maker.symbol == "collections.namedtuple": return .hashable
    default: return .unknown
    }
  }

  private func hasUnknownMetaclass(_ definition: PythonClassDef, _ frame: PythonFrame) -> Bool {
    definition.keywords.contains { keyword in
      guard keyword.name == "metaclass" else { return keyword.name == nil }
      return evaluator.evaluate(keyword.value, in: frame).symbol != "abc.ABCMeta"
    }
  }

  /// Decorators that hand back the class with its `__eq__` and `__hash__`.
  private static func keepsClass(_ decorator: Evaluated) -> Bool {
    let name = decorator.symbol ?? decorator.making?.maker.symbol
    return name.map { keepingDecorators.contains($0) } ?? false
  }

  private static let keepingDecorators: Set<String> = [
    "functools.total_ordering", "typing.final", "typing.runtime_checkable", "typing_extensions.final",
    "typing_extensions.runtime_checkable", "dataclasses_json.dataclass_json",
    "transformers.add_start_docstrings",
    "transformers.add_end_docstrings",
  ]
}

extension DataclassParameters {
  /// What `@dataclass` makes of a class's hash: `_hash_action` by `unsafe_hash`, `eq`, `frozen` and whether
  /// the body has a `__hash__` of its own.
  func hashing(from current: ClassTraits.Hashing, isExplicit: Bool) -> ClassTraits.Hashing {
    guard let eq, let frozen, let unsafeHash else { return .unknown }
    // With a `__hash__` of its own this raises a TypeError instead, at the class that is the default's.
    if unsafeHash { return isExplicit ? .unknown : .hashable }
    if !eq || isExplicit { return current }
    return frozen ? .hashable : .unhashable
  }
}

/// What a class body itself says about comparing and hashing.
private struct OwnMethods {
  private(set) var hash: ClassTraits.Hashing?
  private(set) var definesEquality = false
  private(set) var makesOtherObjects = false
  private var hashIsNone = false

  /// `__hash__ = None` beside an `__eq__` is taken for what `type` does by itself (dataclasses.py,
  /// `has_explicit_hash`).
  var hasExplicitHash: Bool { hash != nil && !(hashIsNone && definesEquality) }

  init(of definition: PythonClassDef) {
    for (statement, isConditional) in definition.bodyStatements {
      if let function = statement.asFunctionDef {
        add(function.name, value: nil, isConditional)
      } else if let assign = statement.asAssign {
        for target in assign.targets {
          if let name = target.asName { add(name.name, value: assign.value, isConditional) }
        }
      } else if let assign = statement.asAnnAssign, let name = assign.target.asName, let value = assign.value
      {
        add(name.name, value: value, isConditional)
      }
    }
  }

  private mutating func add(_ name: String, value: PythonNode?, _ isConditional: Bool) {
    switch name {
    case "__hash__":
      if case .some(.none) = value?.asConstant { hashIsNone = true } else { hashIsNone = false }
      hash = isConditional ? .unknown : hashIsNone ? .unhashable : .hashable
    case "__eq__":
      definesEquality = true
      if isConditional { makesOtherObjects = true }
    case "__new__", "__get__", "__class__": makesOtherObjects = true
    default: break
    }
  }
}

extension PythonClassDef {
  /// Whether pydantic settings in the body or the class's keywords may make the model frozen.
  fileprivate var settlesHashing: Bool {
    if keywords.contains(where: { $0.name == "frozen" }) { return true }
    return bodyStatements.contains { statement, _ in
      let targets =
        statement.asAssign.map { Array($0.targets) } ?? statement.asAnnAssign.map { [$0.target] } ?? []
      let isSettings =
        statement.asClassDef?.name == "Config" || targets.contains { $0.asName?.name == "model_config" }
      guard isSettings else { return false }
      let isWritten = statement.asClassDef.map { $0.bases.isEmpty } ?? true
      let value = statement.asAssign?.value ?? statement.asAnnAssign?.value
      return !isWritten || (value.map { $0.kind != .call && $0.kind != .dict } ?? false)
        || statement.node(mentions: "frozen")
    }
  }
}

extension PythonNode {
  /// Whether `word` is written anywhere in the node. O(bytes).
  fileprivate func node(mentions word: String) -> Bool {
    let bytes = tree.file.bytes[range.start..<range.end]
    let needle = Array(word.utf8)
    guard bytes.count >= needle.count else { return false }
    return (bytes.startIndex...(bytes.endIndex - needle.count)).contains { start in
      bytes[start..<start + needle.count].elementsEqual(needle)
    }
  }
}
