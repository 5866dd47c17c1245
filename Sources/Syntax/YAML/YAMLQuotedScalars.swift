/// Single and double quoted scalars (YAML 1.2.2, sections 7.3.1, 7.3.2 and 5.7).
extension YAMLParserState {
  /// Reads the quoted scalar whose opening quote is at `at`; the node's range has the quotes in it.
  ///
  /// Text without escapes and line breaks is not copied, see `ConfigNode.text`.
  mutating func scanQuoted(_ quote: UInt8, _ style: ConfigNode.Style, minIndent: Int) -> Int32 {
    let start = at
    var index = at + 1
    var run = index
    var isCopied = false
    while index < end, bytes[index] != quote || quote == UInt8(ascii: "'") && byte(index + 1) == quote {
      let byte = bytes[index]
      let isEscape = byte == quote || byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
      guard isEscape || byte.isYAMLBreak else {
        index += 1
        continue
      }
      if !isCopied { decoded.removeAll(keepingCapacity: true) }
      isCopied = true
      if byte == quote {
        decoded.append(contentsOf: bytes[run..<index + 1])
        index += 2
      } else if isEscape, !self.byte(index + 1).isYAMLBreak || index + 1 >= end {
        decoded.append(contentsOf: bytes[run..<index])
        index = decodeEscape(at: index)
      } else {
        decoded.append(contentsOf: bytes[run..<(isEscape ? index : trimmedEnd(run, index))])
        guard let next = foldQuoted(at: index, isEscaped: isEscape, minIndent: minIndent) else {
          return unclosed(start)
        }
        index = next
      }
      run = index
    }
    guard index < end else { return unclosed(start) }
    at = index + 1
    let node = builder.add(.scalar, style, TextRange(start, at))
    if isCopied {
      decoded.append(contentsOf: bytes[run..<index])
      builder.setText(String(decoding: decoded, as: UTF8.self), of: node)
    }
    return node
  }

  /// Folds the line break at `index` (behind a backslash where `isEscaped`); nil where the scalar cannot go
  /// on.
  private mutating func foldQuoted(at index: Int, isEscaped: Bool, minIndent: Int) -> Int? {
    guard let next = nextLine(after: isEscaped ? index + 1 : index) else { return nil }
    if next.content == next.lineStart, isDocumentMarker(next.content) { return nil }
    if spaces(from: next.lineStart) < minIndent {
      if bytes[next.content] != bytes[at], looksLikeEntry(next.content), !closes(from: next.content) {
        return nil
      }
      // PyYAML and ruamel do not look at indentation inside quotes.
      builder.report(
        .deviation, TextRange(next.lineStart, max(next.content, next.lineStart + 1)),
        "a line of a quoted string with too little indentation, expected \(Self.columns(minIndent)) or more")
    }
    lineStart = next.lineStart
    if !isEscaped {
      appendFold(next.breaks)
    } else if next.breaks > 1 {
      for _ in 1..<next.breaks { decoded.append(0x0A) }
    }
    return next.content
  }

  /// Whether the string that opens at `at` and goes on at `index` is closed by a quote with nothing but the end of a value
  /// behind it. Else a quote is missing, and the next one found opens another string. O(bytes up to that quote), once a string.
  private mutating func closes(from index: Int) -> Bool {
    if index < closedBefore { return true }
    let quote = bytes[at]
    var place = index
    while place < end {
      let isDoubled = quote == UInt8(ascii: "'") && byte(place + 1) == quote
      if bytes[place] == quote, !isDoubled { break }
      place +=
        bytes[place] == quote || quote == UInt8(ascii: "\"") && bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard place < end else { return false }
    let behind = skippingWhite(place + 1)
    let endsValue = behind >= end || bytes[behind].isYAMLBreak || [UInt8](",]}".utf8).contains(bytes[behind])
    guard endsValue || bytes[behind] == UInt8(ascii: "#") && behind > place + 1 else { return false }
    closedBefore = place
    return true
  }

  /// Takes the first line of a string without a closing quote as an invalid node, to go on behind it.
  private mutating func unclosed(_ start: Int) -> Int32 {
    lineStart = start
    while lineStart > 0, !bytes[lineStart - 1].isYAMLBreak { lineStart -= 1 }
    let quote = bytes[start] == UInt8(ascii: "'") ? "'" : "\""
    builder.report(.syntax, TextRange(start, start + 1), "a string without its closing \(quote)")
    reportedLine = lineStart
    at = trimmedEnd(start + 1, lineEnd(start))
    return builder.add(.invalid, .plain, TextRange(start, at))
  }

  /// Decodes the escape sequence at `index` and returns where it ends.
  private mutating func decodeEscape(at index: Int) -> Int {
    let code = byte(index + 1)
    if let simple = Self.simpleEscape(code) {
      append(simple)
      return index + 2
    }
    let digits =
      code == UInt8(ascii: "x") ? 2 : code == UInt8(ascii: "u") ? 4 : code == UInt8(ascii: "U") ? 8 : 0
    guard digits > 0 else {
      // The whole character behind the backslash, which may have several bytes.
      var stop = min(index + 2, end)
      while stop < end, bytes[stop] & 0xC0 == 0x80 { stop += 1 }
      let range = TextRange(index, stop)
      builder.report(
        .syntax, range, "'\(text(range))' is no escape sequence, expected '\\\\' for a backslash")
      decoded.append(contentsOf: bytes[index..<stop])
      return stop
    }
    var stop = index + 2
    guard var value = hexadecimal(&stop, digits) else {
      let range = TextRange(index, stop)
      builder.report(
        .syntax, range, "'\(text(range))' has too few digits, expected \(digits) hexadecimal ones")
      return stop
    }
    if digits == 4 { value = joiningSurrogates(value, &stop) }
    if let scalar = Unicode.Scalar(value) {
      append(scalar)
    } else {
      let range = TextRange(index, stop)
      builder.report(.syntax, range, "'\(text(range))' is no Unicode character")
      append("\u{FFFD}")
    }
    return stop
  }

  /// The character of a pair of `\u` surrogates as JSON writes it, if the second one stands at `stop`.
  ///
  /// PyYAML keeps the two halves apart, others join them.
  private func joiningSurrogates(_ high: UInt32, _ stop: inout Int) -> UInt32 {
    guard 0xD800..<0xDC00 ~= high else { return high }
    guard byte(stop) == UInt8(ascii: "\\"), byte(stop + 1) == UInt8(ascii: "u") else { return high }
    var after = stop + 2
    guard let low = hexadecimal(&after, 4), 0xDC00..<0xE000 ~= low else { return high }
    stop = after
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  /// The value of `count` hexadecimal digits at `index`, which is moved behind the digits that are there.
  private func hexadecimal(_ index: inout Int, _ count: Int) -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = byte(index).hexadecimalValue else { return nil }
      value = value << 4 | digit
      index += 1
    }
    return value
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Productions 42 to 61.
  private static func simpleEscape(_ code: UInt8) -> Unicode.Scalar? {
    switch code {
    case UInt8(ascii: "0"): return "\u{0}"
    case UInt8(ascii: "a"): return "\u{7}"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "t"), 0x09: return "\u{9}"
    case UInt8(ascii: "n"): return "\u{A}"
    case UInt8(ascii: "v"): return "\u{B}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "r"): return "\u{D}"
    case UInt8(ascii: "e"): return "\u{1B}"
    case 0x20: return " "
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "N"): return "\u{85}"
    case UInt8(ascii: "_"): return "\u{A0}"
    case UInt8(ascii: "L"): return "\u{2028}"
    case UInt8(ascii: "P"): return "\u{2029}"
    default: return nil
    }
  }
}
