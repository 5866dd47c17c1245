import Foundation
import Testing

@testable import Datasets
@testable import Syntax

/// `fixtures/goldens/csv_loaders.tsv` says what `datasets` makes of tables: the reader finds the same columns, rows,
/// types and empty cells in those that load.
@Suite struct TableGoldenTests {
  private struct File: Decodable {
    let suffix: String
    let pieces: [[Piece]]
    var encoding: String?
    var arguments: [String: String]?
    var folder: Bool?
    var more: String?
  }

  /// A text, or how often it stands.
  private enum Piece: Decodable {
    case text(String)
    case count(Int)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let count = try? value.decode(Int.self) {
        self = .count(count)
      } else {
        self = .text(try value.decode(String.self))
      }
    }
  }

  /// Read otherwise here, and why.
  private static let apart: Set<String> = [
    // pandas takes the zero bytes between for ends of texts.
    "UTF-16 without mark", "NUL in the header",
    // Before pandas 3.1 a NUL ends the text of its field, and newer ones keep it.
    "NUL alone in a field", "NUL at a line's start",
    // Whole numbers beyond 64 bits are texts or fail, by the version.
    "big integer", "big and negative integer", "bigger integer",
    // The extra field of a row that begins a portion is lost before pandas 3.1.
    "one field more behind 10,000 rows",
  ]

  @Test func tablesAreReadAsTheLoaderReadsThem() throws {
    let files = try JSONDecoder().decode([String: File].self, from: golden("csv_files.json"))
    let table = String(decoding: try golden("csv_loaders.tsv"), as: UTF8.self).split(separator: "\n")
    #expect(table.count == 5 * files.count)
    var compared = 0
    for row in table {
      let cells = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let file = try #require(files[cells[0]])
      // The newest pandas; the others differ in what is set apart, and in `None` before 2.0.
      guard cells[1] == "5.2.0", cells[3] == "loads", file.more == nil, !Self.apart.contains(cells[0]),
        file.folder == true || file.arguments?["sep"] == (file.suffix == "tsv" ? "\t" : nil)
      else { continue }
      compared += 1
      let profile = try profile(content(file), path: "train." + file.suffix)
      #expect(try differences(profile, cells) == [], "\(cells[0])")
    }
    #expect(compared == 164)
  }

  private func differences(_ profile: Profile, _ cells: [String]) throws -> [String] {
    var differences: [String] = []
    let expected = try JSONDecoder().decode([String: String].self, from: Data(cells[4].utf8))
      .filter { !$0.key.hasPrefix("__index_level_") }
    if Set(profile.fields.names) != Set(expected.keys) {
      differences.append("columns \(profile.fields.names), expected \(expected.keys.sorted())")
    }
    if profile.records != Int(cells[5]) {
      differences.append("\(profile.records) rows, expected \(cells[5])")
    }
    let rows = try #require(
      JSONSerialization.jsonObject(with: Data(finite(cells[6]).utf8)) as? [[String: Any]])
    for (name, type) in expected {
      guard let kinds = profile.fields[name]?.kinds else { continue }
      if profile.records <= 10_000, Self.type(kinds) != type.replacingOccurrences(of: "large_", with: "") {
        differences.append("\(name) is \(Self.type(kinds)), expected \(type)")
      }
      let empty = rows.count { $0[name] is NSNull }
      if profile.records == rows.count, kinds[.null].count != empty {
        differences.append("\(kinds[.null].count) empty cells in \(name), expected \(empty)")
      }
    }
    return differences
  }

  /// Infinity is no JSON; that it is no null is all that counts here.
  private func finite(_ rows: String) -> String {
    rows.replacingOccurrences(of: "-Infinity", with: "0").replacingOccurrences(of: "Infinity", with: "0")
  }

  private static func type(_ kinds: KindTallies) -> String {
    let seen = Set(kinds.seen)
    if seen.contains(.string) || seen.isSuperset(of: [.boolean, .integer]) { return "string" }
    if seen.contains(.boolean) { return "bool" }
    return seen == [.integer] ? "int64" : "float64"
  }

  private func content(_ file: File) throws -> [UInt8] {
    let encoding: String.Encoding =
      switch file.encoding {
      case "latin-1": .isoLatin1
      case "utf-16": .utf16
      case "utf-16-le": .utf16LittleEndian
      default: .utf8
      }
    var bytes: [UInt8] = []
    for piece in file.pieces {
      guard case .text(let text) = piece[0], case .count(let count) = piece[1] else { continue }
      let once = try #require(text.data(using: encoding))
      for _ in 0..<count { bytes += once }
    }
    return bytes
  }

  private func golden(_ name: String) throws -> Data {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../fixtures/goldens/\(name)")
    return try Data(contentsOf: file)
  }
}
