import Knowledge
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
  /// The program reads its options with `parse_known_args`.
  let isIgnoredSilently: Bool
  let isWrittenInPlace: Bool
  let changes: [FactChange]

  /// In the order of the line. Only programs in the project whose parser is argparse's are known well enough.
  static func all(in line: LaunchLine, of document: Document, in workspace: Workspace) -> [SingleDashFlag] {
    let suspects = line.options.filter(isSuspect)
    guard !suspects.isEmpty, let path = line.script?.text, FilePath.fileExtension(path) == "py",
      let tree = workspace.program(path, launchedFrom: document)?.python,
      let parser = ArgumentParserOptions(tree)
    else { return [] }
    return suspects.compactMap { option in
      guard let flag = option.flag, let range = option.flagRange else { return nil }
      let written = String(flag.prefix { $0 != "=" })
      guard let definition = parser.options["-" + written], parser.options[written] == nil,
        parser.options[String(written.prefix(2))] == nil
      else { return nil }
      let source = Span(line.file, range)
      return SingleDashFlag(
        written: written, span: Span(line.file, TextRange(range.start, range.start + written.utf8.count)),
        definition: definition, program: FilePath.name(path), isIgnoredSilently: parser.ignoresUnknown,
        isWrittenInPlace: source.text.hasPrefix(written), changes: doubled(option, written).changes)
    }
  }

  /// `-` and two or more letters, the first one none of `-h`, which every parser has.
  private static func isSuspect(_ option: LaunchOption) -> Bool {
    guard let flag = option.flag, !flag.hasPrefix("--"), !flag.hasPrefix("-h") else { return false }
    return flag.prefix { $0 != "=" }.utf8.count > 2
  }

  /// The option as the program would have read it.
  private static func doubled(_ option: LaunchOption, _ written: String) -> LaunchOption {
    LaunchOption(flag: "-" + written, flagRange: nil, values: option.values, isJoined: false)
  }
}

/// The options that a program declares to `argparse.ArgumentParser`.
private struct ArgumentParserOptions {
  /// Every name with its dashes, and where it is declared.
  private(set) var options: [String: Span] = [:]
  let ignoresUnknown: Bool

  /// nil for a program with another parser, or whose parser takes other prefixes. O(nodes).
  init?(_ tree: PythonTree) {
    let calls = tree.nodes(.call).compactMap(\.asCall)
    let parsers = calls.filter { Self.name(of: $0) == "ArgumentParser" }
    guard !parsers.isEmpty, parsers.allSatisfy({ $0.keyword("prefix_chars") == nil }),
      tree.nodes(.import).contains(where: { $0.text.hasSuffix("argparse") })
        || tree.nodes(.importFrom).contains(where: { $0.text.hasPrefix("from argparse") })
    else { return nil }
    ignoresUnknown = calls.contains { Self.name(of: $0) == "parse_known_args" }
    for call in calls where Self.name(of: call) == "add_argument" {
      for argument in call.arguments {
        if let name = argument.asString { options[name] = Span(tree.file, argument.range) }
      }
    }
  }

  private static func name(of call: PythonCall) -> String? {
    call.function.asAttribute?.attribute ?? call.function.asName?.name
  }
}
