/// The pieces of one word in order.
///
/// Most words are one text, which stands in the word itself: arrays of their own would cost more than all the words.
package struct ShellWordParts: RandomAccessCollection, Sendable {
  /// The text of a word that has no other piece, and where it stands.
  private var text: String?
  private var place = CompactRange(.at(0))
  private var isQuoted = false
  /// The pieces of any other word.
  private var pieces: [ShellWord.Part] = []

  package var startIndex: Int { 0 }
  package var endIndex: Int { text == nil ? pieces.count : 1 }

  package subscript(index: Int) -> ShellWord.Part {
    if index == 0, let only { return only }
    return pieces[index]
  }

  private var only: ShellWord.Part? {
    text.map { ShellWord.Part(kind: .literal($0), range: place.range, isQuoted: isQuoted) }
  }

  /// The piece of a word that is nothing but one text; nil for other words.
  var onlyLiteral: (text: String, range: TextRange, isQuoted: Bool)? {
    text.map { ($0, place.range, isQuoted) }
  }

  /// `text`, which stands at `range`.
  mutating func append(literal text: String, at range: TextRange, isQuoted: Bool) {
    guard isEmpty else {
      return append(ShellWord.Part(kind: .literal(text), range: range, isQuoted: isQuoted))
    }
    (self.text, place, self.isQuoted) = (text, CompactRange(range), isQuoted)
  }

  /// Any piece; see `append(literal:at:isQuoted:)` for a text.
  mutating func append(_ part: ShellWord.Part) {
    if let only {
      pieces.append(only)
      text = nil
    }
    pieces.append(part)
  }
}
