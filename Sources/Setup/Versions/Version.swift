/// A version of a Python package (PEP 440).
///
/// Ordered as the specification says; `1.0` and `1.0.0` are equal, so are `1.0RC1` and `1.0-rc.1`.
package struct Version: Sendable {
  /// The phase of a pre-release.
  package enum Phase: Int, Hashable, Sendable { case alpha, beta, candidate }

  package struct PreRelease: Hashable, Sendable {
    package let phase: Phase
    package let number: Int
  }

  /// A part of a local label: numbers stand above texts.
  package enum LocalSegment: Hashable, Sendable {
    case text(String)
    case number(Int)
  }

  package var epoch = 0
  /// As it is written, trailing zeros included; never empty.
  package var release: [Int]
  package var pre: PreRelease?
  package var post: Int?
  package var dev: Int?
  /// The label behind `+`; empty for none.
  package var local: [LocalSegment] = []

  package init(release: [Int]) { self.release = release.isEmpty ? [0] : release }

  /// Whether pip would install it only when asked: `a`, `b`, `rc` and `dev` versions.
  package var isPreRelease: Bool { pre != nil || dev != nil }

  /// Epoch and release alone.
  package var base: Version {
    var base = Version(release: release)
    base.epoch = epoch
    return base
  }

  /// Component `index` of the release; 0 behind its end.
  func component(_ index: Int) -> Int { index < release.count ? release[index] : 0 }

  /// What stands behind the release as six numbers that are compared one after the other: a version with
  /// `dev` alone comes before its pre-releases, a version without `post` before those with one.
  var suffix: [Int] {
    let preRank: Int
    if let pre { preRank = pre.phase.rawValue } else { preRank = post == nil && dev != nil ? -1 : 3 }
    return [preRank, pre?.number ?? 0, post == nil ? 0 : 1, post ?? 0, dev == nil ? 1 : 0, dev ?? 0]
  }

  /// Negative, 0 or positive as epoch, release and suffix of `left` come before, with or behind those of
  /// `right`.
  static func orderWithoutLocal(_ left: Version, _ right: Version, suffixes: ([Int], [Int])) -> Int {
    if left.epoch != right.epoch { return left.epoch < right.epoch ? -1 : 1 }
    for index in 0..<max(left.release.count, right.release.count) {
      let (one, other) = (left.component(index), right.component(index))
      if one != other { return one < other ? -1 : 1 }
    }
    for (one, other) in zip(suffixes.0, suffixes.1) where one != other { return one < other ? -1 : 1 }
    return 0
  }

  /// Negative, 0 or positive; no label comes first, a longer one behind its own beginning.
  static func order(_ left: [LocalSegment], _ right: [LocalSegment]) -> Int {
    for (one, other) in zip(left, right) where one != other {
      switch (one, other) {
      case (.text, .number): return -1
      case (.number, .text): return 1
      case (.number(let one), .number(let other)): return one < other ? -1 : 1
      case (.text(let one), .text(let other)):
        return one.utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
      }
    }
    return left.count == right.count ? 0 : left.count < right.count ? -1 : 1
  }
}

extension Version: Comparable, Hashable {
  private static func order(_ left: Version, _ right: Version) -> Int {
    let order = orderWithoutLocal(left, right, suffixes: (left.suffix, right.suffix))
    return order != 0 ? order : Self.order(left.local, right.local)
  }

  package static func < (left: Version, right: Version) -> Bool { order(left, right) < 0 }
  package static func == (left: Version, right: Version) -> Bool { order(left, right) == 0 }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(epoch)
    let end = (release.lastIndex { $0 != 0 } ?? -1) + 1
    hasher.combine(release[..<end])
    hasher.combine(suffix)
    hasher.combine(local)
  }
}

extension Version: CustomStringConvertible {
  /// The normal form: `1!2.0rc1.post2.dev3+cu118`.
  package var description: String {
    var text = epoch == 0 ? "" : "\(epoch)!"
    text += release.map(String.init).joined(separator: ".")
    if let pre { text += ["a", "b", "rc"][pre.phase.rawValue] + String(pre.number) }
    if let post { text += ".post\(post)" }
    if let dev { text += ".dev\(dev)" }
    if local.isEmpty { return text }
    let segments = local.map { segment in
      switch segment {
      case .text(let text): return text
      case .number(let number): return String(number)
      }
    }
    return text + "+" + segments.joined(separator: ".")
  }
}
