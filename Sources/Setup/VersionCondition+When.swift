extension VersionCondition {
  /// The condition that `library` is in the range that PEP 440 specifiers such as `>=4.46,<5` describe.
  ///
  /// For conditions that are written in source; specifiers that cannot be read give a condition that nothing
  /// meets, and the test of all rules' effects finds them.
  package static func when(_ library: Library, _ specifiers: String) -> VersionCondition {
    VersionCondition([library: VersionSpecifier.parse(specifiers) ?? .none])
  }

  /// Both conditions at once.
  package func and(_ other: VersionCondition) -> VersionCondition {
    VersionCondition(sets.merging(other.sets) { $0.intersection($1) })
  }
}
