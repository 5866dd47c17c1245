/// Values: words, arrays and inline tables.
extension TOMLReader {
  /// Reads the value at the current place, where something stands, and returns its node. Recursive up to the
  /// depth limit.
  mutating func readValue() -> Int32 {
    switch bytes[index] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let string = readString(allowsMultiline: true)
      let node = builder.add(.scalar, string.style, string.range)
      if let text = string.text { builder.setText(text, of: node) }
      return node
    case UInt8(ascii: "["):
      return closers.count < TOMLParser.maximumDepth ? readArray() : skipDeepValue()
    case UInt8(ascii: "{"):
      return closers.count < TOMLParser.maximumDepth ? readInlineTable() : skipDeepValue()
    default: return readWord()
    }
  }

  // MARK: Words

  private mutating func readWord() -> Int32 {
    let start = index
    var end = endOfWord(from: start)
    // A date and a time may have one space between them.
    if end - start == 10, end + 1 < bytes.count, bytes[end] == 0x20, TOMLDateTime.isDigit(bytes[end + 1]),
      TOMLDateTime(bytes[start..<end], version) != nil
    {
      end = endOfWord(from: end + 1)
    }
    if TOMLScalar.isValue(bytes[start..<end], version) {
      index = end
      return builder.add(.scalar, .plain, TextRange(start, end))
    }
    end = max(end, closers.isEmpty ? endOfText(from: start) : endOfItem(from: end))
    index = max(end, start + 1)
    let range = TextRange(start, index)
    report(range, "\(file.excerpt(range)) stands here, \(Self.expectation(bytes[start..<end]))")
    return builder.add(.invalid, .plain, range)
  }

  private func endOfWord(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      switch bytes[end] {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"):
        return end
      default: end += 1
      }
    }
    return end
  }

  /// The end of the text before the next comma, closing bracket, comment or line end.
  private func endOfItem(from start: Int) -> Int {
    var end = start
    var textEnd = start
    while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || endOfWord(from: end) > end {
      end = max(end + 1, endOfWord(from: end))
      if bytes[end - 1] != 0x20, bytes[end - 1] != 0x09 { textEnd = end }
    }
    return textEnd
  }

  /// What the author of `word` probably meant.
  private static func expectation(_ word: ArraySlice<UInt8>) -> String {
    let text = String(decoding: word.prefix(80), as: UTF8.self)
    switch text.lowercased() {
    case "true", "false", "inf", "nan": return "expected '\(text.lowercased())'"
    case "none", "null", "nil": return "expected a value, TOML has no null"
    default: break
    }
    if TOMLScalar.isIntegerTooLarge(word) { return "expected an integer of 64 bits" }
    switch word.first ?? 0 {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return "expected a number or a date as TOML writes it"
    default: return "expected a value, strings have quotes"
    }
  }

  // MARK: Arrays

  private mutating func readArray() -> Int32 {
    let open = index
    let node = builder.add(.sequence, .flow, TextRange(open, open + 1))
    index += 1
    closers.append(UInt8(ascii: "]"))
    var needsComma = false
    var previousEnd = index
    while true {
      let isNewLine = skipBlankLines()
      guard canGoOn(from: open, previousEnd, isNewLine: isNewLine, needsComma: needsComma) else { break }
      if isAt("]") {
        index += 1
        break
      }
      if isAt("}"), closeMismatched(open) { break }
      if isAt(",") {
        if !needsComma {
          report(TextRange(index, index + 1), "nothing stands before ',', expected an element")
        }
        needsComma = false
        index += 1
      } else {
        if needsComma { report(.at(previousEnd), "no ',' stands after the element") }
        let element = readValue()
        builder.append(element, to: node)
        needsComma = true
      }
      previousEnd = index
      if isUnwinding { break }
    }
    return finishBracket(node, previousEnd)
  }

  /// Ends an array or inline table here, or behind its last item where it has no closing bracket.
  private mutating func finishBracket(_ node: Int32, _ previousEnd: Int) -> Int32 {
    closers.removeLast()
    builder.setEnd(isUnwinding ? previousEnd : index, of: node)
    return node
  }

  /// Whether the bracket at `open` goes on at the current place: not at the end of the text, and not where a
  /// new line looks like the next statement. What stands against it is reported.
  private mutating func canGoOn(
    from open: Int, _ previousEnd: Int, isNewLine: Bool, needsComma: Bool
  ) -> Bool {
    let isArray = closers.last == UInt8(ascii: "]")
    if index < bytes.count {
      guard isNewLine, isArray || needsComma, looksLikeStatement(mayBeArray: !needsComma) else { return true }
    }
    isUnwinding = true
    report(
      .at(previousEnd),
      "the '\(isArray ? "[" : "{")' on line \(line(open)) is not closed, expected '\(isArray ? "]" : "}")'")
    return false
  }

  /// Whether the line at the current place starts with `key =` or with a header. Looks at one line at most.
  private func looksLikeStatement(mayBeArray: Bool) -> Bool {
    var ahead = index
    let isHeader = bytes[ahead] == UInt8(ascii: "[")
    if isHeader && !mayBeArray { return true }
    while isHeader, ahead < bytes.count, bytes[ahead] == UInt8(ascii: "[") { ahead += 1 }
    let start = ahead
    while ahead < bytes.count, Self.isBareKey(bytes[ahead]) || bytes[ahead] == UInt8(ascii: ".") {
      ahead += 1
    }
    guard ahead > start else { return false }
    if isHeader {
      let isName = bytes[start] | 0x20 >= UInt8(ascii: "a") && bytes[start] | 0x20 <= UInt8(ascii: "z")
      return isName && ahead < bytes.count && bytes[ahead] == UInt8(ascii: "]")
        && !TOMLScalar.isValue(bytes[start..<ahead], version)
    }
    while ahead < bytes.count, bytes[ahead] == 0x20 || bytes[ahead] == 0x09 { ahead += 1 }
    return ahead < bytes.count && bytes[ahead] == UInt8(ascii: "=")
  }

  /// A closing bracket of the other kind: taken as mistyped, unless a bracket further out waits for it.
  /// Returns true in every case, for the caller's loop ends.
  private mutating func closeMismatched(_ open: Int) -> Bool {
    let range = TextRange(index, index + 1)
    let expected = closers.last == UInt8(ascii: "]") ? "']' for the '['" : "'}' for the '{'"
    report(range, "\(file.excerpt(range)) stands here, expected \(expected) on line \(line(open))")
    if !closers.dropLast().contains(bytes[index]) { index += 1 }
    return true
  }

  /// Steps over a value that lies too deep, up to its closing bracket.
  private mutating func skipDeepValue() -> Int32 {
    let start = index
    report(
      .limit, TextRange(start, start + 1),
      "brackets nest deeper than \(TOMLParser.maximumDepth) levels, which is not read")
    var depth = 0
    repeat {
      switch bytes[index] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        _ = readString(allowsMultiline: true)
        continue
      case UInt8(ascii: "#"):
        skipLine()
        continue
      default: break
      }
      index += 1
    } while depth > 0 && index < bytes.count
    // The brackets around it are not closed for the same reason.
    if depth > 0 { isUnwinding = true }
    return builder.add(.invalid, .flow, TextRange(start, index))
  }

  // MARK: Inline tables

  private mutating func readInlineTable() -> Int32 {
    let open = index
    let node = builder.add(.mapping, .flow, TextRange(open, open + 1))
    let table = tables.add(node, .header)
    index += 1
    closers.append(UInt8(ascii: "}"))
    // Dotted keys inside may add to each other's tables, those outside may not.
    let outerSection = section
    section = -table
    defer { section = outerSection }
    var needsComma = false
    var comma: Int?
    var previousEnd = index
    var hasReportedLine = version == .v1_1
    while true {
      let lineEnd = index
      let isNewLine = skipBlankLines()
      guard canGoOn(from: open, previousEnd, isNewLine: isNewLine, needsComma: needsComma) else { break }
      if isNewLine, !hasReportedLine {
        report(.at(lineEnd), "the line ends inside an inline table, TOML 1.0 writes it on one line")
        hasReportedLine = true
      }
      if isAt("}") {
        if let comma, version == .v1_0 {
          report(TextRange(comma, comma + 1), "',' stands before '}', TOML 1.0 has no comma there")
        }
        index += 1
        break
      }
      if isAt("]"), closeMismatched(open) { break }
      if isAt(",") {
        if !needsComma { report(TextRange(index, index + 1), "nothing stands before ',', expected a key") }
        comma = index
        needsComma = false
        index += 1
      } else {
        if needsComma { report(.at(previousEnd), "no ',' stands after the value") }
        readPair(in: table, isInline: true)
        comma = nil
        needsComma = true
      }
      previousEnd = index
      if isUnwinding { break }
    }
    return finishBracket(node, previousEnd)
  }
}
