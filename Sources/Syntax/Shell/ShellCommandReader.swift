/// Reads lists of commands: separators, reserved words and compound constructs, without recursion but for
/// substitutions.
extension ShellReader {
  /// A compound construct that is open.
  enum Frame {
    /// `if … fi`; `arm` is the scope of the arm that is open, nil in the first condition.
    case conditional(arm: Int?)
    case loop(scope: Int)
    /// `case … esac`; nil while a pattern is expected.
    case choice(arm: Int?)
    /// `{ … }`
    case group
    /// `( … )`
    case subshell(scope: Int)
    /// A scope around exactly one command: a function's body, the right side of `&&`, `||` or `|`.
    case single(scope: Int)

    var isCompound: Bool {
      if case .single = self { return false }
      return true
    }
  }

  /// What ends a list of commands besides the end of the text.
  enum Closing { case none, parenthesis }

  /// Where a step began, to go back to when its construct is never closed. A step that meets one leaves the
  /// frames it found as they are.
  private struct Mark {
    let position: Int
    let scope: Int?
    let frames, commands, scopes, loopVariables, comments, continuations, problems, hereDocuments: Int
  }

  mutating func readScript() {
    readCommands(until: .none)
    readHereDocumentBodies()
  }

  /// Reads commands until `closing` stands at the position (it is not consumed) or the text ends.
  mutating func readCommands(until closing: Closing) {
    var frames: [Frame] = []
    let outerScope = currentScope
    var recoveries = 0
    while true {
      skipBlanks()
      if isAtEnd { break }
      if depth == 0, problems.isFull {
        position = end
        break
      }
      if frames.count > Self.nestingLimit {
        giveUp("commands are nested deeper than \(Self.nestingLimit) levels, the rest is not read")
        break
      }
      let mark = depth == 0 && !isLenient ? makeMark(frames.count) : nil
      let goesOn = readStep(until: closing, frames: &frames)
      if let open = unclosed, let mark {
        recoveries += 1
        recover(from: open, to: mark, frames: &frames, isLast: recoveries == Self.recoveryLimit)
      }
      if !goesOn { break }
    }
    for frame in frames.reversed() { closeScope(of: frame) }
    currentScope = outerScope
  }

  /// One separator, reserved word or simple command; false at the closing token.
  private mutating func readStep(until closing: Closing, frames: inout [Frame]) -> Bool {
    let lineEnd = lineEndLength()
    if lineEnd > 0 {
      position += lineEnd
      readHereDocumentBodies()
      return true
    }
    switch peek() {
    case UInt8(ascii: ";"): readSemicolons(&frames)
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      if peek() == UInt8(ascii: "&"), peek(1) == UInt8(ascii: ">") {
        readSimpleCommand(&frames)
      } else {
        openScope(behind: readConnector(), &frames)
      }
    case UInt8(ascii: ")"):
      if case .choice(arm: nil)? = frames.last { return skipByte() }
      if case .subshell? = frames.last {
        popCompound(&frames)
      } else if closing == .parenthesis {
        return false
      }
      position += 1
    case UInt8(ascii: "("):
      readOpeningParenthesis(&frames)
    default:
      if case .choice(arm: nil)? = frames.last {
        readCasePattern(&frames)
      } else if !readReservedWord(&frames) && !readFunctionHead(&frames) {
        readSimpleCommand(&frames)
      }
    }
    return true
  }

  private mutating func skipByte() -> Bool {
    position += 1
    return true
  }

  /// `;`, or `;;`, `;&` and `;;&`, which end an arm of `case`.
  private mutating func readSemicolons(_ frames: inout [Frame]) {
    let start = position
    while peek() == UInt8(ascii: ";") { position += 1 }
    let isArmEnd = position - start > 1 || peek() == UInt8(ascii: "&")
    if position - start > 0 && peek() == UInt8(ascii: "&") { position += 1 }
    guard isArmEnd, case .choice(let arm?)? = frames.last else { return }
    close(arm)
    frames[frames.count - 1] = .choice(arm: nil)
  }

  /// Consumes `&`, `&&`, `|`, `|&` or `||`.
  mutating func readConnector() -> ShellCommand.Terminator {
    let first = peek()
    let second = peek(1)
    position += second == first || (first == UInt8(ascii: "|") && second == UInt8(ascii: "&")) ? 2 : 1
    if first == UInt8(ascii: "&") { return second == first ? .and : .background }
    return second == first ? .or : .pipe
  }

  mutating func openScope(behind connector: ShellCommand.Terminator, _ frames: inout [Frame]) {
    switch connector {
    case .and, .or: frames.append(.single(scope: open(.branch)))
    case .pipe: frames.append(.single(scope: open(.subshell)))
    case .newline, .semicolon, .background, .end: break
    }
  }

  private mutating func readOpeningParenthesis(_ frames: inout [Frame]) {
    if let arithmeticEnd = arithmeticEnd(behind: 2) {
      position = arithmeticEnd
      popSingles(&frames)
      return
    }
    if case .choice(arm: nil)? = frames.last {
      readCasePattern(&frames)
      return
    }
    frames.append(.subshell(scope: open(.subshell)))
    position += 1
  }

  // MARK: Reserved words

  /// Reads a reserved word with its head, such as `for x in …`; false where none stands here.
  private mutating func readReservedWord(_ frames: inout [Frame]) -> Bool {
    let start = position
    switch reservedWord() {
    case "if": frames.append(.conditional(arm: nil))
    case "then", "elif", "else": openArm(&frames)
    case "while", "until": frames.append(.loop(scope: open(.loop)))
    case "for", "select":
      position += start + 3 <= end && bytes[start] == UInt8(ascii: "f") ? 3 : 6
      readLoopHead(&frames)
      return true
    case "case":
      position += 4
      readCaseHead(&frames)
      return true
    case "function":
      position += 8
      readFunctionName()
      frames.append(.single(scope: open(.function)))
      return true
    case "do", "!", "coproc": break
    case "{": frames.append(.group)
    case "fi", "done", "esac", "}": popCompound(&frames)
    default: return false
    }
    while position < end && !Self.endsWord(bytes[position]) { position += 1 }
    return true
  }

  /// The reserved word at the position; nil for any other word.
  private func reservedWord() -> String? {
    guard Self.mayStartReservedWord(peek()) else { return nil }
    var length = 0
    while length <= 8, position + length < end, !Self.endsWord(bytes[position + length]) { length += 1 }
    guard length > 0 && length <= 8 else { return nil }
    let word = text(TextRange(position, position + length))
    return Self.reservedWords.contains(word) ? word : nil
  }

  private static let reservedWords: Set<String> = [
    "if", "then", "elif", "else", "fi", "while", "until", "for", "select", "do", "done", "case", "esac",
    "function", "{", "}", "!", "coproc",
  ]

  /// The first bytes of the reserved words. Most commands begin with another one.
  private static func mayStartReservedWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "i"), UInt8(ascii: "t"), UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "w"),
      UInt8(ascii: "u"), UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "c"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "!"):
      return true
    default: return false
    }
  }

  /// Bytes that end a word where they are not quoted.
  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"),
      UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      return true
    default: return false
    }
  }

  /// `then`, `elif` and `else`: what follows runs under a condition.
  private mutating func openArm(_ frames: inout [Frame]) {
    guard case .conditional(let arm)? = frames.last else { return }
    if let arm { close(arm) }
    frames[frames.count - 1] = .conditional(arm: open(.branch))
  }

  /// `fi`, `done`, `esac`, `}` and `)`: closes the innermost compound construct.
  private mutating func popCompound(_ frames: inout [Frame]) {
    while case .single? = frames.last { closeScope(of: frames.removeLast()) }
    if let frame = frames.popLast() { closeScope(of: frame) }
    popSingles(&frames)
  }

  /// A command is complete: so are the scopes that hold just this one.
  mutating func popSingles(_ frames: inout [Frame]) {
    while case .single? = frames.last { closeScope(of: frames.removeLast()) }
  }

  /// Behind `for`: `NAME in words` or `(( … ))`.
  private mutating func readLoopHead(_ frames: inout [Frame]) {
    let scope = open(.loop)
    frames.append(.loop(scope: scope))
    skipBlanks()
    if let arithmeticEnd = arithmeticEnd(behind: 2) {
      position = arithmeticEnd
      return
    }
    let start = position
    while position < end && Self.isNameByte(bytes[position]) { position += 1 }
    let name = TextRange(start, position)
    skipBlanksAndLineEnds()
    var words: [ShellWord] = []
    if peek() == UInt8(ascii: "i") && peek(1) == UInt8(ascii: "n") && Self.endsWord(peek(2)) {
      position += 2
      words = readWordsOfLine()
    }
    guard !name.isEmpty else { return }
    loopVariables.append(ShellLoopVariable(name: text(name), range: name, scope: scope, words: words))
  }

  /// Words up to a separator.
  private mutating func readWordsOfLine() -> [ShellWord] {
    var words: [ShellWord] = []
    while true {
      skipBlanks()
      if isAtEnd || Self.endsWord(peek()) { return words }
      words.append(readWord())
    }
  }

  /// Behind `case`: the word and `in`.
  private mutating func readCaseHead(_ frames: inout [Frame]) {
    skipBlanks()
    if !isAtEnd && !Self.endsWord(peek()) { _ = readWord() }
    skipBlanksAndLineEnds()
    if peek() == UInt8(ascii: "i") && peek(1) == UInt8(ascii: "n") { position += 2 }
    frames.append(.choice(arm: nil))
  }

  /// `a | b)` or `(a | b)`, or `esac`.
  private mutating func readCasePattern(_ frames: inout [Frame]) {
    if reservedWord() == "esac" {
      position += 4
      popCompound(&frames)
      return
    }
    if peek() == UInt8(ascii: "(") { position += 1 }
    while !isAtEnd && peek() != UInt8(ascii: ")") {
      skipBlanksAndLineEnds()
      if isAtEnd || peek() == UInt8(ascii: ")") { break }
      if Self.endsWord(peek()) { position += 1 } else { _ = readWord() }
    }
    if unclosed != nil { return }
    if peek() == UInt8(ascii: ")") { position += 1 }
    frames[frames.count - 1] = .choice(arm: open(.branch))
  }

  private mutating func readFunctionName() {
    skipBlanks()
    while position < end && !Self.endsWord(bytes[position]) { position += 1 }
    skipBlanks()
    if peek() == UInt8(ascii: "(") && peek(1) == UInt8(ascii: ")") { position += 2 }
  }

  /// `NAME ( )`.
  private mutating func readFunctionHead(_ frames: inout [Frame]) -> Bool {
    var index = position
    while index < end, Self.isNameByte(bytes[index]) || bytes[index] == UInt8(ascii: "-") { index += 1 }
    guard index > position else { return false }
    while index < end && Self.isBlank(bytes[index]) { index += 1 }
    guard index < end && bytes[index] == UInt8(ascii: "(") else { return false }
    index += 1
    while index < end && Self.isBlank(bytes[index]) { index += 1 }
    guard index < end && bytes[index] == UInt8(ascii: ")") else { return false }
    position = index + 1
    frames.append(.single(scope: open(.function)))
    return true
  }

  // MARK: Scopes

  mutating func open(_ kind: ShellScope.Kind) -> Int {
    scopes.append(DraftScope(kind: kind, start: position, end: bytes.count, parent: currentScope))
    currentScope = scopes.count - 1
    return scopes.count - 1
  }

  mutating func close(_ scope: Int) {
    scopes[scope].end = position
    currentScope = scopes[scope].parent
  }

  private mutating func closeScope(of frame: Frame) {
    switch frame {
    case .conditional(let arm), .choice(let arm):
      if let arm { close(arm) }
    case .loop(let scope), .subshell(let scope), .single(let scope): close(scope)
    case .group: break
    }
  }

  // MARK: Recovery

  private func makeMark(_ frames: Int) -> Mark {
    Mark(
      position: position, scope: currentScope, frames: frames, commands: commands.count,
      scopes: scopes.count, loopVariables: loopVariables.count, comments: comments.count,
      continuations: continuations.count, problems: problems.count, hereDocuments: hereDocuments.count)
  }

  /// Forgets what was read since `mark`.
  private mutating func rollBack(to mark: Mark, frames: inout [Frame]) {
    frames.removeLast(frames.count - mark.frames)
    commands.removeLast(commands.count - mark.commands)
    openWords.removeAll(keepingCapacity: true)
    scopes.removeLast(scopes.count - mark.scopes)
    loopVariables.removeLast(loopVariables.count - mark.loopVariables)
    comments.removeLast(comments.count - mark.comments)
    continuations.removeLast(continuations.count - mark.continuations)
    problems.removeLast(problems.count - mark.problems)
    hereDocuments.removeLast(hereDocuments.count - mark.hereDocuments)
    pendingHereDocuments.removeAll { $0 >= mark.hereDocuments }
    currentScope = mark.scope
    position = mark.position
    unclosed = nil
  }

  /// Reports the open construct, reads the step again up to the end of the line where it opens, and lets the
  /// reading go on behind that line.
  private mutating func recover(
    from open: (range: TextRange, name: String), to mark: Mark, frames: inout [Frame], isLast: Bool
  ) {
    rollBack(to: mark, frames: &frames)
    report(open.range, "\(open.name) is never closed")
    let line = file.lines.range(ofLine: file.lines.line(at: open.range.start), in: bytes)
    let wholeEnd = end
    end = max(line.end, position)
    isLenient = true
    _ = readStep(until: .none, frames: &frames)
    isLenient = false
    position = isLast ? wholeEnd : end
    end = wholeEnd
  }
}
