/// Builds the tree of one text from its tokens: recursive descent for statements, precedence climbing for
/// expressions.
///
/// A statement that cannot be read throws, is reported once, and becomes an `invalid` node; the parser goes
/// on with the next line. Compound statements keep what could be read of their header and all of their body.
struct PythonTreeParser {
  /// Thrown when the problem has been reported; whoever catches it skips to where reading can go on.
  struct Failure: Error {}

  typealias Node = Int32

  let text: UnsafePointer<UInt8>
  /// The last one is `endOfFile`.
  let tokens: UnsafeBufferPointer<PythonToken>
  let dialect: PythonDialect
  var builder: PythonTreeBuilder
  var problems: [SyntaxProblem] = []
  var index = 0
  /// The token at `index`.
  var token: PythonToken
  /// Where the last token ended that is not layout; statements and expressions end there.
  var previousEnd = 0
  /// How deep expressions are nested, patterns included.
  var depth = 0
  /// How deep blocks are nested.
  var blockDepth = 0
  /// Parameters of the functions being read; those of the innermost lie on top.
  var parameters: [Parameter] = []
  /// Set when the header of a compound statement has been reported, so that its missing colon is not.
  var isHeaderBroken = false

  /// Nested expressions beyond this are reported as a limit: a pair of brackets and a call count for two, a
  /// subscript or an operator for one. Real code stays below 40. The release build needs less than 400 KiB of
  /// stack for it, a debug build up to 2 MiB.
  static let depthLimit = 200
  /// CPython's own limit of indentation levels (`MAXINDENT` of `Parser/lexer/state.h`).
  static let blockLimit = 100

  init(
    text: UnsafePointer<UInt8>, count: Int, tokens: UnsafeBufferPointer<PythonToken>, dialect: PythonDialect
  ) {
    self.text = text
    self.tokens = tokens
    self.dialect = dialect
    self.builder = PythonTreeBuilder(size: count)
    self.token = tokens[0]
  }

  /// Reads all statements; the module is the last node. It spans `count` bytes.
  mutating func parseModule(count: Int) -> Node {
    let mark = builder.listMark
    while token.kind != .endOfFile, !problems.isFull {
      switch token.kind {
      case .newline, .dedent: advance()
      case .indent: parseStrayBlock()
      default: parseStatement()
      }
    }
    return builder.add(.module, 0, count, builder.finishList(from: mark))
  }

  // MARK: Tokens

  @inline(__always) var start: Int { Int(token.start) }

  /// The kind of the token behind the current one.
  @inline(__always)
  var nextKind: PythonTokenKind { index + 1 < tokens.count ? tokens[index + 1].kind : .endOfFile }

  @inline(__always)
  mutating func advance() {
    let raw = token.kind.rawValue
    if raw > PythonTokenKind.dedent.rawValue { previousEnd = Int(token.end) }
    if raw != PythonTokenKind.endOfFile.rawValue {
      index += 1
      token = tokens[index]
    }
  }

  /// Steps over a token of this kind, if it stands here.
  @inline(__always)
  mutating func skip(_ kind: PythonTokenKind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  /// Steps over a token that must stand here. `wanted` names it for people, such as `')'`.
  @inline(__always)
  mutating func expect(_ kind: PythonTokenKind, _ wanted: StaticString) throws(Failure) {
    guard token.kind == kind else { throw unexpected(wanted) }
    advance()
  }

  /// A name, soft keywords included.
  mutating func expectIdentifier(_ wanted: StaticString) throws(Failure) -> PythonTokenRange {
    guard token.kind.isIdentifier else { throw unexpected(wanted) }
    let range = PythonTokenRange(start, Int(token.end))
    advance()
    return range
  }

  /// Goes back to the token at `index`.
  mutating func rewind(to index: Int, previousEnd: Int) {
    self.index = index
    self.token = tokens[index]
    self.previousEnd = previousEnd
  }

  // MARK: Depth

  /// Enters a level of nesting; leave it with `depth -= 1`.
  @inline(__always)
  mutating func descend() throws(Failure) {
    depth += 1
    if depth > PythonTreeParser.depthLimit { throw tooDeep() }
  }

  private mutating func tooDeep() -> Failure {
    if !lineHasProblem {
      problems.report(
        SyntaxProblem(.limit, TextRange(start, Int(token.end)), "expression nested too deeply to be read"))
    }
    return Failure()
  }

  // MARK: Statements

  /// Reads one logical line or one compound statement and pushes what it gives.
  mutating func parseStatement() {
    let checkpoint = builder.checkpoint
    let first = index
    let begin = start
    depth = 0
    isHeaderBroken = false
    do throws(Failure) {
      try parseAnyStatement()
    } catch {
      depth = 0
      parameters.removeAll(keepingCapacity: true)
      keepInvalid(from: begin, firstToken: first, checkpoint)
    }
  }

  /// Takes back what was read of a bad line, and leaves an `invalid` node with the block under it.
  private mutating func keepInvalid(
    from begin: Int, firstToken: Int, _ checkpoint: PythonTreeBuilder.Checkpoint
  ) {
    builder.restore(checkpoint)
    if index == firstToken && token.kind != .newline { advance() }
    skipLine()
    builder.push(addInvalid(from: begin))
  }

  /// An `invalid` statement over all that was read since `begin`, and over the block that stands under it.
  mutating func addInvalid(from begin: Int) -> Node {
    let mark = builder.listMark
    if token.kind == .indent { parseIndented() }
    let body = builder.finishList(from: mark)
    return builder.add(.invalid, begin, max(begin, previousEnd), body)
  }

  /// Goes behind the end of the logical line.
  mutating func skipLine() {
    skipToLineEnd()
    _ = skip(.newline)
  }

  mutating func skipToLineEnd() {
    while token.kind != .newline && token.kind != .endOfFile { advance() }
  }

  /// Reads an indented block from its `indent` to its `dedent` and pushes its statements.
  mutating func parseIndented() {
    blockDepth += 1
    defer { blockDepth -= 1 }
    let opening = token
    advance()
    if blockDepth > PythonTreeParser.blockLimit {
      problems.report(
        SyntaxProblem(
          .limit, TextRange(Int(opening.start), Int(opening.end)), "too many levels of indentation"))
      return skipBlock()
    }
    while token.kind != .endOfFile {
      switch token.kind {
      case .newline: advance()
      case .indent: parseStrayBlock()
      case .dedent:
        advance()
        return
      default: parseStatement()
      }
    }
  }

  /// Reads lines that are indented without a header, blocks inside them included, and pushes their statements.
  /// Where a bracket was left open above them, they are its contents: nothing of them is reported.
  private mutating func parseStrayBlock() {
    let isConsequence = previousLineLacksCloser
    let known = problems.count
    var open = 0
    repeat {
      switch token.kind {
      case .newline: advance()
      case .indent:
        report(TextRange(start, Int(token.end)), "unexpected indent")
        open += 1
        advance()
      case .dedent:
        open -= 1
        advance()
      default: parseStatement()
      }
    } while open > 0 && token.kind != .endOfFile
    if isConsequence { problems.removeLast(problems.count - known) }
  }

  /// Whether a bracket of the line above was not closed. O(tokens of that line).
  private var previousLineLacksCloser: Bool {
    var position = index - 2
    while position >= 0 && tokens[position].kind != .newline {
      if tokens[position].flags.contains(.missing) { return true }
      position -= 1
    }
    return false
  }

  private mutating func skipBlock() {
    var open = 1
    while open > 0 && token.kind != .endOfFile {
      if token.kind == .indent { open += 1 }
      if token.kind == .dedent { open -= 1 }
      advance()
    }
  }
}
