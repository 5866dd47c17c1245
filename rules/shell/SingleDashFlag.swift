import Linting
import Setup
import Syntax

/// A long option written with one dash, for a program that knows it with two.
///
/// argparse looks for `-name` among the options, for `-n` with a value joined to it, and for longer options that
/// begin with `-name`, which `--name` does not (CPython 3.8 to 3.14, Lib/argparse.py `_parse_optional` and
/// `_get_option_tuples`).
struct SingleDashFlag {
  /// With its dash, without `=value`.
  let written: String
  let span: Span
  /// Where the program declares the option.
  let definition: Span?
  /// What reads the option, for people.
  let program: String
  /// What the program makes of the option.
  let answer: LaunchedParser.Answer
  let isWrittenInPlace: Bool
  /// How the launch line reads with two dashes; nil where the option comes from elsewhere.
  let change: LaunchChange?

  /// In the order of the line. Only programs whose parser is certainly known have any.
  static func all(in line: LaunchLine, of document: Document, in workspace: Workspace) -> [SingleDashFlag] {
    guard line.arguments.contains(where: { $0.isFlag && isSuspect($0.text ?? "") }) else { return [] }
    let suspects = line.options.filter { $0.flag.map(isSuspect) ?? false }
    guard !suspects.isEmpty, let parser = LaunchedParser(of: line, in: document, workspace) else { return [] }
    return suspects.compactMap { option in
      guard let flag = option.flag, let range = option.flagRange else { return nil }
      let written = String(flag.prefix { $0 != "=" })
      guard parser.wantsTwoDashes(written) else { return nil }
      let source = Span(line.file, range)
      return SingleDashFlag(
        written: written, span: Span(line.file, TextRange(range.start, range.start + written.utf8.count)),
        definition: parser.definition(of: written), program: parser.program, answer: parser.answer,
        isWrittenInPlace: source.text.hasPrefix(written), change: doubled(range, in: line))
    }
  }

  /// `-` and two or more letters, the first one none of `-h`, which every parser has.
  private static func isSuspect(_ argument: String) -> Bool {
    var argument = argument
    return argument.withUTF8 { bytes in
      guard bytes.count > 2, bytes[0] == UInt8(ascii: "-"), bytes[1] != UInt8(ascii: "-") else {
        return false
      }
      return bytes[1] != UInt8(ascii: "h") && bytes.prefix { $0 != UInt8(ascii: "=") }.count > 2
    }
  }

  /// The line with one more dash at `range`.
  private static func doubled(_ range: TextRange, in line: LaunchLine) -> LaunchChange? {
    guard let index = line.words.firstIndex(where: { $0.range.contains(range) }),
      let text = line.words[index].text
    else { return nil }
    return LaunchChange(line, .respelled(index: index, "-" + text))
  }
}
