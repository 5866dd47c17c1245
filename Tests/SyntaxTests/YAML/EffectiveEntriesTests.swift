import Testing

@testable import Syntax

@Suite struct EffectiveEntriesTests {
  /// `key=value` in the loader's order, with a `*` where the value is shared.
  private func entries(_ text: String, _ key: String, _ resolution: ScalarResolution = .pyYAML) -> [String] {
    let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: text))
    let effective = tree.roots.first?[key]?.effectiveEntries(resolution)
    return (effective?.entries ?? []).map { "\($0.key.text)=\($0.value.text)\($0.isShared ? "*" : "")" }
  }

  @Test func explicitKeysWinAndMergedOnesComeFirst() {
    let text = "base: &b {x: 1, y: 2}\nrun:\n  y: 3\n  <<: *b\n  z: 4\n"
    #expect(entries(text, "run") == ["x=1*", "y=3", "z=4"])
    #expect(entries(text, "base") == ["x=1*", "y=2*"])
    #expect(entries(text, "run", .ruamel) == ["x=1*", "y=3", "z=4"])
    #expect(entries(text, "run", .json) == ["y=3", "<<=*", "z=4"])
  }

  @Test func theFirstMappingOfAListWins() {
    let text = "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nrun:\n  <<: [*a, *b]\n  v: *a\n"
    #expect(entries(text, "run") == ["x=1*", "y=2*", "v=*"])
  }

  @Test func mergesReachThroughMerges() {
    let text = "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nrun: {<<: *b, \"<<\": 5}\n"
    #expect(entries(text, "run") == ["x=1*", "y=2*", "<<=5"])
  }

  @Test func keysAreComparedAsPythonDoes() {
    #expect(entries("run: {1: a, 1.0: b, true: c, '1': d, 0x1: e}\n", "run") == ["0x1=e", "1=d"])
  }

  @Test func bombsAndCyclesEnd() throws {
    var text = "a0: &a0 {x: 1}\n"
    for level in 1...20 {
      text += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1), *a\(level - 1)]}\n"
    }
    let bomb = YAMLParser.parse(SourceFile(path: "a", text: text))
    let top = try #require(bomb.roots.first?["a20"])
    #expect(!top.effectiveEntries(.pyYAML).isComplete)
    #expect(top.effectiveEntries(.pyYAML)["x"]?.value.text == "1")
    let cycle = YAMLParser.parse(SourceFile(path: "a", text: "a: &a {<<: *a, x: 1}\n"))
    #expect(try !#require(cycle.roots.first?["a"]).effectiveEntries(.pyYAML).isComplete)
  }
}
