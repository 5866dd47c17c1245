@testable import Syntax

extension Inspection {
  /// Nodes lie in their parents, siblings follow each other, keys have values.
  ///
  /// TOML's tables may be opened again, so only what stands in brackets nests there.
  mutating func see(_ tree: ConfigTree) {
    let file = tree.file
    see(tree.problems, of: file)
    see(comments: tree.comments.map(\.range), of: file)
    if tree.language == .yaml { expect(tree.roots.count == tree.documents.count, "roots without documents") }
    for document in tree.documents { see(document.range, inside: file.wholeRange, "document") }
    var open = tree.roots.map { (node: $0, outer: file.wholeRange) }
    var count = 0
    while let (node, outer) = open.popLast() {
      count += 1
      guard count <= tree.records.count else { return expect(false, "a node is reached twice") }
      see(node, inside: outer)
      let nests = tree.language != .toml || node.style == .flow
      var last = node.range.start
      var children = 0
      for child in node.children {
        children += 1
        // A table that a dotted key makes begins with that key.
        if nests, child.style != .dotted {
          expect(child.range.start >= last, "the child at \(child.range.start) is before \(last)")
          last = child.range.end
        }
        open.append((child, nests ? node.range : file.wholeRange))
      }
      if node.kind == .mapping { expect(children.isMultiple(of: 2), "a key without a value") }
    }
    see(tree.expandedNodeCount(limit: 100_000))
  }

  private mutating func see(_ node: ConfigNode, inside outer: TextRange) {
    see(node.range, inside: outer, "\(node.kind) \(node.style)")
    see(Int(node.kind.rawValue))
    see(node.text)
    if let tag = node.tag { see(tag) }
    if let anchor = node.anchor { see(anchor) }
    switch node.tree.language {
    case .yaml:
      see(node.value(.pyYAML).hashValue)
      see(node.value(.ruamel).hashValue)
      see(node.value(.omegaConf).hashValue)
      let entries = node.effectiveEntries(.pyYAML, budget: 100)
      see(entries.entries.count)
    case .json:
      see(node.value(.json).hashValue)
      _ = JSONScalar.value(of: node)
      if let (bytes, map) = EmbeddedMap.jsonString(node) {
        see(
          embedded: SourceFile(
            path: "inner", bytes: bytes,
            origin: .embedded(host: node.tree.file, map: map, part: .configText)))
      }
    case .toml: see(node.value(.toml).hashValue)
    }
  }
}
