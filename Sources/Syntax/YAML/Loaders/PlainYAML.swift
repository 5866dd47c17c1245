/// Recognizes texts of the forms that nearly every config is written in, whose grammar all loaders share.
///
/// Lines of spaces, comments, a `---` in front of the first content, block mappings and sequences, and as
/// values: plain text, also over several lines, quoted text, brackets around such, and block scalars without a
/// digit in their header. Left out is what the loaders read by rules of their own: tabs in front of content,
/// `?`, `&`, `*`, `!` and `%`, a key of several lines or of more than `keyLimit` bytes, a `:` without a blank
/// behind it in brackets, line ends other than LF and CR LF, and byte-order marks behind the first.
///
/// In a text that is valid YAML 1.2 and has these forms alone, no loader's scanner or parser has anything to
/// refuse; what a scalar means is another matter. That the text is valid is taken for granted: nothing here
/// counts how deep a collection lies, only where the last key or `-` stood.
struct PlainYAML {
  /// What the last line with content leaves to the next one.
  private enum Ending {
    case closed
    /// The value of a key or an entry is still to come.
    case missing
    /// Plain text goes on where a line is indented more than `owner`.
    case plain
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0
  private(set) var lineStart = 0
  private var ending = Ending.closed
  /// The column of the last key or `-`, which is that of the innermost block collection.
  private(set) var owner = 0
  /// Whether a line other than empty ones and comments is behind.
  private var hasContent = false

  /// Whether the text, which is valid YAML 1.2, has these forms alone. O(bytes).
  static func isAll(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = PlainYAML(bytes: bytes)
    if reader.isByteOrderMark { reader.at = 3 }
    while reader.at < bytes.count {
      guard reader.skipLine() else { return false }
    }
    return true
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// A longer key may have the 1024 characters that are too many for a loader.
  static let keyLimit = 512

  // MARK: Bytes

  @inline(__always)
  var byte: UInt8 { at < bytes.count ? bytes[at] : 0x0A }

  @inline(__always)
  func byte(ahead: Int) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0x0A }

  @inline(__always)
  var isAtLineEnd: Bool { byte == 0x0A || byte == 0x0D }

  /// Whether a space or the line's end stands `ahead`; a tab is neither.
  @inline(__always)
  func isBlank(ahead: Int) -> Bool {
    let next = byte(ahead: ahead)
    return next == 0x20 || next == 0x0A || next == 0x0D
  }

  private var isByteOrderMark: Bool {
    byte == 0xEF && byte(ahead: 1) == 0xBB && byte(ahead: 2) == 0xBF
  }

  /// Whether the character here is a byte-order mark, or U+0085, U+2028 or U+2029, which end a line for some.
  @inline(__always)
  var isPeculiar: Bool {
    switch byte {
    case 0xC2: return byte(ahead: 1) == 0x85
    case 0xE2: return byte(ahead: 1) == 0x80 && byte(ahead: 2) & 0xFE == 0xA8
    case 0xEF: return isByteOrderMark
    default: return false
    }
  }

  @inline(__always)
  mutating func skipSpaces() {
    while byte == 0x20 { at += 1 }
  }

  /// The rest of the line, its end not included.
  mutating func skipText() -> Bool {
    while !isAtLineEnd {
      if isPeculiar { return false }
      at += 1
    }
    return true
  }

  /// Spaces, a comment behind one, and the line's end.
  @inline(__always)
  mutating func endLine() -> Bool {
    skipSpaces()
    if byte == UInt8(ascii: "#") {
      guard at == lineStart || bytes[at - 1] == 0x20 else { return false }
      guard skipText() else { return false }
    }
    return skipBreak()
  }

  /// LF, CR LF or the end of the text.
  @inline(__always)
  mutating func skipBreak() -> Bool {
    if byte == 0x0D { at += 1 }
    guard byte == 0x0A else { return false }
    at += 1
    lineStart = at
    return true
  }

  // MARK: Lines

  private mutating func skipLine() -> Bool {
    skipSpaces()
    if isAtLineEnd { return endLine() }
    if byte == UInt8(ascii: "#") {
      if ending == .plain { ending = .closed }
      return endLine()
    }
    let column = at - lineStart
    if ending == .plain, column > owner { return skipContinuation() }
    if column == 0, isMarker { return skipMarker() }
    hasContent = true
    var takesValue = ending == .missing && column > owner
    while byte == UInt8(ascii: "-"), isBlank(ahead: 1) {
      begin(at: at)
      takesValue = true
      at += 1
      skipSpaces()
      if isAtLineEnd || byte == UInt8(ascii: "#") { return endLine() }
    }
    let start = at
    guard skipNode() else { return false }
    guard byte == UInt8(ascii: ":"), isBlank(ahead: 1) else { return takesValue && endValue() }
    guard start >= lineStart, at - start <= Self.keyLimit else { return false }
    begin(at: start)
    at += 1
    skipSpaces()
    if isAtLineEnd || byte == UInt8(ascii: "#") { return endLine() }
    return skipNode() && endValue()
  }

  private mutating func begin(at start: Int) {
    owner = start - lineStart
    ending = .missing
  }

  /// Whether `---` or `...` is alone here or has a blank behind it.
  @inline(__always)
  private var isMarker: Bool {
    guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { return false }
    return byte(ahead: 1) == byte && byte(ahead: 2) == byte && (isBlank(ahead: 3) || byte(ahead: 3) == 0x09)
  }

  /// A `---` on a line of its own in front of all content.
  private mutating func skipMarker() -> Bool {
    guard byte == UInt8(ascii: "-"), !hasContent else { return false }
    hasContent = true
    at += 3
    return endLine()
  }

  /// The next line of plain text.
  private mutating func skipContinuation() -> Bool {
    skipPlain() && byte != UInt8(ascii: ":") && endValue()
  }

  /// A key or a value; `at` is left behind it on its last line.
  @inline(__always)
  private mutating func skipNode() -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      ending = .closed
      return skipQuoted()
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      ending = .closed
      return skipFlow() && byte != UInt8(ascii: ":")
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      guard ending == .missing, at - lineStart > owner else { return false }
      ending = .closed
      return skipBlockScalar()
    default:
      guard startsPlain else { return false }
      ending = .plain
      return skipPlain()
    }
  }

  /// The end of the line behind a value.
  @inline(__always)
  private mutating func endValue() -> Bool {
    skipSpaces()
    if byte == UInt8(ascii: "#"), ending == .plain { ending = .closed }
    return endLine()
  }
}
