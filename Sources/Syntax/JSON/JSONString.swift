/// The inside of a JSON string (RFC 8259 section 7): which bytes stand for themselves and which are escapes.
enum JSONString {
  /// A run of the string, in the order of the text.
  enum Piece: Hashable {
    /// These source bytes are the text.
    case verbatim(TextRange)
    /// These source bytes are one escape, or the two escapes of a surrogate pair, for `scalar`.
    case escape(TextRange, Unicode.Scalar)
  }

  /// The bytes between the quotes of a string node; nil for other nodes, and for strings that are not between
  /// two double quotes as JSON wants them.
  static func content(of node: ConfigNode) -> TextRange? {
    let bytes = node.tree.file.bytes
    let quote = UInt8(ascii: "\"")
    guard node.kind == .scalar, node.style == .doubleQuoted, node.range.count >= 2,
      bytes[node.range.start] == quote, bytes[node.range.end - 1] == quote
    else { return nil }
    return TextRange(node.range.start + 1, node.range.end - 1)
  }

  /// Calls `body` with the pieces of `content`, the bytes between the quotes.
  ///
  /// A surrogate without its partner is U+FFFD, as Python's json keeps it and no UTF-8 can. An escape that
  /// JSON does not know stands for itself. `quote` is the quote around the string, which may be escaped in it.
  /// O(bytes).
  static func forEachPiece(
    of content: TextRange, in bytes: UnsafeBufferPointer<UInt8>, quote: UInt8 = UInt8(ascii: "\""),
    _ body: (Piece) -> Void
  ) {
    var verbatimStart = content.start
    var index = content.start
    while index < content.end {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let (scalar, length) = escape(at: index, limit: content.end, quote: quote, in: bytes) else {
        index = endOfUnknownEscape(at: index, limit: content.end, in: bytes)
        continue
      }
      if verbatimStart < index { body(.verbatim(TextRange(verbatimStart, index))) }
      body(.escape(TextRange(index, index + length), scalar))
      index += length
      verbatimStart = index
    }
    if verbatimStart < content.end { body(.verbatim(TextRange(verbatimStart, content.end))) }
  }

  /// The text of `content` with its escapes undone. O(bytes).
  static func decoded(
    _ content: TextRange, in bytes: [UInt8], quote: UInt8 = UInt8(ascii: "\"")
  ) -> String {
    bytes.withUnsafeBufferPointer {
      String(decoding: decodedBytes(content, in: $0, quote: quote), as: UTF8.self)
    }
  }

  /// The UTF-8 of the text of `content` with its escapes undone. O(bytes).
  static func decodedBytes(
    _ content: TextRange, in bytes: UnsafeBufferPointer<UInt8>, quote: UInt8 = UInt8(ascii: "\"")
  ) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    forEachPiece(of: content, in: bytes, quote: quote) { piece in
      switch piece {
      case .verbatim(let range): text.append(contentsOf: bytes[range.start..<range.end])
      case .escape(_, let scalar):
        if let units = UTF8.encode(scalar) { text.append(contentsOf: units) }
      }
    }
    return text
  }

  /// The first escape of `content` that JSON does not know; `quote` may be escaped too. O(bytes).
  static func firstUnknownEscape(
    in content: TextRange, of bytes: UnsafeBufferPointer<UInt8>, quote: UInt8
  ) -> TextRange? {
    var index = content.start
    while true {
      index = ByteWords.endOfPlainText(in: bytes, from: index, to: content.end, before: quote)
      guard index < content.end else { return nil }
      if bytes[index] != UInt8(ascii: "\\") {
        index += 1
      } else if let (_, length) = escape(at: index, limit: content.end, quote: quote, in: bytes) {
        index += length
      } else {
        return TextRange(index, endOfUnknownEscape(at: index, limit: content.end, in: bytes))
      }
    }
  }

  /// The scalar of the escape whose backslash is at `index`, and its length in bytes; nil for an unknown one.
  private static func escape(
    at index: Int, limit: Int, quote: UInt8, in bytes: UnsafeBufferPointer<UInt8>
  ) -> (Unicode.Scalar, Int)? {
    guard index + 1 < limit else { return nil }
    switch bytes[index + 1] {
    case quote: return (Unicode.Scalar(quote), 2)
    case UInt8(ascii: "\""): return ("\"", 2)
    case UInt8(ascii: "\\"): return ("\\", 2)
    case UInt8(ascii: "/"): return ("/", 2)
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "u"): break
    default: return nil
    }
    guard let unit = codeUnit(at: index, limit: limit, in: bytes) else { return nil }
    if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
    // Only surrogates are no scalars among 16-bit values.
    if unit < 0xDC00, let low = codeUnit(at: index + 6, limit: limit, in: bytes), 0xDC00...0xDFFF ~= low,
      let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
    {
      return (scalar, 12)
    }
    return ("\u{FFFD}", 6)
  }

  /// The value of `\uXXXX` at `index`.
  private static func codeUnit(at index: Int, limit: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard limit - index >= 6, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
      return nil
    }
    var value: UInt32 = 0
    for offset in index + 2..<index + 6 {
      guard let digit = hexDigit(bytes[offset]) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): return UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): return UInt32(byte - UInt8(ascii: "A")) + 10
    default: return nil
    }
  }

  /// The backslash with the whole code point behind it; `\u` with the hexadecimal digits that are there.
  private static func endOfUnknownEscape(at index: Int, limit: Int, in bytes: UnsafeBufferPointer<UInt8>)
    -> Int
  {
    var end = index + 1
    guard end < limit else { return end }
    let isUnicode = bytes[end] == UInt8(ascii: "u")
    end += 1
    if isUnicode {
      while end < min(limit, index + 6), hexDigit(bytes[end]) != nil { end += 1 }
    } else {
      while end < limit, bytes[end] & 0xC0 == 0x80 { end += 1 }
    }
    return end
  }
}
