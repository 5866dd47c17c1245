/// Reads bash and sh texts (POSIX.1-2024 Shell Command Language; GNU bash 5.2 reference manual, chapter 3).
package enum ShellParser {
  /// All simple commands of `file`. O(bytes).
  ///
  /// CR LF is read as a line end, though bash takes the CR as a character. A quote or substitution that is
  /// never closed is a problem at its opening token, and the reading goes on at the next line.
  package static func parse(_ file: SourceFile) -> ShellScript {
    var reader = ShellReader(file)
    reader.readScript()
    return reader.finish()
  }
}

/// The state of a reading: a position, what has been found, and the constructs that are open.
struct ShellReader {
  let file: SourceFile
  let bytes: [UInt8]
  var position = 0
  /// Where this reading stops: the end of the text, of a backquoted part, or of a line that is read again.
  var end: Int
  var commands: [DraftCommand] = []
  /// The words of the commands that are being read, of each behind those of the one around it. Nobody knows how many
  /// they will be, and an array that grows for each command is made several times.
  var openWords: [ShellWord] = []
  var scopes: [DraftScope] = []
  var loopVariables: [ShellLoopVariable] = []
  var comments: [TextRange] = []
  var continuations: [TextRange] = []
  var problems: [SyntaxProblem] = []
  var hereDocuments: [DraftHereDocument] = []
  /// Here-documents whose bodies begin behind the next line end.
  var pendingHereDocuments: [Int] = []
  /// The opening token of the construct that the text ends in; everything unwinds when it is set.
  var unclosed: (range: TextRange, name: String)?
  /// Reads one line again whose quote is not closed: its end closes everything.
  var isLenient = false
  var currentScope: Int?
  /// Nesting of substitutions, which are read recursively.
  var depth = 0
  /// How many here-documents were closed by a line with blanks around the delimiter.
  var lenientDelimiters = 0

  /// 40 levels of `$( )` are more than any script has; each level takes a few frames of stack.
  static let depthLimit = 40
  /// Compound commands inside each other, none a level of recursion: each keeps a scope. Scripts of people have some ten.
  static let nestingLimit = 512
  /// After so many unclosed constructs the rest is not read: each costs a look at the whole rest.
  static let recoveryLimit = 8

  init(_ file: SourceFile) {
    self.file = file
    bytes = file.bytes
    end = file.bytes.count
    if bytes.starts(with: SourceFile.byteOrderMark) { position = SourceFile.byteOrderMark.count }
  }

  /// The byte `ahead` of the position, or 0 behind the end.
  func peek(_ ahead: Int = 0) -> UInt8 {
    let index = position + ahead
    return index < end ? bytes[index] : 0
  }

  var isAtEnd: Bool { position >= end || unclosed != nil }

  func text(_ range: TextRange) -> String { file.text(in: range) }

  mutating func report(_ range: TextRange, _ message: String, kind: SyntaxProblem.Kind = .syntax) {
    if !isLenient { problems.report(SyntaxProblem(kind, range, message)) }
  }

  /// Notes that the construct opened at `range` has no end; the first one noted is the innermost.
  mutating func noteUnclosed(_ range: TextRange, _ name: String) {
    if isLenient { return }
    if unclosed == nil { unclosed = (range, name) }
  }

  /// Skips CR LF, LF or CR LF behind a backslash; false where none stands at `ahead`.
  func lineEndLength(_ ahead: Int = 0) -> Int {
    if peek(ahead) == UInt8(ascii: "\n") { return 1 }
    if peek(ahead) == UInt8(ascii: "\r") && peek(ahead + 1) == UInt8(ascii: "\n") { return 2 }
    return 0
  }

  // MARK: Result

  consuming func finish() -> ShellScript {
    let made = hereDocuments.map(\.body)
    var finished: [ShellCommand] = []
    finished.reserveCapacity(commands.count)
    for draft in commands {
      let part = draft.redirections.contains { $0.hereDocument != nil } ? draft.hereDocumentPart : .shellText
      let redirections = draft.redirections.map { redirection in
        let document = redirection.hereDocument.flatMap { index in
          made[index].map { $0.document(in: file, as: part) }
        }
        return ShellRedirection(
          operation: redirection.operation, target: redirection.target, range: redirection.range,
          hereDocument: document)
      }
      finished.append(ShellCommand(draft, redirections))
    }
    return ShellScript(
      file: file, commands: finished.sorted { $0.range.start < $1.range.start },
      scopes: scopes.map { ShellScope(kind: $0.kind, range: TextRange($0.start, $0.end), parent: $0.parent) },
      loopVariables: loopVariables.sorted { $0.range < $1.range }, comments: comments.sorted(),
      continuations: continuations.sorted(), problems: problems.sorted { $0.range < $1.range })
  }
}

/// A command while it is read: here-document bodies come later.
struct DraftCommand {
  /// The first one of its words in `ShellReader.openWords`, as long as it is read.
  let firstWord: Int
  /// Taken from there when it is complete.
  var words: [ShellWord] = []
  var assignments: [ShellAssignment] = []
  /// There is no word yet, or the first one is `export` or its like.
  var takesAssignments = true
  var redirections: [DraftRedirection] = []
  var range: TextRange
  var terminator: ShellCommand.Terminator = .end
  var scope: Int?
  let isInCompound: Bool
}

struct DraftRedirection {
  let operation: ShellRedirection.Operator
  let target: ShellWord
  let range: TextRange
  /// Index into `ShellReader.hereDocuments`.
  let hereDocument: Int?
}

struct DraftScope {
  let kind: ShellScope.Kind
  let start: Int
  var end: Int
  let parent: Int?
}
