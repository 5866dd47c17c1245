/// The JSON type of a value; integers and other numbers are told apart, since Arrow gives them two types.
package enum JSONKind: UInt8, Hashable, Sendable, CaseIterable, Comparable {
  case null, boolean, integer, real, string, array, object

  package static func < (left: JSONKind, right: JSONKind) -> Bool { left.rawValue < right.rawValue }
}

/// One record as a flat list of its values in the order of the text: no tree of objects, no `String`s.
///
/// A container is followed by its children; an object's children are key, value, key, value. Skipping a value
/// is one step to `next`. The map is reused from record to record, so it grows to the richest record and
/// stays.
struct RecordMap: ~Copyable {
  /// What a node stands for; the raw values up to `object` are those of `JSONKind`.
  enum Kind: UInt8 { case null, boolean, integer, real, string, array, object, key }

  /// A value or a key; 16 bytes. Offsets count from the start of the text that was parsed.
  struct Node {
    var kind: Kind
    /// Whether a string or key holds a backslash, so that its bytes are not its text.
    var hasEscapes: Bool
    /// First byte; of a string, the opening quote.
    var start: Int32
    /// Byte after the last one; of a string, behind the closing quote.
    var end: Int32
    /// Index of the node after this value and all it holds; while a container is open, that of its parent.
    var next: Int32
  }

  private(set) var nodes: UnsafeMutablePointer<Node>
  private(set) var count = 0
  private var capacity: Int

  /// Where the first NaN, Infinity or -Infinity stands; nil where there is none.
  var notANumber: Int?
  /// Where the first `\uD800`…`\uDFFF` without its partner stands; nil where there is none.
  var loneSurrogate: Int?

  init() {
    capacity = 256
    nodes = .allocate(capacity: capacity)
  }

  deinit { nodes.deallocate() }

  /// Makes the map ready for another record; the memory is kept.
  mutating func clear() {
    count = 0
    notANumber = nil
    loneSurrogate = nil
  }

  /// Adds a finished value or key. Amortized O(1).
  @inline(__always)
  mutating func append(_ kind: Kind, _ start: Int, _ end: Int, hasEscapes: Bool = false) {
    if count == capacity { grow() }
    let next = Int32(truncatingIfNeeded: count &+ 1)
    (nodes + count).initialize(
      to: Node(
        kind: kind, hasEscapes: hasEscapes, start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: end), next: next))
    count &+= 1
  }

  /// Adds an array or object whose end is not known yet; gives its index.
  @inline(__always)
  mutating func open(_ kind: Kind, at start: Int, inside parent: Int) -> Int {
    append(kind, start, start)
    nodes[count &- 1].next = Int32(truncatingIfNeeded: parent)
    return count &- 1
  }

  /// Ends the container `index`; gives the index of the one around it, or -1.
  @inline(__always)
  mutating func close(_ index: Int, at end: Int) -> Int {
    let parent = Int(nodes[index].next)
    nodes[index].end = Int32(truncatingIfNeeded: end)
    nodes[index].next = Int32(truncatingIfNeeded: count)
    return parent
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }
}
