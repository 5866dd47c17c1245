import Testing

@testable import Syntax

/// A mistake in one entry is reported once, with its place, and the other entries are still there.
@Suite struct YAMLRecoveryTests {
  struct Example: Sendable {
    let text: String
    let shape: String
    let problems: [String]
  }

  private static let examples = [
    Example(
      text: "a: 1\nrate 0.1\nb: 2\n", shape: "{a: 1, !rate 0.1!: ~, b: 2}",
      problems: ["5-13 text without ': ', expected 'key: value'"]),
    Example(
      text: "model glm\nlr: 1\nb: 2\n", shape: "{!model glm!: ~, lr: 1, b: 2}",
      problems: ["0-9 text without ': ', expected 'key: value'"]),
    Example(
      text: "lora:\n  r 8\n  alpha: 16\nb: 2\n", shape: "{lora: {!r 8!: ~, alpha: 16}, b: 2}",
      problems: ["8-11 text without ': ', expected 'key: value'"]),
    Example(
      text: "a:\n  x: 1\n\ty: 2\nb: 3\n", shape: "{a: {x: 1, y: 2}, b: 3}",
      problems: ["10-11 a tab in the indentation, expected spaces"]),
    Example(
      text: "\tkey: 1\nb: 2\n", shape: "{key: 1, b: 2}",
      problems: ["0-1 a tab in the indentation, expected spaces"]),
    Example(
      text: "a:\n    b: 1\n  c: 2\n  d: 3\ne: 4\n", shape: "{a: {b: 1, c: 2, d: 3}, e: 4}",
      problems: ["12-14 2 columns of indentation, expected 4"]),
    Example(
      text: "a:\n    b: 1\n c: 2\nd: 3\n", shape: "{a: {b: 1, c: 2}, d: 3}",
      problems: ["12-13 1 column of indentation, expected 4"]),
    Example(
      text: "a: 1\n  b: 2\nc: 3\n", shape: "{a: 1, b: 2, c: 3}",
      problems: ["5-7 2 columns of indentation, expected 0"]),
    Example(
      text: "a: \"x\ny: 1\nz: 2\n", shape: "{a: !\"x!, y: 1, z: 2}",
      problems: ["3-4 a string without its closing \""]),
    Example(
      text: "a: [1, 2\nb: 3\nc: 4\n", shape: "{a: [1, 2], b: 3, c: 4}",
      problems: ["3-4 '[' without its closing bracket"]),
    Example(
      text: "a: {x: 1\nb: 3\n", shape: "{a: {x: 1}, b: 3}",
      problems: ["3-4 '{' without its closing bracket"]),
    Example(
      text: "a: [1, {b: 2]\nc: 3\n", shape: "{a: [1, {b: 2}], c: 3}",
      problems: ["12-13 ']' where '}' was expected"]),
    Example(
      text: "a: [1, 2]]\nb: 3\n", shape: "{a: [1, 2], b: 3}",
      problems: ["9-10 text after a value on the same line, expected a line end"]),
    Example(
      text: "a: b: c\nd: e\n", shape: "{a: !b: c!, d: e}",
      problems: ["4-5 a second ':' in this line, expected quotes around the value or a line break"]),
    Example(
      text: "key: - a\n     - b\nc: d\n", shape: "{key: [a, b], c: d}",
      problems: ["5-6 a sequence cannot start on this line, expected a line break before it"]),
    Example(
      text: "- a\nfoo: bar\nx: y\n- c\n", shape: "[a, {foo: bar, x: y}, c]",
      problems: ["7-8 a mapping where '-' was expected"]),
    Example(
      text: "a: 1\n- b: 2\n  c: 3\nd: 4\n", shape: "{a: 1, !!: [{b: 2, c: 3}], d: 4}",
      problems: ["5-6 '-' where a key was expected"]),
    Example(
      text: "a: @foo\nb: 1\n", shape: "{a: !@foo!, b: 1}",
      problems: ["3-4 a value cannot start with '@', expected quotes around it"]),
    Example(
      text: "k: [\n  a\n]\n", shape: "{k: [a]}",
      problems: ["9-10 a closing bracket with 0 columns of indentation, expected more than 0"]),
    Example(
      text: "a: \"C:\\qux\"\nb: 1\n", shape: "{a: C:\\qux, b: 1}",
      problems: ["6-8 '\\q' is no escape sequence, expected '\\\\' for a backslash"]),
    Example(
      text: "a: |x\n  t\nb: 1\n", shape: "{a: t\n, b: 1}",
      problems: ["4-5 text behind a block scalar's header, expected a line break"]),
    Example(
      text: "a: {b: 1,\nc: 2}\nd: 1\n", shape: "{a: {b: 1, c: 2}, d: 1}",
      problems: ["10-11 inside brackets, 0 columns of indentation, expected more than 0"]),
    Example(
      text: "a: 'x'#c\nb: 1\n", shape: "{a: x, b: 1}",
      problems: ["6-7 '#' without white space before it, expected a space or a line end"]),
  ]

  @Test(arguments: examples) func oneMistakeIsOneProblem(_ example: Example) {
    #expect(yamlShape(example.text) == example.shape)
    #expect(yamlProblems(example.text) == example.problems)
  }

  @Test func aClosingBracketAtTheMarginIsOnlyADeviation() {
    let tree = YAMLParser.parse(SourceFile(path: "a", text: "k: [\n  a\n]\n"))
    #expect(tree.problems.map(\.kind) == [.deviation])
  }

  /// Run with PyYAML 6.0.3, in Python and in C: these load.
  @Test(arguments: [
    "a: [\"x\n  y\n\"]\n", "b: \"one\ntwo\"\n", "a: {b: 'x\ny', c: d}\n", "a: [\"x\nkey: y\", z]\n",
    "a: 'x\nkey: y'\nb: 1\n", "a: 'x\n\nNote: y\n\nb: z'\nc: 1\n",
    "a: \"first line\n- item: 1\n- item: 2\"\nc: 1\n",
    "a:\n  system: \"You are.\nRules: be nice.\n  \"\n  t: 1\n",
  ])
  func aQuotedStringAtTheMarginIsOnlyADeviation(_ text: String) {
    let tree = YAMLParser.parse(SourceFile(path: "a", text: text))
    #expect(Set(tree.problems.map(\.kind)) == [.deviation])
  }

  /// And these do not.
  @Test(arguments: ["a: 'x\n  b: \"q\"\nc: 'd'\n", "a: 'x\nb: 1\n", "a: \"x\nb: \"y\"\n"])
  func aMissingQuoteIsStillToldFromIt(_ text: String) {
    let tree = YAMLParser.parse(SourceFile(path: "a", text: text))
    #expect(tree.problems.contains { $0.kind == .syntax })
  }
}
