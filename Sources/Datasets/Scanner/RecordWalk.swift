/// Reads one value along the offsets of its structure, and writes its nodes over them.
///
/// What it takes is JSON as `RecordParser` knows it, if the bytes between the offsets are; what it does not take may be
/// JSON nevertheless (`NaN`, half a surrogate pair), and is for the parser to judge.
struct RecordWalk {
  let text: UnsafePointer<UInt8>
  let offsets: UnsafeMutablePointer<UInt32>
  /// The next offset.
  private(set) var cursor: Int
  /// Behind the last byte of the value that was read.
  private(set) var valueEnd = 0
  /// Where the indexed bytes end.
  let end: Int
  private let nodes: UnsafeMutablePointer<RecordNode>
  private var count = 0

  /// A walk from offset `cursor` on, with room for `slack` offsets before it. O(1).
  @inline(__always)
  init(
    text: UnsafePointer<UInt8>, offsets: UnsafeMutablePointer<UInt32>, cursor: Int, slack: Int, end: Int
  ) {
    self.text = text
    self.offsets = offsets
    self.cursor = cursor
    self.end = end
    // Nodes begin where two offsets do.
    let first = UnsafeMutableRawPointer(offsets + (cursor &- slack)).alignedUp(for: RecordNode.self)
    nodes = first.assumingMemoryBound(to: RecordNode.self)
  }

  /// Reads the value at the cursor; gives its nodes, or nil. O(offsets).
  ///
  /// One function although it is long: the two halves hand the cursor and the open container to each other.
  @inline(__always)
  mutating func readValue(skippingLineEnds skips: Bool) -> UnsafeMutablePointer<RecordNode>? {
    var open = -1
    var depth = 0
    var inObject = false
    values: while true {
      if skips { skipLineEnds() }
      let start = Int(offsets[cursor])
      switch text[start] {
      case 0x22:
        guard readString(.string) else { return nil }
      case 0x7B, 0x5B:
        let isObject = text[start] == 0x7B
        depth &+= 1
        guard depth <= RecordParser.depthLimit else { return nil }
        add(RecordNode(open: isObject ? .object : .array, start, inside: open))
        open = count &- 1
        inObject = isObject
        cursor &+= 1
        if skips { skipLineEnds() }
        guard byte == (isObject ? 0x7D : 0x5D) else {
          if isObject, !readKey(skips) { return nil }
          continue values
        }
        close(&open, &depth, &inObject)
      default:
        guard readScalar(start) else { return nil }
      }
      while open >= 0 {
        if skips { skipLineEnds() }
        let byte = byte
        if byte == 0x2C {
          cursor &+= 1
          guard inObject else { continue values }
          if skips { skipLineEnds() }
          guard readKey(skips) else { return nil }
          continue values
        }
        guard byte == (inObject ? 0x7D : 0x5D) else { return nil }
        close(&open, &depth, &inObject)
      }
      return nodes
    }
  }

  /// The byte at the cursor.
  @inline(__always)
  private var byte: UInt8 { text[Int(offsets[cursor])] }

  @inline(__always)
  private mutating func add(_ node: RecordNode) {
    (nodes + count).initialize(to: node)
    count &+= 1
  }

  /// Closes the container `open` at the cursor, and goes back to the one around it.
  @inline(__always)
  private mutating func close(_ open: inout Int, _ depth: inout Int, _ inObject: inout Bool) {
    valueEnd = Int(offsets[cursor]) &+ 1
    open = nodes[open].close(before: count)
    inObject = open >= 0 && nodes[open].isObject
    depth &-= 1
    cursor &+= 1
  }

  @inline(__always)
  private mutating func skipLineEnds() {
    while byte == 0x0A || byte == 0x0D { cursor &+= 1 }
  }

  /// A key and its colon.
  @inline(__always)
  private mutating func readKey(_ skips: Bool) -> Bool {
    guard byte == 0x22, readString(.key) else { return false }
    if skips { skipLineEnds() }
    guard byte == 0x3A else { return false }
    cursor &+= 1
    return true
  }

  /// The string whose quote is at the cursor.
  @inline(__always)
  private mutating func readString(_ kind: RecordNode.Kind) -> Bool {
    let start = Int(offsets[cursor])
    let close = Int(offsets[cursor &+ 1])
    guard text[close] == 0x22 else { return readEscapedString(kind, start) }
    valueEnd = close &+ 1
    add(RecordNode(kind, start, valueEnd))
    cursor &+= 2
    return true
  }

  /// A string with escapes: its first backslash has an offset, and so has each escape that may be half a pair.
  private mutating func readEscapedString(_ kind: RecordNode.Kind, _ start: Int) -> Bool {
    cursor &+= 1
    guard byte == 0x5C else { return false }
    cursor &+= 1
    var behindPair = 0
    while true {
      let at = Int(offsets[cursor])
      switch text[at] {
      case 0x22:
        cursor &+= 1
        valueEnd = at &+ 1
        add(RecordNode(kind, start, valueEnd, hasEscapes: true))
        return true
      case 0x44, 0x64:
        if at >= behindPair, text[at &+ 1] >= 0x38 {
          guard isPair(at) else { return false }
          behindPair = at &+ 10
        }
        cursor &+= 1
      default: return false
      }
    }
  }

  /// Whether the `\u` escape whose digits begin with the `d` at `offset` is the first half of a surrogate pair and has
  /// its second half behind it.
  @inline(__always)
  private func isPair(_ offset: Int) -> Bool {
    let high = text[offset &+ 1] | 0x20
    guard high == 0x38 || high == 0x39 || high == 0x61 || high == 0x62 else { return false }
    let low = text[offset &+ 7] | 0x20
    return text[offset &+ 4] == 0x5C && text[offset &+ 5] == 0x75 && text[offset &+ 6] | 0x20 == 0x64
      && low >= 0x63 && low <= 0x66
  }

  /// A number or a word, with nothing right behind it that belongs to neither.
  @inline(__always)
  private mutating func readScalar(_ start: Int) -> Bool {
    guard let (kind, behind) = RecordParser(text: text, end: end).plainScalar(start) else { return false }
    switch text[behind] {
    case 0x2C, 0x7D, 0x5D, 0x20, 0x0A, 0x0D, 0x09: break
    default: guard behind >= end else { return false }
    }
    valueEnd = behind
    add(RecordNode(kind, start, behind))
    cursor &+= 1
    return true
  }
}
