/// A place where a command ends although what stands on the next lines was meant to belong to it.
package struct ShellLineBreak: Sendable {
  /// What ends the command (GNU bash 5.2 manual, sections 3.1.2.1 and 3.1.3; each case run with bash 5.2.15).
  package enum Cause: Hashable, Sendable {
    /// A comment on the line that a backslash joins: it runs to the line end, which then ends the command.
    case comment
    /// A comment behind the arguments, which also swallows a backslash at its end.
    case trailingComment
    /// A backslash in front of a blank quotes the blank, not the line end.
    case escapedBlank
    /// A backslash joins a line in which nothing stands.
    case emptyLine
    /// Nothing joins the lines.
    case missingBackslash
  }

  package let cause: Cause
  /// The comment; the backslash with the blanks behind it; the line end's backslash in front of the empty line; or
  /// the last argument of the line that lacks its backslash.
  package let range: TextRange
  /// From the end of the last argument to the first byte of what was cut off.
  package let gap: TextRange
  /// The comments inside the gap.
  package let comments: [TextRange]
  /// What the shell runs instead as a command of its own; nil where an operator stands there, which is a syntax
  /// error.
  package let rest: ShellCommand?
}

extension ShellScript {
  /// Where `command` breaks off, then where what was cut off breaks off again, in the order of the text. Empty for
  /// a command with here-documents.
  ///
  /// What follows is known to be cut off where it begins with an option or an operator, or does nothing but
  /// redirect the output; where the command is incomplete with the pieces up to there, whatever follows is. Arrays and the
  /// bodies of here-documents hold no commands. O(bytes of the pieces).
  package func lineBreaks(
    of command: ShellCommand, isIncomplete: (_ pieces: [ShellCommand]) -> Bool = { _ in false }
  ) -> [ShellLineBreak] {
    var breaks: [ShellLineBreak] = []
    var current = command
    while let found = ShellLineBreakReader(script: self, command: current).read(
      takesAnything: isIncomplete([command] + breaks.compactMap(\.rest)))
    {
      breaks.append(found)
      guard let rest = found.rest else { break }
      current = rest
    }
    return breaks
  }

  /// The command whose first byte stands at `offset`. O(log commands).
  func command(at offset: Int) -> ShellCommand? {
    var low = 0
    var high = commands.count
    while low < high {
      let middle = (low + high) / 2
      if commands[middle].range.start < offset { low = middle + 1 } else { high = middle }
    }
    return low < commands.count && commands[low].range.start == offset ? commands[low] : nil
  }
}

/// Walks from the last argument of a command to the next thing that the shell would run.
private struct ShellLineBreakReader {
  let script: ShellScript
  let command: ShellCommand
  private let bytes: [UInt8]

  init(script: ShellScript, command: ShellCommand) {
    self.script = script
    self.command = command
    bytes = script.file.bytes
  }

  /// What lies between two commands.
  private struct Gap {
    var position: Int
    var comments: [TextRange] = []
    /// The first backslash that joins a line.
    var continuation: TextRange?
    var lineEnds = 0
    /// The first comment stands behind arguments, on their line.
    var startsOnLine = false
  }

  func read(takesAnything: Bool) -> ShellLineBreak? {
    guard command.terminator == .newline, command.redirections.allSatisfy({ $0.hereDocument == nil }) else {
      return nil
    }
    let escaped = escapedBlank
    var gap = Gap(position: escaped?.end ?? command.range.end)
    if let comment = escaped.flatMap(commentInWord(behind:)) {
      gap.comments.append(comment)
      gap.position = comment.end
    }
    skip(&gap)
    guard gap.lineEnds > 0, gap.position < bytes.count else { return nil }
    var end = escaped?.start ?? command.range.end
    while end > command.range.start, ShellReader.isBlank(bytes[end - 1]) { end -= 1 }
    let (cause, range) = cause(of: gap, escaped: escaped)
    let rest = script.command(at: gap.position)
    guard
      isCutOff(rest, at: gap.position, cause) || (takesAnything && rest != nil && cause != .missingBackslash)
    else { return nil }
    return ShellLineBreak(
      cause: cause, range: range, gap: TextRange(end, gap.position), comments: gap.comments, rest: rest)
  }

  /// The backslash and the blanks behind it at the end of the command's last line, or in front of a `#` there.
  private var escapedBlank: TextRange? {
    let lineStart = lastLineStart
    guard bytes[lineStart..<command.range.end].contains(UInt8(ascii: "\\")) else { return nil }
    var first = command.words.endIndex
    while first > 0, command.words[first - 1].range.end > lineStart { first -= 1 }
    for part in command.words[first...].lazy.flatMap(\.parts) where part.range.start >= lineStart {
      guard part.isQuoted, part.range.count == 2, bytes[part.range.start] == UInt8(ascii: "\\"),
        ShellReader.isBlank(bytes[part.range.start + 1])
      else { continue }
      var end = part.range.end
      while end < bytes.count, ShellReader.isBlank(bytes[end]) { end += 1 }
      if end >= bytes.count || isLineEnd(end) { return TextRange(part.range.start, end) }
      let startsWord = part.range.start > 0 && ShellReader.isBlank(bytes[part.range.start - 1])
      if bytes[end] == UInt8(ascii: "#"), startsWord { return TextRange(part.range.start, end) }
    }
    return nil
  }

  /// Behind `\ ` a `#` belongs to the word, and what was meant as a comment is arguments.
  private func commentInWord(behind escaped: TextRange) -> TextRange? {
    guard escaped.end < bytes.count, bytes[escaped.end] == UInt8(ascii: "#") else { return nil }
    return TextRange(escaped.end, lineEnd(from: escaped.end))
  }

  private var lastLineStart: Int {
    var start = command.range.end
    while start > command.range.start, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  private func isLineEnd(_ index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "\n")
      || (bytes[index] == UInt8(ascii: "\r") && index + 1 < bytes.count
        && bytes[index + 1] == UInt8(ascii: "\n"))
  }

  private func lineEnd(from index: Int) -> Int {
    var index = index
    while index < bytes.count, !isLineEnd(index) { index += 1 }
    return index
  }

  private func skip(_ gap: inout Gap) {
    while gap.position < bytes.count {
      let byte = bytes[gap.position]
      if ShellReader.isBlank(byte) {
        gap.position += 1
      } else if isLineEnd(gap.position) {
        gap.position += byte == UInt8(ascii: "\r") ? 2 : 1
        gap.lineEnds += 1
      } else if byte == UInt8(ascii: "#") {
        if gap.lineEnds == 0 && gap.continuation == nil { gap.startsOnLine = true }
        let end = lineEnd(from: gap.position)
        gap.comments.append(TextRange(gap.position, end))
        gap.position = end
      } else if byte == UInt8(ascii: "\\"), gap.position + 1 < bytes.count, isLineEnd(gap.position + 1) {
        let length = bytes[gap.position + 1] == UInt8(ascii: "\r") ? 3 : 2
        if gap.continuation == nil && gap.lineEnds == 0 {
          gap.continuation = TextRange(gap.position, gap.position + 1)
        }
        gap.position += length
      } else {
        return
      }
    }
  }

  private func cause(of gap: Gap, escaped: TextRange?) -> (ShellLineBreak.Cause, TextRange) {
    if let escaped { return (.escapedBlank, escaped) }
    if let comment = gap.comments.first, gap.startsOnLine || gap.continuation != nil {
      return (gap.startsOnLine ? .trailingComment : .comment, comment)
    }
    if let continuation = gap.continuation { return (.emptyLine, continuation) }
    let last = command.words.last?.range ?? command.range
    return (.missingBackslash, last.end == command.range.end ? last : command.range)
  }

  /// Whether what stands at `offset` can be no command that anyone wants.
  private func isCutOff(_ rest: ShellCommand?, at offset: Int, _ cause: ShellLineBreak.Cause) -> Bool {
    guard let rest else { return isOperator(at: offset) }
    if let word = rest.words.first {
      guard bytes[word.range.start] == UInt8(ascii: "-"), rest.assignments.isEmpty,
        rest.redirections.allSatisfy({ $0.range.start > word.range.start }),
        let part = word.parts.first, case .literal(let text) = part.kind, !part.isQuoted
      else { return false }
      return ArgumentForm.isFlag(text)
    }
    guard rest.assignments.isEmpty, let redirection = rest.redirections.first else { return false }
    // `> FILE` alone is a way to empty a file.
    return cause != .missingBackslash || redirection.operation == .duplicate
  }

  /// `|`, `||` and `&&` in front of nothing.
  private func isOperator(at offset: Int) -> Bool {
    if bytes[offset] == UInt8(ascii: "|") { return true }
    return bytes[offset] == UInt8(ascii: "&") && offset + 1 < bytes.count
      && bytes[offset + 1] == bytes[offset]
  }
}
