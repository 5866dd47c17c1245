import Setup

/// When it strikes.
package enum Moment: String, Hashable, Sendable {
  case start = "start"
  case firstStep = "first step"
  /// At a step that cannot be told.
  case duringTraining = "during training"
  case firstEvaluation = "first evaluation"
  case firstSave = "first save"
  case afterTraining = "after training"
  /// Nothing ever says so.
  case silently = "silently"
}

/// What happens under some versions.
package struct Effect: Hashable, Sendable {
  package let condition: VersionCondition
  package let when: Moment
  /// Lower case, no full stop: the exception that comes out, or what is lost in silence.
  package let text: String
  /// nil where these versions do the right thing.
  package let severity: Severity?

  package init(_ condition: VersionCondition, when: Moment, severity: Severity?, _ text: String) {
    self.condition = condition
    self.when = when
    self.text = text
    self.severity = severity
  }

  /// An effect that says: under these versions nothing goes wrong.
  package static func harmless(_ condition: VersionCondition, _ text: String) -> Effect {
    Effect(condition, when: .silently, severity: nil, text)
  }
}
