import Testing

@testable import Syntax

@Suite struct PythonNameLoadsTests {
  private func tree(_ text: String) -> PythonTree {
    PythonParser.parse(SourceFile(path: "a.py", text: text))
  }

  private func offsets(of name: String, in text: String) -> [Int] {
    tree(text).loads(of: name).map(\.range.start)
  }

  @Test func readsAreFoundInTheirOrderAndNothingElse() {
    let text = "lr = 1\nprint(lr, lrs)\ndel lr\nlr.x = lr\n"
    #expect(offsets(of: "lr", in: text) == [13, 29, 36])
    #expect(offsets(of: "lrs", in: text) == [17])
    #expect(offsets(of: "x", in: text) == [])
    #expect(offsets(of: "l", in: text) == [])
  }

  @Test func readsAreCountedUpToALimit() {
    let tree = tree("a + a + a\n")
    #expect([1, 2, 3, 4].map { tree.loadCount(of: "a", limit: $0) } == [1, 2, 3, 3])
    #expect(tree.loadCount(of: "b", limit: 1) == 0)
  }

  @Test func readsOfAnAttributeAloneChangeNothing() {
    let text = """
      print(a.b, a[0].c, x[a], -a.b.c)
      a.b = a.b + 1
      a.b += 1
      del a[0]
      a.update(b=1)
      call(a.b)(a)
      c = a
      """
    let found = tree(text).loadsThatMayChange("a").map { text.utf8.dropFirst($0.range.start).prefix(3) }
    #expect(found.map { String($0) } == ["a],", "a.b", "a.b", "a[0", "a.u", "a)\n", "a"])
  }

  @Test func namesBeyondASCIIAreFoundByTheirBytes() {
    #expect(offsets(of: "größe", in: "print(größe)\n") == [6])
  }
}
