import Setup

/// Chooses, among a rule's effects, the one to speak of, from the versions that the files allow.
///
/// An effect that holds for the whole range is *certain*. Where several are possible, the finding is worded for
/// the newest release in the range, the other effects are listed, and the severity is one step lower, but not below what
/// all of them have. Where the
/// newest release does the right thing there is no finding: that release is the one an installer picks.
/// (Design, section 2, "Versions are ranges".)
package struct EffectResolution: Sendable {
  package let severity: Severity
  package let certainty: Certainty
  package let worded: Effect?
  /// All effects that the versions allow, the worded one first, then as the rule lists them.
  package let possible: [Effect]

  /// nil where nothing goes wrong. O(effects × libraries).
  package init?(of observed: Observed, rule: RuleMetadata, newest: (Library, VersionSet) -> Version?) {
    let standard = observed.severity ?? rule.severity
    guard !observed.effects.isEmpty else {
      self.init(severity: standard, certainty: .certain, worded: nil, possible: [])
      return
    }
    // A file that is no training run has no versions: what always happens is certain all the same.
    let versions = observed.versions ?? LibraryVersions()
    let possible = observed.effects.filter { $0.condition.isPossible(under: versions) }
    let certain = possible.first { $0.condition.isCertain(under: versions) }
    if let certain {
      guard let severity = certain.severity else { return nil }
      self.init(
        severity: min(severity, standard), certainty: .certain, worded: certain, possible: [certain])
      return
    }
    let newestReleases = Self.newestReleases(versions, in: possible, newest: newest)
    guard let worded = possible.first(where: { Self.holds($0.condition, for: newestReleases) }),
      let severity = worded.severity
    else { return nil }
    let agree = possible.allSatisfy { $0.severity == severity && $0.text == worded.text }
    // What every version does at least is no matter of versions.
    let least = possible.reduce(severity as Severity?) { floor, effect in
      floor.flatMap { floor in effect.severity.map { min(floor, $0) } }
    }
    let lowered = max(severity.lowered, least ?? .info)
    self.init(
      severity: min(agree ? severity : lowered, standard),
      certainty: agree ? .certain : .possible, worded: worded,
      possible: [worded] + possible.filter { $0 != worded })
  }

  private init(severity: Severity, certainty: Certainty, worded: Effect?, possible: [Effect]) {
    self.severity = severity
    self.certainty = certainty
    self.worded = worded
    self.possible = possible
  }

  /// The newest known release in the range of every library that some condition names.
  private static func newestReleases(
    _ versions: LibraryVersions, in effects: [Effect], newest: (Library, VersionSet) -> Version?
  ) -> [Library: Version] {
    var releases: [Library: Version] = [:]
    for library in Set(effects.flatMap { $0.condition.sets.keys }) {
      releases[library] = newest(library, versions.range(of: library))
    }
    return releases
  }

  /// Whether the condition holds for exactly these releases; an unknown release satisfies nothing.
  private static func holds(_ condition: VersionCondition, for releases: [Library: Version]) -> Bool {
    condition.sets.allSatisfy { library, set in releases[library].map { set.contains($0) } ?? false }
  }
}
