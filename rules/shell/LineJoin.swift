import Linting
import Syntax

/// The edits that make one command again of what breaks have taken apart.
struct LineJoin {
  private let edits: [TextEdit]
  private let title: String

  /// nil where comments have to move and no line of their own can be made for them: the command does not begin its line, or
  /// the line above goes on in it; where they are no UTF-8; and where each line stands behind something in its host, as in a
  /// comment. O(bytes of the breaks).
  init?(_ breaks: [ShellLineBreak], of command: ShellCommand, in file: SourceFile) {
    if case .embedded(_, let map, _) = file.origin, map.encoding == .verbatim, map.segments.count > 1 {
      return nil
    }
    var edits = breaks.map { Self.join($0, in: file) }
    let comments = breaks.flatMap(\.comments)
    if !comments.isEmpty {
      guard let first = breaks.first, let (place, indent) = Self.lineStart(of: command, in: file) else {
        return nil
      }
      let lineEnd = Self.lineEnd(in: first.gap, of: file)
      // What is no UTF-8 cannot be written anew.
      let texts = comments.compactMap { String(validating: file.bytes[$0.start..<$0.end], as: UTF8.self) }
      guard texts.count == comments.count else { return nil }
      let lines = texts.map { indent + Self.withoutBackslash($0) + lineEnd }
      edits.insert(TextEdit(place, lines.joined()), at: 0)
    }
    self.edits = edits
    title = Self.title(breaks)
  }

  /// What has to be done to the lines, for people.
  static func title(_ breaks: [ShellLineBreak]) -> String {
    let causes = Set(breaks.map { $0.cause == .trailingComment ? .comment : $0.cause })
    guard let cause = causes.first, causes.count == 1 else { return "make one command of the lines again" }
    switch cause {
    case .comment, .trailingComment:
      return "move the comment\(breaks.count > 1 ? "s" : "") above the command"
    case .escapedBlank: return "end the line\(breaks.count > 1 ? "s" : "") with the backslash"
    case .emptyLine: return "delete the empty line\(breaks.count > 1 ? "s" : "")"
    case .missingBackslash: return "add the backslash\(breaks.count > 1 ? "es" : "")"
    }
  }

  /// A backslash and the line end in the place of what breaks the line.
  private static func join(_ line: ShellLineBreak, in file: SourceFile) -> TextEdit {
    let bytes = file.bytes
    let before = bytes[line.gap.start..<line.gap.end].prefix { $0 == 0x20 || $0 == 0x09 }
    let restLine = file.lines.range(ofLine: file.lines.line(at: line.gap.end), in: bytes)
    let keepsBlanks = !before.isEmpty && isBackslash(bytes, line.gap.start + before.count)
    let joined =
      (keepsBlanks ? String(decoding: before, as: UTF8.self) : " ") + "\\" + lineEnd(in: line.gap, of: file)
      + String(decoding: bytes[restLine.start..<line.gap.end], as: UTF8.self)
    return TextEdit(Span(file, line.gap), joined)
  }

  /// Safe where nothing but options were cut off everywhere: what the shell does with them now is an error.
  func fix(passing lost: LostArguments, isSafe: Bool) -> Fix {
    Fix(title, isSafe: isSafe, edits: edits, launches: [lost.change])
  }

  /// Where the line of the command begins, and the blanks in front of it; nil where something else stands there. A
  /// command behind `!` has its line in the cell.
  private static func lineStart(of command: ShellCommand, in file: SourceFile) -> (Span, indent: String)? {
    var span = Span(file, .at(command.range.start))
    if file.isInteractiveCommand, case .embedded(let host, let map, _) = file.origin {
      span = Span(host, .at(map.outer(span.range).start))
    }
    let (file, end) = (span.file, span.range.start)
    let start = file.lines.range(ofLine: file.lines.line(at: end), in: file.bytes).start
    let indent = file.bytes[start..<end].prefix { $0 == 0x20 || $0 == 0x09 }
    let rest = file.bytes[(start + indent.count)..<end].drop { $0 == UInt8(ascii: "!") }
    guard rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }), !isContinued(file.bytes[..<start]) else {
      return nil
    }
    return (Span(file, .at(start)), String(decoding: indent, as: UTF8.self))
  }

  /// Whether a backslash joins what comes behind these lines to them.
  private static func isContinued(_ lines: ArraySlice<UInt8>) -> Bool {
    var lines = lines
    guard lines.popLast() == 0x0A else { return false }
    if lines.last == 0x0D { lines.removeLast() }
    return !lines.reversed().prefix { $0 == UInt8(ascii: "\\") }.count.isMultiple(of: 2)
  }

  private static func isBackslash(_ bytes: [UInt8], _ index: Int) -> Bool {
    index < bytes.count && bytes[index] == UInt8(ascii: "\\")
  }

  /// As the line that breaks ends.
  private static func lineEnd(in gap: TextRange, of file: SourceFile) -> String {
    let bytes = file.bytes[gap.start..<gap.end]
    guard let index = bytes.firstIndex(of: 0x0A) else { return "\n" }
    return index > bytes.startIndex && bytes[index - 1] == 0x0D ? "\r\n" : "\n"
  }

  /// A backslash at the end of a comment joins nothing.
  private static func withoutBackslash(_ comment: String) -> String {
    var text = Substring(comment)
    while let last = text.last, last == "\\" || last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
