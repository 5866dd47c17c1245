import Foundation
import Testing

@testable import Syntax

/// The YAML test suite (github.com/yaml/yaml-test-suite, data branch), where the machine has a copy of it.
///
/// `GLMLINT_CONFORMANCE` names the folder that holds `yaml-test-suite/`.
@Suite struct YAMLConformanceTests {
  struct Case {
    let name: String
    let input: [UInt8]
    let events: [String]
    let isRefused: Bool
  }

  @Test func everyCaseOfTheSuiteGivesItsEvents() throws {
    guard let home = ProcessInfo.processInfo.environment["GLMLINT_CONFORMANCE"] else {
      return print("YAML test suite skipped: GLMLINT_CONFORMANCE is not set")
    }
    let cases = try Self.cases(under: URL(fileURLWithPath: home).appendingPathComponent("yaml-test-suite"))
    #expect(cases.count > 300)
    var passed = 0
    for item in cases {
      let tree = YAMLParser.parse(SourceFile(path: item.name, bytes: item.input))
      let refusals = tree.problems.filter { $0.kind == .syntax || $0.kind == .deviation }
      if item.isRefused {
        #expect(!refusals.isEmpty, "\(item.name) is invalid but was accepted")
        passed += refusals.isEmpty ? 0 : 1
        continue
      }
      let events = YAMLEvents.lines(of: tree)
      #expect(refusals == [], "\(item.name) is valid")
      #expect(events == item.events, "\(item.name)")
      passed += refusals.isEmpty && events == item.events ? 1 : 0
    }
    print("YAML test suite: \(passed) of \(cases.count) cases")
    #expect(passed == cases.count)
  }

  /// Every folder that has an `in.yaml`, at any depth, in the order of the names.
  private static func cases(under home: URL) throws -> [Case] {
    let files = FileManager.default
    let found = files.enumerator(at: home, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    let folders = found.filter { $0.lastPathComponent == "in.yaml" }.map { $0.deletingLastPathComponent() }
    return try folders.sorted { $0.path < $1.path }.map { folder in
      let events = try String(contentsOf: folder.appendingPathComponent("test.event"), encoding: .utf8)
      return Case(
        name: folder.path.replacingOccurrences(of: home.path + "/", with: ""),
        input: Array(try Data(contentsOf: folder.appendingPathComponent("in.yaml"))),
        events: events.split(separator: "\n").map(String.init),
        isRefused: files.fileExists(atPath: folder.appendingPathComponent("error").path))
    }
  }
}
