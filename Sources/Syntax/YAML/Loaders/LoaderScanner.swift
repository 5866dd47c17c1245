/// Cuts a text into the tokens that PyYAML or ruamel.yaml would see, and says where they would give up.
///
/// The two are one algorithm (PyYAML 6.0.3 and ruamel.yaml 0.19.1, scanner.py): a key is recognised by its `:`
/// alone, so the places where one may have started are kept, for at most a line and 1024 characters.
/// Where ruamel differs, `isRuamel` or `isModern` stands beside the code.
struct LoaderScanner {
  /// Where a key without `?` may have started.
  private struct PossibleKey {
    let token: Int
    /// Nothing else than a key can stand there.
    let isRequired: Bool
    let index: Int
    let line: Int
    let column: Int
    let range: TextRange
  }

  var text: LoaderText
  let isRuamel: Bool
  /// The version that the last `%YAML` gave, which ruamel goes by until the next one.
  var version = (major: 1, minor: 2)
  /// Tokens that are known and not taken yet start at `head`.
  private var tokens: [LoaderToken] = []
  private var head = 0
  private var takenCount = 0
  private var isDone = false
  /// The column of the innermost block collection, and of those around it.
  private(set) var indent = -1
  private var indents: [Int] = []
  /// The kinds of the brackets that are open, as ruamel keeps them.
  private var brackets: [UInt8] = []
  /// PyYAML counts, and goes below zero where a bracket closes nothing.
  private(set) var flowLevel = 0
  /// By level of flow; only levels of zero and more have one.
  private var possibleKeys: [PossibleKey?] = [nil]
  var allowsKey = true

  init(_ bytes: UnsafeBufferPointer<UInt8>, isRuamel: Bool) {
    text = LoaderText(bytes, countsWideBreaks: !isRuamel)
    self.isRuamel = isRuamel
  }

  /// ruamel reading anything but `%YAML 1.1`.
  var isModern: Bool { isRuamel && version != (1, 1) }
  var isFlow: Bool { flowLevel != 0 }

  func refusal(_ reason: String, at range: TextRange? = nil) -> YAMLRefusal {
    YAMLRefusal(stage: .grammar, range: range ?? text.here, reason: reason)
  }

  // MARK: The queue

  /// The next token, without taking it.
  mutating func peek() throws(YAMLRefusal) -> LoaderToken {
    while try needsMore() { try fetch() }
    return tokens[head]
  }

  mutating func take() throws(YAMLRefusal) -> LoaderToken {
    let token = try peek()
    guard token.kind != .streamEnd else { return token }
    head += 1
    takenCount += 1
    if head == tokens.count {
      tokens.removeAll(keepingCapacity: true)
      head = 0
    }
    return token
  }

  private mutating func needsMore() throws(YAMLRefusal) -> Bool {
    if isDone { return false }
    if head == tokens.count { return true }
    try dropStaleKeys()
    var first = Int.max
    for case let key? in possibleKeys { first = min(first, key.token) }
    return first == takenCount
  }

  mutating func append(_ kind: LoaderToken.Kind, from start: Int, line: Int? = nil) {
    tokens.append(LoaderToken(kind: kind, range: TextRange(start, text.at), line: line ?? text.line))
  }

  mutating func append(_ token: LoaderToken) { tokens.append(token) }

  /// Steps over `count` characters, which are a token.
  private mutating func appendIndicator(_ kind: LoaderToken.Kind, _ count: Int = 1) {
    let (start, line) = (text.at, text.line)
    text.forward(count)
    append(kind, from: start, line: line)
  }

  // MARK: Keys

  private mutating func dropStaleKeys() throws(YAMLRefusal) {
    for level in possibleKeys.indices {
      guard let key = possibleKeys[level], key.line != text.line || text.index - key.index > 1024 else {
        continue
      }
      if key.isRequired { throw missingColon(key) }
      possibleKeys[level] = nil
    }
  }

  private func missingColon(_ key: PossibleKey) -> YAMLRefusal {
    let reason =
      key.line == text.line && text.index - key.index > 1024
      ? "a key of more than 1024 characters" : "a line without ':' where a key is due"
    return refusal(reason, at: key.range)
  }

  private mutating func savePossibleKey() throws(YAMLRefusal) {
    guard allowsKey else { return }
    try dropPossibleKey()
    guard flowLevel >= 0 else { return }
    while possibleKeys.count <= flowLevel { possibleKeys.append(nil) }
    possibleKeys[flowLevel] = PossibleKey(
      token: takenCount + tokens.count - head, isRequired: !isFlow && indent == text.column,
      index: text.index, line: text.line, column: text.column, range: text.here)
  }

  private mutating func dropPossibleKey() throws(YAMLRefusal) {
    guard possibleKeys.indices.contains(flowLevel), let key = possibleKeys[flowLevel] else { return }
    if key.isRequired { throw missingColon(key) }
    possibleKeys[flowLevel] = nil
  }

  // MARK: Indentation

  private mutating func unwind(to column: Int) {
    if isFlow { return }
    while indent > column {
      indent = indents.removeLast()
      append(.blockEnd, from: text.at)
    }
  }

  private mutating func deepen(to column: Int) -> Bool {
    guard indent < column else { return false }
    indents.append(indent)
    indent = column
    return true
  }

  // MARK: Fetching

  /// Adds at least one token.
  private mutating func fetch() throws(YAMLRefusal) {
    skipToToken()
    try dropStaleKeys()
    unwind(to: text.column)
    guard text.at < text.end else { return try endStream() }
    let byte = text.peek()
    if text.column == 0 {
      if byte == UInt8(ascii: "%") {
        try startDocumentLine()
        return try scanDirective()
      }
      if text.isMarker() {
        try startDocumentLine()
        return appendIndicator(byte == UInt8(ascii: "-") ? .documentStart : .documentEnd, 3)
      }
    }
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"): try openBracket(byte)
    case UInt8(ascii: "]"), UInt8(ascii: "}"): try closeBracket(byte)
    case UInt8(ascii: ","):
      allowsKey = true
      try dropPossibleKey()
      appendIndicator(.flowEntry)
    case UInt8(ascii: "-") where text.isBlank(1): try fetchBlockEntry()
    case UInt8(ascii: "?") where isFlow || text.isBlank(1): try fetchKey()
    case UInt8(ascii: ":") where isValueIndicator: try fetchValue()
    case UInt8(ascii: "|") where !isFlow, UInt8(ascii: ">") where !isFlow:
      allowsKey = true
      try dropPossibleKey()
      try scanBlockScalar()
    default: try fetchNode(byte)
    }
  }

  /// An alias, a property or a scalar, which may be a key or start one.
  private mutating func fetchNode(_ byte: UInt8) throws(YAMLRefusal) {
    let isNode = byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!")
    let isQuoted = byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
    guard isNode || isQuoted || startsPlain(byte) else {
      let shown = byte == 0x09 ? "a tab" : "'\(text.text(text.here))'"
      throw refusal("\(shown) where a value or a key starts")
    }
    try savePossibleKey()
    allowsKey = false
    switch byte {
    case UInt8(ascii: "*"): try scanName(.alias)
    case UInt8(ascii: "&"): try scanName(.anchor)
    case UInt8(ascii: "!"): try scanTag()
    case _ where isQuoted: try scanQuoted(byte)
    default: scanPlain()
    }
  }

  private mutating func endStream() throws(YAMLRefusal) {
    unwind(to: -1)
    try dropPossibleKey()
    allowsKey = false
    possibleKeys = [nil]
    append(.streamEnd, from: text.at)
    isDone = true
  }

  private mutating func startDocumentLine() throws(YAMLRefusal) {
    unwind(to: -1)
    try dropPossibleKey()
    allowsKey = false
  }

  private mutating func openBracket(_ byte: UInt8) throws(YAMLRefusal) {
    try savePossibleKey()
    flowLevel += 1
    brackets.append(byte)
    allowsKey = true
    appendIndicator(byte == UInt8(ascii: "[") ? .flowSequenceStart : .flowMappingStart)
  }

  private mutating func closeBracket(_ byte: UInt8) throws(YAMLRefusal) {
    try dropPossibleKey()
    flowLevel = isRuamel ? max(0, flowLevel - 1) : flowLevel - 1
    _ = brackets.popLast()
    allowsKey = false
    appendIndicator(byte == UInt8(ascii: "]") ? .flowSequenceEnd : .flowMappingEnd)
  }

  private mutating func fetchBlockEntry() throws(YAMLRefusal) {
    if !isFlow {
      guard allowsKey else { throw refusal("a '-' that does not start its line") }
      if deepen(to: text.column) { append(.blockSequenceStart, from: text.at) }
    }
    allowsKey = true
    try dropPossibleKey()
    appendIndicator(.blockEntry)
  }

  private mutating func fetchKey() throws(YAMLRefusal) {
    if !isFlow {
      guard allowsKey else { throw refusal("a '?' that does not start its line") }
      if deepen(to: text.column) { append(.blockMappingStart, from: text.at) }
    }
    allowsKey = !isFlow
    try dropPossibleKey()
    appendIndicator(.key)
  }

  private mutating func fetchValue() throws(YAMLRefusal) {
    if possibleKeys.indices.contains(flowLevel), let key = possibleKeys[flowLevel] {
      possibleKeys[flowLevel] = nil
      let place = head + key.token - takenCount
      let range = TextRange.at(key.range.start)
      tokens.insert(LoaderToken(kind: .key, range: range, line: key.line), at: place)
      if !isFlow, deepen(to: key.column) {
        tokens.insert(LoaderToken(kind: .blockMappingStart, range: range, line: key.line), at: place)
      }
      allowsKey = false
    } else {
      if !isFlow {
        guard allowsKey else { throw refusal("a second ': ' in one line") }
        if deepen(to: text.column) { append(.blockMappingStart, from: text.at) }
      }
      allowsKey = !isFlow
      try dropPossibleKey()
    }
    appendIndicator(.value)
  }

  /// Whether the `:` here separates a key from its value.
  private var isValueIndicator: Bool {
    guard isFlow else { return text.isBlank(1) }
    guard isModern else { return true }
    if brackets.last == UInt8(ascii: "[") || tokens.last?.kind == .value { return text.isBlank(1) }
    return true
  }

  /// Whether a plain scalar may start with `byte`.
  private func startsPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"): return !text.isBlank(1)
    case UInt8(ascii: ":"):
      if isModern, isFlow, text.peek(1) != 0x20, text.peek(1) != 0x09 { return true }
      return !isFlow && !text.isBlank(1)
    case UInt8(ascii: "?"): return !isFlow && !text.isBlank(1)
    case 0x09, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"),
      UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"),
      UInt8(ascii: "@"), UInt8(ascii: "`"):
      return false
    default: return true
    }
  }

  /// Steps over spaces, comments and line breaks; a tab is no white space for PyYAML.
  private mutating func skipToToken() {
    while true {
      while text.peek() == 0x20 || isRuamel && isFlow && text.peek() == 0x09 { text.forward() }
      if text.peek() == UInt8(ascii: "#") { text.skipLine() }
      guard text.takeBreak() else { return }
      if !isFlow { allowsKey = true }
    }
  }
}
