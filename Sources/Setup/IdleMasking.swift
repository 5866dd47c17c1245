import Syntax

/// A means of masking prompts that a program makes and then uses for nothing.
///
/// It shows what its author meant: only the completions were to carry loss.
package struct IdleMasking: Hashable, Sendable {
  package enum Means: String, Hashable, Sendable {
    /// `collator = DataCollatorForCompletionOnlyLM(…)`.
    case collator = "DataCollatorForCompletionOnlyLM"
    /// `response_template = "…"`.
    case responseTemplate = "response_template"
  }

  package let means: Means
  /// The class that is called, or the template's name.
  package let span: Span

  package init(_ means: Means, at span: Span) {
    self.means = means
    self.span = span
  }

  /// For the run card and for comparing set-ups.
  package var fact: (key: String, fact: Fact<SetupValue>) {
    ("unused.\(means.rawValue)", .known(.bool(true), at: span))
  }
}
