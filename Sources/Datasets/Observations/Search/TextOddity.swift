/// Characters that hardly anybody means to write into a text.
package enum TextOddity: Int, Sign {
  /// U+2028 or U+2029 as it is, which some readers of lines take for the end of one.
  case lineSeparator
  /// A character without width where none is needed: U+200B to U+200F, U+2060, and U+FEFF inside of a text.
  case invisible
  /// A character that turns the direction of others: U+202D and U+202E, and the rest of their kind in texts without a letter
  /// that is written from right to left.
  case bidirectional
  /// U+E0000 to U+E007F, which show as nothing, but in flags.
  case tag
  /// A control character of ASCII but for tabs, line ends and form feeds.
  case control
  /// U+FFFD, which stands for what could not be decoded.
  case replacement
  /// UTF-8 that was read as Windows-1252 or Latin-1 and written as UTF-8 again.
  case mojibake

  /// What a character may be odd as; nil for the most.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0x00...0x08, 0x0B, 0x0E...0x1F: self = .control
    case 0x200B...0x200F, 0x2060, 0xFEFF: self = .invisible
    case 0x2028, 0x2029: self = .lineSeparator
    case 0x202A...0x202E, 0x2066...0x2069: self = .bidirectional
    case 0xFFFD: self = .replacement
    case 0xE0000...0xE007F: self = .tag
    default: return nil
    }
  }

  /// Whether it is odd wherever it stands.
  var needsNoContext: Bool { self == .lineSeparator || self == .control || self == .replacement }
}

/// What is searched for of them.
enum OddityWord: Hashable, Sendable {
  /// A character as it is.
  case character
  /// `\u` with the first digits of one.
  case escape
  /// What a character of UTF-8 becomes that was read as Windows-1252.
  case mojibake
  /// The same in escapes.
  case escapedMojibake
}
