import Syntax

/// Works out what expressions of a program are, as far as that is certain without running it.
///
/// Demand-driven: nothing is evaluated until a reader asks for a node, and each node is evaluated once per
/// frame. Constants are folded; names, imports, keyword expansion, functions of the project, and what is stored
/// into objects are followed; everything else ends in `unknown` with the reason, or in a `derived` value that
/// still knows its origin. Bounded by steps and by depth, so that no program can hold it up.
package final class PythonEvaluator {
  let resolver: any PythonModuleResolver
  /// The flags that the program is started with; nil where no launch line is known.
  let commandLine: CommandLineFlags?
  private struct Key: Hashable {
    let node: PythonNode
    let frame: ObjectIdentifier
  }
  struct GlobalName: Hashable {
    let module: ObjectIdentifier
    let name: String
  }
  var globals: [GlobalName: Evaluated] = [:]
  var globalsUnderWay: Set<GlobalName> = []
  private var memo: [Key: Evaluated] = [:]
  private var underWay: Set<Key> = []
  /// Frames are kept alive, so that their identity stays theirs.
  private var frames: [PythonFrame] = []
  private var anyCallFrames: [PythonNode: PythonFrame] = [:]
  private var moduleFrames: [ObjectIdentifier: PythonFrame] = [:]
  var changesByName: [GlobalName: [PythonChange]] = [:]
  var outcomes: [PythonNode: FunctionOutcome] = [:]
  var flagDeclarations: [ObjectIdentifier: [String: PythonCall]] = [:]
  private var remainingSteps: Int
  private var nesting = 0

  /// Expressions nested deeper than this are unknown; real ones are not nested this deep.
  private static let nestingLimit = 200
  /// Values with more parts than this are unknown; configs have a few hundred.
  private static let sizeLimit = 50_000
  /// Calls of project functions within each other.
  static let callDepthLimit = 12

  /// `stepLimit` bounds how many expressions are evaluated in all.
  package init(
    resolver: any PythonModuleResolver, commandLine: CommandLineFlags? = nil, stepLimit: Int = 400_000
  ) {
    self.resolver = resolver
    self.commandLine = commandLine
    self.remainingSteps = stepLimit
  }

  /// The value of an expression whose names are looked up in `frame`.
  package func evaluate(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    let key = Key(node: node, frame: ObjectIdentifier(frame))
    if let known = memo[key] { return known }
    guard remainingSteps > 0, nesting < Self.nestingLimit else {
      return .unknown("the program is too large to follow", at: node)
    }
    guard underWay.insert(key).inserted else { return .unknown("it depends on itself", at: node) }
    remainingSteps -= 1
    nesting += 1
    let value = compute(node, in: frame)
    nesting -= 1
    underWay.remove(key)
    let kept = isBounded(value) ? value : .unknown("the value is nested too deeply or too large", at: node)
    memo[key] = kept
    return kept
  }

  private func isBounded(_ value: Evaluated) -> Bool {
    value.height < Self.nestingLimit && value.size <= Self.sizeLimit
  }

  /// Counts work that is no evaluation of its own against the limit.
  func charge(_ steps: Int) { remainingSteps -= steps }

  /// The value of an expression, its names looked up as any call of the functions around it would.
  package func evaluate(_ node: PythonNode, in module: PythonModule) -> Evaluated {
    evaluate(node, in: frame(around: node, in: module))
  }

  /// The frame of the module itself.
  package func frame(of module: PythonModule) -> PythonFrame {
    if let known = moduleFrames[ObjectIdentifier(module)] { return known }
    let frame = PythonFrame(module: module)
    moduleFrames[ObjectIdentifier(module)] = frame
    return frame
  }

  /// The frame for any call of the function that `node` stands in.
  package func frame(around node: PythonNode, in module: PythonModule) -> PythonFrame {
    let scopes = module.bindings.scopes
    var scope = scopes.scope(around: node).node
    while let opener = scope, !opener.hasParameters { scope = scopes.scope(around: opener).node }
    guard let function = scope else { return frame(of: module) }
    return frame(ofAnyCallTo: function, in: module)
  }

  func frame(ofAnyCallTo function: PythonNode, in module: PythonModule) -> PythonFrame {
    if let known = anyCallFrames[function] { return known }
    let made = PythonFrame(module: module, scope: function, outer: frame(around: function, in: module))
    anyCallFrames[function] = made
    return made
  }

  func keep(_ frame: PythonFrame) -> PythonFrame {
    frames.append(frame)
    return frame
  }

  private func compute(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    switch node.kind {
    case .constant: return constant(node)
    case .name: return name(node, in: frame)
    case .attribute, .subscript: return access(node, in: frame)
    case .call: return call(node, in: frame)
    case .list, .tuple, .set: return sequence(node, in: frame)
    case .dict: return dictionary(node, in: frame)
    case .lambda: return Evaluated(.projectFunction(node, frame, partial: nil), at: node.span)
    default: return computeOperation(node, in: frame)
    }
  }

  private func computeOperation(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    if let walrus = node.asNamedExpr { return evaluate(walrus.value, in: frame) }
    if let choice = node.asIfExp { return conditional(choice, in: frame) }
    if let operation = node.asBoolOp { return booleanOperation(operation, in: frame) }
    if let operation = node.asUnaryOp { return unaryOperation(operation, in: frame) }
    if let operation = node.asBinOp { return binaryOperation(operation, in: frame) }
    if let comparison = node.asCompare { return compare(comparison, in: frame) }
    if let text = node.asJoinedString { return joinedString(text, in: frame) }
    switch node.kind {
    case .generatorExp: return .unknown("it is a generator", at: node)
    case .listComp, .setComp:
      return Evaluated(
        .sequence([], isTuple: false, openReason: "it is made by a comprehension"), at: node.span)
    case .dictComp:
      let made = PythonDictionary(entries: [], openReason: "it is made by a comprehension")
      return Evaluated(.dictionary(made), at: node.span)
    case .await: return .unknown("it is awaited", at: node)
    default: return .unknown("an expression of this kind is not followed", at: node)
    }
  }

  private func constant(_ node: PythonNode) -> Evaluated {
    let value: SetupValue
    switch node.asConstant {
    case .some(.none): value = .null
    case .true?: value = .bool(true)
    case .false?: value = .bool(false)
    case .integer(let number?)?: value = .integer(number)
    case .float(let number)?: value = .float(number)
    case .string(let text)?: value = .string(text)
    default: return .unknown("a constant of this kind is not followed", at: node)
    }
    return Evaluated(.constant(value), at: node.span)
  }

  private func sequence(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    var elements: [Evaluated] = []
    var openReason: String?
    for element in node.elements.map(Array.init) ?? [] {
      guard let starred = element.asStarred else {
        elements.append(evaluate(element, in: frame))
        continue
      }
      if case .sequence(let inner, _, let reason) = evaluate(starred.value, in: frame).value {
        elements += inner
        openReason = openReason ?? reason
      } else {
        openReason = openReason ?? "`\(element.text)` is not known"
      }
    }
    let value = PythonValue.sequence(elements, isTuple: node.kind == .tuple, openReason: openReason)
    return Evaluated(value, at: node.span)
  }

  private func dictionary(_ node: PythonNode, in frame: PythonFrame) -> Evaluated {
    var made = PythonDictionary(entries: [], openReason: nil)
    for entry in node.asDict?.entries ?? [] {
      guard let key = entry.key else {
        made.merge(evaluate(entry.value, in: frame), named: entry.value.text)
        continue
      }
      switch evaluate(key, in: frame).value {
      case .constant(.string(let name)):
        let value = evaluate(entry.value, in: frame)
        made.entries.append(.init(key: name, keySpan: key.span, value: value))
      case .constant: made.openReason = made.openReason ?? "the key `\(key.text)` is not a text"
      default: made.becomeUnknown(because: "the key `\(key.text)` is not known")
      }
    }
    return Evaluated(.dictionary(made), at: node.span)
  }
}

extension PythonDictionary {
  /// Adds what `**other` adds; keys that it may have win over those that are here.
  mutating func merge(_ other: Evaluated, named text: String) {
    if case .dictionary(let inner) = other.value {
      if let reason = inner.openReason { becomeUnknown(because: reason) }
      entries += inner.entries
    } else {
      becomeUnknown(because: "`**\(text)` is not known")
    }
  }
}

extension PythonNode {
  /// Functions and lambdas.
  var hasParameters: Bool {
    kind == .functionDef || kind == .asyncFunctionDef || kind == .lambda
  }

  /// The parameters of a function or lambda.
  var parameterList: PythonArguments? { asFunctionDef?.arguments ?? asLambda?.arguments }
}
