import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// What somebody does wrong throughout a JSON file is one finding of `json-syntax`.
@Suite struct RepeatedMistakeTests {
  @Test func eachKindIsOneFinding() throws {
    let entries = (0..<40).map { "  // entry \($0)\n  'k\($0)': [\($0),]," }.joined(separator: "\n")
    let found = try findings("{\n" + entries + "\n  'last': True\n}\n")
    let counts = found.map { $0.occurrences?.count ?? 1 }
    #expect(found.count == 4)
    #expect(counts.sorted() == [1, 40, 40, 41])
    #expect(found.allSatisfy { ($0.occurrences?.places.count ?? 0) <= 5 })
    let commas = try #require(
      found.first { $0.message.contains("(and 39 more like it)") && !$0.fixes.isEmpty })
    #expect(commas.fixes.map(\.edits.count) == [40])
    #expect(commas.fixes[0].isSafe)
  }

  @Test func commasThatMayHideAValueAreApart() throws {
    let found = try findings(#"{"a": [1,], "b": [,], "c": [2,], "d": [,]}"#)
    #expect(found.filter { !$0.fixes.isEmpty }.map(\.fixes[0].edits.count) == [2])
  }

  @Test func missingCommasAreOneEach() throws {
    #expect(try findings(#"{"a": [1 2], "b": [3 4]}"#).count == 2)
  }

  private func findings(_ text: String) throws -> [Finding] {
    try FilesInMemory(["config.json": text]).findings(by: [JSONSyntax.self])
  }
}
