/// What the bytes must be before the grammar is asked (YAML 1.2.2, sections 5.1 and 5.2).
extension YAMLParserState {
  /// Reports bytes that are not UTF-8 and characters that YAML does not allow; false where parsing is in
  /// vain.
  mutating func checkEncoding() -> Bool {
    if end > Int(UInt32.max) {
      builder.report(.limit, .at(0), "\(end) bytes, expected less than 4 GiB")
      return false
    }
    if end >= 2, (bytes[0] == 0xFE && bytes[1] == 0xFF) || (bytes[0] == 0xFF && bytes[1] == 0xFE) {
      builder.report(.encoding, TextRange(0, 2), "a UTF-16 byte-order mark, expected UTF-8")
      return false
    }
    var index = 0
    while index < end {
      if isPrintableWord(index) {
        index += 8
        continue
      }
      let byte = bytes[index]
      if byte >= 0x20 && byte < 0x7F || byte == 0x0A {
        index += 1
      } else if byte < 0x80 {
        if byte != 0x09 && byte != 0x0D { reportControl(UInt32(byte), TextRange(index, index + 1)) }
        index += 1
      } else {
        index = checkMultibyte(at: index)
      }
    }
    return true
  }

  /// Whether the eight bytes at `index` are all between 0x20 and 0x7E or line feeds.
  @inline(__always)
  private func isPrintableWord(_ index: Int) -> Bool {
    guard index + 8 <= end else { return false }
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    // Nothing is carried from one byte into the next, so each high bit speaks of its own byte.
    let high: UInt64 = 0x8080_8080_8080_8080
    let isLow = ~((word | high) &- 0x2020_2020_2020_2020)
    let isNoLineFeed = ((word ^ 0x0A0A_0A0A_0A0A_0A0A) & ~high) &+ ~high
    let isNoDelete = ((word ^ 0x7F7F_7F7F_7F7F_7F7F) & ~high) &+ ~high
    return (word | isLow & isNoLineFeed | ~isNoDelete) & high == 0
  }

  /// Checks the character of several bytes at `start` and returns where the next one starts.
  private mutating func checkMultibyte(at start: Int) -> Int {
    let rest = UnsafeBufferPointer(rebasing: bytes[start..<min(end, start + 4)])
    var decoder = UTF8()
    var input = rest.makeIterator()
    switch decoder.decode(&input) {
    case .scalarValue(let scalar):
      let width = UTF8.width(scalar)
      let isControl = scalar.value < 0xA0 && scalar.value != 0x85
      if isControl || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
        reportControl(scalar.value, TextRange(start, start + width))
      }
      return start + width
    case .error, .emptyInput:
      var stop = start + 1
      while stop < end, bytes[stop] & 0xC0 == 0x80 { stop += 1 }
      builder.report(.encoding, TextRange(start, stop), "bytes that are not UTF-8")
      return stop
    }
  }

  /// C0 controls are never allowed; the others are, inside quotes (`nb-json`), but PyYAML and ruamel refuse
  /// them.
  private mutating func reportControl(_ value: UInt32, _ range: TextRange) {
    let digits = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    builder.report(
      value < 0x20 ? .syntax : .deviation, range,
      "control character \(name), expected an escape in double quotes")
  }

}
