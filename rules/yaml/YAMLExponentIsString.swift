import Linting
import Setup
import Syntax

/// A number with an exponent that PyYAML reads as a text.
enum YAMLExponentIsString: SetupRule {
  static let metadata = RuleMetadata(
    "yaml-exponent-is-string", family: "yaml", severity: .error, since: "0.1.0",
    "a number such as `1e-4` that the loader reads as a text")

  static func check(_ setup: TrainingSetup) -> [Observed] {
    guard let arguments = setup.arguments, !setup.convertsTexts else { return [] }
    return arguments.texts(quoted: false, where: mayBeMeant).compactMap { name, text in
      guard let number = NumberSpelling(text), number.hasExponent else { return nil }
      let fact = arguments[name]
      // A text as it stands, without quotes, in a YAML file: the loader has made a text of it.
      guard let span = fact.span, FileKind(path: span.file.path) == .yaml, span.text == text,
        let field = ArgumentField(name, of: arguments), field.kind != .flag
      else { return nil }
      return observed(number, field, at: span, isShared: fact.isShared, in: setup)
    }
  }

  private static func mayBeMeant(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.contains(where: NumberSpelling.isExponent) && NumberSpelling.mayBeNumber(text)
  }

  private static func observed(
    _ number: NumberSpelling, _ field: ArgumentField, at span: Span, isShared: Bool, in setup: TrainingSetup
  ) -> Observed {
    let whole = field.kind == .integer ? number.integer : nil
    let spelling = whole.map { String($0) } ?? number.everywhere
    let value = whole.map { SetupValue.integer($0) } ?? .float(number.value)
    let fix = Fix(
      "write `\(spelling)`", isSafe: !isShared, edits: [TextEdit(span, spelling)],
      changes: [FactChange("arguments.\(field.name)", to: value)])
    let consumer = setup.arguments?.consumer
    return Observed(
      at: .span(span), label: "a text, not a number", message(number.text, field.name),
      advice: "write `\(spelling)`",
      related: consumer?.span.map {
        [RelatedPlace(.span($0), "\(consumer?.value ?? "it") takes the text as it is")]
      } ?? [],
      effects: field.effectsOfText, fixes: [fix], versions: setup.versions)
  }
}

extension YAMLExponentIsString {
  fileprivate static func message(_ text: String, _ name: String) -> String {
    "`\(name)` is the text '\(text)': PyYAML reads an exponent as a number only with a dot and a sign, as in `1.0e-4`"
  }
}
