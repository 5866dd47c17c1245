import Testing

@testable import Syntax

/// What is reported, where, and what is still understood behind it.
@Suite struct PythonRecoveryTests {
  /// The problems as `line:column-line:column message`.
  private func problems(_ text: String, _ dialect: PythonDialect = .script) -> [String] {
    let file = SourceFile(path: "a.py", text: text)
    return PythonParser.parse(file, dialect: dialect).problems.map {
      let start = file.position(at: $0.range.start)
      let end = file.position(at: $0.range.end)
      return "\(start.line):\(start.column)-\(end.line):\(end.column) \($0.message)"
    }
  }

  /// The kinds of the module's statements.
  private func kinds(_ text: String) -> [PythonNodeKind] {
    PythonParser.parse(SourceFile(path: "a.py", text: text)).module.children.map(\.kind)
  }

  @Test func anUnclosedBracketEndsWhereAStatementBegins() {
    let text = "x = foo(1, [2, 3\ny = 4\ndef f(a:\n    return a\nclass C(\n    pass\n@d\ndef g(): pass\n"
    #expect(kinds(text) == [.assign, .assign, .functionDef, .classDef, .functionDef])
    #expect(
      problems(text) == [
        "1:12-1:13 '[' was never closed", "3:6-3:7 '(' was never closed", "5:8-5:9 '(' was never closed",
      ])
  }

  @Test func whatStandsInAnUnclosedBracketIsReportedOnce() {
    let text = "x = {\n    'a': 1,\n    return 'b': 2,\n    'c': 3,\n    'd': 4,\n}\ny = 1\n"
    #expect(problems(text) == ["1:5-1:6 '{' was never closed", "6:1-6:2 unmatched '}'"])
    #expect(kinds(text).last == .assign)
    #expect(problems("x = 1\n    y = 2\n  z = 3\n").first == "2:5-2:5 unexpected indent")
  }

  @Test func anUnclosedCallKeepsItsArguments() throws {
    let tree = PythonParser.parse(SourceFile(path: "a.py", text: "t = f(a, b=2,\n\nimport os\n"))
    let call = try #require(tree.module.asFirstAssign?.value.asCall)
    #expect(call.arguments.map(\.text) == ["a"])
    #expect(call.keyword("b")?.value.text == "2")
    #expect(tree.module.children[1].asImport?.names.map(\.name) == ["os"])
  }

  @Test func validContinuationLinesAreNoStatements() {
    for text in [
      "x = (a\nif b else c)\n", "x = [y\nfor y in z\nif y]\n", "f(\na=1,\nb=2)\n",
      "def f(): x = (yield\nfrom y)\n",
      "x = (a\n@ b)\n", "x = ('a'\nf'b')\n", "x = {\nk: v}\n", "x = (not\ny)\n", "x = [\na]\n",
    ] {
      #expect(problems(text) == [], "\(text)")
    }
  }

  @Test func aBrokenHeaderKeepsItsBlock() throws {
    let text = "if x = 3:\n    a = 1\nelif y z:\n    b = 2\nwhile True\n    c = 3\nfor in x:\n    d = 4\n"
    let tree = PythonParser.parse(SourceFile(path: "a.py", text: text))
    #expect(tree.module.children.map(\.kind) == [.if, .while, .for])
    #expect(tree.nodes.filter { $0.kind == .assign }.map(\.text) == ["a = 1", "b = 2", "c = 3", "d = 4"])
    #expect(
      problems(text) == [
        "1:6-1:7 expected ':', found '=': '==' compares", "3:8-3:9 expected ':', found 'z'",
        "5:11-5:11 expected ':', found the end of the line",
        "7:5-7:7 expected an expression, found 'in'",
      ])
  }

  @Test func aMisspeltKeywordKeepsTheBlockUnderIt() throws {
    let text = "try:\n    a()\nexept E:\n    b()\nc()\n"
    let tree = PythonParser.parse(SourceFile(path: "a.py", text: text))
    #expect(tree.module.children.map(\.kind) == [.try, .invalid, .expression])
    #expect(tree.module.children[1].recoveredBody?.map(\.text) == ["b()"])
    #expect(problems(text) == ["3:1-3:6 expected 'except' or 'finally' block"])
  }

  @Test func pythonTwoIsNamed() {
    #expect(
      problems("print \"a\", b\nexec code in d\nraise E, 'x'\nx = `y`\nif a <> b: pass\n") == [
        "1:1-1:13 missing parentheses in call to 'print': this is a Python 2 statement",
        "2:1-2:15 missing parentheses in call to 'exec': this is a Python 2 statement",
        "3:1-3:13 'raise type, value' is Python 2, write 'raise type(value)'",
        "4:5-4:6 backticks are Python 2, Python 3 has repr()",
        "5:6-5:8 '<>' is Python 2, Python 3 has '!='",
      ])
  }

  @Test func indentationIsReportedOnce() {
    let text = "def g():\n    if x:\n      y\n     z\n     w\n    v\n        u\na = 1\n"
    #expect(kinds(text) == [.functionDef, .assign])
    #expect(
      problems(text) == [
        "4:1-4:6 unindent does not match any outer indentation level", "7:9-7:9 unexpected indent",
      ])
    #expect(
      problems("if x:\n        a\n\tb\n") == ["3:1-3:2 inconsistent use of tabs and spaces in indentation"])
  }

  @Test func badTokensSpoilTheirLineAlone() {
    let text = "a = 'x\nb = 0777\nc = 1_\nd = “x”\ne = $x\nf = f'{x'\ng = f'}'\nh = x]\ni = (1}\nj = 1\n"
    #expect(kinds(text).last == .assign)
    #expect(
      problems(text) == [
        "1:5-1:7 unterminated string literal",
        "2:5-2:9 leading zeros in decimal integer literals are not permitted; "
          + "octal numbers have the prefix 0o",
        "3:5-3:7 invalid decimal literal", "4:5-4:6 invalid character '“' (U+201C)",
        "5:5-5:6 '$' is not part of any Python expression",
        "6:7-6:8 f-string: '{' was never closed",
        "7:7-7:8 f-string: single '}' is not allowed, write '}}'", "8:6-8:7 unmatched ']'",
        "9:5-9:6 '(' was never closed", "9:7-9:8 unmatched '}'",
      ])
  }

  @Test func targetsAndArgumentsAreChecked() {
    #expect(
      problems("1 = x\nf() = 3\ndel g()\n(a, b) += 1\nf(a=1, 2)\nf(**a, *b)\nf(x for x in y, 1)\nf(a.b=1)\n")
        == [
          "1:1-1:2 cannot assign to literal", "2:1-2:4 cannot assign to function call",
          "3:5-3:8 cannot delete function call",
          "4:1-4:7 tuple is an illegal target for augmented assignment",
          "5:8-5:9 positional argument follows keyword argument",
          "6:8-6:9 iterable argument unpacking follows keyword argument unpacking",
          "7:3-7:15 a generator expression must be parenthesized here",
          "8:3-8:7 a keyword argument must be a name, found attribute: '==' compares",
        ])
    #expect(
      problems("def f(a=1, b): pass\ndef g(*): pass\n") == [
        "1:12-1:13 parameter without a default follows parameter with a default",
        "2:7-2:8 named parameters must follow a bare '*'",
      ])
  }

  @Test func stringsOfDifferentSortsAreNotJoined() {
    #expect(problems("a = 'b' b'c'\n") == ["1:5-1:13 cannot mix bytes and nonbytes literals"])
    #expect(problems("a = t'b' 'c'\n") == ["1:5-1:13 cannot mix t-strings and other strings"])
  }

  @Test func handlersAreChecked() {
    #expect(problems("try: a\nexcept*: b\n") == ["2:8-2:9 expected an expression, found ':'"])
    #expect(
      problems("try: a\nexcept* A: b\nexcept B: c\n") == [
        "3:1-3:7 cannot have both 'except' and 'except*' on the same 'try'"
      ])
    #expect(
      problems("try: a\nexcept A, B as c: d\n") == [
        "2:8-2:12 multiple exception types must be parenthesized when using 'as'"
      ])
  }

  @Test func escapesAndEncodingsAreChecked() {
    #expect(
      problems("a = '\\x4'\nb = '\\N'\nc = b'é'\n") == [
        "1:6-1:9 truncated escape: 2 hexadecimal digits expected",
        "2:6-2:8 malformed escape: \\N{character name} expected",
        "3:5-3:9 bytes can only contain ASCII literal characters",
      ])
    let latin = SourceFile(path: "a.py", bytes: Array("# coding: latin-1\nx = '".utf8) + [0xE9, 0x27, 0x0A])
    #expect(PythonParser.parse(latin).problems == [])
    let broken = SourceFile(path: "a.py", bytes: Array("x = '".utf8) + [0xE9, 0x27, 0x0A])
    #expect(
      PythonParser.parse(broken).problems == [
        SyntaxProblem(
          .encoding, TextRange(5, 6), "not valid UTF-8, and the file declares no other encoding")
      ])
  }
}

extension PythonNode {
  /// The first statement, where it is an assignment.
  var asFirstAssign: PythonAssign? { children.first?.asAssign }
}
