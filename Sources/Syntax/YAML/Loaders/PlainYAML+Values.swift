/// Plain, quoted and block scalars, and what stands in brackets.
extension PlainYAML {
  // MARK: Plain

  /// Whether what stands here is the start of plain text for all loaders.
  @inline(__always)
  var startsPlain: Bool {
    switch byte {
    case UInt8(ascii: "-"): return !isBlank(ahead: 1) && byte(ahead: 1) != 0x09
    case 0...0x20, 0x7F, UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: ","), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"),
      UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"),
      UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
      return false
    default: return true
    }
  }

  /// Plain text of a block up to the line's end, a comment or the `:` behind a key.
  mutating func skipPlain() -> Bool {
    while true {
      skip(to: {
        ByteWords.mask(of: UInt8(ascii: ":"), in: $0) | ByteWords.mask(of: UInt8(ascii: "#"), in: $0)
      })
      if isAtLineEnd { return true }
      switch byte {
      case UInt8(ascii: ":"):
        if isBlank(ahead: 1) { return true }
      case UInt8(ascii: "#"):
        if bytes[at - 1] == 0x20 { return true }
      case 0x09: return false
      default:
        if isPeculiar { return false }
      }
      at += 1
    }
  }

  /// Goes on to the first byte that `marked` finds in a word of eight, is a control character or not ASCII, or nearly
  /// so far where the text ends.
  @inline(__always)
  private mutating func skip(to marked: (UInt64) -> UInt64) {
    guard let text = bytes.baseAddress else { return }
    while at + 8 <= bytes.count {
      let word = ByteWords.load(text, at)
      let marks = marked(word) | ByteWords.mask(below: 0x20, in: word) | word & ByteWords.highBits
      at += ByteWords.lowest(marks)
      if marks != 0 { return }
    }
  }

  // MARK: Quoted

  /// Text in quotes, over as many lines as it has.
  mutating func skipQuoted() -> Bool {
    let quote = byte
    at += 1
    while true {
      skip(to: {
        ByteWords.mask(of: quote, in: $0) | ByteWords.mask(of: UInt8(ascii: "\\"), in: $0)
      })
      guard at < bytes.count else { return false }
      switch bytes[at] {
      case quote:
        at += 1
        guard quote == UInt8(ascii: "'"), byte == quote else { return true }
        at += 1
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        at += 1
        guard isCommonEscape else { return false }
        at += 1
      case 0x0A, 0x0D:
        guard skipBreak() else { return false }
      default:
        if isPeculiar { return false }
        at += 1
      }
    }
  }

  /// Whether what stands behind a backslash is one of the escapes of a single letter that configs have.
  private var isCommonEscape: Bool {
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "\""), UInt8(ascii: "\\"),
      UInt8(ascii: "/"), UInt8(ascii: "0"), UInt8(ascii: "e"):
      return at < bytes.count
    default: return false
    }
  }

  // MARK: Block scalars

  /// The header and the lines of a block scalar, the last line's end not included.
  ///
  /// The first line with text says how far the others are indented; ruamel refuses one behind a line of
  /// spaces.
  mutating func skipBlockScalar() -> Bool {
    at += 1
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { at += 1 }
    guard isBlank(ahead: 0), endLine() else { return false }
    while at < bytes.count, isAtLineEnd {
      guard skipBreak() else { return false }
    }
    let first = at
    skipSpaces()
    let indentation = at - first
    guard indentation > owner, !isAtLineEnd else { return false }
    while true {
      guard skipText() else { return false }
      let stop = at
      guard at < bytes.count, skipBreak() else { return at == bytes.count }
      let start = at
      skipSpaces()
      if at - start < indentation, !isAtLineEnd {
        at = stop
        return true
      }
    }
  }

  // MARK: Brackets

  /// Brackets and what is in them, over as many lines as they have.
  ///
  /// A key is followed by `: ` at once, and plain text stays on its line: where a `:` counts and where plain
  /// text goes on is what the loaders see differently.
  mutating func skipFlow() -> Bool {
    // A bit for each open bracket, 1 for a mapping; the innermost one is the lowest.
    var mappings: UInt64 = 0
    var depth = 0
    var isBehindItem = false
    repeat {
      guard skipFlowBlanks() else { return false }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard depth < UInt64.bitWidth, !isBehindItem else { return false }
        depth += 1
        mappings = mappings << 1 | (byte == UInt8(ascii: "{") ? 1 : 0)
        at += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard (byte == UInt8(ascii: "}")) == (mappings & 1 == 1) else { return false }
        depth -= 1
        mappings >>= 1
        isBehindItem = true
        at += 1
      case UInt8(ascii: ","):
        isBehindItem = false
        at += 1
      default:
        guard !isBehindItem, let isKey = skipFlowScalar(isInMapping: mappings & 1 == 1) else { return false }
        isBehindItem = !isKey
      }
    } while depth > 0
    return true
  }

  /// Spaces, comments and line ends.
  private mutating func skipFlowBlanks() -> Bool {
    while at < bytes.count {
      skipSpaces()
      if byte != UInt8(ascii: "#"), !isAtLineEnd { return true }
      guard endLine() else { return false }
    }
    return false
  }

  /// A scalar in brackets, with the `:` behind it where it is a key; nil for other forms, else whether it is
  /// one.
  private mutating func skipFlowScalar(isInMapping: Bool) -> Bool? {
    let start = at
    let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    guard isQuoted ? skipQuoted() : startsPlain && skipFlowPlain() else { return nil }
    guard byte == UInt8(ascii: ":") else { return false }
    guard isInMapping, isBlank(ahead: 1), start >= lineStart, at - start <= Self.keyLimit else { return nil }
    at += 1
    return true
  }

  /// Plain text in brackets, up to what ends it.
  private mutating func skipFlowPlain() -> Bool {
    while !isAtLineEnd {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return true
      case UInt8(ascii: ":"):
        if isBlank(ahead: 1) { return true }
        if byte(ahead: 1).isYAMLFlowIndicator { return false }
      case UInt8(ascii: "#"):
        if bytes[at - 1] == 0x20 { return true }
      case 0x09, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "?"): return false
      default:
        if isPeculiar { return false }
      }
      at += 1
    }
    return true
  }
}
