import Testing

@testable import Syntax

@Suite struct CleanJSONReaderTests {
  private func isClean(_ text: String) -> Bool { isClean(Array(text.utf8)) }
  private func isClean(_ bytes: [UInt8]) -> Bool {
    CleanJSONReader.read(bytes, TextRange(0, bytes.count), expectsEnd: true) != nil
  }

  /// Each node as its kind, style, range, number of children and text, in the order of the text.
  private func outline(_ tree: ConfigTree) -> [String] {
    var lines: [String] = []
    var open = Array(tree.roots.reversed())
    while let node = open.popLast() {
      lines.append("\(node.kind) \(node.style) \(node.range) \(node.count) \(node.text)")
      open += node.children.reversed()
    }
    return lines
  }

  /// Both readers on one text: the same tree where there is no mistake, and the clean one gives up elsewhere.
  private func expectAgreement(_ bytes: [UInt8]) {
    let file = SourceFile(path: "a.json", bytes: bytes)
    let careful = JSONParser.readWithProblems(file, file.wholeRange, expectsEnd: true)
    #expect(isClean(bytes) == careful.problems.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
    guard careful.problems.isEmpty else { return }
    #expect(outline(JSONParser.parse(file)) == outline(careful))
  }

  @Test(arguments: [
    "0", "-0.5e+10", "\"\"", "[]", "{}", " [ 1 , [ ] , { } , \"a\" ] \n",
    "{\"a\": {\"b\": [true, false, null]}}",
    "{\"a\\n\\u00e9\\ud83d\\ude00\": \"\\\\ \\\" \\/\"}", "[\"中文, and é\", \"\u{10FFFF}\"]",
    "{\n        \"deep\":            [\r\n\t1]\n}", "[\"\\ud800\"]",
  ])
  func cleanTextGivesTheSameTree(text: String) {
    #expect(isClean(text))
    expectAgreement(Array(text.utf8))
  }

  @Test(arguments: [
    "", " ", "[1,]", "{\"a\":1,}", "[1 2]", "{a:1}", "['a']", "[01]", "[1.]", "[.5]", "[-]", "[1e]", "[+1]",
    "tru",
    "[truE]", "[nul", "[NaN]", "\"a", "\"a\\\"", "\"\\x\"", "\"\\u12g4\"", "\"\t\"", "[1]]", "[1}", "{\"a\"}",
    "{\"a\" 1}", "// c\n1", "1 2", "\u{FEFF}1", "[\u{A0}]",
  ])
  func mistakesAreLeftToTheOtherReader(text: String) {
    #expect(!isClean(text))
    expectAgreement(Array(text.utf8))
  }

  @Test(arguments: [
    [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE4, 0xB8],
  ])
  func bytesThatAreNotUTF8AreLeftToTheOtherReader(bytes: [UInt8]) {
    #expect(!isClean(bytes))
    expectAgreement(bytes)
  }

  /// Keys of every length, so that the repeated one ends at each place of a word and within the last word.
  @Test(arguments: 0..<20) func repeatedKeyIsSeen(length: Int) {
    let key = String(repeating: "k", count: length)
    #expect(!isClean("{\"\(key)\":1,\"\(key)\":2}"))
    #expect(!isClean("{\"\(key)\": 1, \"other\": 2, \"\(key)\": 2}          "))
    #expect(!isClean("{\"\(key)a\":1,\"\(key)\\u0061\":2}"))
    #expect(isClean("{\"\(key)a\":1,\"\(key)\\u0062\":2, \"\(key)\": {\"\(key)a\":1}}"))
  }

  @Test func repeatedKeyIsSeenInLargeObjects() {
    let members = (0..<2000).map { "\"key \($0)\": [\($0)]" }
    expectAgreement(Array("{\(members.joined(separator: ", "))}".utf8))
    #expect(isClean("{\(members.joined(separator: ", "))}"))
    #expect(!isClean("{\(members.joined(separator: ", ")), \"key 1234\": 0}"))
  }

  @Test func nodesThatAreManyForTheirBytesAreAllKept() {
    let text = "[" + String(repeating: "1,[],", count: 100_000) + "2]"
    let tree = JSONParser.parse(SourceFile(path: "a.json", text: text))
    #expect(tree.roots[0].count == 200_001)
    #expect(tree.roots[0].elements.last?.text == "2")
    #expect(tree.problems.isEmpty)
  }

  @Test func depthUpToTheLimitIsClean() {
    let depth = JSONParser.maximumDepth
    #expect(isClean(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)))
    #expect(!isClean(String(repeating: "[", count: depth + 1) + String(repeating: "]", count: depth + 1)))
  }

  @Test func valueInTheMiddleEndsWhereItEnds() {
    let file = SourceFile(path: "a.json", text: "x = {\"a\": [1]} and more")
    let tree = JSONParser.parseValue(file, at: 4)
    #expect(tree.roots[0].range == TextRange(4, 14))
    #expect(tree.problems.isEmpty)
  }

  @Test func readersAgreeOnMutatedTexts() {
    let base = Array(
      "{\"name\": \"中文 \\u00e9\\n\", \"list\": [1, -2.5e3, true, null, {}], \"name2\": {\"r\": 8, \"s\": \"\"}}\n"
        .utf8)
    let pieces = Array("{}[]\",:\\u0a1-+.eE \n\ttrue'#/".utf8) + [0xE4, 0x80, 0x00, 0xFF]
    var random = SplitMix(seed: 11)
    for _ in 0..<4000 {
      var bytes = base
      for _ in 0...random.next(below: 2) {
        let place = random.next(below: bytes.count)
        let piece = pieces[random.next(below: pieces.count)]
        switch random.next(below: 3) {
        case 0: bytes[place] = piece
        case 1: bytes.remove(at: place)
        default: bytes.insert(piece, at: place)
        }
      }
      expectAgreement(bytes)
    }
  }
}
