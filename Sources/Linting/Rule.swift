import Setup
import Syntax

/// One kind of mistake: what it is called, how bad it is, and how to see it.
///
/// A rule is a caseless enum with its metadata and one `check`; it reads the values that it is given and
/// touches no files, no clock and no other rule. Its page, `<name>.md` beside it, is its manual and its test.
package protocol Rule: Sendable {
  static var metadata: RuleMetadata { get }
}

/// A rule about a language or a file, whatever it is for.
package protocol FileRule: Rule {
  static func check(_ document: Document, in workspace: Workspace) -> [Observed]
}

/// A rule about what a check was asked for, as distinct from what the files say.
package protocol WorkspaceRule: Rule {
  static func check(_ workspace: Workspace) -> [Observed]
}

/// A rule about a training run.
package protocol SetupRule: Rule {
  static func check(_ setup: TrainingSetup) -> [Observed]
}

/// What is known of a rule without running it.
package struct RuleMetadata: Sendable, Hashable {
  /// Lower case with hyphens; the name of its page.
  package let name: String
  /// One line: the pattern, not the cure.
  package let summary: String
  /// The folder of its files, such as `adapter`.
  package let family: String
  /// The severity of its worst effect.
  package let severity: Severity
  /// The release of glmlint that brought it.
  package let since: String

  package init(_ name: String, family: String, severity: Severity, since: String, _ summary: String) {
    self.name = name
    self.summary = summary
    self.family = family
    self.severity = severity
    self.since = since
  }
}
