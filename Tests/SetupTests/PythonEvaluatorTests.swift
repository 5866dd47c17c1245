import Syntax
import Testing

@testable import Setup

/// Modules in memory, by their dotted names.
private final class MemoryModules: PythonModuleResolver {
  func config(at path: String, namedIn modulePath: String) -> ConfigTree? { nil }

  let modules: [String: PythonModule]

  init(_ texts: [String: String]) {
    modules = Dictionary(
      uniqueKeysWithValues: texts.map { name, text in
        (
          name,
          PythonModule(
            path: name + ".py", trees: [PythonParser.parse(SourceFile(path: name + ".py", text: text))])
        )
      })
  }

  func module(named name: String, level: Int, importedFrom path: String) -> PythonModule? {
    level == 0 ? modules[name] : nil
  }
}

/// What the argument of `probe(…)` is known to be, as Python would write it; `?` for unknown, alternatives joined
/// by ` | `.
private func probe(_ cells: String..., modules: [String: String] = [:]) -> String {
  let trees = cells.map { PythonParser.parse(SourceFile(path: "main.py", text: $0)) }
  let module = PythonModule(path: "main.py", trees: trees)
  let evaluator = PythonEvaluator(resolver: MemoryModules(modules))
  let probes = module.nodes(.call).compactMap(\.asCall).filter { $0.function.asName?.name == "probe" }
  guard let argument = probes.first?.arguments.first else { return "no probe" }
  let fact = evaluator.evaluate(argument, in: module).fact
  return fact.isUnknown ? "?" : fact.possibleValues.map(\.description).joined(separator: " | ")
}

/// The fact that stands under `name` in the adapter of the only set-up of a program.
private func adapterFact(_ text: String, _ name: String) -> String {
  let source = TreeSource([:]).with("p/train.py", text)
  let walk = FileWalker(source: source, workingFolder: "/w").walk(["p"])
  let workspace = Workspace(walk: walk, source: source, workingFolder: "/w")
  guard let adapter = workspace.setups.compactMap(\.adapter).first else { return "no adapter" }
  let fact = adapter[name]
  if fact.isAbsent { return "absent" }
  return fact.isUnknown ? "?" : fact.possibleValues.map(\.description).joined(separator: " | ")
}

@Suite struct PythonNameTests {
  @Test func theLastBindingBeforeTheUseCounts() {
    #expect(probe("x = 1\nx = 2\nprobe(x)\nx = 3") == "2")
    #expect(probe("x = 1", "x = 2", "probe(x)") == "2")
    #expect(probe("(a, b), c = (1, 2), 3\nprobe([a, b, c])") == "[1, 2, 3]")
    #expect(probe("a, *b = [1, 2, 3]\nprobe(a)") == "1")
    #expect(probe("b = 0\na, *b = [1, 2, 3]\nprobe(b)") == "?")
    #expect(probe("x = 0\n*a, x = [1, 2, 3]\nprobe(x)") == "?")
  }

  @Test func deletedAndUnfollowedBindingsAreUnknown() {
    #expect(probe("x = 1\ndel x\nprobe(x)") == "?")
    #expect(probe("x = 1\nwith f() as (x, y): pass\nprobe(x)") == "?")
    #expect(probe("x = 1\nfor y, *x in z: pass\nprobe(x)") == "?")
    #expect(probe("x = 1\nx += 1\nprobe(x)") == "?")
    #expect(probe("x = 1\nmatch y:\n  case {'a': 1, **x}: pass\nprobe(x)") == "?")
  }

  @Test func branchesThatMayHaveHappenedCount() {
    #expect(probe("x = 1\nif c():\n  x = 2\nprobe(x)") == "1 | 2")
    #expect(probe("x = 0\nif c():\n  x = 1\nelse:\n  x = 2\nprobe(x)") == "1 | 2")
    #expect(probe("x = 0\nif c():\n  x = 1\nelif d():\n  x = 2\nelse:\n  x = 3\nprobe(x)") == "1 | 2 | 3")
    #expect(probe("x = 0\nif c():\n  x = 1\n  probe(x)\nelse:\n  x = 2") == "1")
    #expect(probe("x = 0\nif c():\n  x = 1\nelse:\n  raise E\nprobe(x)") == "1")
    #expect(probe("def f():\n  x = 0\n  if c():\n    x = 1\n    return x\n  probe(x)") == "0")
    #expect(probe("x = 1\nc() and (x := 2)\nprobe(x)") == "1 | 2")
    #expect(probe("x = 1\nwhile c():\n  x = 2\nprobe(x)") == "1 | 2")
    #expect(probe("x = 1\nfor i in r():\n  if i: break\nelse:\n  x = 2\nprobe(x)") == "1 | 2")
  }

  @Test func knownConditionsChooseAndFlagsDoNot() {
    #expect(probe("DEBUG = False\nx = 1\nif DEBUG:\n  x = 2\nprobe(x)") == "1")
    let flags =
      "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n', default='a')\na = p.parse_args()\n"
    #expect(probe(flags + "x = 1\nif a.n == 'a':\n  x = 2\nprobe(x)") == "1 | 2")
    #expect(probe(flags + "x = 1\nif not a.n:\n  x = 2\nprobe(x)") == "1 | 2")
    #expect(probe(flags + "probe(1 if f'{a.n}' == 'a' else 2)") == "1 | 2")
    #expect(
      probe("def f(n=1):\n  x = 1\n  if n == 1:\n    x = 2\n  else:\n    x = 3\n  return x\nprobe(f())")
        == "2")
  }

  @Test func whatIsAskedForAnAttributeIsNotNone() {
    let text =
      "class A:\n  def __init__(self):\n    self.x = 1\ndef f(a):\n  if a:\n    return\n  return A()\n"
    #expect(probe(text + "v = f(unknown())\nprobe(v.x)") == "1")
    #expect(probe("d = None if unknown() else {'a': 2}\nprobe(d['a'])") == "2")
  }

  @Test func aTryBodyMayEndEarly() {
    #expect(probe("x = 1\ntry:\n  f()\n  x = 2\nexcept ValueError:\n  pass\nprobe(x)") == "1 | 2")
    #expect(probe("x = 1\ntry:\n  f()\n  x = 2\nexcept ValueError:\n  raise\nprobe(x)") == "2")
    #expect(probe("x = 1\ntry:\n  f()\nexcept ValueError:\n  pass\nelse:\n  x = 2\nprobe(x)") == "1 | 2")
    #expect(probe("x = 1\ntry:\n  f()\nfinally:\n  x = 2\nprobe(x)") == "2")
    #expect(probe("try:\n  import y\n  x = 1\nexcept ImportError:\n  x = 2\nprobe(x)") == "1")
  }

  @Test func laterLinesOfALoopComeBeforeItsNextTurn() {
    #expect(probe("x = 1\nfor i in r():\n  probe(x)\n  x = 2") == "1 | 2")
    #expect(probe("x = 1\nfor i in r():\n  x = 3\n  probe(x)\n  x = 2") == "3")
    #expect(probe("x = 1\nwhile c():\n  if d():\n    x = 2\n  else:\n    probe(x)") == "1 | 2")
    #expect(probe("for x in [1, 2]:\n  probe(x)") == "1 | 2")
  }

  @Test func functionsSeeWhatTheirCallSees() {
    #expect(probe("x = 1\ndef f():\n  return x\nprobe(f())\nx = 2") == "1")
    #expect(probe("x = 1\ndef f():\n  probe(x)\nf()\nx = 2\nf()") == "1 | 2")
    #expect(probe("x = 1\nx = 2\ndef f():\n  probe(x)\nf()") == "2")
    #expect(probe("fs = []\nfor i in [1, 2]:\n  fs.append(lambda: i)\nprobe(fs[0]())") == "?")
  }

  @Test func globalAndNonlocalReachOut() {
    #expect(probe("x = 1\ndef f():\n  global x\n  x = 2\nf()\nprobe(x)") == "1 | 2")
    #expect(probe("def g():\n  x = 1\n  def f():\n    nonlocal x\n    x = 2\n  f()\n  probe(x)") == "1 | 2")
    #expect(probe("x = 1\ndef g():\n  x = 5\n  def f():\n    global x\n    probe(x)\n  f()") == "1")
  }

  @Test func scopesAreThoseOfPython() {
    #expect(probe("x = 1\n[x for x in [2, 3]]\nprobe(x)") == "1")
    #expect(probe("x = 1\n[(x := y) for y in [2]]\nprobe(x)") == "1 | 2")
    #expect(probe("x = 1\nclass C:\n  x = 2\n  def f(self):\n    probe(x)") == "1")
    #expect(probe("x = 1\nclass C:\n  x = 2\n  y = x\nprobe(C.y)") == "2")
    #expect(probe("x = 1\ndef f(y=x):\n  x = 2\n  return y\nprobe(f())") == "1")
  }

  @Test func importsAreFollowedInTheirOwnModule() {
    let modules = ["m": "D = 1\ndef f(x=D):\n  return x\n", "n": "from m import *\nfrom m import D as E\n"]
    #expect(probe("from m import f\nD = 2\nprobe(f())", modules: modules) == "1")
    #expect(probe("import m as k\nprobe(k.D)", modules: modules) == "1")
    #expect(probe("from m import *\nprobe(D)", modules: modules) == "1")
    #expect(probe("from n import D, E\nprobe([E])", modules: modules) == "[1]")
    #expect(probe("from peft import LoraConfig\nprobe(LoraConfig)") == "peft.LoraConfig")
    #expect(probe("from peft import LoraConfig\nLoraConfig = g()\nprobe(LoraConfig(r=1))") == "?")
    let cycle = ["a": "from b import x\n", "b": "from a import x\n"]
    #expect(probe("from a import x\nprobe(x)", modules: cycle) == "?")
    let classes = ["a": "from b import B\nclass A(B): pass\n", "b": "from a import A\nclass B(A): pass\n"]
    #expect(probe("from a import A\nprobe(A.x)", modules: classes) == "?")
  }
}

@Suite struct PythonObjectTests {
  @Test func whatChangesADictIsSeen() {
    #expect(probe("d = {'a': 1}\nd['a'] = 2\nprobe(d['a'])") == "2")
    #expect(probe("d = {'a': 1}\nd.update({'a': 2})\nprobe(d['a'])") == "2")
    #expect(probe("d = {'a': 1}\nd.update(a=2, b=3)\nprobe(d)") == "{a: 1, a: 2, b: 3}")
    #expect(probe("d = {'a': 1}\nd.update(other())\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1}\nd['a'] += 1\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1, 'b': 2}\ndel d['a']\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1}\nd.pop('a')\nprobe(d)") == "?")
    #expect(probe("d = {'a': 1}\nd.clear()\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1}\nd[k()] = 2\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1}\nfor d['a'] in z: pass\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': [1]}\nd['a'].append(2)\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1}\nif c():\n  d['a'] = 2\nprobe(d['a'])") == "1 | 2")
    #expect(probe("d = {'a': 1}\nfor i in r():\n  probe(d['a'])\n  d['a'] = 2") == "1 | 2")
  }

  @Test func laterKeysThatMayBeTheSameWin() {
    #expect(probe("d = {'a': 1, **other()}\nprobe(d['a'])") == "?")
    #expect(probe("d = {'a': 1, k(): 2}\nprobe(d['a'])") == "?")
    #expect(probe("d = {**other(), 'a': 1}\nprobe(d['a'])") == "1")
    #expect(probe("d = {'a': 1} | other()\nprobe(d['a'])") == "?")
    #expect(probe("d = dict({'a': 1}, **{'a': 2})\nprobe(d['a'])") == "2")
  }

  @Test func listsThatAreChangedAreOpen() {
    #expect(probe("l = [1]\nl.append(2)\nprobe(l)") == "?")
    #expect(probe("l = [1]\nl[0] = 2\nprobe(l[0])") == "?")
    #expect(probe("l = [1]\nprobe(l)\nl.append(2)") == "[1]")
    #expect(probe("l = [1] + [2]\nprobe(l)") == "[1, 2]")
  }

  @Test func aliasesAreOneObject() {
    #expect(probe("a = {'x': 1}\nb = a\nb['x'] = 2\nprobe(a['x'])") == "?")
    #expect(probe("a = {'x': 1}\nb = a\na['x'] = 2\nprobe(b['x'])") == "2")
    #expect(probe("a = {'x': 1}\nb = a.copy()\nb['x'] = 2\nprobe(a['x'])") == "1")
    #expect(probe("a = {'x': 1}\nb = a\nprobe(a['x'])") == "1")
  }

  @Test func functionsThatChangeTheirArgumentsAreSeen() {
    #expect(probe("def f(d):\n  d['x'] = 2\na = {'x': 1}\nf(a)\nprobe(a['x'])") == "?")
    #expect(probe("def f(d):\n  g(d)\ndef g(e):\n  e.pop('x')\na = {'x': 1}\nf(d=a)\nprobe(a['x'])") == "?")
    #expect(probe("def f(d):\n  return d['x']\na = {'x': 1}\nf(a)\nprobe(a['x'])") == "1")
    #expect(probe("a = {'x': 1}\nprint(a)\nprobe(a['x'])") == "1")
    #expect(probe("def run(f):\n  a = {'x': 1}\n  f(a)\n  probe(a['x'])") == "?")
    #expect(probe("a = {'x': 1}\ndef f():\n  a['x'] = 2\nf()\nprobe(a['x'])") == "1 | 2")
  }

  @Test func configsKeepWhatIsStoredIntoThem() {
    let start = "from peft import LoraConfig, get_peft_model\n"
    let end = "\nget_peft_model(model, c)\n"
    #expect(adapterFact(start + "c = LoraConfig(r=8)\nc.r = 4" + end, "r") == "4")
    #expect(adapterFact(start + "c = LoraConfig(r=8)\nsetattr(c, 'r', 4)" + end, "r") == "4")
    #expect(adapterFact(start + "c = LoraConfig(r=8)\nsetattr(c, k(), 4)" + end, "r") == "?")
    #expect(adapterFact(start + "c = LoraConfig(r=8)\nc.r += 1" + end, "r") == "?")
    #expect(adapterFact(start + "c = LoraConfig(r=8)\nb = c\nb.r = 4" + end, "r") == "?")
    #expect(
      adapterFact(start + "c = LoraConfig(r=8)\nc.target_modules.append('x')" + end, "target_modules") == "?")
    #expect(adapterFact(start + "def f(x):\n  x.r = 1\nc = LoraConfig(r=8)\nf(c)" + end, "r") == "?")
    #expect(adapterFact(start + "c = LoraConfig(r=8)\nprint(c)" + end, "r") == "8")
    #expect(adapterFact(start + "kw = dict(r=8)\nkw['r'] = 4\nc = LoraConfig(**kw)" + end, "r") == "4")
    #expect(adapterFact(start + "class LoraConfig: pass\nc = LoraConfig(r=8)" + end, "r") == "no adapter")
  }
}

@Suite struct PythonCallTests {
  @Test func resultsAreThoseOfTheReturnsThatAreReached() {
    #expect(probe("def f(x):\n  if x:\n    return 1\n  return 2\nprobe(f(True))") == "1 | 2")
    #expect(probe("def f(x):\n  if x:\n    return 1\nprobe(f(c()))") == "1 | None")
    #expect(probe("def f(x):\n  if x:\n    return\n  return 1\nprobe(f(c()))") == "None | 1")
    #expect(probe("def f(x):\n  if x:\n    return 1\n  else:\n    raise E\nprobe(f(c()))") == "1")
    #expect(probe("def f():\n  yield 1\nprobe(f())") == "?")
    #expect(probe("async def f():\n  return 1\nprobe(f())") == "?")
    #expect(probe("def f(n):\n  return f(n)\nprobe(f(1))") == "?")
  }

  @Test func argumentsFindTheirParameters() {
    #expect(
      probe("def f(a, b=2, *c, d=4, **e):\n  return [a, b, c, d, e]\nprobe(f(1, 3, 5, d=6, g=7))")
        == "[1, 3, [5], 6, {g: 7}]")
    #expect(probe("def f(a, b):\n  return b\nprobe(f(*x(), 2))") == "?")
    #expect(probe("def f(a, /, **k):\n  return a\nprobe(f(1, a=2))") == "1")
    #expect(probe("def f(a):\n  probe(a)\nf(1)\nf(2)") == "1 | 2")
    #expect(probe("def f(a):\n  probe(a)\nf(1)\ng(f)") == "?")
    #expect(probe("f = lambda x=1: x\nprobe(f())") == "1")
  }

  @Test func decoratorsMayChangeAnything() {
    #expect(probe("def d(f): return None\n@d\ndef f():\n  return 1\nprobe(f())") == "?")
    #expect(probe("import functools\n@functools.cache\ndef f():\n  return 1\nprobe(f())") == "1")
    #expect(probe("def d(c): return None\n@d\nclass C:\n  x = 1\nprobe(C.x)") == "?")
    #expect(probe("class C:\n  @classmethod\n  def f(cls, x):\n    return x\nprobe(C.f(1))") == "1")
    #expect(probe("class C:\n  @staticmethod\n  def f(x):\n    return x\nprobe(C.f(1))") == "1")
    #expect(probe("class C:\n  @property\n  def f(self):\n    return 1\nprobe(C().f)") == "?")
    #expect(probe("from functools import partial\ndef f(x, y=2):\n  return y\nprobe(partial(f, 1)())") == "?")
  }

  @Test func objectsOfTheProjectKeepTheirAttributes() {
    #expect(probe("class C:\n  def __init__(self, a):\n    self.a = a\nprobe(C(1).a)") == "1")
    #expect(probe("class C:\n  a = 0\n  def __init__(self, a):\n    self.a = a\nprobe(C(1).a)") == "1")
    #expect(
      probe(
        "class C:\n  def __init__(self, a):\n    self.a = a\n  def f(self):\n    self.a = 2\nprobe(C(1).a)")
        == "?")
    #expect(probe("class C:\n  a = 1\n  if c():\n    a = 2\nprobe(C.a)") == "1 | 2")
    let data = "from dataclasses import dataclass\n@dataclass\nclass C:\n  a: int = 1\n  b: int = 2\n"
    #expect(probe(data + "probe(C(5).a)") == "5")
    #expect(probe(data + "probe(C(b=5).b)") == "5")
    #expect(probe(data + "probe(C(**k()).b)") == "?")
    #expect(probe(data + "probe(C().a)") == "1")
    #expect(probe("class B:\n  x = 1\nclass C(B): pass\nprobe(C.x)") == "1")
    #expect(probe("from enum import Enum\nclass E(Enum):\n  A = 'x'\nprobe(E.A)") == "?")
    #expect(probe("from enum import Enum\nclass E(str, Enum):\n  A = 'x'\nprobe(E.A)") == "\"x\"")
  }

  @Test func operationsAgreeWithPythonOrSayNothing() {
    #expect(probe("probe(1 == True)") == "?")
    #expect(probe("probe('a' is 'a')") == "?")
    #expect(probe("probe(None is None)") == "True")
    #expect(probe("x = 'a'\nprobe(f'{x!r}')") == "?")
    #expect(probe("x = 'a'\nprobe(f'{x}-{1}')") == "\"a-1\"")
    #expect(probe("x = 1.5\nprobe(f'{x:.2f}')") == "?")
    #expect(probe("import os\nprobe(os.path.join('a', *b()))") == "os.path.join(…)")
    #expect(probe("import os\nprobe(os.path.join('a', 'b'))") == "\"a/b\"")
    #expect(probe("probe('İ'.lower())") == "?")
    #expect(probe("probe(float('0x10'))") == "?")
    #expect(probe("probe(+True)") == "?")
  }
}

@Suite struct PythonEvaluatorBoundTests {
  @Test func longAndDeepProgramsEnd() {
    let chain = "x = " + (0..<20_000).map { "a\($0)" }.joined(separator: " + ") + "\nprobe(x)\n"
    #expect(probe(chain) == "?")
    let walruses =
      "x = " + (0..<20_000).map { "(a\($0) := \($0))" }.joined(separator: " + ") + "\nprobe(a7)\n"
    #expect(probe(walruses) == "7")
    let nested = "x0 = []\n" + (1..<5_000).map { "x\($0) = [x\($0 - 1)]\nprint(x\($0))\n" }.joined()
    #expect(probe(nested + "probe(x4999)") == "?")
    let elifs =
      "if c():\n  x = 0\n" + (1..<5_000).map { "elif c(\($0)):\n  x = \($0)\n" }.joined() + "probe(x)"
    #expect(probe(elifs) != "0")
    let calls = (1..<3_000).map { "def f\($0)(x):\n  return f\($0 - 1)(x)\n" }.joined()
    #expect(probe("def f0(x):\n  return x\n" + calls + "probe(f2999(1))") == "?")
  }

  @Test func growingValuesFromCallToCallStayBounded() {
    let module = PythonModule(
      path: "main.py",
      trees: [
        PythonParser.parse(
          SourceFile(
            path: "main.py",
            text: "x0 = 1\n" + (1..<20_000).map { "x\($0) = [x\($0 - 1)]\n" }.joined()))
      ])
    let evaluator = PythonEvaluator(resolver: MemoryModules([:]))
    for index in 0..<20_000 { _ = evaluator.global("x\(index)", of: module) }
    #expect(evaluator.global("x19999", of: module)?.fact.isUnknown == true)
  }

  @Test func tenThousandStoresAndUsesEnd() {
    let text = "d = {}\n" + (0..<10_000).map { "d['k\($0)'] = \($0)\n" }.joined()
    #expect(probe(text + "probe(d['k9999'])") == "9999")
    let uses = (0..<3_000).map { "d['k\($0)'] = \($0)\nf(d['k\($0)'])\n" }.joined()
    let trees = [PythonParser.parse(SourceFile(path: "main.py", text: "d = {}\n" + uses))]
    let module = PythonModule(path: "main.py", trees: trees)
    let evaluator = PythonEvaluator(resolver: MemoryModules([:]), stepLimit: 100_000)
    for call in module.nodes(.call) { _ = evaluator.evaluate(call.asCall!.arguments[0], in: module) }
  }
}
