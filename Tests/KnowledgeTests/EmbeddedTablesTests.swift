import Foundation
import Testing

@testable import Knowledge

@Suite struct EmbeddedTablesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../rules/knowledge/tables"
  ).standardizedFileURL

  @Test func everyTableOfTheFolderIsEmbeddedAsItIs() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(EmbeddedTables.all.map { "\($0.path)" } == names.map { "rules/knowledge/tables/" + $0 })
    for table in EmbeddedTables.all {
      let file = try String(contentsOf: Self.folder.appending(path: "\(table.name).tsv"), encoding: .utf8)
      #expect("\(table.text)" == file)
    }
  }

  /// The binary search relies on the order, and a look-up on the columns.
  @Test(arguments: EmbeddedTables.all.map { "\($0.name)" })
  func rowsAreSortedAndComplete(name: String) throws {
    let entry = try #require(EmbeddedTables.all.first { "\($0.name)" == name })
    let table = KnowledgeTable(entry.text)
    let rows = table.allRows()
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0.count == table.columnNames.count })
    let keys = rows.map { Array($0.dropLast(valueColumns(name)).joined(separator: "\t").utf8) }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
    #expect("\(entry.text)".utf8.last == UInt8(ascii: "\n"))
  }

  /// Two rows with the same key columns never hold in the same release.
  @Test(arguments: EmbeddedTables.all.map { "\($0.name)" })
  func intervalsFollowEachOther(name: String) throws {
    let entry = try #require(EmbeddedTables.all.first { "\($0.name)" == name })
    let table = KnowledgeTable(entry.text)
    guard table.columnNames.suffix(2) == ["since", "until"] else { return }
    let rows = table.allRows()
    for row in rows where !row[row.count - 2].isEmpty && !row[row.count - 1].isEmpty {
      #expect(numbers(row[row.count - 2]).lexicographicallyPrecedes(numbers(row[row.count - 1])), "\(row)")
    }
    let values = valueColumns(name)
    for (row, next) in zip(rows, rows.dropFirst()) where row.dropLast(values) == next.dropLast(values) {
      #expect(!row[row.count - 1].isEmpty && !next[next.count - 2].isEmpty, "\(row) and \(next)")
      #expect(
        !numbers(next[next.count - 2]).lexicographicallyPrecedes(numbers(row[row.count - 1])),
        "\(row) and \(next)")
    }
  }

  /// How many columns at the end are not the key: a value and its interval, for loss also a note.
  private func valueColumns(_ table: String) -> Int {
    switch table {
    case "sft_loss": 4
    case "architectures": 4
    case "releases": 2
    case "hashability_other", "model_names": 1
    default: 3
    }
  }

  private func numbers(_ version: Substring) -> [Int] { version.split(separator: ".").compactMap { Int($0) } }
}
