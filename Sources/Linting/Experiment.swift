import Setup

/// A question about a set-up, as data: what to compare between the run as written and the run as mended.
///
/// Whoever answers it builds both runs from the facts alone; the rule that asks does not know how. A fix whose
/// changes equal `mended` answers the question with its own set-up.
package struct Experiment: Hashable, Sendable {
  /// What is compared.
  package enum Comparison: Hashable, Sendable {
    /// Whether wrapping the model and one training step raise an error.
    case trainingStep
    /// Whether one evaluation raises an error, and whether `eval_loss` is among its metrics.
    case evaluation
    /// The share of the loss that lies on prompt tokens.
    case lossOnPromptTokens
    /// Whether defining the class raises, and whether two instances share one default.
    case classDefinition(DefaultObject)
    /// Whether records train anything, by a step on them as they stand and one with what they lack.
    case records(RecordsInQuestion)
  }

  /// The object that is the default of a dataclass' field.
  package struct DefaultObject: Hashable, Sendable {
    package let field: String
    /// Its class, as Python prints it.
    package let className: String
    /// A list, dict or set, or derived from one.
    package let isContainer: Bool
    /// Whether the class has a hash, by what may decide it.
    package let hashability: [Hashability]

    /// Whether a class has a hash under a condition.
    package struct Hashability: Hashable, Sendable {
      package let condition: VersionCondition
      package let isHashable: Bool

      package init(_ condition: VersionCondition, isHashable: Bool) {
        (self.condition, self.isHashable) = (condition, isHashable)
      }
    }

    package init(field: String, className: String, isContainer: Bool, hashability: [Hashability]) {
      (self.field, self.className) = (field, className)
      (self.isContainer, self.hashability) = (isContainer, hashability)
    }
  }

  package let comparison: Comparison
  /// The set-up asked about, by name.
  package let setup: String
  /// How the other run differs from the one that is written.
  package let mended: [FactChange]

  package init(_ comparison: Comparison, of setup: String, mended: [FactChange]) {
    self.comparison = comparison
    self.setup = setup
    self.mended = mended
  }
}
