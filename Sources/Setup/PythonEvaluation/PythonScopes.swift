import Syntax

/// In which scope, and in which branches of it, every node of a program stands.
///
/// Scopes are CPython's: the module, function and lambda bodies, class bodies, comprehensions (docs.python.org,
/// "Naming and binding"). Made in one pass over all nodes from the module down, so that no question about a node
/// costs a walk up a tree, which may be as deep as the text is long.
struct PythonScopes: Sendable {
  /// A scope: the node that opens it, nil for the module.
  struct Scope: Hashable, Sendable {
    let node: PythonNode?
  }

  /// One step from a scope down to a node: a compound statement, and the part of it that may or may not run.
  struct Branch: Sendable {
    enum Part: Hashable, Sendable {
      case body, orElse, loop, tryBody
      /// By the offset at which it begins.
      case handler(Int)
      case matchCase(Int)
      /// The `else` of a loop or `try`, and the operands that `and` and `or` may leave out.
      case maybe
    }
    let statement: PythonNode
    let part: Part
    /// The branch in which the statement stands; -1 where it always runs.
    let outer: Int32

    /// Whether only one part of the statement ever runs.
    var isExclusive: Bool {
      switch part {
      case .body, .orElse, .matchCase: return true
      case .loop, .tryBody, .handler, .maybe: return false
      }
    }
  }

  private struct BranchKey: Hashable {
    let statement: PythonNode
    let part: Branch.Part
  }

  /// The scope and branch of each node of one tree, by id; openers by id, -1 for the module.
  private struct Places: Sendable {
    let tree: PythonTree
    let openers: [Int32]
    let branches: [Int32]

    /// nil for a node of another tree.
    func place(of node: PythonNode) -> (scope: Scope, branch: Int32)? {
      guard node.tree === tree else { return nil }
      let opener = openers[Int(node.id)]
      return (Scope(node: opener >= 0 ? tree.nodes[Int(opener)] : nil), branches[Int(node.id)])
    }
  }

  /// Those of the first tree, which for a script is the only one.
  private var first: Places?
  private var others: [ObjectIdentifier: Places] = [:]
  private(set) var branches: [Branch] = []
  private var numbers: [BranchKey: Int32] = [:]

  /// O(nodes).
  init(of trees: [PythonTree]) {
    for tree in trees { place(tree) }
  }

  /// The scope in which the names of `node` are looked up first.
  func scope(around node: PythonNode) -> Scope { place(of: node).scope }

  /// The innermost branch around `node`; -1 for none.
  func branch(of node: PythonNode) -> Int32 { place(of: node).branch }

  /// Where `node` stands.
  func place(of node: PythonNode) -> (scope: Scope, branch: Int32) {
    first?.place(of: node) ?? others[ObjectIdentifier(node.tree)]?.place(of: node) ?? (Scope(node: nil), -1)
  }

  /// The number of another part of the same statement; nil where nothing stands there.
  func sibling(of branch: Int32, _ part: Branch.Part) -> Int32? {
    numbers[BranchKey(statement: branches[Int(branch)].statement, part: part)]
  }

  /// Longer ways from a scope down to a statement are cut off at the outer end.
  private static let routeLimit = 256

  /// The numbers of the branches from `branch` outwards.
  func route(from branch: Int32) -> [Int32] {
    var route: [Int32] = []
    var current = branch
    while current >= 0, route.count < Self.routeLimit {
      route.append(current)
      current = branches[Int(current)].outer
    }
    return route
  }

  // MARK: Placing

  /// Children stand before their parents in a tree, so the way back goes from the module down.
  private mutating func place(_ tree: PythonTree) {
    let (kinds, parents) = (tree.kinds, tree.parents)
    var openers = [Int32](repeating: -1, count: kinds.count)
    var branches = openers
    openers.withUnsafeMutableBufferPointer { openers in
      branches.withUnsafeMutableBufferPointer { branches in
        for index in kinds.indices.reversed() where parents[index] >= 0 {
          let parent = Int(parents[index])
          let kind = kinds[parent]
          if kind.opensScopes, kind.opensScope(for: kinds[index]) {
            openers[index] = parents[index]
            if kind.isComprehension {
              branches[index] = number(tree.nodes[parent], .loop, outer: branches[parent])
            }
            continue
          }
          openers[index] = openers[parent]
          branches[index] = branches[parent]
          if kind.hasBranches, let part = tree.nodes[parent].branchPart(holding: tree.nodes[index]) {
            branches[index] = number(tree.nodes[parent], part, outer: branches[parent])
          }
        }
      }
    }
    let places = Places(tree: tree, openers: openers, branches: branches)
    if first == nil { first = places } else { others[ObjectIdentifier(tree)] = places }
  }

  private mutating func number(_ statement: PythonNode, _ part: Branch.Part, outer: Int32) -> Int32 {
    let key = BranchKey(statement: statement, part: part)
    if let known = numbers[key] { return known }
    let number = Int32(truncatingIfNeeded: branches.count)
    branches.append(Branch(statement: statement, part: part, outer: outer))
    numbers[key] = number
    return number
  }
}

extension PythonNodeKind {
  /// Whether some of its children stand in a scope of their own.
  fileprivate var opensScopes: Bool {
    switch self {
    case .functionDef, .asyncFunctionDef, .classDef, .lambda, .listComp, .setComp, .dictComp, .generatorExp:
      return true
    default: return false
    }
  }

  /// Whether some of its children may not run though it does.
  fileprivate var hasBranches: Bool {
    switch self {
    case .if, .for, .asyncFor, .while, .try, .tryStar, .match, .ifExp, .boolOp: return true
    default: return false
    }
  }

  fileprivate var isComprehension: Bool {
    switch self {
    case .listComp, .setComp, .dictComp, .generatorExp: return true
    default: return false
    }
  }

  /// Whether the names of a child of kind `child` are looked up in a scope that a node of this kind opens:
  /// decorators, defaults, bases and annotations are not.
  fileprivate func opensScope(for child: PythonNodeKind) -> Bool {
    switch self {
    case .functionDef, .asyncFunctionDef, .classDef: return child.isStatement
    case .lambda: return child != .arguments
    default: return isComprehension
    }
  }
}

extension PythonNode {
  var isComprehension: Bool { kind.isComprehension }

  /// Which part of this statement or expression `child` is; nil where it runs whenever the whole does.
  fileprivate func branchPart(holding child: PythonNode) -> PythonScopes.Branch.Part? {
    switch kind {
    case .if:
      guard let condition = asIf, condition.test != child else { return nil }
      if child.isAtOrBehind(condition.orElse.first) { return .orElse }
      return condition.isMainGuard ? nil : .body
    case .for, .asyncFor:
      return asFor.flatMap {
        child.kind.isStatement ? (child.isAtOrBehind($0.orElse.first) ? .maybe : .loop) : nil
      }
    case .while:
      return asWhile.flatMap {
        child.kind.isStatement ? (child.isAtOrBehind($0.orElse.first) ? .maybe : .loop) : nil
      }
    case .try, .tryStar: return asTry?.part(holding: child)
    case .match: return child.kind == .matchCase ? .matchCase(child.range.start) : nil
    case .ifExp: return asIfExp.flatMap { $0.test == child ? nil : ($0.body == child ? .body : .orElse) }
    case .boolOp: return asBoolOp?.values.first == child ? nil : .maybe
    default: return nil
    }
  }

  fileprivate func isAtOrBehind(_ first: PythonNode?) -> Bool {
    first.map { range.start >= $0.range.start } ?? false
  }
}

extension PythonTry {
  fileprivate func part(holding child: PythonNode) -> PythonScopes.Branch.Part? {
    if child.kind == .exceptHandler { return .handler(child.range.start) }
    if child.isAtOrBehind(finalBody.first) { return nil }
    return child.isAtOrBehind(orElse.first) ? .maybe : .tryBody
  }
}

extension PythonIf {
  /// `if __name__ == "__main__":`, which runs whenever the script does.
  var isMainGuard: Bool {
    guard let compare = test.asCompare, compare.operators == [.equal] else { return false }
    let sides = [compare.left, compare.comparators[0]]
    return sides.contains { $0.asName?.name == "__name__" }
      && sides.contains { $0.asString == "__main__" }
  }
}
