/// JSON that stands in a text of a record, such as the arguments of a tool's call.
///
/// A class, since its memory is used again for each text; it belongs to one thread.
final class EmbeddedJSON {
  private var map = RecordMap()
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 4096
  /// Bytes that the parser may read behind the end.
  private static let padding = 32

  init() { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }

  /// The value that a text stands for, as Python's `json.loads` reads it; nil where the text is no JSON. Valid until the
  /// next call. O(bytes).
  func value(of text: RecordValue) -> RecordValue? {
    let count = load(text)
    let parser = RecordParser(text: bytes, end: count)
    guard case .value(let next) = parser.read(from: 0, into: &map), parser.skipSpace(next) == count else {
      return nil
    }
    return RecordValue(text: bytes, nodes: map.nodes, index: 0)
  }

  /// Copies what a text says; gives how many bytes those are.
  private func load(_ text: RecordValue) -> Int {
    if text.hasEscapes { return text.textBytes.withUnsafeBufferPointer(load) }
    return load(text.innerBytes)
  }

  private func load(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    if text.count + Self.padding > capacity {
      bytes.deallocate()
      capacity = 2 * (text.count + Self.padding)
      bytes = .allocate(capacity: capacity)
    }
    if let start = text.baseAddress { bytes.update(from: start, count: text.count) }
    (bytes + text.count).update(repeating: 0, count: Self.padding)
    return text.count
  }
}
