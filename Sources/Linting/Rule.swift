import Datasets
import Setup
import Syntax

/// One kind of mistake: what it is called, how bad it is, and how to see it.
///
/// A rule is a caseless enum with its metadata and one `check`; it reads the values that it is given and
/// touches no files, no clock and no other rule. Its page, `<name>.md` beside it, is its manual and its test.
package protocol Rule: Sendable {
  static var metadata: RuleMetadata { get }
  /// What the rule looks at, and how.
  static var inspection: RuleInspection { get }
}

/// A rule, by what its check is shown.
package enum RuleInspection: Sendable {
  case file(any FileRule.Type)
  case setup(any SetupRule.Type)
  case workspace(any WorkspaceRule.Type)
  case fileAndSetup(any FileAndSetupRule.Type)
}

/// A rule about a language or a file, whatever it is for.
package protocol FileRule: Rule {
  static func check(_ document: Document, in workspace: Workspace) -> [Observed]

  /// When the rule is to see the document, as far as a glance shows.
  static func turn(of document: Document) -> FileTurn
}

/// When a rule sees a document.
package enum FileTurn: Hashable, Sendable {
  /// The rule has nothing to say of it.
  case never
  /// As soon as it has been read; it may be let go then.
  case atOnce
  /// When all files have been read, because the rule asks who reads this one.
  case last
}

extension FileRule {
  package static func turn(of document: Document) -> FileTurn { .atOnce }

  package static var inspection: RuleInspection { .file(Self.self) }
}

/// A rule about files that speaks of what a check was asked for as well.
package protocol WorkspaceRule: FileRule {
  static func check(_ workspace: Workspace) -> [Observed]
}

extension WorkspaceRule {
  package static var inspection: RuleInspection { .workspace(Self.self) }
}

/// A rule about a training run.
package protocol SetupRule: Rule {
  static func check(_ setup: TrainingSetup) -> [Observed]
}

extension SetupRule {
  package static var inspection: RuleInspection { .setup(Self.self) }
}

/// A rule about files that also sees them through the runs that use them.
package protocol FileAndSetupRule: FileRule, SetupRule {}

extension FileAndSetupRule {
  package static var inspection: RuleInspection { .fileAndSetup(Self.self) }
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
  /// What it needs to see of data sets: without saying so, all that records are made of, since set-ups and other files
  /// may lead to data as well.
  package let observed: ObservationSet

  package init(
    _ name: String, family: String, severity: Severity, since: String,
    observing observed: ObservationSet = .contents,
    _ summary: String
  ) {
    self.name = name
    self.summary = summary
    self.family = family
    self.severity = severity
    self.since = since
    self.observed = observed
  }
}
