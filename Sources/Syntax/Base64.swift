/// Bytes as ASCII text (RFC 4648, section 4).
package enum Base64 {
  /// Writes `bytes` behind `text`, padded, on one line. O(bytes).
  package static func encode(_ bytes: [UInt8], to text: inout [UInt8]) {
    text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for index in 0..<3 { group = group << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
      for index in 0..<4 {
        let digit = index <= count ? alphabet[Int(group >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "=")
        text.append(digit)
      }
    }
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The decoding that `!!binary` uses: Python's `base64.decodebytes`, which skips every byte outside the alphabet.
  ///
  /// The bytes that `text` stands for; nil where the padding is missing or a byte is not ASCII. O(bytes).
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    var decoded: [UInt8] = []
    var group: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text {
      guard byte < 0x80 else { return nil }
      if byte == UInt8(ascii: "=") {
        padding += 1
        if count >= 2, count + padding >= 4 { break }
        continue
      }
      guard let value = value(byte) else { continue }
      padding = 0
      group = group << 6 | value
      count += 1
      if count == 4 {
        decoded += [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
        (group, count) = (0, 0)
      }
    }
    guard count > 0 else { return decoded }
    guard count >= 2, count + padding >= 4 else { return nil }
    decoded.append(UInt8(truncatingIfNeeded: count == 3 ? group >> 10 : group >> 4))
    if count == 3 { decoded.append(UInt8(truncatingIfNeeded: group >> 2)) }
    return decoded
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): return 62
    case UInt8(ascii: "/"): return 63
    default: return nil
    }
  }
}
