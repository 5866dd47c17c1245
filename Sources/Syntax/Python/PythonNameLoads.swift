/// Where a program reads each name. Made in one pass that makes no String: of all the names of a program readers ask
/// for a few.
///
/// Names are one where their bytes are; Python compares them after NFKC normalization, which matters only for
/// characters beyond ASCII.
struct PythonNameLoads: Sendable {
  private var nodes: [Int32] = []
  private var chains: HashChains

  /// O(nodes + bytes of the names).
  init(of tree: PythonTree) {
    for (id, record) in tree.records.enumerated() where record.kind == .name {
      guard record.detail == PythonContext.load.rawValue else { continue }
      nodes.append(Int32(truncatingIfNeeded: id))
    }
    chains = HashChains(capacity: nodes.count)
    tree.file.bytes.withUnsafeBufferPointer { bytes in
      for id in nodes {
        let name = bytes[tree.records[Int(id)].bytes]
        chains.append(HashChains.hash(of: UnsafeBufferPointer(rebasing: name)))
      }
    }
  }

  /// The nodes that read `name` in `tree`, the last one first, until `take` returns false. O(nodes found), on average.
  func visit(_ name: String, in tree: PythonTree, _ take: (Int32) -> Bool) {
    var name = name
    name.withUTF8 { name in
      tree.file.bytes.withUnsafeBufferPointer { bytes in
        for place in chains.places(of: HashChains.hash(of: name)) {
          let id = nodes[place]
          guard bytes[tree.records[Int(id)].bytes].elementsEqual(name) else { continue }
          if !take(id) { return }
        }
      }
    }
  }
}

extension PythonTree {
  /// The nodes that read `name`, in their order. O(nodes) once, then O(nodes found).
  package func loads(of name: String) -> [PythonNode] { loads(of: name) { _ in true } }

  /// The nodes that read `name` and may change what it names, or hand it on: all but those that only read an
  /// attribute or item of it, as most do. In their order. O(nodes) once, then O(nodes found and their accesses).
  package func loadsThatMayChange(_ name: String) -> [PythonNode] { loads(of: name, where: mayChange) }

  /// How many nodes read `name`, counted up to `limit`. O(nodes) once, then O(nodes found).
  package func loadCount(of name: String, limit: Int) -> Int {
    var count = 0
    visitLoads(of: name) { _ in
      count += 1
      return count < limit
    }
    return count
  }

  private func loads(of name: String, where isWanted: (Int32) -> Bool) -> [PythonNode] {
    var found: [PythonNode] = []
    visitLoads(of: name) { id in
      if isWanted(id) { found.append(PythonNode(tree: self, id: id)) }
      return true
    }
    return found.reversed()
  }

  private func visitLoads(of name: String, _ take: (Int32) -> Bool) {
    nameLoads.value { PythonNameLoads(of: self) }.visit(name, in: self, take)
  }

  /// Whether more is done with the object at `use` than to read an attribute or item of it.
  private func mayChange(_ use: Int32) -> Bool {
    var top = use
    var around = parents[Int(top)]
    while around >= 0, isAccess(around, of: top) { (top, around) = (around, parents[Int(around)]) }
    guard top != use, around >= 0, records[Int(top)].detail == PythonContext.load.rawValue else {
      return true
    }
    switch records[Int(around)].kind {
    case .call: return firstField(around) == top
    case .augAssign: return true
    default: return false
    }
  }

  /// Whether `node` is an attribute or item of `base`, its child.
  fileprivate func isAccess(_ node: Int32, of base: Int32) -> Bool {
    switch records[Int(node)].kind {
    case .attribute: return true
    case .subscript: return firstField(node) == base
    default: return false
    }
  }

  /// A call's function; what an attribute or item is of.
  private func firstField(_ node: Int32) -> Int32 { fields[Int(records[Int(node)].fields)] }
}

extension PythonNode {
  /// Whether this node is an attribute or an item of `base`, its child.
  package func isAccess(to base: PythonNode) -> Bool { tree.isAccess(id, of: base.id) }
}

extension PythonTree.Record {
  /// The bytes of the node in its text.
  fileprivate var bytes: Range<Int> { Int(start)..<Int(end) }
}
