import Syntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A value in a record, as a cursor on the record's flat map. Making one costs nothing.
///
/// It points into the scanner's buffer: valid only during the `observe` call that handed out its record.
package struct RecordValue {
  let text: UnsafePointer<UInt8>
  let nodes: UnsafePointer<RecordNode>
  let index: Int

  @inline(__always)
  private var node: RecordNode { nodes[index] }

  @inline(__always) var rawKind: UInt8 { node.rawKind }
  @inline(__always) var isObject: Bool { node.isObject }
  @inline(__always) var isContainer: Bool { node.isContainer }
  /// The index of the node behind this value and all it holds.
  @inline(__always) var next: Int { node.next(after: index) }
  /// The first byte between a string's quotes.
  @inline(__always) var innerStart: UnsafePointer<UInt8> { text + node.start + 1 }
  /// How many bytes a number or text has, a text with its quotes. Nothing that is meant for containers.
  @inline(__always) var tokenLength: Int { node.end &- node.start }
  /// How many bytes stand between a string's quotes.
  @inline(__always) var innerCount: Int { node.end &- node.start &- 2 }

  /// The JSON type; a key's is `string`.
  @inline(__always)
  package var kind: JSONKind { JSONKind(rawValue: node.rawKind) ?? .string }

  /// The bytes as they stand in the file; a string's with its quotes.
  ///
  /// O(1); of a container O(children on the way to the last one in it).
  package var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: text + node.start, count: end - node.start)
  }

  /// The bytes between a string's quotes, escapes as they stand; `bytes` for what is no string.
  package var innerBytes: UnsafeBufferPointer<UInt8> {
    guard kind == .string else { return bytes }
    return UnsafeBufferPointer(start: innerStart, count: innerCount)
  }

  /// Whether a string's text differs from its inner bytes.
  package var hasEscapes: Bool { node.hasEscapes }

  /// Whether this is a string (or key) with exactly this text. Decodes only where there are escapes.
  @inline(__always)
  package func isText(_ expected: StaticString) -> Bool {
    guard kind == .string else { return false }
    let count = expected.utf8CodeUnitCount
    if node.hasEscapes {
      return textBytes.elementsEqual(UnsafeBufferPointer(start: expected.utf8Start, count: count))
    }
    return innerCount == count && memcmp(innerStart, expected.utf8Start, count) == 0
  }

  /// A string's text as UTF-8, escapes decoded, a lone surrogate as U+FFFD; `bytes` of what is no string.
  /// O(bytes).
  package var textBytes: [UInt8] { hasEscapes ? JSONText.decoded(innerBytes) : Array(innerBytes) }

  /// `textBytes` as a `String`.
  package var string: String { String(decoding: textBytes, as: UTF8.self) }

  /// The offset of the first of `bytes` from the start of the scanner's buffer.
  @inline(__always) var bytesStart: Int { node.start }

  /// Byte offsets of `bytes` from the start of the scanner's buffer; `RecordView.place` turns them outwards.
  var range: TextRange { TextRange(node.start, end) }

  /// The offset behind the last byte. O(children on the way to the last one) of a container.
  fileprivate var end: Int {
    guard node.isContainer else { return node.end }
    let behind = node.next(after: index)
    var position = node.start + 1
    var child = index + 1
    while child < behind {
      let next = nodes[child].next(after: child)
      if next == behind { position = at(child).end }
      child = next
    }
    return ByteBlocks.endOfSpace(in: text, from: position, to: .max) + 1
  }

  /// Whether both are strings (or keys) of the same text. O(bytes).
  func isSameText(as other: RecordValue) -> Bool {
    guard kind == .string, other.kind == .string else { return false }
    if hasEscapes || other.hasEscapes { return textBytes == other.textBytes }
    return innerCount == other.innerCount && memcmp(innerStart, other.innerStart, innerCount) == 0
  }

  /// The members of an object in the order of the text, duplicates included; none for other kinds.
  package var fields: Fields { Fields(value: self) }

  /// The elements of an array in order; none for other kinds.
  package var elements: Elements { Elements(value: self) }

  /// The member `name` of an object; of duplicates the last one, as Python's json keeps it. O(members).
  package subscript(_ name: StaticString) -> RecordValue? {
    var found: RecordValue?
    for field in fields where field.key.isText(name) { found = field.value }
    return found
  }

  /// One member of an object.
  package struct Field {
    /// The key, a value of kind `string`.
    package let key: RecordValue
    package let value: RecordValue
  }

  /// The members of an object.
  package struct Fields: Sequence, IteratorProtocol {
    private let value: RecordValue
    private var upcoming: Int
    private let end: Int

    init(value: RecordValue) {
      self.value = value
      upcoming = value.index + 1
      end = value.isObject ? value.next : upcoming
    }

    @inline(__always)
    package mutating func next() -> Field? {
      guard upcoming < end else { return nil }
      let field = Field(key: value.at(upcoming), value: value.at(upcoming &+ 1))
      upcoming = field.value.next
      return field
    }
  }

  /// The elements of an array.
  package struct Elements: Sequence, IteratorProtocol {
    private let value: RecordValue
    private var upcoming: Int
    private let end: Int

    init(value: RecordValue) {
      self.value = value
      upcoming = value.index + 1
      end = value.kind == .array ? value.next : upcoming
    }

    @inline(__always)
    package mutating func next() -> RecordValue? {
      guard upcoming < end else { return nil }
      let element = value.at(upcoming)
      upcoming = element.next
      return element
    }
  }

  /// The value or key that is node `index` of the same record.
  @inline(__always)
  func at(_ index: Int) -> RecordValue { RecordValue(text: text, nodes: nodes, index: index) }

  /// Calls `body` with this value, where it is a text, and every text in it that is no key, in the order of the text.
  /// O(values).
  func forEachText(_ body: (RecordValue) -> Void) {
    let end = node.next(after: index)
    for current in index..<end where nodes[current].rawKind == JSONKind.string.rawValue { body(at(current)) }
  }

  /// Calls `body` with this value, where it is an object, and every object in it, in the order of the text.
  /// O(values).
  @inline(__always)
  func forEachObject(_ body: (RecordValue) -> Void) {
    let end = node.next(after: index)
    var current = index
    while current < end {
      if nodes[current].isObject { body(at(current)) }
      current &+= 1
    }
  }
}

/// One readable record on its way past the observations; valid only during the call that hands it out.
package struct RecordView {
  /// The record itself: an object in every well-formed dataset.
  package let root: RecordValue
  let locator: PlaceLocator
  /// The offset behind the root's last byte, which a container's nodes do not tell at once.
  private let end: Int

  /// `end` is the offset behind the root's last byte.
  @inline(__always)
  init(root: RecordValue, end: Int, locator: PlaceLocator) {
    (self.root, self.end, self.locator) = (root, end, locator)
  }

  init(root: RecordValue, locator: PlaceLocator) { self.init(root: root, end: root.end, locator: locator) }

  /// The bytes of the root. O(1).
  @inline(__always) var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: root.text + root.bytesStart, count: end - root.bytesStart)
  }

  /// 1-based number of the record in its file.
  package var number: Int { locator.record ?? 0 }

  /// Where `value` stands. O(bytes of the record): ask only for places that are kept.
  package func place(of value: RecordValue) -> RecordPlace { locator.place(value.range) }

  /// Where some bytes of the record stand, counted from its first one. O(bytes of the record).
  func place(of bytes: Range<Int>) -> RecordPlace {
    let start = root.bytesStart
    return locator.place(TextRange(start + bytes.lowerBound, start + bytes.upperBound))
  }

  /// Offset in the file of the line that the record stands on, or of the record itself in an array.
  @inline(__always) var lineStart: Int { locator.base &+ locator.anchor }

  /// Where the record begins: the byte offset in the file, the line and the column. O(1) mostly: the bytes before it on
  /// its line.
  var start: (offset: Int, position: LineTable.Position) {
    let first = root.bytesStart
    return (locator.base + first, locator.position(at: first))
  }

  /// Where the record stands.
  package var place: RecordPlace { place(of: root) }
}

/// A file that is being read by one thread. A class, so that what names it costs nothing to copy.
final class ScannedFile {
  /// As it was given to the scanner.
  let path: String
  /// The last place that was asked for: places are mostly asked for in the order of the text, and each counts on from
  /// the one before. Offsets in the file; the anchor that it was counted from, the place, and its position.
  fileprivate var last = (anchor: -1, offset: 0, position: TextPosition(line: 1, column: 1))

  init(path: String) { self.path = path }
}

/// Turns offsets in the scanner's buffer into places in the file, counting from an anchor whose line is known.
///
/// One is made for each record: it names the file without counting that, and the reader keeps it.
struct PlaceLocator {
  let reference: Unmanaged<ScannedFile>
  let record: Int?
  let text: UnsafePointer<UInt8>
  /// Byte offset in the file of `text[0]`.
  let base: Int
  /// Offset in `text` of a byte whose line and column are known.
  let anchor: Int
  let line: Int
  let column: Int

  var file: ScannedFile { reference.takeUnretainedValue() }

  /// The line and column of the byte at `offset`, which must not stand before the anchor. O(bytes from the anchor).
  func position(at offset: Int) -> LineTable.Position {
    var position = TextPosition(line: line, column: column)
    position.advance(over: UnsafeBufferPointer(start: text + anchor, count: max(0, offset - anchor)))
    return position.published
  }

  /// The place of `range`, which must not start before the anchor. O(bytes from the last place, or from the anchor where
  /// that stands behind).
  func place(_ range: TextRange) -> RecordPlace {
    var position = TextPosition(line: line, column: column)
    var from = anchor
    if file.last.anchor == base + anchor, file.last.offset <= base + range.start {
      position = file.last.position
      from = file.last.offset - base
    }
    position.advance(over: UnsafeBufferPointer(start: text + from, count: max(0, range.start - from)))
    file.last = (base + anchor, base + max(from, range.start), position)
    let start = position.published
    position.advance(over: UnsafeBufferPointer(start: text + max(anchor, range.start), count: range.count))
    return RecordPlace(
      path: file.path, record: record, range: TextRange(base + range.start, base + range.end), start: start,
      end: position.published)
  }
}
