import Knowledge
import Setup

/// Which release an installer takes.
enum NewestRelease {
  /// The newest known release of `library` inside `set`; a withdrawn one only where there is no other. nil
  /// where no known release lies in it. O(releases).
  @Sendable static func inside(_ library: Library, _ set: VersionSet) -> Version? {
    var withdrawn: Version?
    for release in Releases.of(library.rawValue).reversed() {
      guard let version = Version(release.version), set.contains(version) else { continue }
      if !release.isYanked { return version }
      withdrawn = withdrawn ?? version
    }
    return withdrawn
  }
}
