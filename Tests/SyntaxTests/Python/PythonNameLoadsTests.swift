import Testing

@testable import Syntax

@Suite struct PythonNameLoadsTests {
  private func tree(_ text: String) -> PythonTree {
    PythonParser.parse(SourceFile(path: "a.py", text: text))
  }

  private func offsets(of name: String, in text: String, limit: Int = .max) -> [Int] {
    tree(text).loads(of: name, limit: limit).map(\.range.start)
  }

  @Test func readsAreFoundInTheirOrderAndNothingElse() {
    let text = "lr = 1\nprint(lr, lrs)\ndel lr\nlr.x = lr\n"
    #expect(offsets(of: "lr", in: text) == [13, 29, 36])
    #expect(offsets(of: "lrs", in: text) == [17])
    #expect(offsets(of: "x", in: text) == [])
    #expect(offsets(of: "l", in: text) == [])
  }

  @Test func aLimitKeepsTheLast() {
    #expect(offsets(of: "a", in: "a + a + a\n", limit: 2) == [4, 8])
  }

  @Test func namesBeyondASCIIAreFoundByTheirBytes() {
    #expect(offsets(of: "größe", in: "print(größe)\n") == [6])
  }
}
