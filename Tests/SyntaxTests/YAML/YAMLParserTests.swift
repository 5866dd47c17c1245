import Testing

@testable import Syntax

@Suite struct YAMLParserTests {
  private func tree(_ text: String) -> ConfigTree { YAMLParser.parse(SourceFile(path: "a.yaml", text: text)) }

  @Test func rangesAreThoseOfTheNodesOwnText() throws {
    let tree = tree("\u{FEFF}é: &x !!str \"a\\n\"\nlist:\n- 'it''s'\n- [1, {b: c}]\nlast:\n")
    let root = try #require(tree.roots.first)
    #expect(tree.problems == [])
    #expect(root.range == TextRange(3, 57))
    let entries = root.entries
    #expect(entries.map(\.key.range) == [TextRange(3, 5), TextRange(22, 26), TextRange(52, 56)])
    let first = entries[0].value
    #expect(first.range == TextRange(16, 21))
    #expect(first.text == "a\n")
    #expect(first.anchor == "x")
    #expect(first.tag == "!!str")
    #expect(first.resolvedTag == "tag:yaml.org,2002:str")
    let list = entries[1].value
    #expect(list.range == TextRange(28, 51))
    #expect(list.elements.map(\.range) == [TextRange(30, 37), TextRange(40, 51)])
    #expect(list.elements[0].text == "it's")
    #expect(list.elements[1].elements[1].range == TextRange(44, 50))
    #expect(entries[2].value.style == .missing)
    #expect(entries[2].value.range == .at(57))
    #expect(entries[2].value.value(.pyYAML) == .null)
  }

  @Test func windowsLineEndsAndBlockScalarsKeepTheirRanges() throws {
    let tree = tree("a: |-\r\n  x\r\n   y\r\n\r\nb: >2+\r\n   p\r\n  q\r\n\r\nc: 1")
    let values = try #require(tree.roots.first).entries.map(\.value)
    #expect(values.map(\.text) == ["x\n y", " p\nq\n\n", "1"])
    #expect(values.map(\.range) == [TextRange(3, 16), TextRange(23, 37), TextRange(44, 45)])
    #expect(values.map(\.style) == [.literalBlock, .foldedBlock, .plain])
  }

  @Test func foldingAndEscapesAreUndone() {
    #expect(yamlShape("a: one\n  two\n\n\n  three # c\n") == "{a: one two\n\nthree}")
    #expect(
      yamlShape("\"a \\\n  \\ b\\x41\\u00e9\\U0001F600\\ud83d\\ude00\\e\\_\"") == "a  bAé😀😀\u{1B}\u{A0}")
    #expect(yamlShape("'a\n\n  b'") == "a\nb")
  }

  @Test func commentsAreCollected() {
    let tree = tree("# top\na: 1 # one\nb: [x, # two\n  y]\n  # own \nc: '#' #\nd: a#b\n")
    #expect(tree.problems == [])
    #expect(
      tree.comments.map(\.range) == [
        TextRange(0, 5), TextRange(11, 16), TextRange(24, 29), TextRange(37, 42), TextRange(51, 52),
      ])
    #expect(tree.comments.map(\.isOwnLine) == [true, false, false, true, false])
  }

  @Test func aliasesPointAtTheLastAnchorBeforeThem() throws {
    let tree = tree("- &a 1\n- *a\n- &a 2\n- *a\n- *b\n")
    let elements = try #require(tree.roots.first).elements
    #expect(elements.map(\.kind) == [.scalar, .alias, .scalar, .alias, .alias])
    #expect(elements.map(\.dereferenced.text) == ["1", "1", "2", "2", "b"])
    #expect(elements[1].range == TextRange(9, 11))
    #expect(elements[4].value(.pyYAML) == .refused("b"))
    #expect(tree.problems.map(\.range) == [TextRange(26, 28)])
  }

  @Test func documentsKeepTheirDirectivesAndMarkers() {
    let tree = tree("%YAML 1.1\n%TAG !e! tag:example.com,2000:\n---\n!e!x%21 a\n...\n# between\n---\nb\n")
    #expect(tree.problems == [])
    #expect(tree.roots.map(\.text) == ["a", "b"])
    #expect(tree.roots[0].resolvedTag == "tag:example.com,2000:x!")
    #expect(tree.documents.map(\.version) == ["1.1", nil])
    #expect(tree.documents.map(\.hasExplicitStart) == [true, true])
    #expect(tree.documents.map(\.hasExplicitEnd) == [true, false])
    #expect(tree.documents[0].range == TextRange(41, 59))
    #expect(self.tree("").roots.isEmpty)
    #expect(self.tree("# only a comment\n").roots.isEmpty)
  }

  @Test func missingSpaceAfterTheColonMakesOneScalar() {
    #expect(yamlShape("- a:1\n- http://x\n- {a:1, \"b\":2}\n") == "[a:1, http://x, {a:1: ~, b: 2}]")
    #expect(yamlProblems("- a:1\n- http://x\n") == [])
  }

  @Test func repeatedKeysNameTheFirstOne() {
    let tree = tree("a: 1\nb: {x: 1, 'x': 2}\n<<: {c: 1}\n<<: {d: 1}\n\"a\": 3\n1: x\n'1': y\n? [k]\n? [k]\n")
    #expect(
      tree.problems.map(\.kind) == [
        .duplicateKey(first: TextRange(9, 10)), .duplicateKey(first: TextRange(0, 1)),
      ])
    #expect(tree.problems.map(\.range) == [TextRange(15, 18), TextRange(45, 48)])
  }

  @Test func encodingsAreChecked() {
    func kinds(_ bytes: [UInt8]) -> [SyntaxProblem] {
      YAMLParser.parse(SourceFile(path: "a", bytes: bytes)).problems
    }
    #expect(kinds(Array("a: ".utf8) + [0xE9, 0x0A]).map(\.kind) == [.encoding])
    #expect(kinds(Array("abcdefgh: ".utf8) + [0xE9, 0x0A]).map(\.range) == [TextRange(10, 11)])
    #expect(kinds([0xFF, 0xFE, 0x61, 0x00]).map(\.kind) == [.encoding])
    #expect(kinds(Array("a: x\u{0}y".utf8)).map(\.range) == [TextRange(4, 5)])
    #expect(kinds(Array("a: \u{7F}, \u{85}".utf8)).map(\.kind) == [.deviation])
  }
}
