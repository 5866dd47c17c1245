import Foundation

/// The public conformance suites, which are not part of the repository: `GLMLINT_CONFORMANCE` names the
/// folder that holds `json-test-suite` (nst/JSONTestSuite) and `toml-test` (toml-lang/toml-test).
enum ConformanceSuites {
  static let root = ProcessInfo.processInfo.environment["GLMLINT_CONFORMANCE"]

  static func url(_ path: String) -> URL {
    URL(fileURLWithPath: root ?? "/nonexistent").appendingPathComponent(path)
  }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: url(path))) }
}
