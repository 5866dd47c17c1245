import Setup

/// One finding as it is reported.
package struct Finding: Sendable {
  package enum Status: String, Hashable, Sendable {
    case active, ignored
    /// An experiment showed that nothing goes wrong.
    case refuted
  }

  package let rule: String
  package let severity: Severity
  package let certainty: Certainty
  package var status: Status
  package let primary: Place
  package let label: String
  package let message: String
  package let advice: String?
  package let related: [RelatedPlace]
  /// Where it stands for many places of a data set.
  package var occurrences: Occurrences? = nil
  /// The effect that the message is worded for, where effects differ by version.
  package let effect: Effect?
  /// All effects that the versions allow, the worded one first.
  package let effects: [Effect]
  package var fixes: [Fix]
  package let experiment: Experiment?
  /// The versions that its files allow; nil where they do not matter.
  package var versions: LibraryVersions? = nil
  /// Whether other set-ups have the same mistake at the same place, so that one experiment does not speak for all.
  package var standsForSeveral = false
  /// What came of running the experiment; empty where nobody asked for it.
  package var confirmations: [Confirmation] = []
  /// 16 hexadecimal digits and an ordinal; the same while the offending text and its file's name stay.
  package var fingerprint: String
}
