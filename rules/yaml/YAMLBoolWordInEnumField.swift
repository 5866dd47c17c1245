import Linting
import Setup
import Syntax

/// A bare `no` that the loader reads as False where a strategy's name is wanted.
enum YAMLBoolWordInEnumField: SetupRule {
  static let metadata = RuleMetadata(
    "yaml-bool-word-in-enum-field", family: "yaml", severity: .error, since: "0.1.0",
    "a bare `no` or `off` that the loader reads as a truth value where a name is wanted")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let arguments = setup.arguments else { return [] }
    return names.compactMap { name in
      guard let truth = arguments.truth(of: name) else { return nil }
      let fact = arguments[name]
      guard let span = fact.span, FileKind(path: span.file.path) == .yaml, let wanted = fields[name] else {
        return nil
      }
      let nothing = wanted.nothing
      let python = truth ? "True" : "False"
      var fixes: [Fix] = []
      if !truth {
        // `no` was meant as the word; who writes `off` or `false` means the same thing in other words.
        let isWord = span.text.lowercased() == nothing
        fixes = [
          Fix(
            "write `\"\(nothing)\"`", isSafe: isWord && !fact.isShared,
            edits: [TextEdit(span, "\"\(nothing)\"")],
            changes: [FactChange("arguments.\(name)", to: .string(nothing))])
        ]
      }
      return Observed(
        at: .span(span), label: "\(python), not a text", message(span.text, python, name),
        advice: truth ? "write the name of a strategy, such as `steps`" : "write `\"\(nothing)\"`",
        effects: [Effect(.always, when: .start, severity: .error, "ValueError: \(python) \(wanted.refusal)")],
        fixes: fixes, versions: setup.versions)
    }
  }

  /// Run with transformers 4.41.2, 4.57.1 and 5.23.0: what each says of a truth value, and the word that stands for
  /// nothing. An older release than 4.47 says IntervalStrategy for all three strategies.
  private static let fields: [String: (refusal: String, nothing: String)] = [
    "eval_strategy": ("is not a valid IntervalStrategy", "no"),
    "evaluation_strategy": ("is not a valid IntervalStrategy", "no"),
    "logging_strategy": ("is not a valid IntervalStrategy", "no"),
    "save_strategy": ("is not a valid SaveStrategy (IntervalStrategy in older releases)", "no"),
    "report_to": ("is not supported", "none"),
  ]

  private static let names = fields.keys.sorted()

  private static func message(_ text: String, _ python: String, _ name: String) -> String {
    "the loader reads `\(text)` as \(python), and `\(name)` wants a name"
  }
}
