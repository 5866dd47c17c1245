import Testing

@testable import Syntax

/// The shortcut past a loader's grammar against the grammar itself: what it lets through, the grammar takes.
@Suite struct PlainYAMLTests {
  @Test(arguments: [
    "a: 1\n", "---\na: 1", "# c\n\na:\n  b: x y  # c\n  c: \"t: #\"\n", "a:\n- b: 1\n  c: 'd'\n- e\n",
    "a: [1, \"b c\", d.e]\n",
    "a: -1\nb: /path/to x\nc: ~\nd: a:b#c\r\ne: \n",
  ])
  func formsOfConfigsArePlain(_ text: String) {
    #expect(Self.isPlain(text) && Self.isTaken(text, by: .pyYAML) && Self.isTaken(text, by: .ruamel))
  }

  @Test(arguments: [
    "a: b: c\n", "a: {}\n", "a: &x 1\n", "a: !!str 1\n", "? a\n: b\n", "a:\tb\n", "- - a\n", "\"a\": b\n",
    "a: |\n  b\n",
    "a: b\n---\nc: d\n", "a: b\n...\n", "%YAML 1.2\n---\na: b\n", "a: \"b\\n\"\n", "a: 'b''c'\n", "é: a\n",
    "a: [b, [c]]\n",
    "a: b\n  c\n", "- a\n  b\n", "a: @b\n", "a: b:\n", "a: [b,]\n", "-\n", "\u{FEFF}a: b\n",
    "\(String(repeating: "k", count: 200)): a\n",
  ])
  func otherFormsAreWalked(_ text: String) {
    #expect(!Self.isPlain(text))
  }

  @Test func whatIsPlainInTheGoldensIsTaken() throws {
    var count = 0
    for golden in try YAMLLoaderTests.goldens() {
      let text = String(decoding: golden.bytes, as: UTF8.self)
      guard Self.isPlain(text) else { continue }
      count += 1
      for loader in YAMLLoader.allCases { #expect(Self.isTaken(text, by: loader), "\(golden.name)") }
    }
    #expect(count > 30)
  }

  /// Texts put together from the pieces that the forms are made of, most of them wrong somewhere.
  @Test func whatIsPlainAtRandomIsTaken() {
    var random = SplitMix(seed: 5)
    let pieces = [
      "a", "b_1", ":", ": ", " ", "  ", "\n", "\n  ", "\n- ", "\n  - ", "- ", "#", " #", "'", "\"", "[", "]",
      ",", "-", "1.5",
      "x y", "/", "~", "---", "k: v", "\r\n", ".", "...",
    ]
    var count = 0
    for _ in 0..<40_000 {
      let length = 1 + random.next(below: 12)
      let text = (0..<length).map { _ in pieces[random.next(below: pieces.count)] }.joined()
      guard Self.isPlain(text) else { continue }
      count += 1
      for loader in YAMLLoader.allCases {
        #expect(Self.isTaken(text, by: loader), "\(text.debugDescription)")
      }
    }
    #expect(count > 500)
  }

  private static func isPlain(_ text: String) -> Bool {
    let tree = YAMLParser.parse(SourceFile(path: "a.yaml", text: text))
    return tree.file.bytes.withUnsafeBufferPointer(tree.isPlain)
  }

  private static func isTaken(_ text: String, by loader: YAMLLoader) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      do throws(YAMLRefusal) {
        try LoaderText.check(bytes)
        var grammar = LoaderGrammar(bytes, loader, takesSeveral: false)
        return try grammar.run() && grammar.unknownTags.isEmpty
      } catch {
        return false
      }
    }
  }
}
