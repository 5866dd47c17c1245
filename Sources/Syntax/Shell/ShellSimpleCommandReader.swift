/// Reads simple commands: assignments, words, redirections and the terminator.
extension ShellReader {
  /// Reads one command from its first byte up to its terminator; `&&`, `||`, `|` and `&` are consumed, line
  /// ends and `;` are left to the list around it.
  mutating func readSimpleCommand(_ frames: inout [Frame]) {
    let start = position
    var draft = DraftCommand(
      firstWord: openWords.count, range: .at(start), scope: currentScope,
      isInCompound: depth > 0 || frames.contains(where: \.isCompound))
    var last = start
    let isTest = peek() == UInt8(ascii: "[") && peek(1) == UInt8(ascii: "[") && Self.endsWord(peek(2))
    var openParentheses = 0
    var connector: ShellCommand.Terminator?
    reading: while true {
      last = readParts(of: &draft, isTest: isTest) ?? last
      if isAtEnd { break }
      if lineEndLength() > 0 {
        draft.terminator = .newline
        break
      }
      switch peek() {
      case UInt8(ascii: ";"):
        draft.terminator = .semicolon
        break reading
      case UInt8(ascii: "&"), UInt8(ascii: "|"):
        let found = readConnector()
        if isTest && isOpenTest(draft) { continue }
        connector = found
        draft.terminator = found
        break reading
      case UInt8(ascii: "("):
        noteParenthesis(in: draft, isTest: isTest)
        openParentheses += 1
        position += 1
      case UInt8(ascii: ")"):
        if openParentheses == 0 { break reading }
        openParentheses -= 1
        position += 1
      default:
        // `<` or `>` of a test: an operand follows.
        position += 1
      }
    }
    if unclosed != nil { return }
    draft.range = TextRange(start, last)
    draft.words.reserveCapacity(openWords.count - draft.firstWord)
    draft.words += openWords[draft.firstWord...]
    while openWords.count > draft.firstWord { openWords.removeLast() }
    commands.append(draft)
    popSingles(&frames)
    if let connector { openScope(behind: connector, &frames) }
  }

  /// Reads words, assignments and redirections as long as they come, and the blanks behind them; gives the
  /// end of the last one, nil where none came.
  private mutating func readParts(of draft: inout DraftCommand, isTest: Bool) -> Int? {
    var last: Int?
    while true {
      skipBlanks()
      if isAtEnd { return last }
      let isOpen = isTest && isOpenTest(draft)
      if !isOpen, let redirection = readRedirection() {
        draft.redirections.append(redirection)
      } else if !Self.endsWord(peek()) || startsProcessSubstitution {
        readWordOrAssignment(&draft)
      } else {
        return last
      }
      last = position
    }
  }

  var startsProcessSubstitution: Bool {
    (peek() == UInt8(ascii: "<") || peek() == UInt8(ascii: ">")) && peek(1) == UInt8(ascii: "(")
  }

  /// `]]` has not come yet.
  private func isOpenTest(_ draft: DraftCommand) -> Bool {
    openWords[draft.firstWord...].last?.literal != "]]"
  }

  private mutating func noteParenthesis(in draft: DraftCommand, isTest: Bool) {
    guard !isTest, position > 0, let name = openWords[draft.firstWord...].first?.literal, !name.isEmpty
    else { return }
    // `@(a|b)` and its like are patterns of bash's extglob.
    let isPattern = [
      UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "!"),
    ]
    .contains(bytes[position - 1])
    if isPattern { return }
    report(TextRange(position, position + 1), "'(' among the arguments of '\(name)' is not quoted")
  }

  private mutating func readWordOrAssignment(_ draft: inout DraftCommand) {
    if draft.takesAssignments, let assignment = readAssignment() {
      draft.assignments.append(assignment)
      return
    }
    let word = readWord()
    if openWords.count == draft.firstWord { draft.takesAssignments = Self.isDeclaration(word.literal) }
    openWords.append(word)
  }

  private static func isDeclaration(_ name: String?) -> Bool {
    switch name {
    case "export", "declare", "local", "readonly", "typeset": return true
    default: return false
    }
  }

  // MARK: Assignments

  private mutating func readAssignment() -> ShellAssignment? {
    let start = position
    var index = start
    while index < end && Self.isNameByte(bytes[index]) { index += 1 }
    guard index > start, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start]) else { return nil }
    let name = TextRange(start, index)
    var hasSubscript = false
    if index < end && bytes[index] == UInt8(ascii: "[") {
      while index < end, !endsSubscript(index), !Self.endsWord(bytes[index]) { index += 1 }
      guard index < end && bytes[index] == UInt8(ascii: "]") else { return nil }
      hasSubscript = true
      index += 1
    }
    let appends = index < end && bytes[index] == UInt8(ascii: "+")
    if appends { index += 1 }
    guard index < end && bytes[index] == UInt8(ascii: "=") else { return nil }
    position = index + 1
    let value = peek() == UInt8(ascii: "(") ? readArray() : .word(readAssignedWord())
    return ShellAssignment(
      name: text(name), nameRange: name, appends: appends, hasSubscript: hasSubscript, value: value,
      range: TextRange(start, position))
  }

  /// `]` with `=` or `+` behind it: a bracket inside quotes has none.
  private func endsSubscript(_ index: Int) -> Bool {
    guard bytes[index] == UInt8(ascii: "]"), index + 1 < end else { return false }
    return bytes[index + 1] == UInt8(ascii: "=") || bytes[index + 1] == UInt8(ascii: "+")
  }

  private mutating func readAssignedWord() -> ShellWord {
    if isAtEnd || Self.endsWord(peek()) {
      return ShellWord(parts: ShellWordParts(), range: .at(position), quoting: .none)
    }
    return readWord(isAssigned: true)
  }

  private mutating func readArray() -> ShellAssignment.Value {
    let opening = TextRange(position, position + 1)
    position += 1
    var elements: [ShellWord] = []
    while true {
      skipBlanksAndLineEnds()
      if isAtEnd {
        noteUnclosed(opening, "the array's '('")
        return .array(elements)
      }
      if peek() == UInt8(ascii: ")") {
        position += 1
        return .array(elements)
      }
      if Self.endsWord(peek()) && !startsProcessSubstitution {
        position += 1
      } else {
        elements.append(readWord())
      }
    }
  }

  // MARK: Redirections

  /// Reads a redirection where one starts, with the number or `&` in front of it.
  private mutating func readRedirection() -> DraftRedirection? {
    guard Self.mayStartRedirection(peek()) else { return nil }
    let start = position
    var index = start
    while index < end && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    if index == start && peek() == UInt8(ascii: "&") && peek(1) == UInt8(ascii: ">") { index += 1 }
    guard index < end, bytes[index] == UInt8(ascii: "<") || bytes[index] == UInt8(ascii: ">") else {
      return nil
    }
    if index == start && startsProcessSubstitution { return nil }
    position = index
    let (operation, stripsTabs) = readRedirectionOperator()
    while Self.isBlank(peek()) { position += 1 }
    let target: ShellWord
    if isAtEnd || (Self.endsWord(peek()) && !startsProcessSubstitution) {
      target = ShellWord(parts: ShellWordParts(), range: .at(position), quoting: .none)
    } else {
      target = readWord()
    }
    var document: Int?
    if operation == .hereDocument && !target.range.isEmpty {
      hereDocuments.append(DraftHereDocument(delimiter: target, stripsTabs: stripsTabs))
      document = hereDocuments.count - 1
      pendingHereDocuments.append(hereDocuments.count - 1)
    }
    return DraftRedirection(
      operation: operation, target: target, range: TextRange(start, position), hereDocument: document)
  }

  private static func mayStartRedirection(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"):
      return true
    default: return false
    }
  }

  private mutating func readRedirectionOperator() -> (ShellRedirection.Operator, stripsTabs: Bool) {
    let isInput = peek() == UInt8(ascii: "<")
    position += 1
    switch peek() {
    case UInt8(ascii: "<") where isInput:
      position += 1
      if peek() == UInt8(ascii: "<") {
        position += 1
        return (.hereString, false)
      }
      let stripsTabs = peek() == UInt8(ascii: "-")
      if stripsTabs { position += 1 }
      return (.hereDocument, stripsTabs)
    case UInt8(ascii: ">") where !isInput:
      position += 1
      return (.append, false)
    case UInt8(ascii: "&"):
      position += 1
      return (.duplicate, false)
    case UInt8(ascii: "|") where !isInput, UInt8(ascii: ">") where isInput:
      position += 1
      return (isInput ? .input : .output, false)
    default:
      return (isInput ? .input : .output, false)
    }
  }
}
