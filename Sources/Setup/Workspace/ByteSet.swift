/// A set of bytes: what a bracket expression of a glob accepts.
struct ByteSet: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init() {}

  func contains(_ byte: UInt8) -> Bool { word(Int(byte) / 64) & bit(byte) != 0 }

  mutating func insert(_ byte: UInt8) {
    switch byte / 64 {
    case 0: words.0 |= bit(byte)
    case 1: words.1 |= bit(byte)
    case 2: words.2 |= bit(byte)
    default: words.3 |= bit(byte)
    }
  }

  var inverted: ByteSet {
    var all = ByteSet()
    all.words = (~words.0, ~words.1, ~words.2, ~words.3)
    return all
  }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

  func hash(into hasher: inout Hasher) {
    for index in 0..<4 { hasher.combine(word(index)) }
  }

  private func bit(_ byte: UInt8) -> UInt64 { 1 << UInt64(byte % 64) }

  private func word(_ index: Int) -> UInt64 {
    switch index {
    case 0: return words.0
    case 1: return words.1
    case 2: return words.2
    default: return words.3
    }
  }
}

extension ByteSet {
  /// Reads the bracket expression that opens at `start`, and the index behind it; nil where it does not close
  /// or names an unknown class.
  static func read(_ pattern: [UInt8], at start: Int) -> (ByteSet, end: Int)? {
    var set = ByteSet()
    var index = start + 1
    let isInverted =
      index < pattern.count && (pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^"))
    if isInverted { index += 1 }
    let first = index
    var rangeStart: UInt8?
    while index < pattern.count {
      let byte = pattern[index]
      if byte == UInt8(ascii: "]") && index > first { return (isInverted ? set.inverted : set, index + 1) }
      if byte == UInt8(ascii: "["), index + 1 < pattern.count, pattern[index + 1] == UInt8(ascii: ":"),
        let close = pattern[(index + 2)...].firstIndex(of: UInt8(ascii: "]"))
      {
        if close > index + 2 && pattern[close - 1] == UInt8(ascii: ":") {
          guard let accepts = namedClass(pattern[(index + 2)..<(close - 1)]) else { return nil }
          for byte in 0..<UInt8(128) where accepts(byte) { set.insert(byte) }
          rangeStart = nil
          index = close + 1
          continue
        }
      }
      if byte == UInt8(ascii: "-"), let low = rangeStart, index + 1 < pattern.count,
        pattern[index + 1] != UInt8(ascii: "]")
      {
        guard let (high, next) = literal(pattern, at: index + 1) else { return nil }
        if low <= high { for byte in low...high { set.insert(byte) } }
        rangeStart = nil
        index = next
        continue
      }
      guard let (value, next) = literal(pattern, at: index) else { return nil }
      set.insert(value)
      rangeStart = value
      index = next
    }
    return nil
  }

  /// One byte, or the byte behind a backslash; nil where the pattern ends there.
  private static func literal(_ pattern: [UInt8], at index: Int) -> (UInt8, next: Int)? {
    guard pattern[index] == UInt8(ascii: "\\") else { return (pattern[index], index + 1) }
    return index + 1 < pattern.count ? (pattern[index + 1], index + 2) : nil
  }

  /// The POSIX character classes in the C locale.
  private static func namedClass(_ name: ArraySlice<UInt8>) -> ((UInt8) -> Bool)? {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isUpper(byte) || isLower(byte) }
    switch String(decoding: name, as: UTF8.self) {
    case "alnum": return isAlphanumeric
    case "alpha": return { isUpper($0) || isLower($0) }
    case "blank": return { $0 == 0x20 || $0 == 0x09 }
    case "cntrl": return { $0 < 0x20 || $0 == 0x7F }
    case "digit": return isDigit
    case "graph": return { (0x21...0x7E).contains($0) }
    case "lower": return isLower
    case "print": return { (0x20...0x7E).contains($0) }
    case "punct": return { (0x21...0x7E).contains($0) && !isAlphanumeric($0) }
    case "space": return { $0 == 0x20 || (0x09...0x0D).contains($0) }
    case "upper": return isUpper
    case "xdigit": return { isDigit($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) }
    default: return nil
    }
  }
}
