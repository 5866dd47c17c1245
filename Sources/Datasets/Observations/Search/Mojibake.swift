/// UTF-8 that was read as Windows-1252 (or Latin-1) and written as UTF-8 again: `é` becomes `Ã©`.
///
/// Proof is that the way back works: every character of the word is one of Windows-1252, their bytes are valid UTF-8, and what
/// they decode to is what people write.
enum Mojibake {
  /// Bytes that a word may reach to either side.
  private static let reach = 96

  /// Whether a character is one that the first byte of a character of UTF-8 becomes.
  static func mayBegin(_ scalar: UInt32) -> Bool { (0xC2...0xF4).contains(scalar) }

  /// Whether the word around `index` is proven to be such. O(bytes of the word).
  static func isProven(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let word = word(in: text, around: index)
    let characters = TextCharacters(text)
    var bytes: [UInt8] = []
    var written: [UInt32] = []
    var place = word.lowerBound
    while place < word.upperBound {
      guard let (scalar, length) = characters.scalar(at: place), let byte = windowsByte(scalar) else {
        return false
      }
      bytes.append(byte)
      written.append(scalar)
      place += length
    }
    return String(validating: bytes, as: UTF8.self) != nil && isPlausible(bytes, written)
  }

  /// From one space, quote or no-break space to the next: French has those before closing quotes.
  private static func word(in text: UnsafeBufferPointer<UInt8>, around index: Int) -> Range<Int> {
    var (start, end) = (index, index)
    while start > 0, index - start < reach, !isBreak(text, at: start - 1) { start -= 1 }
    // No character is cut in two.
    while start < index, text[start] & 0xC0 == 0x80 { start += 1 }
    while end < text.count, end - index < reach, !isBreak(text, at: end) { end += 1 }
    while end > index, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    // The first half of a no-break space.
    if end < text.count, text[end] == 0xA0, end > index { end -= 1 }
    return start..<end
  }

  private static func isBreak(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let byte = text[index]
    if byte <= 0x20 || byte == 0x22 || byte == 0x5C { return true }
    if byte == 0xA0 { return index > 0 && text[index - 1] == 0xC2 }
    return byte == 0xC2 && index + 1 < text.count && text[index + 1] == 0xA0
  }

  /// The byte that stands for a character; nil where none does. The five that Windows-1252 leaves out stand for themselves.
  private static func windowsByte(_ scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return UInt8(scalar) }
    return windowsCharacters[scalar]
  }

  private static let windowsCharacters: [UInt32: UInt8] = [
    0x20AC: 0x80, 0x201A: 0x82, 0x0192: 0x83, 0x201E: 0x84, 0x2026: 0x85, 0x2020: 0x86, 0x2021: 0x87,
    0x02C6: 0x88,
    0x2030: 0x89, 0x0160: 0x8A, 0x2039: 0x8B, 0x0152: 0x8C, 0x017D: 0x8E, 0x2018: 0x91, 0x2019: 0x92,
    0x201C: 0x93,
    0x201D: 0x94, 0x2022: 0x95, 0x2013: 0x96, 0x2014: 0x97, 0x02DC: 0x98, 0x2122: 0x99, 0x0161: 0x9A,
    0x203A: 0x9B,
    0x0153: 0x9C, 0x017E: 0x9E, 0x0178: 0x9F,
  ]

  /// Whether what a word decodes to has something in it that is not there by chance, as an `É` before a closing quote would
  /// make: `bytes` are what its characters, `written`, stand for.
  private static func isPlausible(_ bytes: [UInt8], _ written: [UInt32]) -> Bool {
    var (index, run, block) = (0, 0, Block.none)
    while index < bytes.count {
      let length = bytes[index] < 0x80 ? 1 : bytes[index] >= 0xF0 ? 4 : bytes[index] >= 0xE0 ? 3 : 2
      let scalar = bytes[index + 1..<index + length].reduce(
        length == 1 ? UInt32(bytes[index]) : UInt32(bytes[index]) & (0x7F >> UInt32(length))
      ) { $0 << 6 | UInt32($1 & 0x3F) }
      let next = Block(scalar)
      run = next == block ? run + 1 : 1
      block = next
      let isAtEnd = index + length == bytes.count
      if next == .latin, !(isAtEnd && isClosing(written[index + length - 1])) { return true }
      // Alone they stand in talk about them.
      if next == .mark, bytes.contains(where: isLetterOrDigit) { return true }
      if let needed = next.needed, run >= needed { return true }
      index += length
    }
    return false
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// Quotes, dashes and the like, as they stand behind a word.
  private static func isClosing(_ scalar: UInt32) -> Bool {
    scalar == 0xBB || (0x2013...0x203A).contains(scalar) || scalar == 0x2122
  }

  /// What characters are told apart by: how many of a kind are no chance.
  private enum Block {
    case none, latin, punctuation, letters, wide, emoji, mark

    init(_ scalar: UInt32) {
      switch scalar {
      case 0xA1...0xBA, 0xBC...0xD6, 0xD8...0xF6, 0xF8...0xFF: self = .latin
      case 0x2010...0x203A, 0x20AC, 0x2122: self = .punctuation
      case 0x0370...0x04FF, 0x0E00...0x0E7F: self = .letters
      case 0x3000...0x9FFF, 0xAC00...0xD7AF, 0xFF00...0xFFEF: self = .wide
      case 0x1F000...0x1FAFF: self = .emoji
      // `ï¿½` and `ï»¿` are what becomes of these.
      case 0xFFFD, 0xFEFF: self = .mark
      default: self = .none
      }
    }

    /// How many in a row; nil where no number is enough, or the place counts.
    var needed: Int? {
      switch self {
      case .none, .latin, .mark: return nil
      case .punctuation, .emoji: return 1
      case .wide: return 2
      case .letters: return 3
      }
    }
  }
}
