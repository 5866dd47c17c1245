/// How the fields of each kind lie in `PythonTree.fields`, in the order of `Parser/Python.asdl`.
///
/// One table serves the parent links, `PythonNode.children` and every walk that does not care for kinds.
/// Small facts (operator, context, `simple`, `is_async`, conversion) are in the record's `detail` instead.
enum PythonNodeLayout {
  /// What one field is, and how many slots it takes.
  enum Field: UInt8, Sendable {
    /// A node's id, or -1. One slot.
    case node
    /// An offset into `lists`: a count, then as many ids (-1 for a gap). One slot.
    case list
    /// Start and end of an identifier, both -1 where there is none. Two slots.
    case identifier
    /// An offset into `lists` where no node ids lie: a count, then as many numbers. One slot.
    case numbers
    /// A number of its own. One slot.
    case number
  }

  /// The fields of `kind`.
  static func fields(of kind: PythonNodeKind) -> [Field] { table[Int(kind.rawValue)] }

  /// By raw value of the kind.
  static let table: [[Field]] = PythonNodeKind.allCases.map(describe)

  /// By raw value of the kind: four bits a field, the first one lowest, its raw value and 1; for loops over all
  /// nodes, which must not touch an array of arrays.
  static let packed: [UInt64] = table.map { fields in
    fields.reversed().reduce(0) { $0 << 4 | UInt64($1.rawValue + 1) }
  }

  private static func describe(_ kind: PythonNodeKind) -> [Field] {
    if kind.isPattern { return describePattern(kind) }
    if kind.isExpression { return describeExpression(kind) }
    if kind.isStatement { return describeStatement(kind) }
    switch kind {
    case .module: return [.list]
    case .comprehension: return [.node, .node, .list]
    case .exceptHandler: return [.node, .identifier, .list]
    case .arguments: return [.list, .list, .node, .list, .list, .node, .list]
    case .arg: return [.identifier, .node]
    case .keyword: return [.identifier, .node]
    case .alias: return [.identifier, .identifier]
    case .withItem: return [.node, .node]
    case .matchCase: return [.node, .node, .list]
    case .typeVar: return [.identifier, .node, .node]
    case .paramSpec, .typeVarTuple: return [.identifier, .node]
    default: return []
    }
  }

  private static func describeStatement(_ kind: PythonNodeKind) -> [Field] {
    switch kind {
    case .functionDef, .asyncFunctionDef: return [.identifier, .node, .list, .list, .node, .list]
    case .classDef: return [.identifier, .list, .list, .list, .list, .list]
    case .return, .expression: return [.node]
    case .delete, .import, .invalid: return [.list]
    case .assign: return [.list, .node]
    case .typeAlias: return [.node, .list, .node]
    case .augAssign: return [.node, .node]
    case .annAssign: return [.node, .node, .node]
    case .for, .asyncFor: return [.node, .node, .list, .list]
    case .while, .if: return [.node, .list, .list]
    case .with, .asyncWith: return [.list, .list]
    case .match: return [.node, .list]
    case .raise, .assert: return [.node, .node]
    case .try, .tryStar: return [.list, .list, .list, .list]
    case .importFrom: return [.identifier, .list, .number]
    case .global, .nonlocal: return [.numbers]
    default: return []
    }
  }

  private static func describeExpression(_ kind: PythonNodeKind) -> [Field] {
    switch kind {
    case .boolOp, .set, .joinedStr, .templateStr, .list, .tuple: return [.list]
    case .namedExpr, .binOp, .lambda, .subscript, .formattedValue: return [.node, .node]
    case .unaryOp, .await, .yield, .yieldFrom, .starred: return [.node]
    case .ifExp, .slice: return [.node, .node, .node]
    case .dict: return [.list, .list]
    case .listComp, .setComp, .generatorExp: return [.node, .list]
    case .dictComp: return [.node, .node, .list]
    case .compare: return [.node, .numbers, .list]
    case .call: return [.node, .list, .list]
    case .interpolation: return [.node, .identifier, .node]
    case .constant: return [.numbers]
    case .attribute: return [.node, .identifier]
    default: return []
    }
  }

  private static func describePattern(_ kind: PythonNodeKind) -> [Field] {
    switch kind {
    case .matchValue: return [.node]
    case .matchSequence, .matchOr: return [.list]
    case .matchMapping: return [.list, .list, .identifier]
    case .matchClass: return [.node, .list, .numbers, .list]
    case .matchStar: return [.identifier]
    case .matchAs: return [.node, .identifier]
    default: return []
    }
  }
}
