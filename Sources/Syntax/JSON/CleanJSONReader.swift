/// Reads a text that is JSON as RFC 8259 has it, in one pass over the bytes, and gives up where it is not.
///
/// What people write in JSON's place is `JSONReader`'s matter: it starts again from the beginning, so this one
/// never reports anything. It takes no lock, makes no String, and allocates only for its few growing arrays.
/// Iterative; O(bytes).
///
/// Nodes are written in the order of the text, so a collection's first child is the node behind it, and a
/// sibling link is known when the sibling's place is: links are set to the next node at once, and the last
/// child's is taken back at the closing bracket. Until then the node of an open bracket holds what is known of
/// it: the way to the bracket around it is the node's sibling link.
struct CleanJSONReader {
  /// The innermost open bracket.
  struct Frame {
    let node: Int32
    let isObject: Bool
    /// Where the keys of this object start in `keys`.
    let firstKey: Int32
    var lastChild = ConfigTree.Record.none
    var childCount: UInt32 = 0
  }

  enum Outcome {
    case finished
    /// The nodes fill the array; go on with a larger one.
    case full
    /// The text is not clean, or deeper than the limit.
    case unclean
  }

  let text: UnsafePointer<UInt8>
  let limit: Int
  /// Whether nothing but white space may follow the value.
  let expectsEnd: Bool
  var index: Int
  var nodeCount = 0
  /// The outermost frame stands for the document.
  var frame = Frame.document
  private var depth = 0
  var keys: JSONKeySet
  /// Where nodes are written: memory of an array that is being made, valid during `run` alone.
  private var nodes: UnsafeMutablePointer<ConfigTree.Record>
  private var capacity = 0

  private init(
    text: UnsafePointer<UInt8>, _ range: TextRange, expectsEnd: Bool,
    _ nodes: UnsafeMutablePointer<ConfigTree.Record>
  ) {
    self.text = text
    limit = range.end
    self.expectsEnd = expectsEnd
    index = range.start
    self.nodes = nodes
    // Larger texts than most configs let these grow.
    keys = JSONKeySet(capacity: min(32, range.count / 16))
  }

  /// The nodes of the value in `range` of `bytes`, its root first; nil where the text is not clean.
  ///
  /// Offsets have to fit into 32 bits. The array starts with a guess at its size and grows by what the bytes
  /// read so far needed.
  static func read(_ bytes: [UInt8], _ range: TextRange, expectsEnd: Bool) -> [ConfigTree.Record]? {
    bytes.withUnsafeBufferPointer { buffer -> [ConfigTree.Record]? in
      guard let base = buffer.baseAddress else { return nil }
      var reader: CleanJSONReader?
      var records: [ConfigTree.Record] = []
      var capacity = min(range.count / 10, 1 << 16) + 8
      while true {
        var outcome = Outcome.full
        let previous = records
        records = Array(unsafeUninitializedCapacity: capacity) { target, count in
          guard let nodes = target.baseAddress else { return }
          _ = target.initialize(from: previous)
          var current =
            reader
            ?? CleanJSONReader(text: base, range, expectsEnd: expectsEnd, nodes)
          reader = nil
          (current.nodes, current.capacity) = (nodes, target.count)
          outcome = current.readValues()
          count = current.nodeCount
          reader = current
        }
        switch (outcome, reader) {
        case (.finished, _): return records
        case (.full, let reader?):
          let share = Double(range.count) / Double(max(1, reader.index - range.start))
          capacity = max(2 * capacity, Int(Double(reader.nodeCount) * share * 1.05) + 64)
        default: return nil
        }
      }
    }
  }

  // MARK: The walk

  /// One turn reads a value, the brackets that close behind it, and the comma and key before the next value.
  private mutating func readValues() -> Outcome {
    while true {
      // A turn adds at most an object and its first key, or a value and the next key.
      guard nodeCount + 2 <= capacity else { return .full }
      skipBlanks()
      guard index < limit else { return .unclean }
      switch text[index] {
      case UInt8(ascii: "\""):
        guard addString(isKey: false) else { return .unclean }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open() else { return .unclean }
        if index < limit, text[index] == frame.closer { break }
        guard !frame.isObject || addKey() else { return .unclean }
        continue
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard addNumber() else { return .unclean }
      default:
        guard addLiteral() else { return .unclean }
      }
      switch goOn() {
      case .value: continue
      case .end: return .finished
      case .unclean: return .unclean
      }
    }
  }

  private enum Continuation { case value, end, unclean }

  /// Steps over what follows a value: closing brackets, and a comma with the key behind it.
  @inline(__always)
  private mutating func goOn() -> Continuation {
    while true {
      if frame.node == ConfigTree.Record.none {
        if expectsEnd { skipBlanks() }
        return expectsEnd && index < limit ? .unclean : .end
      }
      skipBlanks()
      guard index < limit else { return .unclean }
      let byte = text[index]
      if byte == UInt8(ascii: ",") {
        index += 1
        return !frame.isObject || addKey() ? .value : .unclean
      }
      guard byte == frame.closer, close() else { return .unclean }
    }
  }

  /// Takes an opening bracket and the white space behind it.
  private mutating func open() -> Bool {
    guard depth < JSONParser.maximumDepth else { return false }
    let isObject = text[index] == UInt8(ascii: "{")
    let node = add(isObject ? .mapping : .sequence, .flow, index, index + 1)
    leaveFrame(for: node)
    frame = Frame(node: node, isObject: isObject, firstKey: Int32(truncatingIfNeeded: keys.count))
    depth += 1
    index += 1
    skipBlanks()
    return true
  }

  /// Takes a closing bracket; false where a key of the object is repeated.
  private mutating func close() -> Bool {
    index += 1
    let node = Int(frame.node)
    let outer = nodes[node].nextSibling
    nodes[node].end = UInt32(truncatingIfNeeded: index)
    nodes[node].nextSibling = Int32(truncatingIfNeeded: nodeCount)
    nodes[node].firstChild = frame.childCount > 0 ? frame.node + 1 : ConfigTree.Record.none
    nodes[node].lastChild = frame.lastChild
    nodes[node].childCount = frame.childCount
    if frame.childCount > 0 { nodes[Int(frame.lastChild)].nextSibling = ConfigTree.Record.none }
    if frame.isObject, keys.hasRepetition(from: Int(frame.firstKey), in: whole, nodes) { return false }
    returnToFrame(of: outer)
    depth -= 1
    if depth == 0 { nodes[node].nextSibling = ConfigTree.Record.none }
    return true
  }

  /// Keeps the frame in its node, and the way back to it in `inner`, the node of a bracket inside.
  private func leaveFrame(for inner: Int32) {
    nodes[Int(inner)].nextSibling = frame.node
    guard frame.node != ConfigTree.Record.none else { return }
    nodes[Int(frame.node)].firstChild = frame.firstKey
    nodes[Int(frame.node)].lastChild = frame.lastChild
    nodes[Int(frame.node)].childCount = frame.childCount
  }

  private mutating func returnToFrame(of outer: Int32) {
    guard outer != ConfigTree.Record.none else {
      frame = .document
      return
    }
    let record = nodes[Int(outer)]
    frame = Frame(
      node: outer, isObject: record.kind == .mapping, firstKey: record.firstChild,
      lastChild: record.lastChild, childCount: record.childCount)
  }

  /// Takes a key, the colon, and the white space before it and behind.
  @inline(__always)
  private mutating func addKey() -> Bool {
    skipBlanks()
    guard index < limit, text[index] == UInt8(ascii: "\""), addString(isKey: true) else { return false }
    skipBlanks()
    guard index < limit, text[index] == UInt8(ascii: ":") else { return false }
    index += 1
    return true
  }

  @inline(__always)
  private mutating func add(
    _ kind: ConfigNode.Kind, _ style: ConfigNode.Style, _ start: Int, _ end: Int
  ) -> Int32 {
    let node = Int32(truncatingIfNeeded: nodeCount)
    var record = ConfigTree.Record(
      kind: kind, style: style, start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: end))
    record.nextSibling = frame.node == ConfigTree.Record.none ? ConfigTree.Record.none : node + 1
    (nodes + nodeCount).initialize(to: record)
    nodeCount += 1
    frame.lastChild = node
    frame.childCount &+= 1
    return node
  }

  // MARK: White space, words

  @inline(__always)
  private mutating func skipBlanks() {
    guard index < limit, text[index] <= 0x20 else { return }
    if text[index] == 0x20 {
      index += 1
      guard index < limit, text[index] <= 0x20 else { return }
    }
    skipManyBlanks()
  }

  /// Line ends with the indentation behind them.
  private mutating func skipManyBlanks() {
    index = JSONLexer.endOfBlanks(in: text, from: index, to: limit)
  }

  private mutating func addLiteral() -> Bool {
    guard limit - index >= 4 else { return false }
    let length: Int
    switch (text[index], text[index + 1], text[index + 2], text[index + 3]) {
    case (UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "e")),
      (UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "l"), UInt8(ascii: "l")):
      length = 4
    case (UInt8(ascii: "f"), UInt8(ascii: "a"), UInt8(ascii: "l"), UInt8(ascii: "s")):
      guard limit - index >= 5, text[index + 4] == UInt8(ascii: "e") else { return false }
      length = 5
    default: return false
    }
    return addWord(to: index + length)
  }

  /// A number as RFC 8259 section 6 has it.
  @inline(__always)
  private mutating func addNumber() -> Bool {
    var end = index
    if text[end] == UInt8(ascii: "-") { end += 1 }
    let whole = end
    skipDigits(&end)
    guard end > whole, end == whole + 1 || text[whole] != UInt8(ascii: "0") else { return false }
    if end < limit, text[end] == UInt8(ascii: ".") {
      end += 1
      let fraction = end
      skipDigits(&end)
      guard end > fraction else { return false }
    }
    if end < limit, text[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < limit, text[end] == UInt8(ascii: "+") || text[end] == UInt8(ascii: "-") { end += 1 }
      let exponent = end
      skipDigits(&end)
      guard end > exponent else { return false }
    }
    return addWord(to: end)
  }

  @inline(__always)
  private func skipDigits(_ end: inout Int) {
    while end < limit, text[end] &- UInt8(ascii: "0") < 10 { end += 1 }
  }

  @inline(__always)
  private mutating func addWord(to end: Int) -> Bool {
    // A text that goes on behind its value may go on with the same word.
    guard expectsEnd || frame.node != ConfigTree.Record.none else { return false }
    _ = add(.scalar, .plain, index, end)
    index = end
    return true
  }

  // MARK: Strings

  /// Takes the string at the current place. A key is noted in `keys` with a hash of its text.
  ///
  /// Longer than most since the loop over the words keeps its three running values in registers.
  @inline(__always)
  private mutating func addString(isKey: Bool) -> Bool {
    let start = index
    var end = index + 1
    var hash = JSONKeySet.seed
    var seen: UInt64 = 0
    var hasEscapes = false
    while true {
      while true {
        // What lies behind the end reads as zeros, which stop the search as any control character does.
        let word = end + 8 <= limit ? ByteWords.load(text, end) : lastWord(from: end)
        let stop = ByteWords.mask(ofStringEnd: UInt8(ascii: "\""), in: word)
        guard stop == 0 else {
          let length = ByteWords.lowest(stop)
          let head = word & ((1 << UInt64(length * 8)) &- 1)
          seen |= head
          if isKey { hash = JSONKeySet.mixed(hash, head) }
          end += length
          break
        }
        seen |= word
        if isKey { hash = JSONKeySet.mixed(hash, word) }
        end += 8
      }
      guard end < limit else { return false }
      if text[end] == UInt8(ascii: "\"") { break }
      guard text[end] == UInt8(ascii: "\\"), skipEscape(&end) else { return false }
      hasEscapes = true
    }
    let content = TextRange(start + 1, end)
    index = end + 1
    if seen & ByteWords.highBits != 0, !isUTF8(content) { return false }
    let node = add(.scalar, .doubleQuoted, start, index)
    if hasEscapes { nodes[Int(node)].hasEscapes = true }
    if isKey { keys.append(hasEscapes ? keys.hash(ofEscaped: content, in: whole) : hash, node) }
    return true
  }

  /// The word of the fewer than eight bytes from `offset` up to the end, with zeros behind them.
  private func lastWord(from offset: Int) -> UInt64 {
    var word: UInt64 = 0
    var place = limit
    while place > offset {
      place -= 1
      word = word << 8 | UInt64(text[place])
    }
    return word
  }

  private var whole: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: text, count: limit) }

  private func isUTF8(_ range: TextRange) -> Bool {
    TextEncoding.isValid(whole, from: range.start, to: range.end)
  }

  /// Steps over the escape whose backslash stands at `end`.
  private func skipEscape(_ end: inout Int) -> Bool {
    guard limit - end >= 2 else { return false }
    switch text[end + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      end += 2
      return true
    case UInt8(ascii: "u"):
      guard limit - end >= 6 else { return false }
      for offset in end + 2..<end + 6 where JSONString.hexDigit(text[offset]) == nil { return false }
      end += 6
      return true
    default: return false
    }
  }
}

extension CleanJSONReader.Frame {
  static let document = Self(node: ConfigTree.Record.none, isObject: false, firstKey: 0)

  /// `}` and `]` stand two behind their opening brackets in ASCII.
  @inline(__always) var closer: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
}
