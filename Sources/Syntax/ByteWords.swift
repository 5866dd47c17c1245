/// Searches bytes eight at a time, as one machine word.
///
/// A mask that these functions make has the top bit of a byte set where the byte is looked for. Bytes above
/// the lowest one that is found may be marked wrongly (the subtraction borrows), so only the lowest counts,
/// unless the function's name says that the mask is exact.
enum ByteWords {
  @inline(__always) static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inline(__always) static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The eight bytes from `offset` on, the first one lowest. They all have to lie in the text.
  @inline(__always)
  static func load(_ text: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(text + offset).loadUnaligned(as: UInt64.self))
  }

  /// Marks the bytes of `word` that equal `byte`.
  @inline(__always)
  static func mask(of byte: UInt8, in word: UInt64) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & highBits
  }

  /// Marks the bytes of `word` below `bound`, which is 0x80 at most.
  @inline(__always)
  static func mask(below bound: UInt8, in word: UInt64) -> UInt64 {
    (word &- (ones &* UInt64(bound))) & ~word & highBits
  }

  /// Marks the bytes of `word` that end a run of plain text in a string: `quote`, which is ASCII, a backslash,
  /// and control characters.
  @inline(__always)
  static func mask(ofStringEnd quote: UInt8, in word: UInt64) -> UInt64 {
    mask(of: quote, in: word) | mask(of: UInt8(ascii: "\\"), in: word) | mask(below: 0x20, in: word)
  }

  /// Marks the bytes of `word` below `bound`, which is 0x80 at most, and no others: each mark counts.
  @inline(__always)
  static func exactMask(below bound: UInt8, in word: UInt64) -> UInt64 {
    ~((word & ~highBits) &+ ones &* UInt64(0x80 - bound) | word) & highBits
  }

  /// Which byte is the lowest that `mask` marks, 0 to 7; 8 where none is.
  @inline(__always)
  static func lowest(_ mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }

  /// Whether `word`, which is not empty, stands somewhere in `text`.
  static func contains(_ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = word.first, let base = text.baseAddress else { return false }
    var start = 0
    while start <= text.count - word.count {
      if start + 8 <= text.count {
        let marks = mask(of: first, in: load(base, start))
        start += lowest(marks)
        if marks == 0 || start > text.count - word.count { continue }
      }
      if text[start..<start + word.count].elementsEqual(word) { return true }
      start += 1
    }
    return false
  }

  /// The first offset at which the texts have different bytes; the shorter count where one begins with the other.
  static func firstDifference(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int
  {
    let count = min(left.count, right.count)
    guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
    var index = 0
    while index + 8 <= count {
      let difference = load(first, index) ^ load(second, index)
      if difference != 0 { return index + difference.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < count, first[index] == second[index] { index += 1 }
    return index
  }

  /// Whether `left` comes before `right` in the order of their bytes. O(length).
  static func precedes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    let index = firstDifference(left, right)
    guard index < left.count, index < right.count else { return left.count < right.count }
    return left[index] < right[index]
  }

  /// How many bytes an exact `mask` marks: the product adds them up in the highest byte.
  @inline(__always)
  static func count(_ mask: UInt64) -> Int { Int(((mask >> 7) &* ones) >> 56) }

  /// The offset of the first LF or CR at or after `start`; the count where none stands.
  static func firstLineEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = text.baseAddress else { return 0 }
    var index = start
    while index + 8 <= text.count {
      let word = load(base, index)
      let found = mask(of: 0x0A, in: word) | mask(of: 0x0D, in: word)
      if found != 0 { return index + lowest(found) }
      index += 8
    }
    while index < text.count, base[index] != 0x0A, base[index] != 0x0D { index += 1 }
    return index
  }

  /// The offset in `start ... end` of the first byte that may end a run of plain text in a string: `quote`,
  /// which is ASCII, a backslash, or a control character, DEL among them; `end` where none stands.
  static func endOfPlainText(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, before quote: UInt8
  ) -> Int {
    guard let base = text.baseAddress else { return end }
    let limit = min(end, text.count)
    var index = start
    while index + 8 <= limit {
      let word = load(base, index)
      let found = mask(ofStringEnd: quote, in: word) | mask(of: 0x7F, in: word)
      if found != 0 { return index + lowest(found) }
      index += 8
    }
    while index < limit, base[index] != quote, base[index] != UInt8(ascii: "\\"), base[index] != 0x7F,
      base[index] >= 0x20
    {
      index += 1
    }
    return index
  }

  /// The offset in `start ... end` of the first byte that is no space; `end` where none stands. All have to lie in the
  /// text.
  @inline(__always)
  static func endOfSpaces(in text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index + 8 <= end {
      let difference = load(text, index) ^ (ones &* 0x20)
      guard difference == 0 else { return index + lowest(difference) }
      index += 8
    }
    while index < end, text[index] == 0x20 { index += 1 }
    return index
  }

  /// The offset of the first zero byte; nil where none stands. O(bytes).
  static func firstZero(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = text.baseAddress else { return nil }
    var index = 0
    while index + 8 <= text.count {
      let found = mask(of: 0, in: load(base, index))
      if found != 0 { return index + lowest(found) }
      index += 8
    }
    return (index..<text.count).first { base[$0] == 0 }
  }

  /// The offset of the first byte above 0x7F at or after `start`; the count where none stands.
  static func firstNonASCII(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard let base = text.baseAddress else { return 0 }
    var index = start
    while index + 8 <= text.count {
      let found = load(base, index) & highBits
      if found != 0 { return index + lowest(found) }
      index += 8
    }
    while index < text.count, base[index] < 0x80 { index += 1 }
    return index
  }
}
