/// One word of a command as it is written, with its quoting and expansions.
package struct ShellWord: Sendable {
  /// A piece of a word.
  package struct Part: Sendable {
    package let kind: Kind
    /// The bytes of the piece, quotes around it not included.
    package let range: TextRange
    /// It stands in quotes, so its value is neither split nor globbed.
    package let isQuoted: Bool
  }

  package enum Kind: Sendable {
    /// Text: the very bytes of the range, or the value of one escape.
    case literal(String)
    indirect case variable(ShellParameter)
    /// `$( … )` or backquotes; its commands are in `ShellScript.commands`.
    case commandSubstitution
    /// `$(( … ))`
    case arithmetic
    /// `<( … )` or `>( … )`
    case processSubstitution
    /// Unquoted `*`, `?` or `[ … ]`.
    case glob(String)
    /// Unquoted `{a,b}` or `{1..3}`.
    case brace(String)
    /// `~` or `~name` at the start.
    case tilde
  }

  /// How a word is quoted as a whole.
  package enum Quoting: Hashable, Sendable {
    case none
    /// One pair of `'…'` or `$'…'` around everything.
    case single
    /// One pair of `"…"` around everything.
    case double
    case mixed
  }

  package let parts: ShellWordParts
  /// With the quotes.
  package var range: TextRange { place.range }
  private let place: CompactRange
  package let quoting: Quoting

  init(parts: ShellWordParts, range: TextRange, quoting: Quoting) {
    self.parts = parts
    place = CompactRange(range)
    self.quoting = quoting
  }

  /// The text of a word that has no expansions; nil for others.
  package var literal: String? {
    if let only = parts.onlyLiteral { return only.text }
    var text = ""
    for part in parts {
      guard case .literal(let piece) = part.kind else { return nil }
      text += piece
    }
    return text
  }

  /// The static text as a source of its own (a JSON value on a launch line), mapped back to `file`; nil where
  /// the word is not static. Edits through the map must keep the quoting: see `quoting`.
  package func embeddedSource(in file: SourceFile) -> SourceFile? {
    var traced = TracedText()
    for part in parts {
      guard case .literal(let piece) = part.kind else { return nil }
      traced.append(piece, from: part.range)
    }
    return traced.source(in: file, part: .configText)
  }
}

/// `$NAME` or `${ … }`.
package struct ShellParameter: Sendable {
  package enum Subscript: Hashable, Sendable {
    case none
    /// `[@]`, and `$@`
    case whole
    /// `[3]`
    case index(Int)
    /// Any other, such as `[$i]`; `[*]` and `$*`, which join with the first character of `IFS`.
    case computed
  }

  package enum Operation: Sendable {
    case plain
    /// `${x:-word}`, `${x-word}`, `${x:=word}` and `${x=word}`; `testsEmpty` tells the forms with a colon.
    case fallback(parts: ShellWordParts, testsEmpty: Bool)
    /// `${#x}`, `${x%suffix}`, `${x/a/b}`, `${x:1}`, `${!x}`, `${x:+word}`, `${x:?message}`…
    case other
  }

  /// A name, a number, or one of `@ * # ? - $ ! _`.
  package let name: String
  package let element: Subscript
  package let operation: Operation
}

/// Text of which every byte knows where it is written.
struct TracedText: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var segments: [EmbeddedMap.Segment] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Adds `piece`, which is the bytes of `range` or the value of one escape there.
  mutating func append(_ piece: String, from range: TextRange) {
    let start = bytes.count
    bytes.append(contentsOf: piece.utf8)
    guard bytes.count > start else { return }
    segments.append(EmbeddedMap.Segment(inner: TextRange(start, bytes.count), outer: range))
  }

  mutating func append(_ other: TracedText) {
    let start = bytes.count
    bytes.append(contentsOf: other.bytes)
    for segment in other.segments {
      let inner = TextRange(segment.inner.start + start, segment.inner.end + start)
      segments.append(EmbeddedMap.Segment(inner: inner, outer: segment.outer))
    }
  }

  /// The pieces between blanks (space, tab, line feed), as an unquoted variable is split. O(bytes).
  func split() -> (pieces: [TracedText], startsBlank: Bool, endsBlank: Bool) {
    var pieces: [TracedText] = []
    var piece = TracedText()
    for segment in segments {
      var run = segment.inner.start
      for index in segment.inner.start..<segment.inner.end where Self.isBlank(bytes[index]) {
        piece.append(self, segment, TextRange(run, index))
        if !piece.bytes.isEmpty { pieces.append(piece) }
        piece = TracedText()
        run = index + 1
      }
      piece.append(self, segment, TextRange(run, segment.inner.end))
    }
    if !piece.bytes.isEmpty { pieces.append(piece) }
    let startsBlank = bytes.first.map(Self.isBlank) ?? false
    return (pieces, startsBlank, bytes.last.map(Self.isBlank) ?? false)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
  }

  /// Adds the inner bytes `cut` of one segment of `other`; an escape keeps its whole outer range.
  private mutating func append(_ other: TracedText, _ segment: EmbeddedMap.Segment, _ cut: TextRange) {
    guard !cut.isEmpty else { return }
    let start = bytes.count
    bytes.append(contentsOf: other.bytes[cut.start..<cut.end])
    let shift = segment.outer.start - segment.inner.start
    let outer = segment.isVerbatim ? TextRange(cut.start + shift, cut.end + shift) : segment.outer
    segments.append(EmbeddedMap.Segment(inner: TextRange(start, bytes.count), outer: outer))
  }

  /// The smallest range that holds all segments where they follow each other in the text; nil for text that
  /// was put together from several places, and for none.
  var origin: TextRange? {
    guard let first = segments.first, let last = segments.last else { return nil }
    for (left, right) in zip(segments, segments.dropFirst()) where right.outer.start < left.outer.end {
      return nil
    }
    return first.outer.union(last.outer)
  }

  /// nil where the text comes from several places that do not follow each other.
  func source(in file: SourceFile, part: SourceFile.EmbeddedPart) -> SourceFile? {
    guard origin != nil || segments.isEmpty else { return nil }
    let map = EmbeddedMap(segments: segments, encoding: .verbatim)
    return SourceFile(
      path: file.path, bytes: bytes, origin: .embedded(host: file, map: map, part: part))
  }
}

extension TracedText {
  /// Without the first `count` bytes. O(segments).
  func dropping(_ count: Int) -> TracedText {
    var rest = TracedText()
    for segment in segments where segment.inner.end > count {
      rest.append(self, segment, TextRange(max(segment.inner.start, count), segment.inner.end))
    }
    return rest
  }
}
