import Testing

@testable import Syntax

@Suite struct ConfigTreeEntriesTests {
  @Test func entriesAreFoundByThePlacesOfTheirKeys() {
    let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: "a: 1\nb: {a: 2}\na:\n- c: 3\n"))
    let keys: Set = [TextRange(0, 1), TextRange(9, 10), TextRange(15, 16), TextRange(3, 4)]
    let found = tree.entries(withKeysAt: keys)
    #expect(found.keys.sorted() == [TextRange(0, 1), TextRange(9, 10), TextRange(15, 16)])
    #expect(found[TextRange(9, 10)]?.key.text == "a")
    #expect(found[TextRange(9, 10)]?.value.text == "2")
    #expect(found[TextRange(15, 16)]?.value.kind == .sequence)
    #expect(
      tree.entries(withKeysAt: keys, inMappings: .block).keys.sorted() == [
        TextRange(0, 1), TextRange(15, 16),
      ])
    #expect(tree.entries(withKeysAt: []).isEmpty)
  }
}
