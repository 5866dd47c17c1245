/// Puts the contents of JSON strings together and keeps where each byte comes from.
struct JSONStringMapBuilder {
  let bytes: [UInt8]
  private var text: [UInt8] = []
  private var segments: [EmbeddedMap.Segment] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Adds the string whose `content` stands between its quotes. O(content).
  mutating func append(_ content: TextRange) {
    bytes.withUnsafeBufferPointer { source in
      JSONString.forEachPiece(of: content, in: source) { piece in
        let start = text.count
        switch piece {
        case .verbatim(let range):
          text += source[range.start..<range.end]
          segments.append(.init(inner: TextRange(start, text.count), outer: range))
        case .escape(let range, let scalar):
          if let units = UTF8.encode(scalar) { text += units }
          segments.append(.init(inner: TextRange(start, text.count), outer: range))
        }
      }
    }
  }

  /// The text and its map; `emptyAt` is the outer place of a text without bytes.
  consuming func finish(emptyAt: Int) -> (bytes: [UInt8], map: EmbeddedMap) {
    if segments.isEmpty { segments.append(.init(inner: .at(0), outer: .at(emptyAt))) }
    return (text, EmbeddedMap(segments: segments, encoding: .jsonString))
  }
}

extension EmbeddedMap {
  /// The text of one JSON string node and its map, such as a JSON text inside a JSON string; nil for other
  /// nodes.
  package static func jsonString(_ node: ConfigNode) -> (bytes: [UInt8], map: EmbeddedMap)? {
    guard let content = JSONString.content(of: node) else { return nil }
    var builder = JSONStringMapBuilder(bytes: node.tree.file.bytes)
    builder.append(content)
    return builder.finish(emptyAt: content.start)
  }
}
