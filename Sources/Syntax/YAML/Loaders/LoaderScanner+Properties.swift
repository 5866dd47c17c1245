/// Directives, anchors, aliases and tags, as the loaders spell them (PyYAML and ruamel.yaml, scanner.py).
extension LoaderScanner {
  /// Letters, digits, `-` and `_`: the loaders' names.
  private static func isWord(_ byte: UInt8) -> Bool { byte.isYAMLWordCharacter || byte == UInt8(ascii: "_") }

  /// The directive at the start of this line, its line break included.
  mutating func scanDirective() throws(YAMLRefusal) {
    let (start, line) = (text.at, text.line)
    text.forward()
    let name = text.at
    let takesMore = isRuamel
    text.skip { Self.isWord($0) || takesMore && ($0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")) }
    guard text.at > name, text.isBlank(takesTabs: false) else {
      throw refusal("a '%' that no directive's name follows")
    }
    switch text.text(TextRange(name, text.at)) {
    case "YAML":
      try scanVersion(from: start)
      append(.versionDirective, from: start, line: line)
    case "TAG":
      try scanTagDirective(from: start)
    default:
      append(.otherDirective, from: start, line: line)
      text.skipLine()
    }
    try finishLine("text behind a directive")
  }

  /// Steps over a comment and the line break; anything else is refused.
  mutating func finishLine(_ reason: String) throws(YAMLRefusal) {
    text.skipSpaces()
    if text.peek() == UInt8(ascii: "#") { text.skipLine() }
    guard text.isBreakOrEnd() else { throw refusal(reason) }
    text.takeBreak()
  }

  /// `1.2`, which becomes `version`.
  private mutating func scanVersion(from start: Int) throws(YAMLRefusal) {
    text.skipSpaces()
    let major = try scanNumber()
    guard text.peek() == UInt8(ascii: ".") else { throw refusal("a %YAML without a version such as 1.2") }
    text.forward()
    let minor = try scanNumber()
    guard text.isBlank(takesTabs: false) else { throw refusal("a %YAML without a version such as 1.2") }
    guard major == 1, !isRuamel || minor == 1 || minor == 2 else {
      let versions = isRuamel ? "1.1 and 1.2" : "1"
      throw refusal("a %YAML directive for another version than \(versions)", at: TextRange(start, text.at))
    }
    version = (major, minor)
  }

  private mutating func scanNumber() throws(YAMLRefusal) -> Int {
    let start = text.at
    var value = 0
    while let digit = text.peek().hexadecimalValue, digit < 10 {
      value = min(value * 10 + Int(digit), 1_000_000)
      text.forward()
    }
    guard text.at > start else { throw refusal("a %YAML without a version such as 1.2") }
    return value
  }

  private mutating func scanTagDirective(from start: Int) throws(YAMLRefusal) {
    text.skipSpaces()
    let handle = try scanHandle()
    guard text.peek() == 0x20 else { throw refusal("a %TAG without white space behind its handle") }
    text.skipSpaces()
    let prefix = text.at
    try scanURI()
    guard text.isBlank(takesTabs: false) else {
      throw refusal("'\(text.text(text.here))' in a tag's prefix")
    }
    append(
      LoaderToken(
        kind: .tagDirective, range: TextRange(start, text.at), line: text.line, name: handle,
        rest: TextRange(prefix, text.at)))
  }

  /// The anchor or alias here.
  mutating func scanName(_ kind: LoaderToken.Kind) throws(YAMLRefusal) {
    let (start, line) = (text.at, text.line)
    let what = kind == .alias ? "an alias" : "an anchor"
    text.forward()
    let name = text.at
    if isRuamel {
      while text.at < text.end, !text.isBlank(), !text.peek().isYAMLFlowIndicator, !isByteOrderMark {
        text.forward()
      }
    } else {
      text.skip(while: Self.isWord)
    }
    guard text.at > name else { throw refusal("\(what) without a name of letters, digits, '-' and '_'") }
    guard endsName else { throw refusal("'\(text.text(text.here))' in the name of \(what)") }
    append(
      LoaderToken(kind: kind, range: TextRange(start, text.at), line: line, name: TextRange(name, text.at)))
  }

  private var isByteOrderMark: Bool {
    text.peek() == 0xEF && text.peek(1) == 0xBB && text.peek(2) == 0xBF
  }

  private var endsName: Bool {
    switch text.peek() {
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"),
      UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
      return true
    case UInt8(ascii: "["), UInt8(ascii: "{"): return isRuamel
    default: return text.isBlank()
    }
  }

  /// The tag here.
  mutating func scanTag() throws(YAMLRefusal) {
    let (start, line) = (text.at, text.line)
    var handle = TextRange(start, start + 1)
    if isRuamel, text.peek(1) == UInt8(ascii: "!") {
      text.forward()
      handle = TextRange(start, start + 2)
    }
    var rest = TextRange(start, handle.end)
    if text.peek(1) == UInt8(ascii: "<") {
      handle = .at(start)
      text.forward(2)
      rest = try scanURI()
      guard text.peek() == UInt8(ascii: ">") else { throw refusal("a verbatim tag without '>'") }
      text.forward()
    } else if text.isBlank(1) {
      handle = .at(start)
      text.forward()
    } else {
      if hasNamedHandle { handle = try scanHandle() } else { text.forward() }
      rest = try scanURI()
    }
    guard text.isBlank(takesTabs: false) else { throw refusal("'\(text.text(text.here))' in a tag") }
    append(
      LoaderToken(kind: .tag, range: TextRange(start, text.at), line: line, name: handle, rest: rest))
  }

  /// Whether a second `!` stands in this word.
  private var hasNamedHandle: Bool {
    var ahead = 1
    while !text.isBlank(ahead, takesTabs: false) {
      if text.peek(ahead) == UInt8(ascii: "!") { return true }
      ahead += 1
    }
    return false
  }

  /// `!`, `!!` or `!name!`.
  private mutating func scanHandle() throws(YAMLRefusal) -> TextRange {
    let start = text.at
    guard text.peek() == UInt8(ascii: "!") else { throw refusal("a tag handle that does not start with '!'") }
    text.forward()
    if text.peek() != 0x20 {
      text.skip(while: Self.isWord)
      guard text.peek() == UInt8(ascii: "!") else { throw refusal("a tag handle that does not end with '!'") }
      text.forward()
    }
    return TextRange(start, text.at)
  }

  @discardableResult
  private mutating func scanURI() throws(YAMLRefusal) -> TextRange {
    let start = text.at
    while text.at < text.end {
      let byte = text.peek()
      if byte == UInt8(ascii: "%") {
        try scanPercents()
        continue
      }
      let isExtra = byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
      guard byte == UInt8(ascii: "!") || isExtra || byte.isYAMLTagCharacter,
        byte != UInt8(ascii: "#") || isModern
      else { break }
      text.forward()
    }
    guard text.at > start else { throw refusal("a tag without a name") }
    return TextRange(start, text.at)
  }

  /// A run of `%41` and the like, which together are UTF-8.
  private mutating func scanPercents() throws(YAMLRefusal) {
    let start = text.at
    var decoded: [UInt8] = []
    while text.peek() == UInt8(ascii: "%") {
      guard let high = text.peek(1).hexadecimalValue, let low = text.peek(2).hexadecimalValue else {
        throw refusal("a '%' in a tag that two hexadecimal digits do not follow")
      }
      decoded.append(UInt8(high << 4 | low))
      text.forward(3)
    }
    guard String(validating: decoded, as: UTF8.self) != nil else {
      throw refusal("escapes in a tag that are not UTF-8", at: TextRange(start, text.at))
    }
  }
}
