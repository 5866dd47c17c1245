import Syntax

/// A Python program as it is executed: one tree for a script, the code cells in order for a notebook.
package final class PythonModule: Sendable {
  /// Path of the script or notebook, as reports show it.
  package let path: String
  package let trees: [PythonTree]
  let bindings: PythonBindings
  private let order: [ObjectIdentifier: Int]
  private let stores = Once<PythonAttributeStores>()

  /// Collects all bindings. O(nodes).
  package init(path: String, trees: [PythonTree]) {
    self.path = path
    self.trees = trees
    var order: [ObjectIdentifier: Int] = [:]
    for (index, tree) in trees.enumerated() { order[ObjectIdentifier(tree)] = index }
    self.order = order
    self.bindings = PythonBindings(of: trees)
  }

  /// Where a node stands in the order of execution of the text.
  func position(of node: PythonNode) -> PythonPosition {
    PythonPosition(tree: order[ObjectIdentifier(node.tree)] ?? 0, offset: node.range.start)
  }

  /// The place behind a node.
  func position(after node: PythonNode) -> PythonPosition {
    PythonPosition(tree: order[ObjectIdentifier(node.tree)] ?? 0, offset: node.range.end)
  }

  /// Where attributes are set; found once for all evaluators. O(nodes) once.
  var attributeStores: PythonAttributeStores { stores.value { PythonAttributeStores(in: self) } }

  /// All statements of the top level, cell by cell.
  package var body: [PythonNode] { trees.flatMap { tree in tree.module.children } }

  /// The calls of every tree whose function's own name, that of a method included, is `wanted`, by its bytes. In the
  /// order of the text. O(nodes + found × log found).
  func calls(where wanted: (UnsafeBufferPointer<UInt8>) -> Bool) -> [PythonCall] {
    trees.flatMap { $0.calls(where: wanted) }
  }

  /// Every node of every tree whose kind is `kind`, in the order of the text. O(nodes + found × log found).
  package func nodes(_ kind: PythonNodeKind) -> [PythonNode] { trees.flatMap { $0.nodes(kind) } }
}

/// A place in a program: the cell, then the byte offset in it.
struct PythonPosition: Comparable, Hashable, Sendable {
  let tree: Int
  let offset: Int

  static func < (left: PythonPosition, right: PythonPosition) -> Bool {
    (left.tree, left.offset) < (right.tree, right.offset)
  }
}
