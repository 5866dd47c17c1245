import Linting
import Setup
import Syntax

/// A number or a truth value in quotes, where the field wants it without.
enum QuotedBoolOrNumber: SetupRule {
  static let metadata = RuleMetadata(
    "quoted-bool-or-number", family: "arguments", severity: .error, since: "0.1.0",
    "a number or a truth value in quotes: `\"false\"` is true")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let arguments = setup.arguments, !setup.convertsTexts else { return [] }
    return arguments.texts(quoted: true).compactMap { name, text in
      guard let plain = Plain(text) else { return nil }
      let fact = arguments[name]
      guard let span = fact.span, isQuoted(text, at: span), let field = ArgumentField(name, of: arguments),
        plain.isFlag == (field.kind == .flag)
      else { return nil }
      return observed(text, plain, field, at: span, isShared: fact.isShared, in: setup)
    }
  }

  /// Whether the text stands at `span` between quotes of its own and nothing else.
  private static func isQuoted(_ text: String, at span: Span) -> Bool {
    span.text == "\"\(text)\"" || span.text == "'\(text)'"
  }

  private static func observed(
    _ text: String, _ plain: Plain, _ field: ArgumentField, at span: Span, isShared: Bool,
    in setup: TrainingSetup
  ) -> Observed {
    let (spelling, value) = plain.written(for: field, in: span.file.path)
    let isOwn = setup.arguments.map { $0.holds(span) } ?? false
    let fix = Fix(
      "write `\(spelling)`", isSafe: !isShared && isOwn && field.accepts(value),
      edits: [TextEdit(span, spelling)],
      changes: [FactChange("arguments.\(field.name)", to: value)])
    return Observed(
      at: .span(span), label: "a text", message(text, field), advice: "write `\(spelling)`",
      effects: effects(plain, field), fixes: [fix], versions: setup.versions)
  }

  /// A field keeps the text, and Python counts every text that is not empty as true (transformers 4.41.2, 4.57.1 and
  /// 5.23.0, run).
  private static func effects(_ plain: Plain, _ field: ArgumentField) -> [Effect] {
    guard let truth = plain.truth else { return field.effectsOfText }
    if field.name == "dataloader_drop_last" {
      return [
        Effect(.always, when: .firstStep, severity: .error, "ValueError: drop_last should be a boolean value")
      ]
    }
    if truth {
      return [Effect(.always, when: .silently, severity: .info, "it works, because any text counts as true")]
    }
    return [
      Effect(
        .always, when: .silently, severity: .warning,
        "`\(field.name)` is on: a text that is not empty counts as true")
    ]
  }

  private static func message(_ text: String, _ field: ArgumentField) -> String {
    let wanted = field.kind == .flag ? "a truth value" : "a number"
    return "`\(field.name)` is given the text '\(text)', where \(wanted) is meant"
  }

  /// What stands between the quotes.
  private struct Plain {
    private let number: NumberSpelling?
    let truth: Bool?

    var isFlag: Bool { truth != nil }

    init?(_ text: String) {
      switch text.utf8.count <= 5 ? text.lowercased() : "" {
      case "true", "yes", "on": truth = true
      case "false", "no", "off": truth = false
      default: truth = nil
      }
      number = NumberSpelling(text)
      guard truth != nil || number != nil else { return nil }
    }

    /// As the language of the file at `path` writes it.
    func written(for field: ArgumentField, in path: String) -> (String, SetupValue) {
      let kind = FileKind(path: path)
      let isPython = kind == .python || kind == .notebook
      if let truth {
        let words = isPython ? ("True", "False") : ("true", "false")
        return (truth ? words.0 : words.1, .bool(truth))
      }
      guard let number else { return ("", .null) }
      if field.kind == .integer, let whole = number.integer { return (String(whole), .integer(whole)) }
      if !number.text.contains("."), !number.hasExponent, let whole = number.integer {
        return (String(whole), .integer(whole))
      }
      return (isPython ? number.text : number.everywhere, .float(number.value))
    }
  }
}

extension FactTable {
  /// Whether a value is written for this table alone: among the arguments of the call, or in a config. The default of
  /// a flag or a constant of the program may be compared with the text elsewhere.
  fileprivate func holds(_ value: Span) -> Bool {
    switch FileKind(path: value.file.path) {
    case .python, .notebook: return value.file === span.file && span.range.contains(value.range)
    default: return true
    }
  }
}

extension ArgumentField {
  /// Whether the field can hold the value as it is; a broken number in a field for whole ones is another mistake.
  fileprivate func accepts(_ value: SetupValue) -> Bool {
    if case .float = value { return kind == .number }
    return true
  }
}
