/// The releases of one library between two versions, as the tables write them: half open.
///
/// Versions are texts such as `4.46.0`; which release is older than which is a matter for who knows PEP 440.
package struct ReleaseInterval: Equatable, Hashable, Sendable {
  /// The first release in which something holds; nil where it held before the first release that was read.
  package let since: String?
  /// The first release in which it holds no longer; nil where it holds in the newest release that was read.
  package let until: String?

  package init(since: String? = nil, until: String? = nil) {
    self.since = since
    self.until = until
  }

  /// Every release.
  package static let always = ReleaseInterval()

  /// As a PEP 440 specifier: `>=4.46.0,<5.0.0`; empty for every release.
  package var specifier: String {
    [since.map { ">=" + $0 }, until.map { "<" + $0 }].compactMap { $0 }.joined(separator: ",")
  }
}

/// What holds in an interval of releases.
package struct Dated<Value> {
  package let interval: ReleaseInterval
  package let value: Value
}

extension Dated: Equatable where Value: Equatable {}
extension Dated: Sendable where Value: Sendable {}
