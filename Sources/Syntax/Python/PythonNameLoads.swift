/// Where a program reads each name. Made in one pass that makes no String: of all the names of a program readers ask
/// for a few.
///
/// Names are one where their bytes are; Python compares them after NFKC normalization, which matters only for
/// characters beyond ASCII.
struct PythonNameLoads: Sendable {
  private var nodes: [Int32] = []
  private var chains = HashChains()

  /// O(nodes + bytes of the names).
  init(of tree: PythonTree) {
    nodes.reserveCapacity(tree.records.count / 4)
    tree.file.bytes.withUnsafeBufferPointer { bytes in
      for (id, record) in tree.records.enumerated() where record.kind == .name {
        guard record.detail == PythonContext.load.rawValue else { continue }
        nodes.append(Int32(truncatingIfNeeded: id))
        chains.append(HashChains.hash(of: UnsafeBufferPointer(rebasing: bytes[record.bytes])))
      }
    }
  }

  /// The last `limit` nodes that read `name` in `tree`, in their order. O(nodes found), on average.
  func nodes(of name: String, in tree: PythonTree, limit: Int) -> [PythonNode] {
    var name = name
    return name.withUTF8 { name in
      tree.file.bytes.withUnsafeBufferPointer { bytes in
        var found: [PythonNode] = []
        for place in chains.places(of: HashChains.hash(of: name)) {
          let id = nodes[place]
          guard bytes[tree.records[Int(id)].bytes].elementsEqual(name) else { continue }
          found.append(PythonNode(tree: tree, id: id))
          if found.count == limit { break }
        }
        return found.reversed()
      }
    }
  }
}

extension PythonTree {
  /// The nodes that read `name`, in their order, the last `limit` of them. O(nodes) once, then O(nodes found).
  package func loads(of name: String, limit: Int = .max) -> [PythonNode] {
    nameLoads.value { PythonNameLoads(of: self) }.nodes(of: name, in: self, limit: limit)
  }
}

extension PythonTree.Record {
  /// The bytes of the node in its text.
  fileprivate var bytes: Range<Int> { Int(start)..<Int(end) }
}
