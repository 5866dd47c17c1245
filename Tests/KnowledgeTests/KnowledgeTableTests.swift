import Testing

@testable import Knowledge

@Suite struct KnowledgeTableTests {
  private let table = KnowledgeTable("# what\n# key\tvalue\n\t0\na\t1\nab\t2\nab\t3\nb\t\n")

  @Test(arguments: [
    ("", [["", "0"]]), ("a", [["a", "1"]]), ("ab", [["ab", "2"], ["ab", "3"]]), ("b", [["b", ""]]),
    ("abc", []), ("A", []), ("c", []),
  ])
  func rowsOfAKey(key: String, rows: [[String]]) {
    #expect(table.rows(key).map { $0.map(String.init) } == rows)
  }

  @Test func rowsOfSeveralKeys() {
    #expect(table.rows("ab", "3") == [["ab", "3"]])
    #expect(table.rows("ab", "").isEmpty)
    #expect(table.rows("b", "") == [["b", ""]])
    #expect(table.rows("b", "", "").isEmpty)
  }

  @Test func columnsInTheMiddle() {
    let table = KnowledgeTable("x\ta\tb\ty\n")
    #expect(table.hasRow(with: "a", then: "b"))
    #expect(!table.hasRow(with: "x", then: "a"))
    #expect(!table.hasRow(with: "b", then: "y"))
    #expect(!KnowledgeTable("").hasRow(with: "a", then: "b"))
  }

  @Test func headerNamesTheColumns() {
    #expect(table.columnNames == ["key", "value"])
    #expect(table.allRows().count == 5)
  }

  @Test func emptyTablesHaveNoRows() {
    #expect(KnowledgeTable("").rows("a").isEmpty)
    #expect(KnowledgeTable("# key\n").rows("a").isEmpty)
  }

  /// Every key of the largest table is found, with the very rows that stand there.
  @Test func binarySearchFindsEveryRow() {
    let table = KnowledgeTable(EmbeddedTables.modelClasses)
    var byKey: [String: [[Substring]]] = [:]
    for row in table.allRows() { byKey[String(row[0]), default: []].append(row) }
    for (key, rows) in byKey { #expect(table.rows(key) == rows) }
  }

  @Test func specifiersAreHalfOpen() {
    #expect(ReleaseInterval(since: "4.46.0", until: "5.0.0").specifier == ">=4.46.0,<5.0.0")
    #expect(ReleaseInterval(since: "4.46.0").specifier == ">=4.46.0")
    #expect(ReleaseInterval(until: "0.14.0").specifier == "<0.14.0")
    #expect(ReleaseInterval.always.specifier == "")
  }
}
