/// How large a tree becomes when every alias is replaced by what it stands for.
///
/// Aliases are never replaced here; sizes are added up, so that a few lines that stand for billions of nodes
/// ("billion laughs") cost no more than their own length.
struct ExpandedSize {
  private let records: [ConfigTree.Record]
  /// By node: 0 not yet known, -1 being counted, else the size; never more than `limit`.
  private var sizes: [Int]
  private let limit: Int
  /// The first alias in the order of counting that brought a size to the limit, or that lies in its own
  /// target.
  private(set) var culprit: Int32?

  init(_ records: [ConfigTree.Record], limit: Int) {
    self.records = records
    self.limit = limit
    sizes = Array(repeating: 0, count: records.count)
  }

  /// A node whose children are being counted.
  private struct Visit {
    let node: Int32
    var upcoming: Int32
    /// An alias counts as its target does.
    var size: Int
  }

  /// The size of `root`, at most `limit`. O(nodes), over all calls together.
  mutating func size(of root: Int32) -> Int {
    var open = [visit(root)]
    sizes[Int(root)] = -1
    while var visit = open.popLast() {
      if visit.upcoming == ConfigTree.Record.none {
        sizes[Int(visit.node)] = visit.size
        continue
      }
      let part = visit.upcoming
      switch sizes[Int(part)] {
      case 0:
        sizes[Int(part)] = -1
        open.append(visit)
        open.append(self.visit(part))
        continue
      case -1: visit.size = limit  // only an alias leads back to a node that is being counted
      default: visit.size = min(limit, visit.size + sizes[Int(part)])
      }
      let isAlias = records[Int(visit.node)].kind == .alias
      if visit.size == limit, culprit == nil { culprit = isAlias ? visit.node : part }
      visit.upcoming = isAlias ? ConfigTree.Record.none : records[Int(part)].nextSibling
      open.append(visit)
    }
    return sizes[Int(root)]
  }

  /// Starts with the first child of a collection, or with the target of an alias.
  private func visit(_ node: Int32) -> Visit {
    let record = records[Int(node)]
    guard record.kind == .alias, record.target != ConfigTree.Record.none else {
      return Visit(node: node, upcoming: record.firstChild, size: 1)
    }
    return Visit(node: node, upcoming: record.target, size: 0)
  }
}

extension ConfigTree {
  /// How many nodes this tree has when every alias is replaced by what it stands for; at most `limit`.
  /// O(nodes).
  package func expandedNodeCount(limit: Int = Int(Int32.max)) -> Int {
    var sizes = ExpandedSize(records, limit: limit)
    return roots.reduce(0) { min(limit, $0 + sizes.size(of: $1.id)) }
  }
}

extension YAMLParserState {
  /// Reports a document that its aliases make larger than the limit, or endless.
  mutating func checkExpansion() {
    guard hasAliases else { return }
    var sizes = ExpandedSize(builder.records, limit: YAMLParser.expansionLimit)
    for root in builder.roots {
      guard sizes.size(of: root) >= YAMLParser.expansionLimit, let culprit = sizes.culprit else { continue }
      let record = builder.records[Int(culprit)]
      return builder.report(
        .limit, TextRange(Int(record.start), Int(record.end)),
        "with this alias replaced the document has more than \(YAMLParser.expansionLimit) nodes")
    }
  }
}
