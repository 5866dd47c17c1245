/// A place between versions in their order: the ends of the intervals of a `VersionSet`.
///
/// Inclusive and exclusive bounds are places before and behind a version. Where a least version lies above a
/// place, the place is written as the one before that version, so that equal sets have equal cuts.
struct VersionCut: Sendable {
  enum Side: Int, Hashable, Sendable {
    /// Before the version.
    case before
    /// Behind this very version, before the same with a (longer) local label.
    case behind
    /// Behind the final version and all of its post-releases.
    case behindPosts
  }

  let version: Version
  let side: Side

  private init(version: Version, side: Side) {
    self.version = version
    self.side = side
  }

  static func before(_ version: Version) -> VersionCut { VersionCut(version: version, side: .before) }
  static func behind(_ version: Version) -> VersionCut { VersionCut(version: version, side: .behind) }

  /// Before the first version of all, `0.dev0`.
  static let first = VersionCut.beforePreReleases(of: Version(release: [0]))

  /// Before the version and everything that leads to it: its `dev0`.
  static func beforePreReleases(of version: Version) -> VersionCut {
    var earliest = version
    earliest.dev = 0
    earliest.local = []
    return .before(earliest)
  }

  /// Behind the version with all its local labels.
  static func behindLocals(of version: Version) -> VersionCut {
    var next = version
    next.local = []
    if let dev = version.dev {
      next.dev = dev + 1
    } else {
      next.post = version.post.map { $0 + 1 } ?? 0
      next.dev = 0
    }
    return .before(next)
  }

  /// Behind the version, its local labels and its post-releases.
  static func behindPosts(of version: Version) -> VersionCut {
    guard version.post == nil, version.dev == nil else { return behindLocals(of: version) }
    var next = version
    next.local = []
    guard let pre = version.pre else { return VersionCut(version: next, side: .behindPosts) }
    next.pre = Version.PreRelease(phase: pre.phase, number: pre.number + 1)
    next.dev = 0
    return .before(next)
  }

  /// Above any number of a post-release.
  private var suffix: [Int] { side == .behindPosts ? [3, 0, 1, Int.max, 1, 0] : version.suffix }

  private static func order(_ left: VersionCut, _ right: VersionCut) -> Int {
    let order = Version.orderWithoutLocal(
      left.version, right.version, suffixes: (left.suffix, right.suffix))
    if order != 0 { return order }
    let local = Version.order(left.version.local, right.version.local)
    return local != 0 ? local : left.side.rawValue - right.side.rawValue
  }
}

extension VersionCut: Comparable, Hashable {
  static func < (left: VersionCut, right: VersionCut) -> Bool { order(left, right) < 0 }
  static func == (left: VersionCut, right: VersionCut) -> Bool { order(left, right) == 0 }
  func hash(into hasher: inout Hasher) {
    hasher.combine(version)
    hasher.combine(side)
  }
}
