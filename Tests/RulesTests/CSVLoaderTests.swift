import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/csv_loaders.tsv` says which tables four releases of `datasets`, with four of pandas, load and
/// refuse, and what becomes of their columns; the rules say the same.
@Suite struct CSVLoaderTests {
  private struct File: Decodable {
    let suffix: String
    let pieces: [Golden.Piece]
    var encoding: String?
    var arguments: [String: String]?
    var folder: Bool?
    var more: String?
    var how: String?
  }

  /// What happens to a table, in the words of the test.
  private enum Fate: String {
    case refused, shifted, numeric, renamed, oneColumn
  }

  /// What the rules say otherwise than the loader, and why.
  private static let apart: Set<String> = [
    // A fraction, or more than 63 bits, behind whole numbers, and more than 64 bits: types that only values show.
    "numbers, fraction behind 10,000 rows", "numbers, big integer behind 10,000 rows", "bigger integer",
    // Whole numbers that are too many bits, or of both signs, for one type are texts.
    "big and negative integer",
    // Before pandas 3.1 the extra field of a row that begins a portion is lost.
    "one field more behind 10,000 rows",
    // There is nothing in these; newer releases refuse them.
    "header only", "header only, no newline",
    // Of a wrong delimiter nothing else is said that comes of it.
    "semicolons and commas in text", "semicolons and commas in some text",
    // Garbage without a mark, as it reads here; pandas reads the bytes between the zeros.
    "UTF-16 without mark",
  ]

  @Test func tablesFareAsTheLoadersSay() throws {
    let files: [String: File] = try Golden.cases("csv_files.json")
    let rows = try Golden.rows("csv_loaders.tsv")
    let pairs = ["2.14.7 1.5.3", "2.21.0 3.0.6", "3.6.0 2.2.3", "3.6.0 3.1.1", "5.2.0 3.1.1"]
    #expect(Set(rows.map { "\($0[1]) \($0[2])" }) == Set(pairs))
    var compared = 0
    for (name, file) in files where file.more == nil && !Self.apart.contains(name) {
      guard file.folder == true || file.arguments?["sep"] == (file.suffix == "tsv" ? "\t" : nil),
        let said = try fates(of: file)
      else { continue }
      for row in rows where row[0] == name {
        compared += 1
        let expected = try fates(of: row, file)
        #expect(said == expected, "\(name) \(row[1]) \(row[2])")
      }
    }
    #expect(compared == 875)
  }

  /// Of two tables that one call loads `files-with-different-columns` says what the loader does with their columns.
  @Test func pairsOfTablesFareAsTheLoadersSay() throws {
    let files: [String: File] = try Golden.cases("csv_files.json")
    let rows = try Golden.rows("csv_loaders.tsv")
    // Refused for what stands under the same columns, or by newer releases where the files are small.
    let apart = ["numbers in", "empty in", "row one field longer"]
    let sizeMatters: Set = [
      "two files, other order, list 5.2.0", "two files, one lacks a column, list 5.2.0",
    ]
    var compared = 0
    for row in rows {
      guard let file = files[row[0]], let more = file.more, let how = file.how,
        !apart.contains(where: row[0].contains), !sizeMatters.contains("\(row[0]) \(row[1])")
      else { continue }
      let refuses = try areRefused([try content(file), Array(more.utf8)], how, row[1])
      #expect(refuses == (row[3] == "refuses"), "\(row[0]) \(row[1])")
      compared += 1
    }
    #expect(compared == 58)
  }

  private func areRefused(_ files: [[UInt8]], _ how: String, _ release: String) throws -> Bool {
    let named = how == "list" ? #"["1.csv", "2.csv"]"# : #"{"train": "1.csv", "validation": "2.csv"}"#
    let script = """
      from datasets import load_dataset
      from trl import SFTTrainer

      data = load_dataset("csv", data_files=\(named))
      SFTTrainer("m", train_dataset=data["train"])

      """
    let project = try FilesInMemory(bytes: [
      "train.py": Array(script.utf8), "1.csv": files[0], "2.csv": files[1],
      "requirements.txt": Array("datasets==\(release)\n".utf8),
    ])
    return project.findings(by: Registry.rules, RuleSelection(select: ["files-with-different-columns"]))
      .contains { $0.severity == .error && $0.certainty == .certain }
  }

  /// What the table says.
  private func fates(of row: [String], _ file: File) throws -> Set<Fate> {
    if row[3] == "refuses" { return [.refused] }
    let columns = try JSONDecoder().decode([String: String].self, from: Data(row[4].utf8))
    let finite = row[6].replacingOccurrences(of: "-Infinity", with: "0").replacingOccurrences(
      of: "Infinity", with: "0")
    let rows = try #require(JSONSerialization.jsonObject(with: Data(finite.utf8)) as? [[String: Any]])
    var fates: Set<Fate> = []
    if columns["__index_level_0__"] != nil { fates.insert(.shifted) }
    if columns.keys.contains(where: { $0.hasSuffix(".1") }) { fates.insert(.renamed) }
    if columns.count == 1, columns.keys.contains(where: { $0.contains { ";\t|,".contains($0) } }) {
      fates.insert(.oneColumn)
    }
    for (name, type) in columns where LoadedTable.texts.contains(name) {
      let isText = type.hasSuffix("string") || type == "null"
      // Of long tables the first rows do not show whether anything stands in a column.
      let holdsSomething = rows.contains { !($0[name] is NSNull) } || row[5] != String(rows.count)
      if !isText, holdsSomething { fates.insert(.numeric) }
    }
    return fates
  }

  /// What the rules say; nil where the table is no data set. Short rows and missing words are null as empty cells are,
  /// so that `TableGoldenTests` holds them against the table.
  private func fates(of file: File) throws -> Set<Fate>? {
    let path = "train." + file.suffix
    let workspace = try FilesInMemory(bytes: [path: content(file)]).workspace()
    let document = try #require(workspace.store.document(at: path))
    guard document.holdsRecords else { return nil }
    var fates: Set<Fate> = []
    let rules: [(rule: any FileRule.Type, fate: Fate)] = [
      (CSVSyntax.self, .refused), (CSVRaggedRows.self, .shifted), (CSVNumericTextColumn.self, .numeric),
      (CSVWrongDelimiter.self, .oneColumn), (CSVDuplicateHeader.self, .renamed),
    ]
    for (rule, fate) in rules {
      for found in rule.check(document, in: workspace) {
        let isRefusal = found.effects.contains { $0.text.contains("raises") }
        if isRefusal { return [.refused] }
        if fate == .refused || found.label == "fields are missing" { continue }
        fates.insert(fate)
      }
    }
    return fates
  }

  private func content(_ file: File) throws -> [UInt8] {
    let encoding: String.Encoding =
      switch file.encoding {
      case "latin-1": .isoLatin1
      case "utf-16": .utf16
      case "utf-16-le": .utf16LittleEndian
      default: .utf8
      }
    return try file.pieces.flatMap { try Array(#require($0.text(in: encoding))) }
  }
}
