import Foundation
import Linting
import Rules
import Testing

@testable import glmlint

@Suite struct PageTests {
  private static let metadata = Registry.metadata

  @Test func everyRuleHasOnePageAndEveryPageOneRule() {
    let rules = Self.metadata.map { "rules/\($0.family)/\($0.name).md" }.sorted()
    #expect(RulePage.all.map(\.path).sorted() == rules)
    #expect(Set(Self.metadata.map(\.name)).count == Self.metadata.count)
  }

  @Test func theEmbeddedPagesAreTheFolder() {
    let embedded = EmbeddedPages.all.map { "\($0.path)" }
    #expect(embedded.sorted() == RulePage.all.map(\.path))
    for page in RulePage.all { #expect(Registry.page(of: page.name) == page.text, "\(page.path)") }
  }

  @Test(arguments: RulePage.all) func headingsAreFixed(_ page: RulePage) {
    let wanted = [
      page.name, "What it finds", "Why it matters", "Examples", "When not to use it", "References",
    ]
    #expect(page.headings.filter { $0.level < 3 }.map { $0.text } == wanted)
    #expect(page.headings.filter { $0.level == 1 }.map { $0.line } == [1])
  }

  @Test(arguments: RulePage.all) func examplesStandUnderExamples(_ page: RulePage) throws {
    let start = try #require(page.headings.first { $0.text == "Examples" }).line
    let end = try #require(page.headings.first { $0.text == "When not to use it" }).line
    for fence in page.fences where fence.role != "" { #expect((start..<end).contains(fence.line)) }
    #expect(page.fences.contains { $0.role == "wrong" } && page.fences.contains { $0.role == "right" })
  }

  @Test(arguments: RulePage.all.flatMap(PageExample.all)) func exampleIsTrue(_ example: PageExample) {
    for mistake in example.mistakes { Issue.record("\(mistake)") }
    let forms = Variation.all.filter { !example.exceptions.contains($0.name) }.compactMap {
      variation -> ExampleCheck? in
      variation.apply(example).map { ExampleCheck(example: $0, form: variation.name) }
    }
    for check in [ExampleCheck(example: example, form: "as written")] + forms {
      for mismatch in check.mismatches() { Issue.record("\(mismatch)") }
    }
  }

  @Test func exceptionsNameVariations() {
    let names = Set(Variation.all.map(\.name))
    for example in RulePage.all.flatMap(PageExample.all) { #expect(names.isSuperset(of: example.exceptions)) }
  }
}

extension RulePage: CustomTestStringConvertible {
  var testDescription: String { path }
}
