import Testing

@testable import Syntax

/// Any bytes give a tree: no crash, no hang, no unlimited recursion.
@Suite struct PythonRobustnessTests {
  private static let sample = """
    @d
    async def f[T](a, /, b: int = 1, *c, **e) -> g:
        with (h as i, j): k[1:2, ...] = {**l, "m": n}
        match o:
            case [1, *_] | {"p": q, **r} | S(t=u) if v: return f"{w!r:>{x}}{y=}" 'z'
        try: x = [a for b in c if d] or lambda: (yield)
        except* E as e: print(b'\\xff', 0x1F, not a, 'a' % b)
        if x: \\
            pass
    !ls
    """

  private func parse(_ bytes: [UInt8]) -> PythonTree {
    PythonParser.parse(SourceFile(path: "a.py", bytes: bytes), dialect: .notebookCell)
  }

  /// Every node but the root has a parent and lies in the file.
  private func check(_ tree: PythonTree) {
    for node in tree.nodes {
      #expect(node.range.end <= tree.file.bytes.count)
      #expect((node.parent == nil) == (node == tree.module))
    }
  }

  @Test func everyPrefixGivesATree() {
    let bytes = Array(PythonRobustnessTests.sample.utf8)
    for count in 0...bytes.count { check(parse(Array(bytes[..<count]))) }
  }

  @Test func everyReplacedByteGivesATree() {
    let bytes = Array(PythonRobustnessTests.sample.utf8)
    for index in bytes.indices {
      for byte in Array("({[)]}'\"\\\n:=,# \0f".utf8) + [0xFF] {
        var changed = bytes
        changed[index] = byte
        check(parse(changed))
      }
    }
  }

  @Test(arguments: [
    "(", "[", "{", "f(", "a[", "-", "not ", "lambda: ", "x if y else ", "a ** ", "{1:", "f'{", "await ", "*",
    "~",
    "(yield ", "a = ", "a.", "a + ", "[x for x in ", "match ", "case ", "@", "async ", "if x: ", "(a, ",
    "f\"{f'{", "[*", "{**", "del (", "[x for [",
    "a[b:", "(x := ", "match x:\n case [", "a < (", "f(*", "f(**",
  ])
  func deepNestingEndsInAProblem(opening: String) {
    let tree = parse(Array(String(repeating: opening, count: 5000).utf8))
    #expect(!tree.problems.isEmpty)
    #expect(tree.problems.count < 5000)
  }

  @Test func deepValidNestingIsALimit() {
    let deep =
      "x = " + String(repeating: "(", count: 3000) + String(repeating: ")", count: 3000) + "\ny = 1\n"
    let tree = parse(Array(deep.utf8))
    #expect(tree.problems.map(\.kind) == [.limit])
    #expect(tree.module.children.map(\.kind) == [.invalid, .assign])
    let fine = "x = " + String(repeating: "(", count: 90) + "1" + String(repeating: ")", count: 90)
    #expect(parse(Array(fine.utf8)).problems == [])
  }

  @Test func deepBlocksAreALimit() {
    var text = ""
    for level in 0..<300 { text += String(repeating: " ", count: level) + "if x:\n" }
    text += String(repeating: " ", count: 300) + "pass\ny = 1\n"
    let tree = parse(Array(text.utf8))
    #expect(tree.problems.map(\.kind) == [.limit])
    #expect(tree.module.children.map(\.kind) == [.if, .assign])
  }

  @Test func longChainsAreNoNesting() {
    let sum = "x = 1" + String(repeating: " + 1", count: 20_000)
    #expect(parse(Array(sum.utf8)).problems == [])
    let chain = "if a: pass\n" + String(repeating: "elif b: pass\n", count: 5000)
    #expect(parse(Array(chain.utf8)).problems == [])
    let calls = "x = a" + String(repeating: ".b()", count: 20_000)
    #expect(parse(Array(calls.utf8)).problems == [])
  }

  /// What nests deeper than 256 brackets is passed over up to where it ends: one problem, and the lines below are read.
  @Test(arguments: ["(", "[", "{", "f(", "a["])
  func whatNestsTooDeepIsPassedOver(opening: String) throws {
    let closing = ["(": ")", "[": "]", "{": "}"][opening.suffix(1)] ?? ""
    let nested = String(repeating: opening, count: 600) + "1" + String(repeating: closing, count: 600)
    let tree = parse(Array("x = \(nested)\ny = 2\n".utf8))
    let place = 4 + 257 * opening.utf8.count - 1
    #expect(
      tree.problems == [
        SyntaxProblem(.limit, TextRange(place, place + 1), "expression nested too deeply to be read")
      ])
    let last = try #require(Array(tree.module.children).last)
    #expect(tree.file.text(in: last.range) == "y = 2")
  }

  /// Nesting without end is kept as a few tokens, whatever stands between the brackets.
  @Test(arguments: ["(", "[", "{", "f(", "a[", "f'{", "f'{x:{", "([{", "(a, ", "[x for x in "])
  func whatNestsTooDeepTakesNoMemory(opening: String) {
    let text = Array(String(repeating: opening, count: 20_000).utf8) + Array(repeating: 0, count: 16)
    text.withUnsafeBufferPointer { text in
      guard let base = text.baseAddress else { return }
      var tokenizer = PythonTokenizer(text: base, count: text.count - 16, dialect: .script, start: 0)
      tokenizer.run()
      #expect(tokenizer.tokens.count < 4000)
      #expect(!tokenizer.problems.isEmpty && tokenizer.problems.count < 5)
    }
  }

  @Test(arguments: ["'a\0'", "'''\0'''", "1 # \0", "f'\0{a}'"])
  func aZeroByteIsAProblemWhereverItStands(value: String) throws {
    let bytes = Array("a = \(value)\n".utf8)
    let zero = try #require(bytes.firstIndex(of: 0))
    let tree = PythonParser.parse(SourceFile(path: "a.py", bytes: bytes))
    #expect(
      tree.problems == [
        SyntaxProblem(.syntax, TextRange(zero, zero + 1), "source code cannot contain null bytes")
      ])
  }
}
