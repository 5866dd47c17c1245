/// The text as a loader steps through it: by characters, with the line and the column it counts.
///
/// PyYAML 6.0.3 and ruamel.yaml 0.19.1, reader.py. Behind the end stands a NUL, as there.
struct LoaderText {
  let bytes: UnsafeBufferPointer<UInt8>
  let end: Int
  /// PyYAML ends a line at U+0085, U+2028 and U+2029 as well; ruamel does so in its grammar, but not where it
  /// counts.
  let countsWideBreaks: Bool
  /// The next byte.
  var at = 0
  /// How many characters are behind.
  var index = 0
  var line = 0
  var column = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, countsWideBreaks: Bool) {
    self.bytes = bytes
    end = bytes.count
    self.countsWideBreaks = countsWideBreaks
    if isByteOrderMark { forward() }
  }

  @inline(__always)
  func peek(_ ahead: Int = 0) -> UInt8 { at + ahead < end ? bytes[at + ahead] : 0 }

  private var isByteOrderMark: Bool { peek() == 0xEF && peek(1) == 0xBB && peek(2) == 0xBF }

  /// Steps over one character.
  mutating func forward() {
    guard at < end else { return }
    let byte = bytes[at]
    if byte < 0x80 {
      at += 1
      if byte == 0x0A || byte == 0x0D && peek() != 0x0A {
        line += 1
        column = 0
      } else {
        column += 1
      }
    } else {
      let isBreak = countsWideBreaks && isWideBreak()
      if isBreak {
        line += 1
        column = 0
      } else if !isByteOrderMark {
        column += 1
      }
      at += 1
      while at < end, bytes[at] & 0xC0 == 0x80 { at += 1 }
    }
    index += 1
  }

  mutating func forward(_ count: Int) {
    for _ in 0..<count { forward() }
  }

  mutating func skip(while condition: (UInt8) -> Bool) {
    while at < end, condition(bytes[at]) { forward() }
  }

  mutating func skipSpaces() {
    while peek() == 0x20 { forward() }
  }

  /// To the end of the line.
  mutating func skipLine() {
    while !isBreakOrEnd() { forward() }
  }

  /// U+0085, U+2028 or U+2029.
  @inline(__always)
  func isWideBreak(_ ahead: Int = 0) -> Bool {
    let byte = peek(ahead)
    guard byte == 0xC2 || byte == 0xE2 else { return false }
    if byte == 0xC2 { return peek(ahead + 1) == 0x85 }
    return peek(ahead + 1) == 0x80 && peek(ahead + 2) & 0xFE == 0xA8
  }

  @inline(__always)
  func isBreak(_ ahead: Int = 0) -> Bool {
    let byte = peek(ahead)
    return byte == 0x0A || byte == 0x0D || byte >= 0xC2 && isWideBreak(ahead)
  }

  @inline(__always)
  func isBreakOrEnd(_ ahead: Int = 0) -> Bool { at + ahead >= end || isBreak(ahead) }

  /// A space, a line break or the end; `takesTabs` or a tab.
  @inline(__always)
  func isBlank(_ ahead: Int = 0, takesTabs: Bool = true) -> Bool {
    let byte = peek(ahead)
    return byte == 0x20 || takesTabs && byte == 0x09 || isBreakOrEnd(ahead)
  }

  /// Steps over a line break, if one is here; true for one that folds to a space.
  @discardableResult
  mutating func takeBreak() -> Bool {
    guard at < end, isBreak() else { return false }
    if peek() == 0x0D, peek(1) == 0x0A { forward() }
    forward()
    return true
  }

  /// Whether `---` or `...` stands here, whatever the column.
  func isMarker() -> Bool {
    let byte = peek()
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { return false }
    return peek(1) == byte && peek(2) == byte && isBlank(3)
  }

  /// The character that stands here.
  var here: TextRange {
    var stop = min(at + 1, end)
    while stop < end, bytes[stop] & 0xC0 == 0x80 { stop += 1 }
    return TextRange(at, stop)
  }

  func text(_ range: TextRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }

  /// Refuses bytes that are not UTF-8 and characters outside the loaders' `NON_PRINTABLE` pattern.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLRefusal) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x7F, byte >= 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        index += 1
        continue
      }
      var decoder = UTF8()
      var input = bytes[index..<min(bytes.count, index + 4)].makeIterator()
      guard case .scalarValue(let scalar) = decoder.decode(&input) else {
        throw YAMLRefusal(
          stage: .reading, range: TextRange(index, index + 1), reason: "bytes that are not UTF-8")
      }
      let width = UTF8.width(scalar)
      let isPrintable =
        scalar.value >= 0xA0 && scalar.value != 0xFFFE && scalar.value != 0xFFFF || scalar.value == 0x85
      guard isPrintable else {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        throw YAMLRefusal(
          stage: .reading, range: TextRange(index, index + width),
          reason: "the character U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
      }
      index += width
    }
  }
}
