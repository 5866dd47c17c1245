/// A cursor on one node of a `PythonTree`.
package struct PythonNode: Sendable, Hashable {
  package let tree: PythonTree
  package let id: Int32

  init(tree: PythonTree, id: Int32) {
    self.tree = tree
    self.id = id
  }

  var record: PythonTree.Record { tree.records[Int(id)] }

  package var kind: PythonNodeKind { record.kind }
  /// As CPython's `ast` gives it, without decorators and without the parentheses around it; the parts to
  /// which `ast` gives no position (arguments, comprehensions, with-items, cases) have the range of their
  /// text.
  package var range: TextRange { TextRange(Int(record.start), Int(record.end)) }
  package var span: Span { Span(tree.file, range) }
  /// The source bytes of the node.
  package var text: String { tree.file.text(in: range) }
  /// Whether parentheses stand around the expression that are not part of its range.
  package var isParenthesized: Bool { record.isParenthesized }

  /// The node that holds this one; nil for the module.
  package var parent: PythonNode? {
    let parent = tree.parents[Int(id)]
    return parent == PythonTree.none ? nil : PythonNode(tree: tree, id: parent)
  }

  /// The nodes around this one, from the nearest to the module.
  package var ancestors: PythonAncestors { PythonAncestors(node: self) }

  /// All child nodes in the order of the text. O(children), more where `ast` orders fields otherwise.
  package var children: [PythonNode] {
    var found: [PythonNode] = []
    var isOrdered = true
    func add(_ child: Int32) {
      guard child != PythonTree.none else { return }
      let node = PythonNode(tree: tree, id: child)
      if let last = found.last, last.record.start > node.record.start { isOrdered = false }
      found.append(node)
    }
    let record = record
    var slot = Int(record.fields)
    for field in PythonNodeLayout.fields(of: record.kind) {
      switch field {
      case .node: add(tree.fields[slot])
      case .list: for child in tree.lists[listRange(slot)] { add(child) }
      case .identifier, .numbers, .number: break
      }
      slot += field == .identifier ? 2 : 1
    }
    return isOrdered ? found : found.sorted { $0.range < $1.range }
  }

  package static func == (left: PythonNode, right: PythonNode) -> Bool {
    left.tree === right.tree && left.id == right.id
  }
  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(tree))
    hasher.combine(id)
  }
}

// Fields by slot, for the typed views; `PythonNodeLayout` says which slots a kind has.
extension PythonNode {
  func child(_ slot: Int) -> PythonNode? {
    let id = tree.fields[Int(record.fields) + slot]
    return id == PythonTree.none ? nil : PythonNode(tree: tree, id: id)
  }

  /// A child that every node of this kind has; the parser never leaves it out.
  func required(_ slot: Int) -> PythonNode {
    PythonNode(tree: tree, id: tree.fields[Int(record.fields) + slot])
  }

  func list(_ slot: Int) -> PythonNodeList {
    PythonNodeList(tree: tree, range: listRange(Int(record.fields) + slot))
  }

  func optionals(_ slot: Int) -> [PythonNode?] {
    tree.lists[listRange(Int(record.fields) + slot)].map {
      $0 == PythonTree.none ? nil : PythonNode(tree: tree, id: $0)
    }
  }

  func numbers(_ slot: Int) -> ArraySlice<Int32> { tree.lists[listRange(Int(record.fields) + slot)] }

  func number(_ slot: Int) -> Int { Int(tree.fields[Int(record.fields) + slot]) }

  func identifierRange(_ slot: Int) -> TextRange? {
    let first = Int(record.fields) + slot
    let start = tree.fields[first]
    return start == PythonTree.none ? nil : TextRange(Int(start), Int(tree.fields[first + 1]))
  }

  private func listRange(_ slot: Int) -> Range<Int> {
    let offset = Int(tree.fields[slot])
    return offset + 1..<offset + 1 + Int(tree.lists[offset])
  }
}

/// The way from a node up to the module.
package struct PythonAncestors: Sequence, IteratorProtocol, Sendable {
  var node: PythonNode

  package mutating func next() -> PythonNode? {
    guard let parent = node.parent else { return nil }
    node = parent
    return parent
  }
}

/// The nodes of one field that holds many, in the order of `ast`.
package struct PythonNodeList: RandomAccessCollection, Sendable {
  let tree: PythonTree
  let range: Range<Int>

  package var startIndex: Int { 0 }
  package var endIndex: Int { range.count }
  package subscript(position: Int) -> PythonNode {
    PythonNode(tree: tree, id: tree.lists[range.lowerBound + position])
  }

  /// An iterator of its own, since loops in other modules ask the collection through its protocol.
  package func makeIterator() -> Iterator { Iterator(nodes: self) }

  package struct Iterator: IteratorProtocol {
    fileprivate let nodes: PythonNodeList
    private var place = 0

    fileprivate init(nodes: PythonNodeList) { self.nodes = nodes }

    package mutating func next() -> PythonNode? {
      guard place < nodes.range.count else { return nil }
      place += 1
      return nodes[place - 1]
    }
  }
}

/// An identifier in the source: where it stands, and its text.
///
/// Its text is as written. Python compares identifiers after NFKC normalization, which matters only for
/// non-ASCII ones; a dotted module name comes without the white space that may stand around its dots.
package struct PythonIdentifier: Sendable, Hashable {
  let file: SourceFile
  package let range: TextRange

  package var span: Span { Span(file, range) }

  package var text: String {
    let bytes = file.bytes[range.start..<range.end]
    guard bytes.contains(where: PythonIdentifier.isBlank) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: bytes.filter { !PythonIdentifier.isBlank($0) }, as: UTF8.self)
  }

  /// Whether this is `name`, without making a string. O(bytes).
  package func matches(_ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    return name.withUTF8Buffer { $0.elementsEqual(file.bytes[range.start..<range.end]) }
  }

  /// White space, line joins and line ends; none of them is part of a name.
  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: "\\") }
}

extension PythonNode {
  func identifier(_ slot: Int) -> PythonIdentifier? {
    identifierRange(slot).map { PythonIdentifier(file: tree.file, range: $0) }
  }

  /// An identifier that every node of this kind has; empty at the node's start were it missing.
  func requiredIdentifier(_ slot: Int) -> PythonIdentifier {
    PythonIdentifier(file: tree.file, range: identifierRange(slot) ?? .at(range.start))
  }
}
