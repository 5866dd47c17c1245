import Testing

@testable import Syntax

/// What CPython's compiler refuses, each beside what it takes. Every text was given to CPython's `compile`, from 3.9
/// to 3.13, as far as the version has the syntax; of these only `from .__future__` is refused by some, those before 3.13.
@Suite struct PythonCompilerChecksTests {
  private func problems(_ text: String, _ dialect: PythonDialect = .script) -> [String] {
    let file = SourceFile(path: "a.py", text: text)
    return PythonParser.parse(file, dialect: dialect).problems.map {
      let place = file.position(at: $0.range.start)
      return "\(place.line):\(place.column) \($0.message)"
    }
  }

  @Test(arguments: [
    ("return 1\n", "1:1 'return' outside a function"),
    ("class A:\n  return\n", "2:3 'return' outside a function"),
    ("x = (yield)\n", "1:6 'yield' outside a function"),
    ("def f(): return [(yield) for x in y]\n", "1:19 'yield' in a comprehension"),
    ("async def f():\n  yield from x\n", "2:3 'yield from' in an asynchronous function"),
    ("async def f():\n  yield\n  return 1\n", "3:3 'return' with a value in an asynchronous generator"),
    ("await x\n", "1:1 'await' outside a function"),
    ("def f():\n  await x\n", "2:3 'await' in a function that is not asynchronous"),
    ("async def f():\n  lambda: await x\n", "2:11 'await' in a function that is not asynchronous"),
    ("def f():\n  async for x in y: pass\n", "2:3 'async for' in a function that is not asynchronous"),
    ("async with x: pass\n", "1:1 'async with' outside a function"),
    (
      "def f(): return [x async for x in y]\n",
      "1:20 an asynchronous comprehension in a function that is not asynchronous"
    ),
    ("if x:\n  break\n", "2:3 'break' outside a loop"),
    ("for x in y:\n  def f():\n    continue\n", "3:5 'continue' outside a loop"),
    ("while x: pass\nelse:\n  break\n", "3:3 'break' outside a loop"),
    ("for x in y:\n  try: pass\n  except* E: break\n", "3:14 'break' cannot leave an 'except*' block"),
    ("try: pass\nexcept: pass\nexcept E: pass\n", "2:1 'except:' must be the last of its 'try'"),
  ])
  func jumpsAndSuspensions(text: String, expected: String) { #expect(problems(text) == [expected]) }

  @Test(arguments: [
    ("def f(a, *, a): pass\n", "1:13 parameter 'a' stands there twice"),
    ("lambda a, *a: 0\n", "1:12 parameter 'a' stands there twice"),
    (
      "def f(a, b, c, d, e, f, g, h, i, j, b): pass\n", "1:37 parameter 'b' stands there twice"
    ),
    ("f(r=8, alpha=16, r=4)\n", "1:18 keyword argument 'r' stands there twice"),
    ("class A(B, x=1, x=2): pass\n", "1:17 keyword argument 'x' stands there twice"),
    ("def f[T, T](): pass\n", "1:10 type parameter 'T' stands there twice"),
    ("__debug__ = 1\n", "1:1 cannot assign to __debug__"),
    ("*a, *b = c\n", "1:5 two '*' in one list of targets"),
    ("*a = b\n", "1:1 starred assignment target must be in a list or tuple"),
    ("x = *a\n", "1:5 '*' cannot be used here"),
    (
      "x = 1\nfrom __future__ import annotations\n",
      "2:1 'from __future__' must stand at the beginning of the file"
    ),
    ("from __future__ import anotations\n", "1:24 'anotations' is not a future feature"),
    ("def f():\n  from x import *\n", "2:17 'import *' is allowed at module level only"),
  ])
  func namesAndStars(text: String, expected: String) { #expect(problems(text) == [expected]) }

  @Test(arguments: [
    ("def f(x):\n  global x\n", "2:10 'x' is a parameter and cannot be global"),
    ("def f():\n  x = 1\n  global x\n", "3:10 'x' is assigned to before it is declared global"),
    ("x = 1\nglobal x\n", "2:8 'x' is assigned to before it is declared global"),
    ("def f():\n  print(x)\n  global x\n", "3:10 'x' is used before it is declared global"),
    ("def f():\n  global x\n  x: int = 1\n", "2:10 'x' is annotated and cannot be global"),
    ("nonlocal x\n", "1:1 'nonlocal' outside a function"),
    ("x = 1\ndef f():\n  nonlocal x\n", "3:12 no function around binds 'x'"),
    ("def f():\n  global x\n  def g():\n    nonlocal x\n", "4:14 no function around binds 'x'"),
    (
      "def f():\n  x = 1\n  def g():\n    nonlocal x\n    global x\n",
      "4:14 'x' is declared both nonlocal and global"
    ),
    ("def f[T]():\n  nonlocal T\n", "2:12 type parameter 'T' cannot be nonlocal"),
  ])
  func declarations(text: String, expected: String) { #expect(problems(text) == [expected]) }

  @Test(arguments: [
    ("[(x := 1) for x in y]\n", "1:3 ':=' cannot rebind the comprehension's variable 'x'"),
    (
      "[[(x := 1) for z in y] for a, (b, x) in y]\n",
      "1:4 ':=' cannot rebind the comprehension's variable 'x'"
    ),
    ("[x for x in (y := z)]\n", "1:14 ':=' cannot be used in the iterable of a comprehension"),
    ("[x for x in (lambda: (y := z))()]\n", "1:23 ':=' cannot be used in the iterable of a comprehension"),
    (
      "class A:\n  b = [(c := d) for d in e]\n",
      "2:9 ':=' in a comprehension cannot be used in the body of a class"
    ),
    ("type A = (b := c)\n", "1:11 ':=' cannot be used in a type alias"),
    ("def f[T: (yield)](): pass\n", "1:11 'yield' cannot be used in the bound of a type parameter"),
    ("def f[T](x: (y := z)): pass\n", "1:14 ':=' cannot be used in a generic definition"),
  ])
  func namedExpressions(text: String, expected: String) { #expect(problems(text) == [expected]) }

  @Test(arguments: [
    ("[a, a]", "11 pattern binds 'a' twice"),
    ("[a] | [b]", "7 alternatives of a pattern bind different names"),
    ("A(x=1, x=2)", "14 attribute 'x' stands in the pattern twice"),
    ("{1: a, 0x1: b}", "14 key 0x1 stands in the pattern twice"),
    ("{'a': 1, \"\\x61\": 2}", "16 key \"\\x61\" stands in the pattern twice"),
    ("[*a, *b]", "12 two '*' in one sequence pattern"),
    ("_ | 1", "7 '_' matches everything: the alternatives behind it are never reached"),
    ("a", "7 'a' matches everything: the cases behind it are never reached"),
  ])
  func patterns(pattern: String, expected: String) {
    #expect(problems("match x:\ncase \(pattern): pass\ncase 1: pass\n".indentingCases) == ["2:\(expected)"])
  }

  @Test(arguments: [
    "def f(a, b, /, c, *d, e, **g):\n  return (lambda a: (yield))\n",
    "async def f():\n  async with a: await b\n  async for x in y: return [z async for z in x if await z]\n",
    "async def f():\n  yield 1\n  return\n", "g = (await x async for x in y)\n",
    "for x in y:\n  try: continue\n  finally: break\n",
    "for x in y:\n  class A: pass\n  if x: break\nelse: pass\n",
    "try: pass\nexcept* E:\n  for x in y: break\n  def f(): return 1\n",
    "f(r=8, **a, **b)\n", "(*a, b), *c = d\nprint(*a, *b)\nx = *a, *b\nfor x in *a, *b: pass\n",
    "'''doc'''\nfrom __future__ import annotations, division\nfrom __future__ import generators\n",
    "from x import *\nfrom .__future__ import y\n",
    "def f():\n  global x\n  x = 1\n  def g():\n    x = 2\n    def h():\n      nonlocal x\n      x = 3\n",
    "def f():\n  [x for x in y]\n  (lambda x: x)\n  def g(x): x\n  global x\n",
    "def f():\n  [x := 1 for y in z]\n  def g():\n    nonlocal x\n",
    "class A:\n  def f(self):\n    nonlocal __class__\n", "def f():\n  def g():\n    nonlocal x\n  x = 1\n",
    "[(y := x) for x in z if (w := x)]\n", "x = [(lambda: (x := 1)) for x in y]\n",
    "class A:\n  if (b := 1): pass\n", "def f(x: (y := 1) = (z := 2)): pass\n",
    "match x:\n  case [a] | {1: a}: pass\n  case {1: b, '1': c, **d}: pass\n  case A(x=a, y=b) if a: pass\n  case _: pass\n",
    "match x:\n  case a if a: pass\n  case {1: _, -1: _, b'1': _}: pass\n  case _: pass\n",
    "x.__debug = 1\nprint(__debug__)\n", "@(yield_ := f)\ndef g(): pass\n",
  ])
  func whatTheCompilerTakes(text: String) { #expect(problems(text) == []) }

  @Test func cellsMayAwaitButNotReturn() {
    let cell = "%time\nawait x\nasync for a in b: pass\nc = [d async for d in e]\n"
    #expect(problems(cell, .notebookCell) == [])
    #expect(problems("return x\n", .notebookCell) == ["1:1 'return' outside a function"])
    #expect(
      problems("def f():\n  await x\n", .notebookCell) == [
        "2:3 'await' in a function that is not asynchronous"
      ])
    #expect(problems("%%time\nfrom __future__ import annotations\n", .notebookCell) == [])
    #expect(problems("%%bash\nreturn 1\n", .notebookCell) == [])
  }

  @Test func aBrokenLineHasNoConsequences() {
    #expect(problems("def f(x:\n  return 1\nbreak\n").allSatisfy { !$0.contains("outside") })
  }

  /// Many scopes in each other and many names in one cost no more than their length.
  @Test(.timeLimit(.minutes(1)))
  func isLinear() {
    let wide = "def f():\n  global " + (0..<50_000).map { "a\($0)" }.joined(separator: ", ") + "\n"
    #expect(problems(wide) == [])
    let chain = "if a: pass\n" + String(repeating: "elif a: f(b=1)\n", count: 50_000)
    #expect(problems(chain) == [])
    let deep = (0..<90).map { String(repeating: " ", count: $0) + "def f(x):\n" }.joined()
    let bottom = String(repeating: " ", count: 90)
    #expect(problems(deep + bottom + "pass\n" + bottom + "x = [(y := 1) for z in x]\n") == [])
  }
}

extension String {
  /// With its `case` lines indented.
  fileprivate var indentingCases: String {
    split(separator: "\n").map { $0.hasPrefix("case") ? " \($0)\n" : "\($0)\n" }.joined()
  }
}
