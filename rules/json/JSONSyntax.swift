import Datasets
import Linting
import Setup
import Syntax

/// Text that is not JSON, or that JSON parsers read differently.
enum JSONSyntax: FileRule {
  static let metadata = RuleMetadata(
    "json-syntax", family: "json", severity: .error, since: "0.1.0", observing: [],
    "a JSON file that is not JSON, or that has a key twice")

  static func check(_ document: Document, in workspace: Workspace) -> [Observed] {
    if isBlank(document, in: workspace) {
      return [Observed(at: .file(document.path), label: "not JSON", JSONParser.noValueMessage)]
    }
    guard let tree = document.config, tree.language == .json else {
      return []
    }
    let problems = ReadableText.problems(of: document)
    guard !problems.isEmpty else { return [] }
    let allowsComments = allowsComments(document.path)
    let repeated = repeatedEntries(problems, in: tree)
    let notFinite = problems.filter { $0.kind == .json(.nonFiniteNumber) }
    let habits = habits(problems, in: document)
    return problems.compactMap { problem in
      // Where one measurement is not finite, many are: that is one thing to say.
      if problem.kind == .json(.nonFiniteNumber), problem != notFinite.first { return nil }
      if allowsComments, problem.kind == .json(.comment) || problem.kind == .json(.trailingComma) {
        return nil
      }
      switch problem.kind {
      // One object a line is how data sets are written, whatever the ending.
      case .json(.severalValues) where tree.roots.allSatisfy { $0.kind == .mapping }: return nil
      case .json(.severalValues) where tree.problems.contains { $0.range.start < problem.range.start }:
        return nil
      case .duplicateKey(let first): return duplicate(problem, first, in: document, repeated)
      case .json(.nonFiniteNumber): return observed(problem, in: document, more: notFinite.count - 1)
      case .json(let deviation) where deviation.isHabit:
        return habits[problem].map { observed(problem, in: document, alike: $0) }
      default: return observed(problem, in: document)
      }
    }
  }

  /// What people do wrong throughout a file, by the first place: one kind of mistake each, and of commas those that can be
  /// deleted apart from the others. O(problems).
  private static func habits(
    _ problems: [SyntaxProblem], in document: Document
  ) -> [SyntaxProblem: [SyntaxProblem]] {
    struct Habit: Hashable {
      let kind: SyntaxProblem.Kind
      let isMendable: Bool
    }
    var (firsts, alike): ([Habit: SyntaxProblem], [SyntaxProblem: [SyntaxProblem]]) = ([:], [:])
    for problem in problems {
      guard case .json(let deviation) = problem.kind, deviation.isHabit else { continue }
      let habit = Habit(kind: problem.kind, isMendable: isNeedlessComma(problem, in: document))
      let first = firsts[habit, default: problem]
      firsts[habit] = first
      alike[first, default: []].append(problem)
    }
    return alike
  }

  /// Whether a file that is too large for a tree, and is read as records, has nothing but white space in it.
  private static func isBlank(_ document: Document, in workspace: Workspace) -> Bool {
    guard document.kind == .json, case .records = document.content, document.file === document.file.outermost,
      let profile = workspace.profile(at: document.path)
    else { return false }
    return profile.files.allSatisfy { $0.container == .empty }
  }

  private static func observed(_ problem: SyntaxProblem, in document: Document, more: Int = 0) -> Observed {
    let isRead = problem.isReadByPythonJSON
    let others = more > 0 ? " (and \(more) more such numbers)" : ""
    return .syntax(
      SyntaxProblem(problem.kind, problem.range, problem.message + others), in: document, label: "not JSON",
      advice: isRead ? "Python's json reads it, other parsers do not" : nil,
      severity: isRead ? .info : nil, fixes: fix([problem], in: document).map { [$0] } ?? [])
  }

  /// One finding for all mistakes of a kind, at the first of them.
  private static func observed(
    _ first: SyntaxProblem, in document: Document, alike: [SyntaxProblem]
  ) -> Observed {
    guard alike.count > 1 else { return observed(first, in: document) }
    let places = alike.prefix(Tally.limit).map { Place.span(Span(document.file, $0.range)) }
    return Observed(
      at: .span(Span(document.file, first.range)), label: "not JSON",
      "\(first.message) (and \(alike.count - 1) more like it)",
      occurrences: Occurrences(count: alike.count, at: places),
      fixes: fix(alike, in: document).map { [$0] } ?? [])
  }

  /// What has no meaning is deleted.
  private static func fix(_ alike: [SyntaxProblem], in document: Document) -> Fix? {
    guard let first = alike.first else { return nil }
    let edits = alike.map { TextEdit(Span(document.file, $0.range), "") }
    if first.kind == .json(.byteOrderMark) {
      return Fix("delete the byte-order mark", isSafe: true, edits: edits)
    }
    guard isNeedlessComma(first, in: document) else { return nil }
    return Fix(alike.count == 1 ? "delete the comma" : "delete the commas", isSafe: true, edits: edits)
  }

  private static func isNeedlessComma(_ problem: SyntaxProblem, in document: Document) -> Bool {
    problem.kind == .json(.trailingComma) && endsAValue(document.file.bytes[..<problem.range.start])
  }

  /// Behind a bracket, a colon or another comma a value may be missing.
  private static func endsAValue(_ text: ArraySlice<UInt8>) -> Bool {
    let last = text.last { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return last.map { !Array("{[:,".utf8).contains($0) } ?? false
  }

  /// Python's json keeps the last of the two; a value that is lost is worth a warning.
  private static func duplicate(
    _ problem: SyntaxProblem, _ first: TextRange, in document: Document,
    _ entries: [TextRange: ConfigTree.Entry]
  ) -> Observed {
    let key = document.file.text(in: problem.range)
    let texts = [first, problem.range].map { entries[$0].map { document.file.text(in: $0.value.range) } }
    let loses = texts[0] == nil || texts[0] != texts[1]
    return Observed(
      at: .span(Span(document.file, problem.range)), label: "the second \(key)", message(key, loses: loses),
      advice: "delete one of the two", related: [.init(.span(Span(document.file, first)), "the first one")],
      severity: loses ? .warning : .info)
  }

  /// The entries with the keys that `problems` say stand twice. O(nodes).
  private static func repeatedEntries(_ problems: [SyntaxProblem], in tree: ConfigTree) -> [TextRange:
    ConfigTree.Entry]
  {
    var keys: Set<TextRange> = []
    for problem in problems {
      guard case .duplicateKey(let first) = problem.kind else { continue }
      keys.formUnion([first, problem.range])
    }
    return tree.entries(withKeysAt: keys)
  }

  /// Files that their own readers take with comments and trailing commas: TypeScript's and Visual Studio Code's
  /// configs, development containers, Babel, ESLint, TSLint, API Extractor, Pyright, Deno, Renovate.
  private static func allowsComments(_ path: String) -> Bool {
    let name = FilePath.name(path)
    let folders = path.split(separator: "/").dropLast()
    if folders.contains(".vscode") || folders.contains(".devcontainer") { return true }
    let names = [
      "devcontainer.json", ".devcontainer.json", ".babelrc.json", "babel.config.json", ".eslintrc.json",
      "tslint.json",
      "api-extractor.json", "pyrightconfig.json", "deno.json", "renovate.json", ".swcrc.json",
    ]
    return names.contains(name)
      || (name.hasPrefix("tsconfig") || name.hasPrefix("jsconfig")) && name.hasSuffix(".json")
  }
}

extension JSONDeviation {
  /// Whether somebody who writes so does it throughout a file, so that all of them are one thing to say.
  fileprivate var isHabit: Bool {
    switch self {
    case .trailingComma, .singleQuotes, .pythonLiteral, .comment, .unquotedKey, .curlyQuotes: return true
    case .nonFiniteNumber, .byteOrderMark, .severalValues, .missingComma, .unclosedBracket, .controlCharacter:
      return false
    }
  }
}

extension JSONSyntax {
  fileprivate static func message(_ key: String, loses: Bool) -> String {
    loses
      ? "key \(key) is in this object twice: Python's json keeps the last and drops the first without a word, "
        + "DeepSpeed's own loader raises ValueError"
      : "key \(key) is in this object twice with the same value"
  }
}
