import ByteScan

/// Looks at bytes eight at a time: what reading needs where a file has no structure to stop at.
///
/// As `ByteWords` in Syntax does for parsers, whose functions would be calls from here: Swift 6.3 inlines nothing of
/// `package` access into another module.
enum ByteBlocks {
  @inline(__always) private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inline(__always) private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  @inline(__always)
  private static func load(_ text: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
    UnsafeRawPointer(text + offset).loadUnaligned(as: UInt64.self)
  }

  /// The top bit of each byte of `word` that is `byte`, and of no other.
  @inline(__always)
  private static func mask(of byte: UInt8, in word: UInt64) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return ~((difference & ~highBits) &+ ~highBits | difference) & highBits
  }

  /// How many top bits `mask` has: the product adds them up in the highest byte.
  @inline(__always)
  private static func count(_ mask: UInt64) -> Int { Int(truncatingIfNeeded: ((mask >> 7) &* ones) >> 56) }

  /// The offset in `start ... end` of the first byte that is no JSON white space; `end` where none stands.
  @inline(__always)
  static func endOfSpace(in text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    // Between two elements there is seldom more than one.
    var index = start
    while index < end, index < start + 2 {
      guard isSpace(text[index]) else { return index }
      index += 1
    }
    return endOfLongSpace(in: text, from: index, to: end)
  }

  private static func endOfLongSpace(in text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index + 8 <= end {
      let word = load(text, index)
      // A run is mostly of spaces.
      if word != ones &* 0x20 {
        let marks =
          mask(of: 0x20, in: word) | mask(of: 0x0A, in: word) | mask(of: 0x0D, in: word)
          | mask(of: 0x09, in: word)
        guard marks == highBits else { break }
      }
      index += 8
    }
    while index < end, isSpace(text[index]) { index += 1 }
    return index
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// How many line feeds `text` has, and the offset behind the last one; nil where a carriage return stands in it.
  static func lineFeeds(in text: UnsafeBufferPointer<UInt8>) -> (count: Int, end: Int)? {
    guard let base = text.baseAddress else { return (0, 0) }
    var count = 0
    var last = 0
    var index = 0
    while index + 8 <= text.count {
      let word = load(base, index)
      if mask(of: 0x0D, in: word) != 0 { return nil }
      let found = mask(of: 0x0A, in: word)
      if found != 0 {
        count += Self.count(found)
        last = index + 8
      }
      index += 8
    }
    while last > 0, base[last - 1] != 0x0A { last -= 1 }
    while index < text.count {
      if base[index] == 0x0D { return nil }
      if base[index] == 0x0A {
        count += 1
        last = index + 1
      }
      index += 1
    }
    return (count, last)
  }

  /// How many code points start in `text` at or after `start`.
  static func codePoints(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = text.baseAddress else { return 0 }
    return Int(bytescan_code_points(base + start, text.count - start))
  }
}
