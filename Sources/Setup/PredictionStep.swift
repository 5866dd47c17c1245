import Syntax

/// What a subclass's `prediction_step` does with the batch before the library's own step sees it.
package struct PredictionStep: Sendable {
  /// The name of the overriding method, in the script.
  package let span: Span
  /// The parameter that holds the batch (`inputs` in Trainer's signature).
  package let inputsName: String
  /// Keys that are taken out with `inputs.pop(key)` or `del inputs[key]` before the library's step.
  package let removals: [Removal]
  /// Where `super().prediction_step(...)` is called; nil when it never is.
  package let superCall: Span?
  /// The statement that holds the call.
  package let superStatement: Span?

  /// One key taken out of the batch.
  package struct Removal: Hashable, Sendable {
    package let key: String
    /// The key as it is written: a text, or a name that stands for it.
    package let keyText: String
    /// The whole statement, so that a fix can replace it.
    package let statement: Span
    /// `del inputs[key]`, or `pop` without a default: raises KeyError where the key is missing.
    package let failsWhenMissing: Bool
    /// Stands under `if key in inputs` or the like.
    package let isGuarded: Bool
    /// Stands under `if self.args.predict_with_generate`.
    package let onlyWhenGenerating: Bool

    package init(
      key: String, keyText: String, statement: Span, failsWhenMissing: Bool, isGuarded: Bool,
      onlyWhenGenerating: Bool
    ) {
      self.key = key
      self.keyText = keyText
      self.statement = statement
      self.failsWhenMissing = failsWhenMissing
      self.isGuarded = isGuarded
      self.onlyWhenGenerating = onlyWhenGenerating
    }
  }

  package init(
    span: Span, inputsName: String, removals: [Removal], superCall: Span?, superStatement: Span? = nil
  ) {
    self.superStatement = superStatement
    self.span = span
    self.inputsName = inputsName
    self.removals = removals
    self.superCall = superCall
  }

  /// The removal of `key` that runs last before the library's step.
  package func removal(of key: String) -> Removal? { removals.last { $0.key == key } }

  /// As facts for the run card and for comparing set-ups.
  package var facts: [(key: String, fact: Fact<SetupValue>)] {
    removals.map { removal in
      let how = removal.failsWhenMissing && !removal.isGuarded ? "must be there" : "may be missing"
      return ("prediction_step.removes.\(removal.key)", .known(.string(how), at: removal.statement))
    }
  }
}
