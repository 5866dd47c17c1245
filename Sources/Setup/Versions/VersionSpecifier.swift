/// Reads version specifiers of pip, Poetry and conda into sets.
package enum VersionSpecifier {
  package enum Dialect: Hashable, Sendable {
    /// PEP 440: clauses joined with `,`.
    case pep440
    /// PEP 440 clauses, `^1.2`, `~1.2`, a bare version, `*`, and `||` between alternatives (Poetry 2 manual,
    /// "Dependency specification").
    case poetry
    /// `=1.2` is `1.2.*`, a bare version too, `|` between alternatives (conda 24 manual, "Package match
    /// specifications"). Build strings are no part of the text.
    case conda
  }

  /// The versions that fulfil all clauses of `text`, all versions for an empty one; nil where the text is no
  /// specifier.
  package static func parse(_ text: String, _ dialect: Dialect = .pep440) -> VersionSet? {
    guard dialect != .pep440 else { return conjunction(Substring(text), dialect) }
    var union = VersionSet.none
    for alternative in text.split(separator: "|", omittingEmptySubsequences: true) {
      guard let set = conjunction(alternative, dialect) else { return nil }
      union = union.union(set)
    }
    return text.utf8.contains { $0 != 0x20 } ? union : .all
  }

  private static func conjunction(_ text: Substring, _ dialect: Dialect) -> VersionSet? {
    var set = VersionSet.all
    for clause in text.split(separator: ",", omittingEmptySubsequences: true) {
      let trimmed = trim(clause)
      if trimmed.isEmpty { continue }
      guard let next = self.clause(trimmed, dialect) else { return nil }
      set = set.intersection(next)
    }
    return set
  }

  private static func trim(_ text: Substring) -> Substring {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    var text = text
    while let first = text.utf8.first, isBlank(first) { text = Substring(text.utf8.dropFirst()) }
    while let last = text.utf8.last, isBlank(last) { text = Substring(text.utf8.dropLast()) }
    return text
  }

  private static func clause(_ text: Substring, _ dialect: Dialect) -> VersionSet? {
    let signs = text.utf8.prefix { "<>=!~^".utf8.contains($0) }
    let operation = String(Substring(signs))
    let version = trim(Substring(text.utf8.dropFirst(signs.count)))
    switch (dialect, operation) {
    case (.pep440, ""), (.pep440, "="), (.pep440, "^"), (.pep440, "~"): return nil
    case (.poetry, ""), (.poetry, "="): return pep440("==", version) ?? everything(version)
    case (.conda, ""), (.conda, "="):
      if version.hasSuffix("*") { return pep440("==", version) ?? everything(version) }
      return pep440("==", version + ".*") ?? pep440("==", version)
    case (.poetry, "^"), (.conda, "^"): return caret(version)
    case (.poetry, "~"), (.conda, "~"): return tilde(version)
    case (.conda, ">="), (.conda, "<"), (.conda, "<="), (.conda, ">"):
      let bare = version.hasSuffix(".*") ? version.dropLast(2) : version
      return pep440(operation, bare)
    default: return pep440(operation, version)
    }
  }

  /// `*`
  private static func everything(_ text: Substring) -> VersionSet? { text == "*" ? .all : nil }

  /// One clause of PEP 440; local labels, wildcards and single components are refused where it refuses them.
  private static func pep440(_ operation: String, _ text: Substring) -> VersionSet? {
    if (operation == "==" || operation == "!=") && text.hasSuffix(".*") {
      guard let version = Version(String(text.dropLast(2))), version == version.base else { return nil }
      let series = Self.series(version)
      return operation == "==" ? series : series.complement
    }
    guard let version = Version(String(text)) else { return nil }
    if operation == "===" { return VersionSet(from: .before(version), to: .behind(version)) }
    let hasLocal = !version.local.isEmpty
    if hasLocal && operation != "==" && operation != "!=" { return nil }
    let exact = VersionSet(
      from: .before(version), to: hasLocal ? .behind(version) : .behindLocals(of: version))
    switch operation {
    case "==": return exact
    case "!=": return exact.complement
    case ">=": return VersionSet(from: .before(version))
    case "<=": return VersionSet(to: .behindLocals(of: version))
    // Post-releases of the version are not above it, its pre-releases not below it.
    case ">": return VersionSet(from: .behindPosts(of: version))
    case "<":
      return VersionSet(to: version.isPreRelease ? .before(version) : .beforePreReleases(of: version))
    case "~=":
      guard version.release.count > 1 else { return nil }
      var prefix = version.base
      prefix.release.removeLast()
      return VersionSet(from: .before(version), to: .beforePreReleases(of: prefix.nextSeries))
    default: return nil
    }
  }

  /// `==version.*`: everything that begins with the version.
  private static func series(_ version: Version) -> VersionSet {
    VersionSet(from: .beforePreReleases(of: version), to: .beforePreReleases(of: version.nextSeries))
  }

  /// Up to the next change of the first component that is not 0.
  private static func caret(_ text: Substring) -> VersionSet? {
    guard let version = Version(String(text)) else { return nil }
    let significant = version.release.firstIndex { $0 != 0 } ?? version.release.count - 1
    var next = version.base
    next.release = Array(next.release[...significant])
    return VersionSet(from: .before(version), to: .beforePreReleases(of: next.nextSeries))
  }

  /// Up to the next minor version, or the next major one where only that is given.
  private static func tilde(_ text: Substring) -> VersionSet? {
    guard let version = Version(String(text)) else { return nil }
    var next = version.base
    next.release = Array(next.release.prefix(2))
    return VersionSet(from: .before(version), to: .beforePreReleases(of: next.nextSeries))
  }
}
