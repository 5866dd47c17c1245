import Datasets
import Linting
import Rules
import Setup
import Syntax
import Testing

@testable import glmlint

/// Each rule asks for all that it looks at in data sets: alone, it finds what it finds among all rules.
@Suite struct ObservationRequestTests {
  /// The engine itself finds ignore comments that are not used.
  private static let pages = RulePage.all.filter { $0.name != LintEngine.unusedIgnore.name }

  @Test(arguments: pages) func aRuleAloneFindsWhatItFindsAmongAll(_ page: RulePage) throws {
    let rule = try #require(Registry.rules.first { $0.metadata.name == page.name })
    for example in PageExample.all(in: page) {
      let alone = findings(in: example, of: rule, observing: rule.metadata.observed)
      #expect(alone == findings(in: example, of: rule, observing: .all), "\(example)")
    }
  }

  private func findings(
    in example: PageExample, of rule: any Rule.Type, observing observed: ObservationSet
  ) -> [String] {
    let source = MemoryFileSource(example.files, failures: example.failures)
    let walk = FileWalker(source: source, workingFolder: "/project").walk(
      ["."] + Array(example.failures.keys))
    let workspace = Workspace(
      walk: walk, source: source, workingFolder: "/project", versions: example.versions, observing: observed)
    return LintEngine(rules: [rule], newest: NewestRelease.inside).check(workspace).map {
      "\($0.fingerprint) \($0.primary) \($0.severity) \($0.message)"
    }
  }
}
