/// The text that a JSON string's bytes stand for.
enum JSONText {
  /// The UTF-16 code unit of the `\uXXXX` at `escape`, or nil where none stands; reads at most up to the
  /// first byte that does not fit.
  static func codeUnit(_ escape: UnsafePointer<UInt8>) -> UInt16? {
    guard escape[0] == 0x5C, escape[1] == 0x75 else { return nil }
    var unit: UInt16 = 0
    for index in 2..<6 {
      guard let digit = hexDigit(escape[index]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  /// Decodes the escapes of a valid string's inner bytes into UTF-8; a lone surrogate becomes U+FFFD.
  /// O(bytes).
  static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x5C, index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      guard bytes[index + 1] == 0x75 else {
        result.append(simpleEscape(bytes[index + 1]))
        index += 2
        continue
      }
      let (scalar, length) = unicodeEscape(bytes, at: index)
      result.append(contentsOf: Array(String(Character(scalar)).utf8))
      index += length
    }
    return result
  }

  /// The code point of the escape (or the pair of them) at `index`, and how many bytes it takes.
  private static func unicodeEscape(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (scalar: Unicode.Scalar, length: Int) {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard index + 6 <= bytes.count, let start = bytes.baseAddress, let unit = codeUnit(start + index) else {
      return (replacement, 2)
    }
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    guard unit < 0xDC00, index + 12 <= bytes.count, let low = codeUnit(start + index + 6),
      low & 0xFC00 == 0xDC00,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF)))
    else { return (replacement, 6) }
    return (scalar, 12)
  }

  private static func simpleEscape(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 0x62: return 0x08
    case 0x66: return 0x0C
    case 0x6E: return 0x0A
    case 0x72: return 0x0D
    case 0x74: return 0x09
    default: return letter
    }
  }

  private static func hexDigit(_ byte: UInt8) -> UInt16? {
    if byte &- 0x30 < 10 { return UInt16(byte &- 0x30) }
    if (byte | 0x20) &- 0x61 < 6 { return UInt16((byte | 0x20) &- 0x57) }
    return nil
  }
}
