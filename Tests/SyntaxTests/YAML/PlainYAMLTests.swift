import Foundation
import Testing

@testable import Syntax

/// The shortcut past the loaders' grammar against that grammar: with it and without it the answer is the same.
@Suite struct PlainYAMLTests {
  @Test(arguments: [
    "a: 1\n", "---\na: 1", "# ©\n\na:\n  b: x y  # c\n  c: \"t: #\"\n",
    "# c\n--- # d\na:\n- b: 1\n  c: 'd'\n- e\n",
    "a: [1, \"b c\", d.e, [{f: g, \"h\": -1}, ], http://i:1,\n  j]\nb: {}\nc: {\n    d: [],  # e\n    f: it's g}\n",
    "learning-rate: -1\nb c/d: /path/to x\n'e ''f': ~\n\"g\": d:a:b#c\r\nh: \n", "é: 'ü'  # 你，好\n- x\n",
    "- - a\n  -   b: c\n      d: e\n-\n  f:\n    g\n-\n- h:\n  - i\n", "\u{FEFF}a: b\n",
    "a: b\n  c - d\n\n  e # f\ng: h\n", "a: b\n  'c\nd: e'\n", "a: \"b\\n\\\"\n  c\"\nd: 'e\n\n  f'\n",
    "a: |\n\n   b: c\n  \n   \td\n # e\nf:\n- >-  # g\n h\n- i: |+\n    j\n\n",
    "\(String(repeating: "k", count: 500)): a\n", "x:\n  [a,\n   b]\ny:\n  |\n  a\n",
  ])
  func formsOfConfigsArePlain(_ text: String) {
    let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: text))
    #expect(tree.file.bytes.withUnsafeBufferPointer(PlainYAML.isAll))
    #expect(Self.disagreements(tree) == [])
  }

  @Test(arguments: [
    "a: b: c\n", "a: &x 1\n", "a: !!str 1\n", "? a\n: b\n", "a:\tb\n", "a: b\tc\n", "a: b\n---\nc: d\n",
    "a: b\n...\n",
    "%YAML 1.2\n---\na: b\n", "a: \"\\x41\"\n", "a: @b\n", "a: b:\n", "a\n", "\"a\"\n", "[a]\n", "|\n a\n",
    "a: [b: c]\n", "a: {\"b\":c}\n", "a: {b: c:}\n", "a: [b?]\n", "a: {b\n  : c}\n", "a: {\"b\n  c\": d}\n",
    "a: [b\n  c]\n",
    "a: |2\n  b\n", "a: |\nb: c\n", "a: |\n \n  b\n", "- a: |\n  b: c\n", "\"a\n  b\": c\n",
    "a: b\n  - c: d\n",
    "[a]: b\n", "a: b\rc: d\n", "a: \u{2028}b\n", "# \u{85}\na: b\n", "a: 'b\u{FEFF}'\n",

    "\(String(repeating: "k", count: 600)): a\n", "a: {b: \(String(repeating: "[", count: 70))\n",
    "a: b\n--- c\n",
  ])
  func otherFormsAreWalked(_ text: String) {
    #expect(!Array(text.utf8).withUnsafeBufferPointer(PlainYAML.isAll))
  }

  /// The texts that are compared: the suite (where it is named), our own goldens and every YAML fixture.
  private static func corpus() throws -> [[UInt8]] {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../fixtures").standardizedFileURL
    let names = FileManager.default.enumerator(atPath: fixtures.path)?.compactMap { $0 as? String } ?? []
    let configs = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    return try YAMLLoaderTests.goldens().map(\.bytes)
      + configs.map { Array(try Data(contentsOf: fixtures.appendingPathComponent($0))) }
  }

  @Test func withTheShortcutNothingIsAnsweredDifferently() throws {
    let texts = try Self.corpus()
    var counts = Counts()
    for text in texts { counts.compare(text) }
    print("\(texts.count) texts: \(counts.plain) take the shortcut, \(counts.different.count) differ")
    #expect(counts.different == [])
    #expect(counts.plain > 100)
  }

  @Test func norForMutations() throws {
    let texts = try Self.corpus() + Self.configs.map { Array($0.utf8) }
    var random = SplitMix(seed: 11)
    var counts = Counts()
    for round in 0..<8000 {
      // Every other one starts from a config, as those keep the forms longest.
      let index =
        round.isMultiple(of: 2)
        ? texts.count - 1 - random.next(below: Self.configs.count) : random.next(below: texts.count)
      counts.compare(Self.mutated(texts[index], &random))
    }
    print("8000 mutations: \(counts.plain) take the shortcut, \(counts.different.count) differ")
    #expect(counts.different == [])
    #expect(counts.plain > 1000)
  }

  /// Texts put together from the pieces that the forms are made of, most of them wrong somewhere.
  @Test func norForPiecesAtRandom() {
    var random = SplitMix(seed: 5)
    var counts = Counts()
    for _ in 0..<40_000 {
      let text = (0...random.next(below: 12)).map { _ in Self.pieces[random.next(below: Self.pieces.count)] }
      counts.compare(Array(text.joined().utf8))
    }
    print("40000 texts of pieces: \(counts.plain) take the shortcut, \(counts.different.count) differ")
    #expect(counts.different == [])
    #expect(counts.plain > 1500)
  }

  private static let pieces = [
    "a", "b-1", ":", ": ", " ", "  ", "\n", "\n  ", "\n- ", "\n  - ", "- ", "#", " #", "'", "\"", "[", "]",
    ",", "-",
    "1.5", "x y", "/", "~", "---", "k: v", "\r\n", ".", "...", "{", "}", "|", ">-\n  ", "\n    ", "é", "''",
    "\\n",
    "a: |\n  t\n", "a: [b,\n  c]", "?", "\t", "k: {l: m}", "<<: ", "\n\n", "a:\n", "\u{2028}", "\"q\": ", "=",
  ]

  /// What configs are made of, more of each form than the fixtures have.
  private static let configs = [
    "# c\n---\na:\n  b: [x, 'y', {z: 1}]\n  c-d: |\n    text\n\n    more # d\n  e: f\n    g\nh:\n- i: \"j\\n\"\n  k: {}\n- l\n",
    "p:\n  - q: >-\n      folded\n      text\n    r: 'a\n      b'\n  -\n    s: t u  # v\nw: {a: b, \"c\": [d, e],\n  f: g}\n\"x\": ~\n",
    "a: 1e-4\nb: ${c}/d\ne:\n- - f\n  - g: h\n# é\ni: [\n  j,  # k\n  l\n  ]\n",
  ]

  /// `text`, changed in one to three places.
  private static func mutated(_ text: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var text = text
    for _ in 0...random.next(below: 3) {
      let place = random.next(below: text.count + 1)
      let length = min(text.count - place, 1 + random.next(below: 6))
      switch random.next(below: 4) {
      case 0: text.removeSubrange(place..<place + length)
      case 1: text.insert(contentsOf: text[place..<place + length], at: random.next(below: text.count + 1))
      case 2:
        text.replaceSubrange(
          place..<place + min(1, length), with: pieces[random.next(below: pieces.count)].utf8)
      default: text.insert(contentsOf: pieces[random.next(below: pieces.count)].utf8, at: place)
      }
    }
    return text
  }

  private struct Counts {
    var plain = 0
    var different: [String] = []

    mutating func compare(_ text: [UInt8]) {
      let tree = YAMLParser.parse(SourceFile(path: "a.yaml", bytes: text))
      guard tree.file.bytes.withUnsafeBufferPointer(tree.isPlain) else { return }
      plain += 1
      different += PlainYAMLTests.disagreements(tree)
    }
  }

  /// Where the shortcut's answer and the walk's are not the same.
  private static func disagreements(_ tree: ConfigTree) -> [String] {
    var found: [String] = []
    for loader in YAMLLoader.allCases {
      for takesSeveral in [false, true] {
        let short = tree.refusals(by: loader, takesSeveral: takesSeveral)
        let walked = tree.file.bytes.withUnsafeBufferPointer {
          tree.walkedRefusals($0, by: loader, takesSeveral: takesSeveral)
        }
        if short != walked {
          found.append(
            "\(String(decoding: tree.file.bytes, as: UTF8.self).debugDescription): \(loader): \(String(describing: walked))"
          )
        }
      }
    }
    return found
  }
}
