import Datasets
import Setup
import Syntax

/// What a rule has seen, before versions, ignores and settings have their say.
package struct Observed: Sendable {
  /// Where the mistake is written.
  package let primary: Place
  /// The phrase under the caret.
  package let label: String
  /// What is wrong and why: lower case, no full stop, without the effect.
  package let message: String
  /// What to do, lower case, no full stop.
  package let advice: String?
  package let related: [RelatedPlace]
  /// Where one finding stands for many places of a data set.
  package let occurrences: Occurrences?
  /// Effects by version; exactly one holds for each version. Empty where the rule's own severity holds always.
  package let effects: [Effect]
  package let fixes: [Fix]
  /// A question whose answer confirms or refutes the finding.
  package let experiment: Experiment?
  /// The versions to read the effects with; nil where they do not matter.
  package let versions: LibraryVersions?
  /// Lower than the rule's severity where the evidence is weaker; nil for the rule's own.
  package let severity: Severity?

  package init(
    at primary: Place, label: String, _ message: String, advice: String? = nil, related: [RelatedPlace] = [],
    occurrences: Occurrences? = nil,
    effects: [Effect] = [], fixes: [Fix] = [], experiment: Experiment? = nil,
    versions: LibraryVersions? = nil, severity: Severity? = nil
  ) {
    self.primary = primary
    self.label = label
    self.message = message
    self.advice = advice
    self.related = related
    self.occurrences = occurrences
    self.effects = effects
    self.fixes = fixes
    self.experiment = experiment
    self.versions = versions
    self.severity = severity
  }

  /// One finding for all places of a data set that are counted in `tally`, at the first of them; nil where there are none.
  /// `whole` is what they are counted among.
  package init?(
    _ tally: Tally, of whole: Int? = nil, label: String, _ message: @autoclosure () -> String,
    advice: @autoclosure () -> String? = nil, related: @autoclosure () -> [RelatedPlace] = [],
    effects: @autoclosure () -> [Effect], experiment: @autoclosure () -> Experiment? = nil,
    versions: @autoclosure () -> LibraryVersions? = nil, severity: Severity? = nil
  ) {
    guard let first = tally.first.first else { return nil }
    self.init(
      at: first.asPlace, label: label, message(), advice: advice(), related: related(),
      occurrences: Occurrences(tally, of: whole), effects: effects(), experiment: experiment(),
      versions: versions(),
      severity: severity)
  }
}
