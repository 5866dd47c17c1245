import Syntax

/// What a parser's stop most likely comes from, in words that are made when they are asked for: most faults are only counted.
struct FaultDiagnosis {
  let kind: SyntaxFault.Kind
  /// Offsets in the text that was parsed.
  let range: TextRange
  private let words: () -> String

  /// To be called as long as the text is there.
  var message: String { words() }

  init(_ kind: SyntaxFault.Kind, _ range: TextRange, _ message: @autoclosure @escaping () -> String) {
    self.kind = kind
    self.range = range
    words = message
  }
}

/// The text around a stop, with the questions that a diagnosis asks of it.
struct FaultText {
  let text: UnsafePointer<UInt8>
  /// Where the record starts.
  let start: Int
  /// Where the text ends; the byte there is zero.
  let end: Int
  /// "line" or "file": what ends at `end`.
  let unit: StaticString

  /// No cause is named by bytes that lie farther than this behind a stop, so that it does not matter how many more are
  /// loaded.
  static let reach = 48
  /// Longer words and numbers are cut.
  private static let wordLimit = 40

  /// Names the cause of `stop`. O(bytes of the record).
  func diagnose(_ stop: ParseStop) -> FaultDiagnosis {
    let at = stop.offset
    switch stop.reason {
    case .ended: return truncated()
    case .endedInString:
      return FaultDiagnosis(
        .truncated, TextRange(at, end), "the \(unit) ends inside a string that opens here")
    case .expectedValue: return value(at)
    case .expectedKey: return key(at)
    case .expectedColon:
      return one(.missingColon, at, "`:` was expected behind the key, not \(shown(at))")
    case .expectedCommaOrBrace: return separator(at, closing: "}")
    case .expectedCommaOrBracket: return separator(at, closing: "]")
    case .controlCharacter:
      return one(
        .controlCharacter, at,
        "\(shown(at)) stands raw inside a string, where JSON takes `\(escapedForm(text[at]))` only")
    case .badEscape:
      let length = text[at + 1] == 0x75 ? min(6, end - at) : 2
      return FaultDiagnosis(
        .badEscape, TextRange(at, at + length),
        "`\(excerpt(at, length))` is no JSON escape; a backslash itself is written `\\\\`")
    case .invalidUTF8: return one(.invalidUTF8, at, "byte \(hex(text[at])) is not valid UTF-8 here")
    case .badNumber: return number(at)
    case .tooDeep:
      return one(.tooDeep, at, "more than \(RecordParser.depthLimit) levels of arrays and objects")
    }
  }

  /// Names what stands behind a complete record at `at`.
  func diagnoseTrailing(_ at: Int) -> FaultDiagnosis {
    switch text[at] {
    case 0x2C where isBlank(from: at + 1):
      return one(
        .commaAfterRecord, at, "`,` stands behind the record; JSON lines are not separated by commas")
    case 0x7D, 0x5D:
      return one(.wrongBracket, at, "\(shown(at)) closes nothing; the record has ended before it")
    case 0x7B, 0x5B, 0x22, 0x2C:
      return one(.secondRecord, at, "a second value on the \(unit); each record needs a line of its own")
    default:
      if let named = foreign(at) { return named }
      return one(.unexpectedText, at, "\(shown(at)) stands behind the record, where the \(unit) should end")
    }
  }

  private func value(_ at: Int) -> FaultDiagnosis {
    if let named = foreign(at) { return named }
    switch text[at] {
    case 0x5D, 0x7D:
      if previous(at) == 0x2C { return trailingComma(at) }
      if previous(at) == 0x3A {
        return one(.missingValue, at, "a value was expected behind `:`, not \(shown(at))")
      }
      return one(.wrongBracket, at, "\(shown(at)) closes nothing here; a value was expected")
    case 0x2C: return one(.missingValue, at, "a value was expected before `,`")
    default: return one(.unexpectedText, at, "a JSON value was expected, not \(shown(at))")
    }
  }

  private func key(_ at: Int) -> FaultDiagnosis {
    switch text[at] {
    case 0x7D where previous(at) == 0x2C: return trailingComma(at)
    case 0x7B where previous(at) == 0x2C:
      return one(.unexpectedText, at, "a key was expected, not `{`; is a `}` missing before the comma?")
    case 0x61...0x7A, 0x41...0x5A, 0x5F:
      return FaultDiagnosis(
        .unquotedKey, TextRange(at, wordEnd(at)), "the key `\(word(at))` needs double quotes")
    default:
      if let named = foreign(at) { return named }
      return one(.unexpectedText, at, "a key in double quotes was expected, not \(shown(at))")
    }
  }

  private func separator(_ at: Int, closing: String) -> FaultDiagnosis {
    let wanted = { "`,` or `\(closing)` was expected" }
    switch text[at] {
    case 0x7D, 0x5D: return one(.wrongBracket, at, "\(wanted()), not \(shown(at))")
    case 0x22, 0x7B, 0x5B: return one(.missingComma, at, "\(wanted()) before \(shown(at))")
    default:
      if at > start && text[at - 1] == 0x22 && text[at] != 0x3A {
        return one(
          .unescapedQuote, at, "the string ends before \(shown(at)); a `\"` inside a string is written `\\\"`"
        )
      }
      if let named = foreign(at) { return named }
      return one(.unexpectedText, at, "\(wanted()), not \(shown(at))")
    }
  }

  private func trailingComma(_ at: Int) -> FaultDiagnosis {
    let comma = previousIndex(at)
    return FaultDiagnosis(.trailingComma, TextRange(comma, comma + 1), "`,` stands before \(shown(at))")
  }

  private func number(_ at: Int) -> FaultDiagnosis {
    var first = at
    while first > start && isNumberByte(text[first - 1]) { first -= 1 }
    var last = at
    while last < min(end, at + Self.wordLimit) && isNumberByte(text[last]) { last += 1 }
    let length = min(last - first, Self.wordLimit)
    return FaultDiagnosis(
      .badNumber, TextRange(first, max(last, first + 1)),
      "`\(excerpt(first, length))` is no JSON number")
  }

  private func truncated() -> FaultDiagnosis { FaultDiagnosis(.truncated, .at(end), truncation()) }

  private func truncation() -> String {
    let missing = openBrackets()
    return missing.isEmpty
      ? "the \(unit) ends where a value was expected"
      : "the \(unit) ends before the record does; `\(missing)` is missing"
  }

  /// The brackets that would close what is open at the end, the innermost first; at most eight are named.
  private func openBrackets() -> String {
    var open: [UInt8] = []
    var inString = false
    var index = start
    while index < end {
      switch text[index] {
      case 0x5C where inString: index += 1
      case 0x22: inString.toggle()
      case 0x7B where !inString: open.append(0x7D)
      case 0x5B where !inString: open.append(0x5D)
      case 0x7D where !inString, 0x5D where !inString: _ = open.popLast()
      default: break
      }
      index += 1
    }
    return String(decoding: open.reversed().prefix(8), as: UTF8.self)
  }

  /// What is recognised wherever it stands: other languages' words, comments, marks and markers.
  private func foreign(_ at: Int) -> FaultDiagnosis? {
    switch text[at] {
    case 0x27:
      return one(
        .singleQuotes, at,
        "JSON takes double quotes only; this looks like a Python dict that was printed, not dumped")
    case 0x54, 0x46, 0x4E:
      guard ["True", "False", "None"].contains(word(at)) else { return nil }
      return FaultDiagnosis(
        .pythonLiteral, TextRange(at, wordEnd(at)),
        "`\(word(at))` is Python; JSON writes `\(word(at) == "None" ? "null" : word(at).lowercased())`")
    case 0x23, 0x2F: return one(.comment, at, "JSON has no comments")
    case 0xEF where text[at + 1] == 0xBB && text[at + 2] == 0xBF:
      return FaultDiagnosis(
        .byteOrderMark, TextRange(at, at + 3), "a byte-order mark stands in the middle of the file")
    case 0x3C, 0x3D, 0x3E, 0x7C:
      guard at == start, (1..<7).allSatisfy({ text[at + $0] == text[at] }) else { return nil }
      return FaultDiagnosis(
        .conflictMarker, TextRange(at, at + 7), "`\(excerpt(at, 7))` is a merge-conflict marker")
    default: return nil
    }
  }

  private func one(
    _ kind: SyntaxFault.Kind, _ at: Int, _ message: @autoclosure @escaping () -> String
  ) -> FaultDiagnosis {
    FaultDiagnosis(kind, TextRange(at, at + (text[at] < 0x80 ? 1 : codePoint(at).length)), message())
  }
}

extension FaultText {
  /// The code point at `at` for a message: itself where it is visible ASCII, else its number.
  private func shown(_ at: Int) -> String {
    if at >= end { return "the end of the \(unit)" }
    let byte = text[at]
    if byte > 0x20 && byte < 0x7F { return "`\(Character(Unicode.Scalar(byte)))`" }
    switch byte {
    case 0x09: return "a tab"
    case 0x0A, 0x0D: return "a line break"
    case 0x20: return "a space"
    default: break
    }
    guard let value = codePoint(at).value else { return "byte \(hex(byte))" }
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The code point at `at` and its length in bytes; no value where the bytes are not UTF-8.
  private func codePoint(_ at: Int) -> (value: UInt32?, length: Int) {
    var decoder = UTF8()
    var bytes = UnsafeBufferPointer(start: text + at, count: max(0, min(4, end - at))).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return (nil, 1) }
    return (scalar.value, UTF8.width(scalar))
  }

  private func escapedForm(_ byte: UInt8) -> String {
    switch byte {
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    default: return "\\u00" + hex(byte).dropFirst(2)
    }
  }

  private func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return (byte < 16 ? "0x0" : "0x") + digits
  }

  /// The last byte before `at` that is no white space; 0 where there is none.
  private func previous(_ at: Int) -> UInt8 {
    let index = previousIndex(at)
    return index < start ? 0 : text[index]
  }

  private func previousIndex(_ at: Int) -> Int {
    var index = at - 1
    while index >= start, isSpace(text[index]) { index -= 1 }
    return index
  }

  private func isBlank(from at: Int) -> Bool {
    var index = at
    while index < end, isSpace(text[index]) { index += 1 }
    return index >= end
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  private func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: return true
    default: return false
    }
  }

  /// Where the word of ASCII letters, digits and underscores at `at` ends; at most `wordLimit` bytes.
  private func wordEnd(_ at: Int) -> Int {
    var index = at
    while index < min(end, at + Self.wordLimit) {
      switch text[index] {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F: index += 1
      default: return index
      }
    }
    return index
  }

  private func word(_ at: Int) -> String { excerpt(at, wordEnd(at) - at) }

  private func excerpt(_ at: Int, _ length: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: text + at, count: length), as: UTF8.self)
  }
}
