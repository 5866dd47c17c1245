import Linting
import Syntax

/// What breaks in one launch line keep from its program.
struct LostArguments {
  let file: SourceFile
  /// The first word, or the operator that stands in its place.
  let span: Span
  /// The first word, as it is written.
  let first: String
  /// The options among the words; empty where operators or redirections stand there.
  let options: [LaunchOption]
  /// How the launch line reads with them; nil where an operator is among them.
  let change: LaunchChange

  /// nil where nothing is broken.
  init?(_ breaks: [ShellLineBreak], of line: LaunchLine, in values: ShellValues) {
    guard let broken = breaks.first else { return nil }
    file = values.script.file
    let range =
      broken.rest.map { $0.words.first?.range ?? $0.redirections.first?.range ?? $0.range }
      ?? Self.operatorRange(at: broken.gap.end, in: file)
    span = Span(file, range)
    first = span.text
    let pieces = breaks.compactMap(\.rest).map { values.arguments(of: $0) }
    options = pieces.flatMap { Array(LaunchOptions($0[...])) }
    let ends = breaks.dropFirst().map(\.gap.start).map(Optional.some) + [nil]
    let kept = Self.texts(of: line.words, before: broken.gap.start)
    let gained = zip(pieces, ends).flatMap { Self.texts(of: $0, before: $1) }
    let whole = line.words.prefix { $0.range.end <= broken.gap.start }.count
    change = LaunchChange(line, .rejoined(kept: whole, gained: kept.dropFirst(whole) + gained))
  }

  /// The texts of the words up to `end`; the blank that a backslash quotes there is none of a word's.
  private static func texts(of words: [ShellArgument], before end: Int?) -> [String?] {
    guard let end else { return words.map(\.text) }
    return words.prefix { $0.range.start < end }.map { word in
      guard word.range.end > end, let text = word.text else { return word.text }
      // Behind the end stand the backslash and what it makes of itself.
      return String(decoding: text.utf8.dropLast(word.range.end - end - 1), as: UTF8.self)
    }
  }

  private static func operatorRange(at start: Int, in file: SourceFile) -> TextRange {
    let isDouble = start + 1 < file.bytes.count && file.bytes[start + 1] == file.bytes[start]
    return TextRange(start, start + (isDouble ? 2 : 1))
  }

  /// Without what is joined to them by `=`.
  var flags: [String] { options.compactMap(\.flag) }

  /// The flags, three at most by name; the first word where there is none.
  var list: String {
    guard !flags.isEmpty else { return "`\(first)`" }
    let shown = flags.prefix(3).map { "`\($0)`" }
    if flags.count > 3 { return shown.joined(separator: ", ") + " and \(flags.count - 3) more" }
    guard let last = shown.last, shown.count > 1 else { return shown[0] }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}
