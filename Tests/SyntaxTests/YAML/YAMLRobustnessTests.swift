import Testing

@testable import Syntax

/// Whatever the bytes are: the parser ends, its ranges lie in the file and inside each other, pairs stay
/// pairs.
@Suite struct YAMLRobustnessTests {
  private static let seeds = [
    "a: 1\nb:\n  - x\n  - {y: [1, 2], \"z\": 'q'}\nc: |\n  text\n  more\n",
    "? a\n: b\n- c\n--- !!str &x foo\n...\n%YAML 1.2\n---\n*x",
    "a: &a [1, *a]\n<<: *a\n'x\n y': \"\\x41\\\n  b\"\n", "k: >-2\n   a\n\n   b\n# c\n\tt: [\n]\n",
    "{a: b, ? c : d, [e]: f}\n---\n- - - a\n  - b\n",
  ]

  private func check(_ bytes: [UInt8]) {
    let tree = YAMLParser.parse(SourceFile(path: "a.yaml", bytes: bytes))
    #expect(tree.roots.count == tree.documents.count)
    for problem in tree.problems { #expect(problem.range.end <= bytes.count) }
    for comment in tree.comments { #expect(comment.range.end <= bytes.count && comment.range.count > 0) }
    var open = tree.roots.map { ($0, TextRange(0, bytes.count)) }
    var count = 0
    while let (node, outer) = open.popLast() {
      count += 1
      #expect(outer.contains(node.range), "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      let children = Array(node.children)
      if node.kind == .mapping { #expect(children.count.isMultiple(of: 2)) }
      for child in children { open.append((child, node.range)) }
      _ = node.value(.pyYAML)
      _ = node.effectiveEntries(.pyYAML, budget: 100)
    }
    #expect(count <= tree.records.count)
  }

  @Test func everyPrefixIsRead() {
    for seed in Self.seeds {
      let bytes = Array(seed.utf8)
      for length in 0...bytes.count { check(Array(bytes[..<length])) }
    }
  }

  @Test func changedBytesAreRead() {
    var generator = SeededGenerator(state: 7)
    let marks = Array(" \n\t-:?,[]{}&*!|>'\"%@#\\\r~<a1".utf8) + [0, 0x80, 0xEF, 0xFF]
    for round in 0..<6000 {
      var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let mark = marks[Int.random(in: 0..<marks.count, using: &generator)]
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = mark
        case 1: bytes.insert(mark, at: place)
        default: if bytes.count > 1 { bytes.remove(at: place) }
        }
      }
      check(bytes)
    }
  }

  @Test func depthIsLimited() {
    for (unit, count) in [
      ("[", 100_000), ("{a: ", 100_000), ("- ", 100_000), ("? ", 100_000), ("[{", 50_000),
    ] {
      let tree = YAMLParser.parse(SourceFile(path: "a", text: String(repeating: unit, count: count)))
      #expect(tree.problems.filter { $0.kind == .limit }.count == 1, "\(unit)")
      #expect(tree.records.count < 3 * YAMLParser.depthLimit)
    }
    let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(yamlProblems(deep) == [])
    #expect(
      yamlProblems("[" + deep + "]\n---\na: 1") == ["256-257 more than 256 collections inside each other"])
  }

  @Test func aliasBombsAreReportedAndNeverReplaced() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...30 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let tree = YAMLParser.parse(SourceFile(path: "a", text: text))
    #expect(tree.problems.map(\.kind) == [.limit])
    #expect(tree.records.count < 200)
    #expect(tree.expandedNodeCount(limit: 1000) == 1000)
    #expect(tree.expandedNodeCount() == Int(Int32.max))
    let recursive = YAMLParser.parse(SourceFile(path: "a", text: "a: &a [1, *a]\n"))
    #expect(recursive.problems.map(\.range) == [TextRange(10, 12)])
    let small = YAMLParser.parse(SourceFile(path: "a", text: "a: &a [1, 2]\nb: *a\n"))
    #expect(small.problems == [])
    #expect(small.expandedNodeCount() == 9)
  }
}

/// A generator that gives the same numbers in every run.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }
}
