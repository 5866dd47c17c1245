#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
    guard let start = bytes.baseAddress else { return [] }
    // No escape is shorter than what it stands for.
    return [UInt8](unsafeUninitializedCapacity: bytes.count) { text, count in
      guard let out = text.baseAddress else { return }
      var index = 0
      while index < bytes.count {
        let plain = lengthWithoutEscapes(start + index, bytes.count - index)
        memcpy(out + count, start + index, plain)
        index += plain
        count += plain
        guard index + 1 < bytes.count else { return }
        guard start[index + 1] == 0x75 else {
          out[count] = simpleEscape(start[index + 1])
          count += 1
          index += 2
          continue
        }
        let (scalar, length) = unicodeEscape(bytes, at: index)
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          out[count] = byte
          count += 1
        }
        index += length
      }
    }
  }

  /// Up to the first backslash.
  private static func lengthWithoutEscapes(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
    guard let found = memchr(start, 0x5C, count) else { return count }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - start
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
