import Setup
import Syntax

/// A change of the files that mends a finding.
package struct Fix: Sendable {
  /// What it does, for people: `replace by CAUSAL_LM`.
  package let title: String
  /// The rule vouches for it. It is applied by `--fix` only if the files, read again, also show exactly
  /// `changes` and nothing else.
  package let isSafe: Bool
  package let edits: [TextEdit]
  /// What the mended set-up says differently; empty for a fix that leaves every fact as it is.
  package let changes: [FactChange]

  package init(_ title: String, isSafe: Bool, edits: [TextEdit], changes: [FactChange]) {
    self.title = title
    self.isSafe = isSafe
    self.edits = edits
    self.changes = changes
  }
}

/// A fact that differs between two readings of a set-up.
package struct FactChange: Hashable, Sendable {
  /// The key as in `TrainingSetup.facts`, such as `adapter.task_type`.
  package let key: String
  /// The new value; nil where the fact is gone.
  package let value: SetupValue?

  package init(_ key: String, to value: SetupValue?) {
    self.key = key
    self.value = value
  }
}
