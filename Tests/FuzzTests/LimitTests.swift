import Testing

@testable import Linting
@testable import Setup
@testable import Syntax

/// Every limit of a reader is a finding at the place where reading ended, by the rule for that language; what is just
/// inside of it is read.
@Suite struct LimitTests {
  struct Limit: CustomTestStringConvertible, Sendable {
    let path: String
    /// The text that goes `count` levels deep, or so many times on.
    let text: @Sendable (Int) -> String
    /// The last count that is read.
    let count: Int
    let rule: String
    let message: String
    /// Bytes in the text for `count + 1`.
    let range: TextRange

    var testDescription: String { "\(path): \(message)" }
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let limits: [Limit] = [
    Limit(
      path: "a.json", text: { repeated("[", $0) + repeated("]", $0) }, count: 512, rule: "json-syntax",
      message: "brackets nest deeper than 512 levels, which is not read", range: TextRange(512, 513)),
    Limit(
      path: "a.yaml", text: { repeated("[", $0) + repeated("]", $0) }, count: 256, rule: "yaml-syntax",
      message: "more than 256 collections inside each other", range: TextRange(256, 257)),
    Limit(
      path: "a.toml", text: { "a=" + repeated("[", $0) + repeated("]", $0) }, count: 128, rule: "toml-syntax",
      message: "brackets nest deeper than 128 levels, which is not read", range: TextRange(130, 131)),
    Limit(
      path: "a.toml", text: { repeated("a.", $0 - 1) + "a=1" }, count: 128, rule: "toml-syntax",
      message: "the key has more than 128 parts, which is not read", range: TextRange(254, 255)),
    Limit(
      path: "a.py", text: { "x = " + repeated("-", $0) + "1" }, count: 199, rule: "python-syntax",
      message: "expression nested too deeply to be read", range: TextRange(203, 204)),
    Limit(
      path: "a.py", text: blocks, count: 100, rule: "python-syntax",
      message: "too many levels of indentation", range: TextRange(5757, 5757)),
    Limit(
      path: "a.jsonl", text: { repeated("{\"a\":", $0) + "1" + repeated("}", $0) }, count: 1000,
      rule: "jsonl-syntax", message: "more than 1000 levels of arrays and objects",
      range: TextRange(5000, 5001)),
    Limit(
      path: "a.sh", text: { "echo " + repeated("$(a ", $0) + repeated(")", $0) }, count: 40,
      rule: "unreadable-file",
      message: "substitutions are nested deeper than 40 levels, the rest is not read",
      range: TextRange(165, 167)),
    Limit(
      path: "a.sh", text: { repeated("{ ", $0) + "a" + repeated("; }", $0) }, count: 512,
      rule: "unreadable-file", message: "commands are nested deeper than 512 levels, the rest is not read",
      range: TextRange(1026, 1028)),
    Limit(
      path: "a.sh", text: { repeated("( ", $0) + "a" + repeated(")", $0) }, count: 512,
      rule: "unreadable-file", message: "commands are nested deeper than 512 levels, the rest is not read",
      range: TextRange(1026, 1028)),
  ]

  private static let blocks: @Sendable (Int) -> String = { count in
    (0..<count).map { repeated(" ", $0) + "if x:\n" }.joined() + repeated(" ", count) + "pass\n"
  }

  @Test(arguments: limits) func isAFindingAtItsPlace(_ limit: Limit) {
    #expect(Self.findings(limit.path, limit.text(limit.count)) == [])
    let found = Self.findings(limit.path, limit.text(limit.count + 1))
    #expect(found == ["\(limit.rule) \(limit.range.start)-\(limit.range.end) \(limit.message)"])
  }

  @Test func anAliasThatStandsForTooMuchIsAFinding() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...19 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let found = Self.findings("a.yaml", text)
    #expect(found.count == 1)
    #expect(
      found.first?.hasSuffix("with this alias replaced the document has more than 1000000 nodes") ?? false)
  }

  @Test func tooManyProblemsAreOneFindingMore() {
    let found = Self.findings("a.toml", String(repeating: "=\n", count: SyntaxProblem.countLimit + 500))
    #expect(found.count == SyntaxProblem.countLimit + 1)
    #expect(found.last == "toml-syntax 20000-20001 more than 10000 problems; the others are not reported")
  }

  @Test(arguments: FileKind.allCases.filter { ![.jsonLines, .table, .plainText, .dockerfile].contains($0) })
  func aFileThatIsTooLargeIsAFinding(_ kind: FileKind) {
    let endings: [FileKind: String] = [
      .python: "py", .notebook: "ipynb", .yaml: "yaml", .json: "json", .toml: "toml", .shell: "sh",
    ]
    let path = "a." + (endings[kind] ?? "")
    #expect(FileKind(path: path) == kind)
    let size = kind.sizeLimit + 1
    let found = Self.findings(path, String(repeating: "\n", count: size))
    let message = "the file cannot be read: \(size) bytes, more than the limit of \(kind.sizeLimit)"
    // A large `.json` is read as a data set, and this one holds as little as an empty file.
    let empty = "json-syntax 0-0 no value stands here, expected a JSON value"
    #expect(found == [kind == .json ? empty : "unreadable-file 0-0 \(message)"])
  }

  /// Rule, bytes and message of everything that is found in one file.
  private static func findings(_ path: String, _ text: String) -> [String] {
    Project(name: "limit", files: [path: Array(text.utf8)]).check().map { finding in
      let range = finding.primary.rangeOnDisk
      return "\(finding.rule) \(range.start)-\(range.end) \(finding.message)"
    }
  }
}
