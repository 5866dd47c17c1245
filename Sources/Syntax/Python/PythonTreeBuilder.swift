/// Collects the nodes of a `PythonTree`, children before parents. All offsets are UTF-8 bytes.
struct PythonTreeBuilder {
  private(set) var records: [PythonTree.Record] = []
  private(set) var fields: [Int32] = []
  private(set) var lists: [Int32] = []
  /// Elements of lists that are not finished yet; the innermost list lies on top.
  private var pending: [Int32] = []

  static let none = PythonTree.none
  /// The list without elements; all empty lists share it.
  static let emptyList: Int32 = 0

  /// Makes room for the nodes of a text of `size` bytes.
  init(size: Int) {
    records.reserveCapacity(size / 8 + 16)
    fields.reserveCapacity(size / 4 + 16)
    lists.reserveCapacity(size / 8 + 16)
    lists.append(0)
  }

  // MARK: Lists

  /// Where a new list begins; give it to `finishList` when its elements have been pushed.
  var listMark: Int { pending.count }

  @inline(__always)
  mutating func push(_ element: Int32) { pending.append(element) }

  /// What was pushed since `mark`, as a list that a field can hold; takes it off the stack.
  mutating func finishList(from mark: Int) -> Int32 {
    let count = pending.count - mark
    if count == 0 { return PythonTreeBuilder.emptyList }
    let offset = Int32(truncatingIfNeeded: lists.count)
    lists.append(Int32(truncatingIfNeeded: count))
    for index in mark..<pending.count { lists.append(pending[index]) }
    pending.removeLast(count)
    return offset
  }

  /// Two lists from what was pushed alternately since `mark`.
  mutating func finishPairs(from mark: Int) -> (first: Int32, second: Int32) {
    let count = (pending.count - mark) / 2
    if count == 0 { return (PythonTreeBuilder.emptyList, PythonTreeBuilder.emptyList) }
    let first = Int32(truncatingIfNeeded: lists.count)
    lists.append(Int32(truncatingIfNeeded: count))
    for index in 0..<count { lists.append(pending[mark + 2 * index]) }
    let second = Int32(truncatingIfNeeded: lists.count)
    lists.append(Int32(truncatingIfNeeded: count))
    for index in 0..<count { lists.append(pending[mark + 2 * index + 1]) }
    pending.removeLast(2 * count)
    return (first, second)
  }

  /// Two lists from nodes that were pushed since `mark`, each with a 0 (first list) or a 1 (second) behind
  /// it.
  mutating func finishParted(from mark: Int, hasBoth: Bool) -> (first: Int32, second: Int32) {
    let first = finishPart(0, from: mark)
    let second = hasBoth ? finishPart(1, from: mark) : PythonTreeBuilder.emptyList
    pending.removeLast(pending.count - mark)
    return (first, second)
  }

  private mutating func finishPart(_ part: Int32, from mark: Int) -> Int32 {
    let offset = lists.count
    lists.append(0)
    var index = mark
    while index < pending.count {
      if pending[index + 1] == part { lists.append(pending[index]) }
      index += 2
    }
    let count = lists.count - offset - 1
    if count == 0 {
      lists.removeLast()
      return PythonTreeBuilder.emptyList
    }
    lists[offset] = Int32(truncatingIfNeeded: count)
    return Int32(truncatingIfNeeded: offset)
  }

  /// A list of one element.
  mutating func list(of element: Int32) -> Int32 {
    lists.append(1)
    lists.append(element)
    return Int32(truncatingIfNeeded: lists.count - 2)
  }

  /// The elements of a finished list. O(1).
  func elements(of list: Int32) -> Range<Int> {
    let first = Int(list) + 1
    return first..<first + Int(lists[first - 1])
  }

  // MARK: Nodes

  /// Adds a node that has no fields, or whose fields are appended right behind.
  @inline(__always)
  mutating func add(_ kind: PythonNodeKind, _ start: Int, _ end: Int, detail: UInt8 = 0) -> Int32 {
    records.append(
      PythonTree.Record(
        kind: kind, detail: detail, isParenthesized: false, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: end), fields: Int32(truncatingIfNeeded: fields.count)))
    return Int32(truncatingIfNeeded: records.count - 1)
  }

  @inline(__always)
  mutating func add(_ kind: PythonNodeKind, _ start: Int, _ end: Int, detail: UInt8 = 0, _ field: Int32)
    -> Int32
  {
    let node = add(kind, start, end, detail: detail)
    fields.append(field)
    return node
  }

  @inline(__always)
  mutating func add(
    _ kind: PythonNodeKind, _ start: Int, _ end: Int, detail: UInt8 = 0, _ first: Int32, _ second: Int32
  ) -> Int32 {
    let node = add(kind, start, end, detail: detail)
    fields.append(first)
    fields.append(second)
    return node
  }

  @inline(__always)
  mutating func add(
    _ kind: PythonNodeKind, _ start: Int, _ end: Int, detail: UInt8 = 0, _ first: Int32, _ second: Int32,
    _ third: Int32
  ) -> Int32 {
    let node = add(kind, start, end, detail: detail)
    fields.append(first)
    fields.append(second)
    fields.append(third)
    return node
  }

  /// Appends a field to the node added last.
  @inline(__always)
  mutating func addField(_ value: Int32) { fields.append(value) }

  /// Appends the two slots of an identifier to the node added last; nil for one that is missing.
  @inline(__always)
  mutating func addIdentifier(_ range: PythonTokenRange?) {
    fields.append(range?.start ?? PythonTreeBuilder.none)
    fields.append(range?.end ?? PythonTreeBuilder.none)
  }

  func record(_ node: Int32) -> PythonTree.Record { records[Int(node)] }
  func field(_ node: Int32, _ slot: Int) -> Int32 { fields[Int(records[Int(node)].fields) + slot] }
  mutating func setDetail(_ detail: UInt8, of node: Int32) { records[Int(node)].detail = detail }
  mutating func setParenthesized(_ node: Int32) { records[Int(node)].isParenthesized = true }

  // MARK: Going back

  /// A state to go back to when what was read turns out to be something else.
  struct Checkpoint {
    let records: Int
    let fields: Int
    let lists: Int
    let pending: Int
  }

  var checkpoint: Checkpoint {
    Checkpoint(records: records.count, fields: fields.count, lists: lists.count, pending: pending.count)
  }

  mutating func restore(_ checkpoint: Checkpoint) {
    records.removeLast(records.count - checkpoint.records)
    fields.removeLast(fields.count - checkpoint.fields)
    lists.removeLast(lists.count - checkpoint.lists)
    pending.removeLast(pending.count - checkpoint.pending)
  }
}

/// Where an identifier stands, as two fields of a node hold it.
struct PythonTokenRange {
  var start: Int32
  var end: Int32

  init(_ start: Int, _ end: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
  }
}
