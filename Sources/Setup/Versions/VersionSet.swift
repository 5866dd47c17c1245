/// A set of versions as a union of intervals in the order of PEP 440.
///
/// Two sets that hold the same versions are equal. Pre-releases are members where the order puts them:
/// `>=4.41` holds `4.42.dev0`, though pip would not choose it unasked, and `<4.42` does not (the operator
/// leaves them out). So a pin is compared with what the versions do, not with what pip would pick.
package struct VersionSet: Hashable, Sendable {
  /// Ascending; the set goes in at the 1st, out at the 2nd, and so on; an odd count goes on without end.
  let cuts: [VersionCut]

  init(cuts: [VersionCut]) { self.cuts = cuts }

  /// From `lower` up to `upper`, or without end; empty where `upper` does not lie above `lower`.
  init(from lower: VersionCut = .first, to upper: VersionCut? = nil) {
    guard let upper else {
      cuts = [lower]
      return
    }
    cuts = lower < upper ? [lower, upper] : []
  }

  package static let all = VersionSet()
  package static let none = VersionSet(cuts: [])

  /// The version in all its builds: `2.3.0` holds `2.3.0+cu118` (PEP 440, "Version matching").
  package init(_ version: Version) {
    self.init(from: .before(version), to: .behindLocals(of: version))
  }

  package var isEmpty: Bool { cuts.isEmpty }

  /// O(log intervals).
  package func contains(_ version: Version) -> Bool {
    let place = VersionCut.behind(version)
    var low = 0
    var high = cuts.count
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low % 2 == 1
  }

  package var complement: VersionSet {
    if cuts.first == .first { return VersionSet(cuts: Array(cuts.dropFirst())) }
    return VersionSet(cuts: [.first] + cuts)
  }

  package func union(_ other: VersionSet) -> VersionSet { combined(with: other) { $0 || $1 } }
  package func intersection(_ other: VersionSet) -> VersionSet { combined(with: other) { $0 && $1 } }
  package func subtracting(_ other: VersionSet) -> VersionSet { combined(with: other) { $0 && !$1 } }
  package func isSubset(of other: VersionSet) -> Bool { subtracting(other).isEmpty }
  package func isDisjoint(with other: VersionSet) -> Bool { intersection(other).isEmpty }

  /// Walks over the cuts of both once. O(intervals of both).
  private func combined(with other: VersionSet, _ isMember: (Bool, Bool) -> Bool) -> VersionSet {
    var result: [VersionCut] = []
    var (left, right) = (0, 0)
    var isInside = false
    while left < cuts.count || right < other.cuts.count {
      let cut: VersionCut
      if right == other.cuts.count || (left < cuts.count && cuts[left] <= other.cuts[right]) {
        cut = cuts[left]
      } else {
        cut = other.cuts[right]
      }
      if left < cuts.count && cuts[left] == cut { left += 1 }
      if right < other.cuts.count && other.cuts[right] == cut { right += 1 }
      let isNowInside = isMember(left % 2 == 1, right % 2 == 1)
      if isNowInside != isInside { result.append(cut) }
      isInside = isNowInside
    }
    return VersionSet(cuts: result)
  }
}
