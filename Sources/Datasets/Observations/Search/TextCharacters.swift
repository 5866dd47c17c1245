/// The characters of valid UTF-8, from one to those beside it.
struct TextCharacters {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The code point that begins at `index`, and how many bytes it takes; nil behind the end.
  func scalar(at index: Int) -> (scalar: UInt32, length: Int)? {
    guard index >= 0, index < bytes.count else { return nil }
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard index + length <= bytes.count else { return nil }
    var scalar = first & (0x7F >> UInt32(length))
    for next in bytes[index + 1..<index + length] { scalar = scalar << 6 | UInt32(next & 0x3F) }
    return (scalar, length)
  }

  /// The code point that ends before `index`, and where it begins; nil at the start.
  func scalar(before index: Int) -> (scalar: UInt32, start: Int)? {
    var start = index - 1
    while start > 0, index - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start).map { ($0.scalar, start) }
  }

  /// Whether a character that may be odd is so where it stands. `hasRightToLeft` says so of the text that it stands in.
  func isOdd(_ scalar: UInt32, _ range: Range<Int>, _ hasRightToLeft: () -> Bool) -> Bool {
    let before = self.scalar(before: range.lowerBound)?.scalar ?? 0x20
    let after = self.scalar(at: range.upperBound)?.scalar ?? 0x20
    switch scalar {
    // Between words of scripts that are written without spaces it says where a line may end.
    case 0x200B: return !Self.isWithoutSpaces(before) && !Self.isWithoutSpaces(after)
    // Persian and Indic letters, emoji and texts of two directions need them.
    case 0x200C...0x200F: return Self.isBasicLatin(before) && Self.isBasicLatin(after)
    case 0x202A...0x202C, 0x2066...0x2069: return !hasRightToLeft()
    case 0xE0000...0xE007F: return !isOfFlag(range.lowerBound)
    default: return true
    }
  }

  /// Whether any letter is of Hebrew, Arabic or one of their kin. O(bytes).
  var hasRightToLeft: Bool {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      // U+0590 to U+07FF, U+0800 to U+08FF, and the forms for presentation.
      if first == 0xD6, index + 1 < bytes.count, bytes[index + 1] >= 0x90 { return true }
      if (0xD7...0xDF).contains(first) { return true }
      if first == 0xE0, index + 1 < bytes.count, bytes[index + 1] < 0xA4 { return true }
      if first == 0xEF, index + 1 < bytes.count, (0xAC...0xBB).contains(bytes[index + 1]),
        let scalar = scalar(at: index)?.scalar, scalar >= 0xFB1D, scalar <= 0xFDFF || scalar >= 0xFE70,
        scalar < 0xFEFF
      {
        return true
      }
      index += 1
    }
    return false
  }

  /// Whether only tags stand between the one at `index` and a black flag before it, as many as a flag may have.
  private func isOfFlag(_ index: Int) -> Bool {
    var index = index
    for _ in 0..<Self.longestFlag {
      guard let (scalar, start) = scalar(before: index) else { return false }
      if scalar == 0x1F3F4 { return true }
      guard (0xE0000...0xE007F).contains(scalar) else { return false }
      index = start
    }
    return false
  }

  /// Unicode Technical Standard 51: a code of six letters or digits at most, as `gbeng`, and the tag that ends it.
  private static let longestFlag = 8

  private static func isBasicLatin(_ scalar: UInt32) -> Bool {
    (0x30...0x39).contains(scalar) || (0x41...0x5A).contains(scalar & ~0x20)
  }

  /// Thai, Lao, Tibetan, Myanmar and Khmer, and their kin.
  private static func isWithoutSpaces(_ scalar: UInt32) -> Bool {
    (0x0E00...0x0FFF).contains(scalar) || (0x1000...0x109F).contains(scalar)
      || (0x1780...0x17FF).contains(scalar) || (0x1950...0x1AAF).contains(scalar)
      || (0xA9E0...0xAA7F).contains(scalar)
  }
}
