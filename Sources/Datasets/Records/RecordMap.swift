/// The JSON type of a value; integers and other numbers are told apart, since Arrow gives them two types.
package enum JSONKind: UInt8, Hashable, Sendable, CaseIterable, Comparable {
  case null, boolean, integer, real, string, array, object

  package static func < (left: JSONKind, right: JSONKind) -> Bool { left.rawValue < right.rawValue }
}

/// One value or key of a record, in a flat list of them in the order of the text; 8 bytes.
///
/// A container is followed by its children; an object's children are key, value, key, value. Skipping a value is one
/// step to `next`. Where a container ends is not kept: `RecordValue` finds it behind the last child.
struct RecordNode {
  /// What a node stands for; the raw values up to `object` are those of `JSONKind`.
  enum Kind: UInt8 { case null, boolean, integer, real, string, array, object, key }

  /// Offsets in a record fit into so many bits.
  static let offsetBits: UInt32 = 28

  /// Bits 0 to 27: the offset of the first byte, of a string its quote, from the start of the text that was parsed.
  /// Bits 28 to 30: the kind. Bit 31: whether a string or key has a backslash, so that its bytes are not its text.
  private let tagged: UInt32
  /// Of a container the index of the node behind it and all it holds; while it is open, that of its parent, all ones
  /// where it has none. Of others the offset behind the last byte, of a string behind the closing quote.
  private var tail: UInt32

  @inline(__always)
  init(_ kind: Kind, _ start: Int, _ end: Int, hasEscapes: Bool = false) {
    tagged =
      UInt32(truncatingIfNeeded: start) | UInt32(kind.rawValue) &<< Self.offsetBits
      | (hasEscapes ? 1 &<< 31 : 0)
    tail = UInt32(truncatingIfNeeded: end)
  }

  /// A container that is not closed yet; `parent` is -1 where it has none.
  @inline(__always)
  init(open kind: Kind, _ start: Int, inside parent: Int) {
    self.init(kind, start, parent)
  }

  @inline(__always) var start: Int { Int(tagged & (1 &<< Self.offsetBits &- 1)) }
  @inline(__always) var hasEscapes: Bool { tagged &>> 31 != 0 }
  /// The raw value of `Kind`.
  @inline(__always) var rawKind: UInt8 { UInt8(truncatingIfNeeded: tagged &>> Self.offsetBits) & 7 }
  @inline(__always) var isObject: Bool { rawKind == Kind.object.rawValue }
  @inline(__always) var isContainer: Bool {
    rawKind == Kind.object.rawValue || rawKind == Kind.array.rawValue
  }

  /// The offset behind what is no container.
  @inline(__always) var end: Int { Int(tail) }

  /// The index behind the value that stands at `index`.
  @inline(__always)
  func next(after index: Int) -> Int { isContainer ? Int(tail) : index &+ 1 }

  /// Ends a container before the node `next`; gives the index of the one around it, or -1.
  @inline(__always)
  mutating func close(before next: Int) -> Int {
    let parent = Int(Int32(bitPattern: tail))
    tail = UInt32(truncatingIfNeeded: next)
    return parent
  }
}

/// The nodes of one record, with memory of its own that grows to the richest record and stays.
struct RecordMap: ~Copyable {
  private(set) var nodes: UnsafeMutablePointer<RecordNode>
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
  mutating func append(_ kind: RecordNode.Kind, _ start: Int, _ end: Int, hasEscapes: Bool = false) {
    append(RecordNode(kind, start, end, hasEscapes: hasEscapes))
  }

  /// Puts another value in the place of the first one.
  mutating func replaceFirst(_ kind: RecordNode.Kind, _ start: Int, _ end: Int) {
    nodes[0] = RecordNode(kind, start, end)
  }

  /// Takes out `dropped` values that hold no others, from the one at `first` on. O(nodes).
  mutating func drop(from first: Int, _ dropped: Int) {
    let kept = max(0, count - first - dropped)
    (nodes + first).update(from: nodes + (count - kept), count: kept)
    count = first + kept
  }

  /// Adds an array or object whose end is not known yet; gives its index.
  @inline(__always)
  mutating func open(_ kind: RecordNode.Kind, at start: Int, inside parent: Int) -> Int {
    append(RecordNode(open: kind, start, inside: parent))
    return count &- 1
  }

  /// Ends the container `index`; gives the index of the one around it, or -1.
  @inline(__always)
  mutating func close(_ index: Int) -> Int { nodes[index].close(before: count) }

  @inline(__always)
  private mutating func append(_ node: RecordNode) {
    if count == capacity { grow() }
    (nodes + count).initialize(to: node)
    count &+= 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<RecordNode>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }
}
