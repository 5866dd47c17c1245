import Syntax

/// What a break cuts off from its command.
struct LostArguments {
  let file: SourceFile
  let span: Span
  /// The first word, as it is written.
  let first: String
  /// The options among the words; empty where an operator or a redirection stands there.
  let options: [LaunchOption]

  init(_ line: ShellLineBreak, in values: ShellValues) {
    file = values.script.file
    let range =
      line.rest.map { $0.words.first?.range ?? $0.redirections.first?.range ?? $0.range }
      ?? Self.operatorRange(at: line.gap.end, in: values.script.file)
    span = Span(file, range)
    first = span.text
    options = line.rest.map { Array(LaunchOptions(values.arguments(of: $0)[...])) } ?? []
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
