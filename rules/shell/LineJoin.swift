import Linting
import Setup
import Syntax

/// The edits that make one command again of what a break has taken apart.
struct LineJoin {
  private let edits: [TextEdit]
  private let title: String

  /// nil where a comment has to move and no line of its own can be made for it: the command does not begin its line; and
  /// where each line stands behind something in its host, as in a comment.
  init?(_ line: ShellLineBreak, of command: ShellCommand, in file: SourceFile) {
    if case .embedded(_, let map, _) = file.origin, map.encoding == .verbatim, map.segments.count > 1 {
      return nil
    }
    let bytes = file.bytes
    let lineEnd = Self.lineEnd(in: line.gap, of: file)
    let before = bytes[line.gap.start..<line.gap.end].prefix { $0 == 0x20 || $0 == 0x09 }
    let restLine = file.lines.range(ofLine: file.lines.line(at: line.gap.end), in: bytes)
    let keepsBlanks = !before.isEmpty && Self.isBackslash(bytes, line.gap.start + before.count)
    let joined =
      (keepsBlanks ? String(decoding: before, as: UTF8.self) : " ") + "\\" + lineEnd
      + String(decoding: bytes[restLine.start..<line.gap.end], as: UTF8.self)
    var edits = [TextEdit(Span(file, line.gap), joined)]
    if !line.comments.isEmpty {
      guard let (place, indent) = Self.lineStart(of: command, in: file) else { return nil }
      let lines = line.comments.map { indent + Self.withoutBackslash(file.text(in: $0)) + lineEnd }
      edits.insert(TextEdit(place, lines.joined()), at: 0)
    }
    self.edits = edits
    switch line.cause {
    case .comment, .trailingComment: title = "move the comment above the command"
    case .escapedBlank: title = "end the line with the backslash"
    case .emptyLine: title = "delete the empty line"
    case .missingBackslash: title = "add the backslash"
    }
  }

  /// Safe where nothing but the options that were cut off changes: what the shell does with them now is an error.
  func fix(passing options: [LaunchOption]) -> Fix {
    Fix(title, isSafe: !options.isEmpty, edits: edits, changes: options.flatMap(\.changes))
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
    guard rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return nil }
    return (Span(file, .at(start)), String(decoding: indent, as: UTF8.self))
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

extension LaunchOption {
  /// What the set-up may say differently once the program gets the option.
  var changes: [FactChange] {
    guard let name else { return [] }
    let value = values.isEmpty ? .bool(true) : value?.text.map(SetupValue.fromFlag)
    return ["arguments", "adapter"].map { FactChange("\($0).\(name)", to: value) }
  }
}
