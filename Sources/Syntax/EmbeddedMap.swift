/// Translates byte offsets of an embedded source into its host, and edits back out.
///
/// Example: the notebook cell `["a = 1\n", "b"]` has the inner text `a = 1⏎b`. Its map holds one verbatim
/// segment for `a = 1`, one atomic segment for the escape `\n` (1 inner byte, 2 outer bytes) and one verbatim
/// segment for `b`, which starts after the `", "` between the two JSON strings.
package struct EmbeddedMap: Sendable {
  /// A run of inner bytes and the outer bytes that stand for it.
  package struct Segment: Hashable, Sendable {
    package var inner: TextRange { innerBytes.range }
    package var outer: TextRange { outerBytes.range }
    private let innerBytes: CompactRange
    private let outerBytes: CompactRange
    /// Every inner byte is the same outer byte; else the segment is one escape and is never cut.
    package var isVerbatim: Bool { inner.count == outer.count }

    package init(inner: TextRange, outer: TextRange) {
      innerBytes = CompactRange(inner)
      outerBytes = CompactRange(outer)
    }
  }

  /// How the host writes the text, and so how an edit must be written into it.
  package enum Encoding: Hashable, Sendable {
    /// The inner bytes stand as they are.
    case verbatim
    /// The content of a JSON string: quotes, backslashes and control characters are escaped.
    case jsonString
  }

  /// Ordered by inner offset, without gaps in the inner text.
  package let segments: [Segment]
  package let encoding: Encoding

  package init(segments: [Segment], encoding: Encoding) {
    self.segments = segments
    self.encoding = encoding
  }

  /// The outer range that stands for the inner `range`. An escape is taken whole. O(log segments).
  package func outer(_ range: TextRange) -> TextRange {
    let start = outerOffset(range.start, isEnd: false)
    let end = range.isEmpty ? start : outerOffset(range.end, isEnd: true)
    return TextRange(start, end)
  }

  /// `text` as it must stand in the host.
  package func encoded(_ text: String) -> String {
    switch encoding {
    case .verbatim: return text
    case .jsonString: return Self.jsonEscaped(text)
    }
  }

  /// `text` as the content of a JSON string (RFC 8259 section 7), without the quotes around it.
  package static func jsonEscaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// An end belongs to the segment before it, a start to the segment that begins there.
  private func outerOffset(_ inner: Int, isEnd: Bool) -> Int {
    guard let first = segments.first, let last = segments.last else { return 0 }
    if inner < first.inner.start { return first.outer.start }
    if inner > last.inner.end { return last.outer.end }
    var low = 0
    var high = segments.count
    while low + 1 < high {
      let middle = (low + high) / 2
      let begins = segments[middle].inner.start
      if isEnd ? begins < inner : begins <= inner { low = middle } else { high = middle }
    }
    let segment = segments[low]
    if segment.isVerbatim { return segment.outer.start + (inner - segment.inner.start) }
    let isAtStart = isEnd ? inner <= segment.inner.start : inner < segment.inner.end
    return isAtStart ? segment.outer.start : segment.outer.end
  }
}
