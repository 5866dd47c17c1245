/// A tokenizer with a token for each byte, and three special ones: what a tokenizer decides about loss can be told byte by
/// byte, in any language.
package struct ByteTokenizer: Hashable, Sendable {
  /// What short sequences are filled with.
  package enum Padding: String, Hashable, Sendable {
    /// A token of its own.
    case own
    /// The token that ends a text, as many scripts set it.
    case endOfText = "eos"
  }

  /// Nil where the tokenizer has no token for it.
  package var padding: Padding?
  /// Whether spaces are lost, as with tokenizers that only split at them.
  package var dropsSpaces = false

  package init(padding: Padding? = .own) { self.padding = padding }

  /// The special tokens by their ids, before the 256 bytes.
  static let special = ["<pad>", "<s>", "</s>"]
  package static let vocabularySize = special.count + 256
  static let endOfText = 2
  static let endOfTextToken = "</s>"
  /// The longest input, as `model_max_length`.
  static let longestInput = 1024

  var paddingToken: Int? {
    switch padding {
    case .own?: 0
    case .endOfText?: Self.endOfText
    case nil: nil
    }
  }

  /// A token, and the byte of the text where it starts.
  struct Piece {
    let token: Int
    let start: Int
    let length: Int
  }

  package func encode(_ text: String) -> [Int] { pieces(text).map(\.token) }

  /// O(bytes).
  func pieces(_ text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var (pieces, place) = ([Piece](), 0)
    while place < bytes.count {
      if let (token, length) = Self.specialToken(bytes[place...]) {
        pieces.append(Piece(token: token, start: place, length: length))
        place += length
      } else {
        if !dropsSpaces || bytes[place] != UInt8(ascii: " ") {
          pieces.append(Piece(token: Self.special.count + Int(bytes[place]), start: place, length: 1))
        }
        place += 1
      }
    }
    return pieces
  }

  private static func specialToken(_ bytes: ArraySlice<UInt8>) -> (token: Int, length: Int)? {
    guard bytes.first == UInt8(ascii: "<") else { return nil }
    for (token, text) in special.enumerated() where bytes.starts(with: text.utf8) {
      return (token, text.utf8.count)
    }
    return nil
  }

  /// The bytes of the tokens; special tokens as they are written.
  package static func bytes(of tokens: some Sequence<Int>) -> [UInt8] {
    tokens.flatMap { token in
      token < special.count ? Array(special[token].utf8) : [UInt8(truncatingIfNeeded: token - special.count)]
    }
  }
}
