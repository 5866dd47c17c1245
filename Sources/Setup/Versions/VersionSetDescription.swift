extension VersionSet: CustomStringConvertible {
  /// For people: `>=4.41,<4.46`, `==0.13.*`, `<1.0 or >=2.0`, `>=1.0,!=1.3`, `any`, `none`.
  ///
  /// An end that includes the pre-releases of its version is written like the one without them.
  package var description: String {
    if isEmpty { return "none" }
    if self == .all { return "any" }
    var alternatives: [String] = []
    var index = 0
    while index < cuts.count {
      let lower = cuts[index]
      var excluded: [String] = []
      let isSingle = index + 1 < cuts.count && Self.single(lower, cuts[index + 1]) != nil
      // Intervals with just one version or one series between them are written as one with an exclusion.
      while !isSingle, index + 2 < cuts.count, let hole = Self.single(cuts[index + 1], cuts[index + 2]) {
        excluded.append("!=" + hole)
        index += 2
      }
      let upper = index + 1 < cuts.count ? cuts[index + 1] : nil
      alternatives.append(Self.interval(lower, upper, excluded))
      index += 2
    }
    return alternatives.joined(separator: " or ")
  }

  private static func interval(_ lower: VersionCut, _ upper: VersionCut?, _ excluded: [String]) -> String {
    if excluded.isEmpty, let upper, let one = single(lower, upper) { return "==" + one }
    var clauses: [String] = []
    if lower != .first { clauses.append(Self.lower(lower)) }
    clauses += excluded
    if let upper { clauses.append(Self.upper(upper)) }
    return clauses.joined(separator: ",")
  }

  /// `1.2` or `1.2.*` where that is all there is between the two.
  private static func single(_ lower: VersionCut, _ upper: VersionCut) -> String? {
    guard lower.side == .before else { return nil }
    let version = lower.version
    if upper == .behindLocals(of: version) || upper == .behind(version) { return version.description }
    guard version.dev == 0, version.pre == nil, version.post == nil else { return nil }
    return upper == .beforePreReleases(of: version.nextSeries) ? version.base.description + ".*" : nil
  }

  private static func lower(_ cut: VersionCut) -> String {
    cut.side == .before ? ">=\(cut.version)" : ">\(cut.version)"
  }

  private static func upper(_ cut: VersionCut) -> String {
    guard cut.side == .before else {
      return cut.side == .behind ? "<=\(cut.version)" : "<=\(cut.version).post*"
    }
    var version = cut.version
    guard let dev = version.dev else { return "<\(version)" }
    guard dev == 0 else { return "<\(version)" }
    version.dev = nil
    guard let post = version.post else { return "<\(version)" }
    version.post = post == 0 ? nil : post - 1
    return "<=\(version)"
  }
}

extension Version {
  /// The release with its last component one higher: `1.2` gives `1.3`.
  var nextSeries: Version {
    var next = base
    next.release[next.release.count - 1] += 1
    return next
  }
}
