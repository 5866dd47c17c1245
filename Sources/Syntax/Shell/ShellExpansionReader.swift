/// Reads what begins with `$` or a backquote, and process substitutions.
extension ShellReader {
  /// At `$`.
  mutating func readDollar(into parts: inout ShellWordParts, isQuoted: Bool) {
    switch peek(1) {
    case UInt8(ascii: "("):
      if let arithmeticEnd = arithmeticEnd(behind: 3) {
        let range = TextRange(position, arithmeticEnd)
        parts.append(ShellWord.Part(kind: .arithmetic, range: range, isQuoted: isQuoted))
        position = arithmeticEnd
      } else {
        readSubstitution("'$('", .commandSubstitution, into: &parts, isQuoted: isQuoted)
      }
    case UInt8(ascii: "{"): readBracedParameter(into: &parts, isQuoted: isQuoted)
    case UInt8(ascii: "\"") where !isQuoted:
      // A text to be translated; the quote behind `$` is read next.
      position += 1
    default:
      let length = parameterNameLength(from: position + 1)
      guard length > 0 else {
        appendLiteral(length: 1, to: &parts, isQuoted: isQuoted)
        return
      }
      let range = TextRange(position, position + 1 + length)
      let name = text(TextRange(position + 1, range.end))
      let parameter = ShellParameter(name: name, element: Self.element(ofSpecial: name), operation: .plain)
      parts.append(ShellWord.Part(kind: .variable(parameter), range: range, isQuoted: isQuoted))
      position = range.end
    }
  }

  /// Length of a variable's name, of one digit, or of one special parameter at `start`; 0 for none.
  func parameterNameLength(from start: Int) -> Int {
    guard start < end else { return 0 }
    switch bytes[start] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"),
      UInt8(ascii: "?"), UInt8(ascii: "-"), UInt8(ascii: "$"), UInt8(ascii: "!"):
      return 1
    default:
      var index = start
      while index < end && Self.isNameByte(bytes[index]) { index += 1 }
      return index - start
    }
  }

  /// The end of `(( … ))` whose content starts `ahead` bytes from the position; nil where the text is no
  /// arithmetic but a subshell in a subshell. Looks at 512 bytes at most.
  func arithmeticEnd(behind ahead: Int) -> Int? {
    guard peek(ahead - 1) == UInt8(ascii: "("), peek(ahead - 2) == UInt8(ascii: "(") else { return nil }
    var level = 2
    var index = position + ahead
    let limit = min(end, index + 512)
    while index < limit {
      // There is no room left to close them all.
      if level > limit - index + 1 { return nil }
      if bytes[index] == UInt8(ascii: "(") { level += 1 }
      if bytes[index] == UInt8(ascii: ")") {
        level -= 1
        if level == 1 { return index + 1 < end && bytes[index + 1] == UInt8(ascii: ")") ? index + 2 : nil }
      }
      index += 1
    }
    return nil
  }

  /// Goes one level deeper; false at the limit, where the rest is given up.
  private mutating func descend() -> Bool {
    guard depth < Self.depthLimit else {
      giveUp("substitutions are nested deeper than \(Self.depthLimit) levels, the rest is not read")
      return false
    }
    depth += 1
    return true
  }

  /// Ends the reading of the text at a limit.
  mutating func giveUp(_ message: String) {
    report(TextRange(position, min(position + 2, end)), message, kind: .limit)
    isLenient = true
    position = end
  }

  /// `$( … )`, `<( … )` or `>( … )`: the commands inside are read into the script.
  mutating func readSubstitution(
    _ name: String, _ kind: ShellWord.Kind, into parts: inout ShellWordParts, isQuoted: Bool
  ) {
    let opening = TextRange(position, position + 2)
    guard descend() else { return }
    position += 2
    let scope = open(.substitution)
    readCommands(until: .parenthesis)
    close(scope)
    depth -= 1
    close(with: UInt8(ascii: ")"), opening, name)
    let range = TextRange(opening.start, position)
    parts.append(ShellWord.Part(kind: kind, range: range, isQuoted: isQuoted))
  }

  mutating func readBackquotes(into parts: inout ShellWordParts, isQuoted: Bool) {
    let opening = TextRange(position, position + 1)
    guard let closing = closingBackquote else {
      position = end
      noteUnclosed(opening, "the backquote")
      return
    }
    guard descend() else { return }
    let outerEnd = end
    position += 1
    end = closing
    let scope = open(.substitution)
    readCommands(until: .none)
    close(scope)
    depth -= 1
    end = outerEnd
    if unclosed != nil { return }
    position = closing + 1
    let range = TextRange(opening.start, position)
    parts.append(ShellWord.Part(kind: .commandSubstitution, range: range, isQuoted: isQuoted))
  }

  private var closingBackquote: Int? {
    var index = position + 1
    while index < end {
      if bytes[index] == UInt8(ascii: "`") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  // MARK: Parameters in braces

  private mutating func readBracedParameter(into parts: inout ShellWordParts, isQuoted: Bool) {
    let opening = TextRange(position, position + 2)
    guard descend() else { return }
    position += 2
    let prefix = peek()
    let isTransformed =
      (prefix == UInt8(ascii: "#") || prefix == UInt8(ascii: "!")) && peek(1) != UInt8(ascii: "}")
    if isTransformed { position += 1 }
    let nameStart = position
    position += parameterNameLength(from: position)
    let name = text(TextRange(nameStart, position))
    let element = readSubscript(name)
    let operation = readOperation(opening, isQuoted: isQuoted)
    depth -= 1
    close(with: UInt8(ascii: "}"), opening, "'${'")
    let parameter = ShellParameter(
      name: name, element: element, operation: isTransformed ? .other : operation)
    let range = TextRange(opening.start, position)
    parts.append(ShellWord.Part(kind: .variable(parameter), range: range, isQuoted: isQuoted))
  }

  /// `$@` is all positional parameters, `$*` is one word made of them.
  private static func element(ofSpecial name: String) -> ShellParameter.Subscript {
    switch name {
    case "@": return .whole
    case "*": return .computed
    default: return .none
    }
  }

  private mutating func readSubscript(_ name: String) -> ShellParameter.Subscript {
    guard peek() == UInt8(ascii: "[") else { return Self.element(ofSpecial: name) }
    let start = position + 1
    position = start
    // `${a[${b}]}` and `${a[b[1]]}` nest.
    var level = 0
    while position < end {
      let byte = bytes[position]
      let closes = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      if closes && level == 0 { break }
      if closes { level -= 1 }
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { level += 1 }
      position += 1
    }
    let inside = text(TextRange(start, position))
    if peek() == UInt8(ascii: "]") { position += 1 }
    if inside == "@" { return .whole }
    return Int(inside).map { .index($0) } ?? .computed
  }

  /// What stands between the name and `}`.
  private mutating func readOperation(_ opening: TextRange, isQuoted: Bool) -> ShellParameter.Operation {
    if peek() == UInt8(ascii: "}") { return .plain }
    let testsEmpty = peek() == UInt8(ascii: ":")
    let sign = peek(testsEmpty ? 1 : 0)
    let isFallback = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "=")
    if isFallback { position += testsEmpty ? 2 : 1 }
    var inner = ShellWordParts()
    while !isAtEnd && peek() != UInt8(ascii: "}") {
      switch bytes[position] {
      case UInt8(ascii: "\""): readDoubleQuoted(into: &inner)
      case UInt8(ascii: "'") where !isQuoted && isFallback: readQuoteInBraces(into: &inner)
      case UInt8(ascii: "\\"): readEscape(into: &inner)
      default: readQuotedPiece(into: &inner, isQuoted: isQuoted)
      }
    }
    return isFallback ? .fallback(parts: inner, testsEmpty: testsEmpty) : .other
  }

  private mutating func readQuoteInBraces(into parts: inout ShellWordParts) {
    let opening = TextRange(position, position + 1)
    position += 1
    var length = 0
    while position + length < end && bytes[position + length] != UInt8(ascii: "'") { length += 1 }
    appendLiteral(length: length, to: &parts, isQuoted: true)
    close(with: UInt8(ascii: "'"), opening, "the quote '")
  }
}
