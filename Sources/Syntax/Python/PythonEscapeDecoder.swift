/// Undoes escapes, doubled braces and line ends in the text of a string literal (reference manual, 2.4.1).
struct PythonEscapeDecoder {
  let source: ArraySlice<UInt8>
  let style: PythonStringPiece.Style
  let isBytes: Bool
  /// False while the parser only looks for malformed escapes: names of characters are slow to look up.
  var resolvesNames = true
  /// The first escape that CPython refuses, such as `\x4`, with what is wrong.
  private(set) var problem: (range: TextRange, message: String)?

  init(source: ArraySlice<UInt8>, style: PythonStringPiece.Style, isBytes: Bool) {
    self.source = source
    self.style = style
    self.isBytes = isBytes
  }

  /// Appends the value as UTF-8 (or as bytes). O(bytes).
  mutating func decode(into output: inout [UInt8]) {
    let braces = style.contains(.doubledBraces)
    let raw = style.contains(.raw)
    var index = source.startIndex
    while index < source.endIndex {
      let byte = source[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\") where !raw:
        index = decodeEscape(at: index, into: &output)
      case UInt8(ascii: "{") where braces, UInt8(ascii: "}") where braces:
        output.append(byte)
        if index < source.endIndex, source[index] == byte { index += 1 }
      case 0x0D:
        output.append(0x0A)
        if index < source.endIndex, source[index] == 0x0A { index += 1 }
      default: output.append(byte)
      }
    }
  }

  /// Decodes the escape whose backslash lies before `start`; returns where the text goes on.
  private mutating func decodeEscape(at start: Int, into output: inout [UInt8]) -> Int {
    guard start < source.endIndex else {
      output.append(UInt8(ascii: "\\"))
      return start
    }
    let next = start + 1
    switch source[start] {
    case 0x0A: return next
    case 0x0D: return next < source.endIndex && source[next] == 0x0A ? next + 1 : next
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): output.append(source[start])
    case UInt8(ascii: "a"): output.append(0x07)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "v"): output.append(0x0B)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): return decodeOctal(at: start, into: &output)
    case UInt8(ascii: "x"): return decodeHex(at: start, digits: 2, into: &output)
    case UInt8(ascii: "u") where !isBytes: return decodeHex(at: start, digits: 4, into: &output)
    case UInt8(ascii: "U") where !isBytes: return decodeHex(at: start, digits: 8, into: &output)
    case UInt8(ascii: "N") where !isBytes: return decodeName(at: start, into: &output)
    default:
      // An unknown escape keeps its backslash; what follows is read as if it stood alone.
      output.append(UInt8(ascii: "\\"))
      return start
    }
    return next
  }

  private func decodeOctal(at start: Int, into output: inout [UInt8]) -> Int {
    var value: UInt32 = 0
    var index = start
    while index < min(start + 3, source.endIndex), (0x30...0x37).contains(source[index]) {
      value = value * 8 + UInt32(source[index] - 0x30)
      index += 1
    }
    append(value, to: &output)
    return index
  }

  private mutating func decodeHex(at start: Int, digits: Int, into output: inout [UInt8]) -> Int {
    var value: UInt32 = 0
    var index = start + 1
    while index < min(start + 1 + digits, source.endIndex), let digit = PythonNumber.hexDigit(source[index]) {
      value = value << 4 | UInt32(digit)
      index += 1
    }
    if index < start + 1 + digits {
      note(start - 1, index, "truncated escape: \(digits) hexadecimal digits expected")
    } else if value > 0x10FFFF {
      note(start - 1, index, "escape beyond the last Unicode character, U+10FFFF")
    } else {
      append(value, to: &output)
    }
    return index
  }

  private mutating func decodeName(at start: Int, into output: inout [UInt8]) -> Int {
    guard start + 2 < source.endIndex, source[start + 1] == UInt8(ascii: "{"),
      let end = source[(start + 2)...].firstIndex(of: UInt8(ascii: "}")), end > start + 2
    else {
      note(start - 1, start + 1, "malformed escape: \\N{character name} expected")
      return start + 1
    }
    if resolvesNames {
      let name = String(decoding: source[start + 2..<end], as: UTF8.self)
      if let scalar = PythonCharacterName.scalar(named: name) {
        append(scalar.value, to: &output)
      } else {
        note(start - 1, end + 1, "unknown Unicode character name")
      }
    }
    return end + 1
  }

  /// Appends one character, or one byte of a bytes literal; a lone surrogate becomes U+FFFD.
  private func append(_ value: UInt32, to output: inout [UInt8]) {
    if isBytes {
      output.append(UInt8(truncatingIfNeeded: value))
    } else {
      let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
      output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  private mutating func note(_ start: Int, _ end: Int, _ message: String) {
    if problem == nil { problem = (TextRange(start, end), message) }
  }
}

/// Characters by their Unicode name, for `\N{…}`.
enum PythonCharacterName {
  /// The planes that have names: the assigned ones below U+32000, and the tags and selectors of plane 14.
  private static let ranges: [ClosedRange<UInt32>] = [0x20...0xD7FF, 0xE000...0x31FFF, 0xE0000...0xE01EF]

  /// The character of that name or alias, in any case. The first call makes the index; O(length of the name).
  static func scalar(named name: String) -> Unicode.Scalar? {
    let wanted = name.uppercased()
    if let scalar = numbered(wanted) { return scalar }
    return index[wanted]
  }

  /// A character whose name ends with its own number, such as an ideograph: two in three are named so.
  private static func numbered(_ name: String) -> Unicode.Scalar? {
    guard let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")) else { return nil }
    let digits = name[name.index(after: dash)...]
    guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else { return nil }
    return scalar.properties.name == name ? scalar : nil
  }

  /// The standard library has none, and a search through all characters for each escape of a text would hang.
  private static let index: [String: Unicode.Scalar] = {
    var index: [String: Unicode.Scalar] = [:]
    for value in ranges.joined() {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      if let name = properties.name, numbered(name) == nil { index[name] = scalar }
      if let alias = properties.nameAlias { index[alias] = scalar }
    }
    return index
  }()
}
