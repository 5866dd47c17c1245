import Datasets
import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/dataset_loaders.tsv` says which files four releases of `datasets` load and refuse; the rules say the
/// same, and name the same column.
@Suite struct DatasetLoaderTests {
  private struct Row {
    let file: String
    let release: String
    let loads: Bool
    let column: String
  }

  private struct File: Decodable {
    let suffix: String
    let pieces: [Golden.Piece]
    var latin1: Bool?
    var filler: Int?
  }

  /// What `datasets` refuses and no rule says yet, and why.
  private static let notSaid: Set<String> = [
    // There is nothing in these.
    "empty", "white space",
    // Texts that are times are for `timestamp-coercion`.
    "late text behind dates",
    // A column of numbers takes "12", and not "x".
    "late string behind number 5.2.0", "late string behind number in list 5.2.0",
    // One record alone goes other ways, by the release; such a file is no data set.
    "duplicate key", "duplicate key escaped", "duplicate nested key", "dup in struct",
  ]

  @Test func filesAreRefusedAsTheLoadersRefuseThem() throws {
    let files: [String: File] = try Golden.cases("dataset_files.json")
    let rows = try Golden.rows("dataset_loaders.tsv").map { parts in
      Row(file: parts[0], release: parts[1], loads: parts[2] == "loads", column: parts[3])
    }
    #expect(Set(rows.map(\.release)) == ["2.14.7", "2.21.0", "3.6.0", "5.2.0"])
    #expect(rows.count == 4 * files.count)
    var differences: [String] = []
    for (name, file) in files where !Self.notSaid.contains(name) {
      let refusals = try refusals(of: file)
      for row in rows where row.file == name && !Self.notSaid.contains("\(name) \(row.release)") {
        let said = try refusals.filter { try $0.holds(for: row.release) }
        if said.isEmpty != row.loads {
          differences.append(
            "\(name) \(row.release): \(row.loads ? "loads" : "refuses"), said \(said.map(\.text))")
        } else if !row.column.isEmpty, !said.contains(where: { $0.names(row.column) }) {
          differences.append("\(name) \(row.release): \(row.column), said \(said.map(\.text))")
        }
      }
    }
    #expect(differences.sorted() == [])
  }

  /// Something that is said of a file, with the effects it may have.
  private struct Refusal {
    let text: String
    let effects: [Effect]
    /// By the syntax, whatever the release.
    let isSyntax: Bool

    /// Whether it speaks of a column, or of the last key of its path; what is wrong with the syntax names none.
    func names(_ column: String) -> Bool {
      let key = column.split(separator: "/").last ?? ""
      return isSyntax || text.contains("`\(column)`") || text.contains("key `\(key)`")
    }

    func holds(for release: String) throws -> Bool {
      if isSyntax { return true }
      var versions = LibraryVersions()
      versions.override(
        .datasets, .init(versions: try #require(VersionSpecifier.parse("==\(release)")), span: nil))
      return effects.contains { $0.condition.isCertain(under: versions) && $0.severity == .error }
    }
  }

  private func refusals(of file: File) throws -> [Refusal] {
    let path = "train." + file.suffix
    let workspace = try FilesInMemory(bytes: [path: content(file)]).workspace()
    let document = try #require(workspace.store.document(at: path))
    let rules: [any FileRule.Type] = [
      ColumnTypeChanges.self, DuplicateJSONKeys.self, LateNonNull.self, LateNewColumn.self,
      DeepNesting.self, HugeInteger.self, LateFraction.self,
    ]
    let observed = rules.flatMap { $0.check(document, in: workspace) }.map {
      Refusal(text: $0.message, effects: $0.effects, isSyntax: false)
    }
    // These three pyarrow takes; jsonl-syntax speaks of them for the sake of other readers.
    let taken: Set<SyntaxFault.Kind> = [.secondRecord, .spansLines, .notANumber]
    let faults = workspace.profile(at: path)?.faults.byKind.keys.filter { !taken.contains($0) } ?? []
    return observed + faults.map { Refusal(text: $0.rawValue, effects: [], isSyntax: true) }
  }

  private func content(_ file: File) -> [UInt8] {
    file.pieces.flatMap { piece in
      piece.bytes { text in
        let filled = file.filler.map {
          text.replacingOccurrences(of: "\u{1}", with: String(repeating: "x", count: $0))
        }
        let text = filled ?? text
        return file.latin1 == true ? text.unicodeScalars.map { UInt8($0.value) } : Array(text.utf8)
      }
    }
  }
}
