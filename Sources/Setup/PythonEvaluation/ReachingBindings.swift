import Syntax

/// When a name is looked up, as seen from the scope that it belongs to.
enum PythonMoment {
  /// Where this node of the scope is evaluated.
  case at(PythonNode)
  /// Whenever somebody calls this function, which the scope defines.
  case during(PythonNode)
  /// After everything in the scope has run.
  case afterAll

  /// The node of the scope from which on, or at which, the name is looked up.
  var node: PythonNode? {
    switch self {
    case .at(let node), .during(let node): return node
    case .afterAll: return nil
    }
  }
}

/// Which bindings of a name can be the one that a look-up sees.
///
/// Goes from the last binding before the look-up to the first: one that has surely happened hides all before it,
/// one in a branch that excludes the look-up does not count, any other may or may not have happened. In a loop, what
/// stands behind the look-up may have happened in an earlier turn.
struct ReachingBindings {
  typealias Binding = PythonBindings.Binding
  private let scopes: PythonScopes
  private let moment: PythonMoment
  private let limit: PythonPosition?
  private let route: Set<Int32>
  /// The innermost loops around the look-up, from the inside out.
  private let loops: [Int32]
  private var covered: Set<Int32> = []

  init(at moment: PythonMoment, in module: PythonModule) {
    self.moment = moment
    scopes = module.bindings.scopes
    limit = moment.node.map { module.position(of: $0) }
    let route =
      moment.node.map { module.bindings.scopes.route(from: module.bindings.scopes.branch(of: $0)) } ?? []
    self.route = Set(route)
    let branches = module.bindings.scopes.branches
    loops = route.filter { branches[Int($0)].part == .loop }
  }

  /// In the order of the text. A branch that is dead, as its condition is known, need not set the name for the other
  /// part to be the one that has. O(bindings × branches around them).
  mutating func among(_ bindings: [Binding], isDead: (Int32) -> Bool) -> [Binding] {
    var reaching: [Binding] = []
    var passedOver: [Binding] = []
    var last: Binding?
    for binding in withoutFailedImports(bindings).reversed() {
      if bindings.count > 1, isDead(binding.branch) {
        _ = covers(binding.branch)
      } else if binding.isRemote {
        reaching.append(binding)
      } else if let limit, binding.position >= limit {
        passedOver.append(binding)
      } else if isExcluded(binding.branch) {
        passedOver.append(binding)
      } else if !leaves(binding) {
        reaching.append(binding)
        if covers(binding.branch) {
          last = binding
          break
        }
      }
    }
    reaching += passedOver.filter { mayComeEarlier($0, than: last) }
    return reaching.sorted { $0.position < $1.position }
  }

  /// Whether a branch stands in a part of a statement of which the look-up's is another.
  func isExcluded(_ branch: Int32) -> Bool {
    scopes.route(from: branch).contains { number in
      let step = scopes.branches[Int(number)]
      guard step.isExclusive, !route.contains(number) else { return false }
      return route.contains { scopes.branches[Int($0)].statement == step.statement }
    }
  }

  /// Whether two branches are different parts of one statement, of which only one runs; in a loop both may, in
  /// different turns.
  func excludeEachOther(_ branch: Int32, _ other: Int32) -> Bool {
    let around = scopes.route(from: other)
    guard !around.contains(where: { scopes.branches[Int($0)].part == .loop }) else { return false }
    return scopes.route(from: branch).contains { number in
      let step = scopes.branches[Int(number)]
      guard step.isExclusive, !around.contains(number) else { return false }
      return around.contains { scopes.branches[Int($0)].statement == step.statement }
    }
  }

  /// Whether everything in the branch has surely run when the look-up happens, given that what stands in `earlier`
  /// has, as far as branches decide it.
  func isCertain(_ branch: Int32, behind earlier: Int32) -> Bool {
    let around = scopes.route(from: earlier)
    return scopes.route(from: branch).allSatisfy {
      route.contains($0) || around.contains($0) || alwaysRuns($0)
    }
  }

  /// Whether what is written behind the look-up may yet have happened before it: in an earlier turn of a loop, or
  /// because the look-up stands in a function that is called later.
  func mayHappenBefore(_ branch: Int32) -> Bool {
    if case .during = moment { return true }
    let around = scopes.route(from: branch)
    return loops.contains { around.contains($0) }
  }

  private func mayComeEarlier(_ binding: Binding, than last: Binding?) -> Bool {
    if case .during = moment { return true }
    let around = scopes.route(from: binding.branch)
    guard let common = loops.first(where: { around.contains($0) }) else { return false }
    // What every turn binds anew before the look-up, no earlier turn can have left.
    guard let last else { return true }
    return !scopes.route(from: last.branch).contains(common)
  }

  /// Marks the branch as one that sets the name; true when, with those marked before, the name is surely set.
  private mutating func covers(_ branch: Int32) -> Bool {
    var current = branch
    while current >= 0, !route.contains(current) {
      covered.insert(current)
      guard alwaysRuns(current) || isOtherPartCovered(current) else { return false }
      current = scopes.branches[Int(current)].outer
    }
    return true
  }

  private func isOtherPartCovered(_ branch: Int32) -> Bool {
    let step = scopes.branches[Int(branch)]
    switch step.part {
    case .body:
      return scopes.sibling(of: branch, .orElse).map {
        covered.contains($0) || step.statement.leaves(in: .orElse)
      }
        ?? false
    case .orElse:
      return scopes.sibling(of: branch, .body).map {
        covered.contains($0) || step.statement.leaves(in: .body)
      }
        ?? false
    default: return false
    }
  }

  /// A `try` whose handlers all leave, or speak of a machine on which an import fails and nothing trains.
  private func alwaysRuns(_ branch: Int32) -> Bool {
    let step = scopes.branches[Int(branch)]
    guard step.part == .tryBody, let attempt = step.statement.asTry else { return false }
    return attempt.handlers.allSatisfy { $0.body.last?.leavesScope ?? false || $0.catchesFailedImports }
  }

  /// Whether the binding's branch ends by leaving the function, so that it cannot be followed by the look-up.
  private func leaves(_ binding: Binding) -> Bool {
    guard moment.node != nil else { return false }
    let around = scopes.route(from: binding.branch)
    guard !around.contains(where: { scopes.branches[Int($0)].part == .tryBody }) else { return false }
    return around.contains { number in
      !route.contains(number)
        && scopes.branches[Int(number)].statement.leaves(in: scopes.branches[Int(number)].part)
    }
  }

  /// `try: import x / except ImportError: x = None`: the handler's bindings do not count.
  private func withoutFailedImports(_ bindings: [Binding]) -> [Binding] {
    guard bindings.count > 1 else { return bindings }
    let kept = bindings.filter { binding in
      !scopes.route(from: binding.branch).contains { number in
        let step = scopes.branches[Int(number)]
        guard case .handler(let start) = step.part, !route.contains(number) else { return false }
        return step.statement.asTry?.handlers.first { $0.node.range.start == start }?.catchesFailedImports
          ?? false
      }
    }
    return kept.isEmpty ? bindings : kept
  }
}

extension PythonExceptHandler {
  /// `except ImportError:` and its kind.
  fileprivate var catchesFailedImports: Bool {
    guard let type else { return false }
    let types = type.asTuple.map { Array($0.elements) } ?? [type]
    return types.allSatisfy { type in
      type.asName.map { $0.identifier.matches("ImportError") || $0.identifier.matches("ModuleNotFoundError") }
        ?? false
    }
  }
}

extension PythonNode {
  /// Whether nothing behind this statement in its function runs.
  var leavesScope: Bool { kind == .return || kind == .raise }

  /// Whether a part of this `if` ends by leaving the function.
  fileprivate func leaves(in part: PythonScopes.Branch.Part) -> Bool {
    switch part {
    case .body: return asIf?.body.last?.leavesScope ?? false
    case .orElse: return asIf?.orElse.last?.leavesScope ?? false
    default: return false
    }
  }
}
