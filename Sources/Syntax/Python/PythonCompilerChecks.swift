/// Finds what CPython's grammar takes and its compiler refuses: names, scopes and places that do not go together.
///
/// The facts are those of `Python/symtable.c`, `Python/future.c` and `Python/compile.c` (from 3.13 on `codegen.c`);
/// what only some versions from 3.9 to 3.14 refuse is let pass. As in CPython, only a text without other problems
/// is looked at, so that a broken line has no consequences here. One loop over the nodes, parents before
/// children, gives each its context from its parent's: no recursion, O(nodes). Only scopes that `global` or
/// `nonlocal` speak of have their names collected.
struct PythonCompilerChecks {
  /// Where a node stands, as far as it decides what is allowed there.
  struct Context {
    var scope: Int32
    /// In a loop of this scope that `break` would leave.
    var isInLoop = false
    /// In an `except*` block of this scope.
    var isInExceptStar = false
    /// In the iterable of a comprehension, at any depth; lambdas do not end it.
    var isInIterable = false
    var restriction: Restriction?
  }

  /// An expression that CPython keeps in a scope of its own, where nothing may be bound or suspended.
  enum Restriction: String {
    case bound = "the bound of a type parameter"
    case defaultValue = "the default of a type parameter"
    case alias = "a type alias"
    case generic = "a generic definition"
  }

  struct Scope {
    enum Kind: UInt8 {
      case module, `class`, function, asyncFunction, lambda, comprehension, generator, types
    }
    var kind: Kind
    /// The scope around this one; -1 for the module.
    var parent: Int32
    /// The node that opens it.
    var node: Int32
    /// Whether its names are to be collected.
    var isWatched = false
    var hasYield = false
    /// What its names are; empty unless it is watched.
    var names: [String: Name] = [:]
  }

  let bytes: [UInt8]
  let dialect: PythonDialect
  let records: [PythonTree.Record]
  let fields: [Int32]
  let lists: [Int32]
  let parents: [Int32]
  let root: Int32

  var contextOf: [Int32]
  var contexts = [Context(scope: 0)]
  var scopes: [Scope]
  var declarations: [Declaration] = []
  /// `return` statements with a value in async functions, with their scopes.
  var asyncReturns: [(node: Int32, scope: Int32)] = []
  var futureImports: [Int32] = []
  /// Scratch space for the names of one list.
  var names: [TextRange] = []
  /// By scope, for those with a named expression in them.
  var comprehensionTargets: [Int32: Set<String>] = [:]
  var problems: [SyntaxProblem] = []

  /// In `contextOf`: that of the parent.
  private static let inherited: Int32 = -1
  /// In `contextOf`: the node hangs on nothing.
  private static let unknown: Int32 = -2

  init(
    bytes: [UInt8], dialect: PythonDialect, records: [PythonTree.Record], fields: [Int32], lists: [Int32],
    parents: [Int32], root: Int32
  ) {
    self.bytes = bytes
    self.dialect = dialect
    self.records = records
    self.fields = fields
    self.lists = lists
    self.parents = parents
    self.root = root
    contextOf = [Int32](repeating: PythonCompilerChecks.inherited, count: records.count)
    scopes = [Scope(kind: .module, parent: -1, node: root)]
  }

  /// All problems, in the order of the text. O(nodes).
  mutating func run() -> [SyntaxProblem] {
    contextOf[Int(root)] = 0
    for id in stride(from: records.count - 1, through: 0, by: -1) {
      var context = contextOf[id]
      if context == PythonCompilerChecks.inherited {
        let parent = parents[id]
        context = parent == PythonTree.none ? PythonCompilerChecks.unknown : contextOf[Int(parent)]
        contextOf[id] = context
      }
      if context >= 0 { check(Int32(truncatingIfNeeded: id), context) }
    }
    for (node, scope) in asyncReturns where scopes[Int(scope)].hasYield {
      report(keyword(node, "return"), "'return' with a value in an asynchronous generator")
    }
    checkFutureImports()
    checkDeclarations()
    return problems.sorted { $0.range < $1.range }
  }

  private mutating func check(_ id: Int32, _ context: Int32) {
    let record = records[Int(id)]
    switch record.kind {
    case .constant, .binOp, .expression: return
    case .name, .attribute:
      if record.detail != PythonContext.load.rawValue { checkBinding(id, record) }
    case .call: checkKeywords(list(id, 2))
    case .functionDef, .asyncFunctionDef: enterFunction(id, context)
    case .classDef: enterClass(id, context)
    case .lambda: enterLambda(id, context)
    case .listComp, .setComp, .generatorExp, .dictComp: enterComprehension(id, context)
    case .for, .asyncFor, .while: enterLoop(id, context)
    case .tryStar: enterExceptStar(id, context)
    case .try: checkHandlers(id)
    case .typeAlias: enterTypeAlias(id, context)
    case .typeVar, .paramSpec, .typeVarTuple: enterTypeParameter(id, context)
    case .asyncWith: checkAsync(keyword(id, "async"), "'async with'", context)
    case .return, .break, .continue: checkJump(id, context)
    case .await, .yield, .yieldFrom: checkSuspension(id, context)
    case .namedExpr: checkNamedExpression(id, context)
    case .starred: checkStarred(id)
    case .list, .tuple: checkStarredTargets(id, record)
    case .import, .importFrom: checkImport(id, context)
    case .global, .nonlocal: declare(id, context)
    case .exceptHandler: checkName(slots(id, 1), range: range(id))
    case .match: checkCases(id)
    case .matchCase: checkPattern(field(id, 0))
    default: return
    }
  }

  // MARK: The tree

  func field(_ id: Int32, _ slot: Int) -> Int32 { fields[Int(records[Int(id)].fields) + slot] }

  /// The elements of the list in this slot, as indices into `lists`.
  func list(_ id: Int32, _ slot: Int) -> Range<Int> {
    let first = Int(field(id, slot)) + 1
    return first..<first + Int(lists[first - 1])
  }

  /// The identifier in this slot and the next.
  func slots(_ id: Int32, _ slot: Int) -> TextRange? {
    let start = field(id, slot)
    return start == PythonTree.none ? nil : TextRange(Int(start), Int(field(id, slot + 1)))
  }

  func range(_ id: Int32) -> TextRange {
    TextRange(Int(records[Int(id)].start), Int(records[Int(id)].end))
  }

  /// The word that a node begins with.
  func keyword(_ id: Int32, _ word: StaticString) -> TextRange {
    let start = Int(records[Int(id)].start)
    return TextRange(start, start + word.utf8CodeUnitCount)
  }

  func text(_ range: TextRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }

  func scope(_ context: Int32) -> Int32 { contexts[Int(context)].scope }

  mutating func report(_ range: TextRange, _ message: String) {
    problems.report(SyntaxProblem(.compilation, range, message))
  }

  // MARK: Contexts

  mutating func add(_ context: Context) -> Int32 {
    contexts.append(context)
    return Int32(truncatingIfNeeded: contexts.count - 1)
  }

  mutating func open(_ kind: Scope.Kind, at node: Int32, in parent: Int32) -> Int32 {
    scopes.append(Scope(kind: kind, parent: parent, node: node))
    return Int32(truncatingIfNeeded: scopes.count - 1)
  }

  mutating func set(_ context: Int32, node: Int32) {
    if node != PythonTree.none { contextOf[Int(node)] = context }
  }

  mutating func set(_ context: Int32, list: Range<Int>) {
    for index in list { set(context, node: lists[index]) }
  }
}
