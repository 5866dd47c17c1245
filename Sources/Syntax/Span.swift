/// A place in a source: the file (or the part of a file) and a half-open range of UTF-8 bytes in it.
///
/// Lines and columns are not kept; reports ask `SourceFile.lines` for them.
package struct Span: Hashable, Sendable {
  package let file: SourceFile
  package let range: TextRange

  package init(_ file: SourceFile, _ range: TextRange) {
    self.file = file
    self.range = range
  }

  /// The bytes of the span as text; invalid UTF-8 becomes U+FFFD.
  package var text: String { file.text(in: range) }

  /// The same place in the file on disk that `file` is a part of; itself where `file` is a whole file.
  package var onDisk: Span {
    guard case .embedded(let host, let map, _) = file.origin else { return self }
    return Span(host, map.outer(range)).onDisk
  }
}

extension Span {
  /// Where `text` stands inside the span; nil unless it stands there exactly once. O(bytes of the span).
  package func range(ofOnly text: String) -> TextRange? {
    let needle = Array(text.utf8)
    guard !needle.isEmpty, needle.count <= range.count, range.end <= file.bytes.count else { return nil }
    var found: TextRange?
    for start in range.start...(range.end - needle.count)
    where file.bytes[start..<start + needle.count].elementsEqual(needle) {
      if found != nil { return nil }
      found = TextRange(start, start + needle.count)
    }
    return found
  }
}
