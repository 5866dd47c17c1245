/// A change to a source: the bytes of `span` give way to `replacement`; an empty span is an insertion.
package struct TextEdit: Hashable, Sendable {
  package let span: Span
  package let replacement: String
  /// Several fixes may ask for this very insertion, such as an import, and it is made once.
  package let isShared: Bool

  package init(_ span: Span, _ replacement: String, isShared: Bool = false) {
    self.span = span
    self.replacement = replacement
    self.isShared = isShared
  }

  /// Whether it is made once, however many fixes ask for it: the same bytes can give way to the same text only once,
  /// while two equal insertions are two unless they say otherwise.
  package var isMadeOnce: Bool { isShared || !span.range.isEmpty }

  /// The same change to the file on disk that the source is a part of, written as each host around it writes
  /// its text.
  ///
  /// A span that reaches from one JSON string of a list into another also takes what stands between the two,
  /// which leaves one string. An insertion between two strings lands at the start of the second one.
  package var onDisk: TextEdit {
    guard case .embedded(let host, let map, _) = span.file.origin else { return self }
    return TextEdit(Span(host, map.outer(span.range)), map.encoded(replacement), isShared: isShared).onDisk
  }

  /// Why edits cannot be applied together.
  package enum Conflict: Error, Hashable {
    /// Two edits change the same bytes, or insert at the same place, so that their order would matter.
    case overlap(TextRange, TextRange)
    /// The range does not lie in the text.
    case outside(TextRange)
  }

  /// `bytes` with all `edits` made, whose spans are offsets into `bytes`. An insertion at the start of a
  /// replaced range stands before the replacement. O(bytes + edits log edits).
  package static func apply(_ edits: [TextEdit], to bytes: [UInt8]) throws(Conflict) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var previous = TextRange.at(0)
    var isFirst = true
    for edit in edits.sorted(by: { $0.span.range < $1.span.range }) {
      let range = edit.span.range
      guard range.start >= 0, range.end <= bytes.count else { throw .outside(range) }
      if !isFirst, range.start < previous.end || range == previous { throw .overlap(previous, range) }
      result += bytes[previous.end..<range.start]
      result += edit.replacement.utf8
      previous = range
      isFirst = false
    }
    result += bytes[previous.end...]
    return result
  }
}
