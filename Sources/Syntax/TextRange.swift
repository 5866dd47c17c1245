/// A half-open range of UTF-8 byte offsets in one file: `start ..< end`, both 0-based.
package struct TextRange: Hashable, Comparable, Sendable {
  /// Offset of the first byte.
  package let start: Int
  /// Offset of the byte after the last one; never less than `start`.
  package let end: Int

  /// Makes `start ..< end`; an `end` before `start` gives the empty range at `start`.
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The empty range at `offset`: where something is missing.
  package static func at(_ offset: Int) -> TextRange { TextRange(offset, offset) }

  /// Length in UTF-8 bytes.
  package var count: Int { end - start }
  package var isEmpty: Bool { end == start }

  /// Whether `other` lies inside this range; a range contains itself.
  package func contains(_ other: TextRange) -> Bool { start <= other.start && other.end <= end }

  /// Whether the two share at least one byte, or one is an empty range inside the other.
  package func overlaps(_ other: TextRange) -> Bool {
    if isEmpty || other.isEmpty { return contains(other) || other.contains(self) }
    return start < other.end && other.start < end
  }

  /// The smallest range that holds both.
  package func union(_ other: TextRange) -> TextRange {
    TextRange(min(start, other.start), max(end, other.end))
  }

  /// By start, then by end: the outer one of two that start together comes last.
  package static func < (left: TextRange, right: TextRange) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}
