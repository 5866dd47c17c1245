@testable import Syntax

extension Inspection {
  /// Every node but the module lies in its parent; siblings do not overlap; identifiers lie in their nodes.
  ///
  /// As in CPython's `ast`, a definition begins behind its decorators.
  mutating func see(_ tree: PythonTree) {
    let file = tree.file
    see(tree.problems, of: file)
    see(comments: tree.comments, of: file)
    for node in tree.nodes {
      see(Int(node.kind.rawValue))
      see(node.range, inside: file.wholeRange, "\(node.kind)")
      expect((node.parent == nil) == (node == tree.module), "\(node.kind) \(node.range) and its parent")
      if let parent = node.parent { see(node, in: parent) }
      seeFields(of: node)
    }
  }

  private mutating func see(_ node: PythonNode, in parent: PythonNode) {
    expect(parent.id > node.id, "the parent of \(node.kind) comes before it")
    let isDecorator = parent.decoratorList.contains { $0 == node }
    let fits = isDecorator ? node.range.end <= parent.range.start : parent.range.contains(node.range)
    expect(
      fits,
      "\(node.kind) \(node.range.start)-\(node.range.end) is outside "
        + "\(parent.kind) \(parent.range.start)-\(parent.range.end)")
  }

  private mutating func seeFields(of node: PythonNode) {
    var slot = 0
    for field in PythonNodeLayout.fields(of: node.kind) {
      if field == .identifier, let range = node.identifierRange(slot) {
        see(range, inside: node.range, "identifier of \(node.kind)")
      }
      slot += field == .identifier ? 2 : 1
    }
    // The text of `f"{x=}"` covers the field behind it, as in CPython.
    let mayOverlap = node.kind == .joinedStr || node.kind == .templateStr
    var end = 0
    for child in node.children where !mayOverlap {
      expect(
        child.range.start >= end, "\(child.kind) at \(child.range.start) in \(node.kind) is before \(end)")
      end = child.range.end
    }
    if let constant = node.asConstant { see("\(constant)") }
  }
}

extension PythonNode {
  fileprivate var decoratorList: [PythonNode] {
    if let function = asFunctionDef { return Array(function.decorators) }
    if let definition = asClassDef { return Array(definition.decorators) }
    return []
  }
}
