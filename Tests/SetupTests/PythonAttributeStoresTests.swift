import Syntax
import Testing

@testable import Setup

/// Where a module sets attributes of objects.
@Suite struct PythonAttributeStoresTests {
  @Test func theTargetsOfAClassAreThoseOfItsMethods() throws {
    let text = """
      class Run:
        def __init__(self):
          self.rate = 1
          [None for self.last in ()]

        def load(this):
          this.rate += 1
          self.other = 2
          def inner(self):
            self.hidden = 3

      """
    let module = PythonModule(
      path: "a.py", trees: [PythonParser.parse(SourceFile(path: "a.py", bytes: Array(text.utf8)))])
    let definition = try #require(module.nodes(.classDef).first)
    let stores = module.attributeStores
    let lines = { (name: String) in
      stores.stores(of: name, in: definition).map { $0.span.file.position(at: $0.range.start).line }
    }
    #expect(lines("rate") == [3, 7] && lines("last") == [4])
    #expect(lines("other").isEmpty && lines("hidden").isEmpty)
    #expect(stores.counts == ["rate": 2, "last": 1, "other": 1, "hidden": 1])
  }
}
