/// Plain, quoted and block scalars, as far as their ends go (PyYAML and ruamel.yaml, scanner.py).
extension LoaderScanner {
  // MARK: Plain

  mutating func scanPlain() {
    let (start, line) = (text.at, text.line)
    var stop = start
    while text.peek() != UInt8(ascii: "#") {
      let first = text.at
      while !endsPlain { text.forward() }
      guard text.at > first else { break }
      allowsKey = false
      stop = text.at
      let goesOn = skipPlainSpaces()
      if !goesOn || text.peek() == UInt8(ascii: "#") || !isFlow && text.column <= indent { break }
    }
    append(LoaderToken(kind: .scalar, range: TextRange(start, stop), line: line))
  }

  /// Whether plain text ends in front of the character here.
  private var endsPlain: Bool {
    let byte = text.peek()
    switch byte {
    case UInt8(ascii: ":"):
      if text.isBlank(1) { return true }
      return !isRuamel && isFlow && text.peek(1).isYAMLFlowIndicator
    case UInt8(ascii: "?"): return isFlow && !isModern
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      return isFlow
    default: return text.isBlank()
    }
  }

  /// Steps over the white space behind plain text; whether the scalar may go on there.
  private mutating func skipPlainSpaces() -> Bool {
    let start = text.at
    text.skipSpaces()
    guard text.takeBreak() else { return text.at > start }
    allowsKey = true
    if text.isMarker() { return false }
    while true {
      if text.peek() == 0x20 {
        text.forward()
      } else if text.takeBreak() {
        if text.isMarker() { return false }
      } else {
        return true
      }
    }
  }

  // MARK: Quoted

  mutating func scanQuoted(_ quote: UInt8) throws(YAMLRefusal) {
    let (start, line) = (text.at, text.line)
    let isDouble = quote == UInt8(ascii: "\"")
    text.forward()
    while true {
      guard text.at < text.end else {
        throw refusal("a string without its closing quote", at: TextRange(start, start + 1))
      }
      let byte = text.peek()
      if byte == quote {
        if isDouble || text.peek(1) != quote { break }
        text.forward(2)
      } else if byte == UInt8(ascii: "\\"), isDouble {
        try scanEscape()
      } else if text.takeBreak() {
        try skipQuotedBreaks()
      } else {
        text.forward()
      }
    }
    text.forward()
    append(LoaderToken(kind: .scalar, range: TextRange(start, text.at), line: line))
  }

  /// Steps over empty lines and indentation; a document marker ends no string.
  private mutating func skipQuotedBreaks() throws(YAMLRefusal) {
    while true {
      if text.isMarker() { throw refusal("'---' or '...' inside a string") }
      text.skip(while: \.isYAMLWhite)
      guard text.takeBreak() else { return }
    }
  }

  private mutating func scanEscape() throws(YAMLRefusal) {
    let start = text.at
    text.forward()
    let code = text.peek()
    let digits: Int
    switch code {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    case UInt8(ascii: "0"), UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "t"), 0x09,
      UInt8(ascii: "n"), UInt8(ascii: "v"), UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "e"), 0x20,
      UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "N"), UInt8(ascii: "_"),
      UInt8(ascii: "L"), UInt8(ascii: "P"):
      return text.forward()
    default:
      guard text.takeBreak() else {
        throw refusal("the escape '\\\(text.text(text.here))'", at: TextRange(start, text.here.end))
      }
      return try skipQuotedBreaks()
    }
    text.forward()
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = text.peek().hexadecimalValue else {
        throw refusal("an escape with too few digits", at: TextRange(start, text.at))
      }
      value = value << 4 | digit
      text.forward()
    }
    guard value <= 0x10FFFF else {
      throw refusal("an escape beyond U+10FFFF", at: TextRange(start, text.at))
    }
  }

  // MARK: Block

  mutating func scanBlockScalar() throws(YAMLRefusal) {
    let (start, line) = (text.at, text.line)
    text.forward()
    let increment = try scanBlockHeader()
    try finishLine("text behind the header of a block scalar")
    var least = indent + 1
    let column: Int
    if let increment {
      least = max(least, 1)
      column = least + increment - 1
      skipBlockBreaks(column)
    } else {
      if !isRuamel { least = max(least, 1) }
      column = max(least, try measureBlockIndent())
    }
    while text.column == column, text.at < text.end {
      text.skipLine()
      text.takeBreak()
      skipBlockBreaks(column)
      if isRuamel, least == 0, text.column == 0, text.isMarker() { break }
    }
    append(.scalar, from: start, line: line)
  }

  /// The indentation and chomping indicators; nil where the indentation is to be found out.
  private mutating func scanBlockHeader() throws(YAMLRefusal) -> Int? {
    var increment: Int?
    var hasChomping = false
    while true {
      let byte = text.peek()
      if let digit = byte.hexadecimalValue, digit < 10, increment == nil {
        guard digit > 0 else { throw refusal("an indentation indicator of 0") }
        increment = Int(digit)
      } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), !hasChomping {
        hasChomping = true
      } else {
        break
      }
      text.forward()
    }
    guard text.isBlank(takesTabs: false) else {
      throw refusal("'\(text.text(text.here))' in the header of a block scalar")
    }
    return increment
  }

  /// Steps over the blank lines in front; the widest indentation up to the first text.
  private mutating func measureBlockIndent() throws(YAMLRefusal) -> Int {
    var first = -1
    var widest = 0
    while true {
      if text.peek() == 0x20 {
        text.forward()
        widest = max(widest, text.column)
      } else if text.at < text.end, text.isBreak() {
        if first < 0 { first = text.column }
        text.takeBreak()
      } else {
        break
      }
    }
    if isRuamel, first > 0, widest > first {
      throw refusal("a line of a block scalar that is indented more than the blank line before it")
    }
    return widest
  }

  private mutating func skipBlockBreaks(_ column: Int) {
    repeat {
      while text.column < column, text.peek() == 0x20 { text.forward() }
    } while text.takeBreak()
  }
}
