import Confirmation
import Linting
import Rules
import Setup
import Syntax
import Testing

@testable import glmlint

/// What the pages' examples ask of the reference trainer: it never says that a finding of a page is wrong.
@Suite struct ExampleConfirmationTests {
  /// The answers to the findings of an example under these versions, each after the example and its rule.
  private func answers(_ example: PageExample, _ versions: LibraryVersions) -> [(
    finding: String, answer: Linting.Confirmation
  )] {
    let source = MemoryFileSource(example.files, failures: example.failures)
    let walk = FileWalker(source: source, workingFolder: "/project").walk(
      ["."] + Array(example.failures.keys))
    let workspace = Workspace(walk: walk, source: source, workingFolder: "/project", versions: versions)
    let engine = LintEngine(rules: Registry.rules, selection: RuleSelection(), newest: NewestRelease.inside)
    let confirmer = Confirmer(
      workspace.setups, newest: NewestRelease.inside, record: workspace.record)
    return confirmer.confirm(engine.check(workspace)).filter { $0.status != .ignored }.flatMap { finding in
      finding.confirmations.map { ("\(example.testDescription) [\(finding.rule)]", $0) }
    }
  }

  @Test func noFindingOfAPageIsRefuted() {
    let answers = RulePage.all.flatMap(PageExample.all).flatMap { self.answers($0, $0.versions) }
    let confirmed = answers.count { $0.answer.verdict == .confirmed }
    print("examples of the pages: \(confirmed) of \(answers.count) questions confirmed")
    for (finding, answer) in answers where answer.verdict != .confirmed {
      print("  \(answer.verdict) \(finding): \(answer.evidence)")
      #expect(answer.verdict != .refuted, "\(finding): \(answer.evidence)")
    }
    #expect(confirmed * 10 >= answers.count * 8)
  }

  private static let releasesOfTRL = [
    "0.8.6", "0.11.4", "0.14.0", "0.15.0", "0.15.2", "0.16.1", "0.17.0", "0.18.2", "0.19.1", "0.22.2",
    "0.28.0",
    "1.1.0", "1.16.0",
  ]

  /// Under every release of trl that behaves in a way of its own, whatever the page says about it.
  @Test(arguments: releasesOfTRL) func lossFindingsHoldUnderEveryRelease(_ release: String) throws {
    var versions = LibraryVersions()
    let pin = try #require(VersionSpecifier.parse("==\(release)"))
    versions.override(.trl, LibraryVersions.Pin(versions: pin, span: nil))
    let pages = RulePage.all.filter { $0.path.hasPrefix("rules/loss/") }
    let answers = pages.flatMap(PageExample.all).flatMap { self.answers($0, versions) }
    let confirmed = answers.count { $0.answer.verdict == .confirmed }
    print("loss rules with trl \(release): \(confirmed) of \(answers.count) questions confirmed")
    for (finding, answer) in answers where answer.verdict != .confirmed {
      print("  \(answer.verdict) \(finding): \(answer.evidence)")
      #expect(answer.verdict != .refuted, "\(finding): \(answer.evidence)")
    }
  }
}
