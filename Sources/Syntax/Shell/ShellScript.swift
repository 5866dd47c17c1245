/// A bash or sh text, flattened to its simple commands in the order of the text.
///
/// Bodies of `if`, `for`, `while`, `case`, functions, subshells and substitutions are commands of the same
/// list; `ShellCommand.scope` says where each one stands. Nothing is ever executed.
package final class ShellScript: Sendable {
  package let file: SourceFile
  /// By start offset; a command inside `$( )` follows the command that holds it.
  package let commands: [ShellCommand]
  /// Compound constructs, named by their index; a scope's parent always has a smaller index.
  package let scopes: [ShellScope]
  /// Variables bound by the grammar itself: `for NAME in` and `select NAME in`.
  package let loopVariables: [ShellLoopVariable]
  /// From `#` to the end of the line, the line end not included.
  package let comments: [TextRange]
  /// A backslash and the line end behind it (2 bytes, or 3 with CR LF).
  package let continuations: [TextRange]
  /// In the order of the text.
  package let problems: [SyntaxProblem]
  /// Several readers ask for the launches, each of which expands all words of its command.
  let launchesRead = Once<[ShellLaunch]>()

  init(
    file: SourceFile, commands: [ShellCommand], scopes: [ShellScope], loopVariables: [ShellLoopVariable],
    comments: [TextRange], continuations: [TextRange], problems: [SyntaxProblem]
  ) {
    self.file = file
    self.commands = commands
    self.scopes = scopes
    self.loopVariables = loopVariables
    self.comments = comments
    self.continuations = continuations
    self.problems = problems
  }

  /// Whether `scope` or one around it is of `kind`. O(depth).
  package func isInside(_ kind: ShellScope.Kind, scope: Int?) -> Bool {
    var current = scope
    while let index = current {
      if scopes[index].kind == kind { return true }
      current = scopes[index].parent
    }
    return false
  }
}

/// A part of the script whose commands may run never, or often, or in another process.
package struct ShellScope: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// One arm of `if` or `case`, and what follows `&&` or `||`.
    case branch
    /// `for`, `while`, `until` and `select`, their conditions included.
    case loop
    /// The body of a function.
    case function
    /// `( )`, an element of a pipeline, and a command in the background: assignments do not outlive it.
    case subshell
    /// `$( )`, backquotes, `<( )` and `>( )`: a subshell too.
    case substitution
  }
  package let kind: Kind
  package let range: TextRange
  /// The index of the scope around this one; nil at top level.
  package let parent: Int?
}

/// The variable that a `for` or `select` gives a new value in each round.
package struct ShellLoopVariable: Sendable {
  package let name: String
  package let range: TextRange
  /// The loop itself, an index into `ShellScript.scopes`.
  package let scope: Int?
  /// What it runs over; empty where no `in` is written.
  package let words: [ShellWord]
}

/// One simple command: assignments, words and redirections up to its terminator.
///
/// A class, since launches and line breaks hold their commands beside the script.
package final class ShellCommand: Sendable {
  /// What ends a command.
  package enum Terminator: Hashable, Sendable {
    /// A line end, also one behind a comment.
    case newline
    /// `;`, `;;`, `;&` or `;;&`.
    case semicolon
    /// `&&`
    case and
    /// `||`
    case or
    /// `|` or `|&`.
    case pipe
    /// `&`
    case background
    /// The end of the text, or the closing token of the construct around it.
    case end
  }

  /// The command's name and its arguments; empty where only variables are assigned.
  package let words: [ShellWord]
  /// In front of the words, or the arguments of `export`, `declare`, `local`, `readonly` and `typeset`.
  package let assignments: [ShellAssignment]
  package let redirections: [ShellRedirection]
  /// From the first byte of the first part to the last byte of the last one, without here-document bodies.
  package let range: TextRange
  package let terminator: Terminator
  /// Index into `ShellScript.scopes`; nil at top level.
  package let scope: Int?
  /// It stands inside `if`, a loop, `case`, `{ }`, `( )` or a substitution, which the shell reads to its end before it runs
  /// anything of it.
  package let isInCompound: Bool

  init(_ draft: DraftCommand, _ redirections: [ShellRedirection]) {
    words = draft.words
    assignments = draft.assignments
    range = draft.range
    terminator = draft.terminator
    scope = draft.scope
    isInCompound = draft.isInCompound
    self.redirections = redirections
  }

  /// The static text of the command's name; nil where it is not static or not there.
  package var name: String? { words.first?.literal }
}

/// `NAME=value`, `NAME+=value`, `NAME[index]=value` or `NAME=(…)`.
package struct ShellAssignment: Sendable {
  package enum Value: Sendable {
    /// A word without parts where nothing stands behind `=`.
    case word(ShellWord)
    /// The elements of `( … )` in order.
    case array([ShellWord])
  }
  package let name: String
  package let nameRange: TextRange
  /// `+=`
  package let appends: Bool
  /// `NAME[index]=`: one element of an array.
  package let hasSubscript: Bool
  package let value: Value
  package let range: TextRange
}

/// `>file`, `2>&1`, `<<EOF` and their like.
package struct ShellRedirection: Sendable {
  package enum Operator: Hashable, Sendable {
    /// `<` and `<>`
    case input
    /// `>`, `>|` and `&>`
    case output
    /// `>>` and `&>>`
    case append
    /// `<&` and `>&`
    case duplicate
    /// `<<<`
    case hereString
    /// `<<` and `<<-`
    case hereDocument
  }
  package let operation: Operator
  /// The file, descriptor or delimiter.
  package let target: ShellWord
  package let range: TextRange
  package let hereDocument: HereDocument?
}

/// The body of `<<EOF`.
package struct HereDocument: Sendable {
  package let delimiter: String
  /// The delimiter is quoted: nothing in the body is expanded.
  package let isQuoted: Bool
  /// The body holds `$` or backquote expansions; `source` shows them as they are written.
  package let hasExpansions: Bool
  /// The lines of the body with the last line end, without the delimiter's line.
  package let range: TextRange
  /// The text that the command receives: leading tabs (`<<-`) and escapes undone. Its part is `.writtenFile`
  /// where the command is `cat > NAME` or `tee NAME` with a static name, else `.shellText`.
  package let source: SourceFile
}
