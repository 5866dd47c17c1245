/// The syntax tree of one Python text: an arena of nodes with exact byte ranges, shaped like CPython's `ast`.
///
/// Kinds, fields and positions are those of `ast` (`Parser/Python.asdl`, CPython 3.14): a decorated
/// definition starts at its `def` or `class`, parentheses around an expression are not part of it, those of a
/// tuple are. Nodes are records of 16 bytes in one array and name each other by index, children before
/// parents; texts are decoded from the source when they are asked for. So a tree is four allocations,
/// whatever its size, and walking all nodes needs no recursion. A tree may be deep where the text is flat (`a
/// + b + c …`, `elif` chains): who recurses over children bounds the depth, or walks `nodes`.
package final class PythonTree: Sendable {
  package let file: SourceFile
  package let dialect: PythonDialect
  /// False for a file that declares another encoding: its characters beyond ASCII are not known.
  package let isUTF8: Bool
  let records: [Record]
  let fields: [Int32]
  let lists: [Int32]
  /// The id of the node around each node; negative for the module.
  package let parents: [Int32]
  private let root: Int32
  /// Comments from their `#` to the end of their text, in the order of the text.
  package let comments: [TextRange]
  /// In the order of the text.
  package let problems: [SyntaxProblem]
  let nameLoads = Once<PythonNameLoads>()

  /// The node of the whole text; its children are the statements.
  package var module: PythonNode { PythonNode(tree: self, id: root) }

  /// All nodes, children before their parents; a node's place is its `id`. O(1) per step.
  package var nodes: PythonNodes { PythonNodes(tree: self) }

  /// The nodes of one kind, in the order of the text. O(nodes + found × log found).
  package func nodes(_ kind: PythonNodeKind) -> [PythonNode] {
    ordered(records.indices.filter { records[$0].kind == kind })
  }

  /// The calls whose function is a name, or an attribute with a name, that is `wanted`, by its bytes. In the order of
  /// the text. O(nodes + found × log found).
  package func calls(where wanted: (UnsafeBufferPointer<UInt8>) -> Bool) -> [PythonCall] {
    let found = file.bytes.withUnsafeBufferPointer { bytes in
      records.indices.filter { index in
        guard records[index].kind == .call else { return false }
        let function = records[Int(fields[Int(records[index].fields)])]
        let name: Range<Int>
        switch function.kind {
        case .name: name = Int(function.start)..<Int(function.end)
        case .attribute:
          let start = fields[Int(function.fields) + 1]
          guard start >= 0 else { return false }
          name = Int(start)..<Int(fields[Int(function.fields) + 2])
        default: return false
        }
        return wanted(UnsafeBufferPointer(rebasing: bytes[name]))
      }
    }
    return ordered(found).map { PythonCall(node: $0) }
  }

  /// The nodes of these records in the order of the text; of two that begin at one place the inner one first.
  private func ordered(_ found: [Int]) -> [PythonNode] {
    found.sorted { (records[$0].start, $0) < (records[$1].start, $1) }
      .map { PythonNode(tree: self, id: Int32($0)) }
  }

  /// What the compiler refuses is looked for where `problems`, those of the grammar, are none.
  init(
    file: SourceFile, dialect: PythonDialect, isUTF8: Bool, records: [Record], fields: [Int32],
    lists: [Int32],
    root: Int32, comments: [TextRange], problems: [SyntaxProblem]
  ) {
    self.file = file
    self.dialect = dialect
    self.isUTF8 = isUTF8
    self.records = records
    self.fields = fields
    self.lists = lists
    self.root = root
    self.comments = comments
    let parents = PythonTree.parents(of: records, fields: fields, lists: lists)
    self.parents = parents
    guard problems.isEmpty else {
      self.problems = problems
      return
    }
    var checks = PythonCompilerChecks(
      bytes: file.bytes, dialect: dialect, records: records, fields: fields, lists: lists, parents: parents,
      root: root)
    self.problems = checks.run()
  }

  /// One node. Offsets are UTF-8 bytes; the parser refuses files over 2 GiB before it gets here.
  struct Record: Sendable {
    var kind: PythonNodeKind
    /// Operator, context, kind of constant, conversion, `simple` or `is_async`, by kind.
    var detail: UInt8
    /// 1 where the expression stands in parentheses of its own.
    var isParenthesized: Bool
    var start: UInt32
    var end: UInt32
    /// Where the node's fields begin in `fields`; `PythonNodeLayout` says how they lie.
    var fields: Int32
  }

  /// No node, no identifier.
  static let none: Int32 = -1

  /// What each node is, for walks over all nodes that want no cursor for each. O(nodes).
  package var kinds: [PythonNodeKind] { records.map(\.kind) }

  /// The parent of every node, `none` for the root. O(nodes).
  private static func parents(of records: [Record], fields: [Int32], lists: [Int32]) -> [Int32] {
    let layouts = PythonNodeLayout.packed
    var parents = [Int32](repeating: none, count: records.count)
    for (parent, record) in records.enumerated() {
      var slot = Int(record.fields)
      var layout = layouts[Int(record.kind.rawValue)]
      while let field = PythonNodeLayout.Field(rawValue: UInt8(layout & 15) &- 1) {
        layout >>= 4
        let value = fields[slot]
        slot += field == .identifier ? 2 : 1
        switch field {
        case .node:
          if value != none { parents[Int(value)] = Int32(truncatingIfNeeded: parent) }
        case .list:
          let first = Int(value) + 1
          for index in first..<first + Int(lists[first - 1]) where lists[index] != none {
            parents[Int(lists[index])] = Int32(truncatingIfNeeded: parent)
          }
        case .identifier, .numbers, .number: break
        }
      }
    }
    return parents
  }
}

/// All nodes of a tree by their ids.
package struct PythonNodes: RandomAccessCollection, Sendable {
  let tree: PythonTree

  package var startIndex: Int { 0 }
  package var endIndex: Int { tree.records.count }
  package subscript(position: Int) -> PythonNode { PythonNode(tree: tree, id: Int32(position)) }
}

/// What a Python text is part of.
package enum PythonDialect: Hashable, Sendable {
  case script
  /// A code cell of a notebook: IPython's `!`, `%` and `?` lines, and `await` anywhere, are part of the
  /// language.
  case notebookCell
  /// A `.py` file that is a notebook written down, by its heading or its cells: its `!` and `%` lines are IPython's.
  case notebookExport
}
