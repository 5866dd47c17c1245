import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/late_types.tsv` says which values of another type `datasets` takes behind the first 10 MiB;
/// `column-type-changes` and `late-fraction` say the same.
@Suite struct LateTypesTests {
  /// A change of types, and what became of it by release.
  private struct Change {
    let first: String
    let later: String
    var outcomes: [String: String] = [:]

    /// Whether the value alone decides, which no rule knows: texts in a column of numbers or booleans.
    var hangsOnText: Bool { later.hasPrefix("\"") && ["integer", "real", "boolean"].contains(first) }
  }

  private static let firstValues = [
    "integer": "7", "real": "0.5", "text": "\"x\"", "boolean": "true", "list": "[7]", "object": "{\"k\": 7}",
  ]
  private static let places = [
    "column": "@", "field": "{\"f\": @}", "element": "[@]", "field of an element": "[{\"f\": @}]",
  ]

  @Test(arguments: ["column", "field", "element", "field of an element"])
  func lateValuesAreSpokenOfAsTheyAreRead(_ place: String) throws {
    let changes = try changes(at: place)
    #expect(changes.count == 75)
    let text = try data(changes, #require(Self.places[place]))
    for release in ["3.6.0", "5.2.0"] {
      let found = try columnsFound(in: text, release)
      for (number, change) in changes.enumerated() {
        let isRefused = change.outcomes[release] == "refuses"
        let isSaid = found.contains(number)
        let isUnknown = release != "3.6.0" && change.hangsOnText
        #expect(
          isSaid == (isRefused && !isUnknown), "\(release): \(change.later) behind \(change.first), \(place)")
      }
    }
  }

  /// The releases from 4.7 on, which read such columns anew, do the same.
  private func changes(at place: String) throws -> [Change] {
    var changes: [String: Change] = [:]
    for row in try Golden.rows("late_types.tsv") where row[0] == place {
      let release = String(row[3].dropFirst("datasets ".count))
      changes[row[1] + "\t" + row[2], default: Change(first: row[1], later: row[2])].outcomes[release] =
        row[4]
    }
    for change in changes.values {
      #expect(Set(change.outcomes.keys) == ["3.6.0", "4.7.0", "4.8.5", "5.2.0"])
      #expect(change.outcomes["4.7.0"] == change.outcomes["5.2.0"])
      #expect(change.outcomes["4.8.5"] == change.outcomes["5.2.0"])
    }
    return changes.sorted { $0.key < $1.key }.map(\.value)
  }

  /// All changes in one file, each in a column of its own, behind a first portion that has none.
  private func data(_ changes: [Change], _ place: String) throws -> String {
    func record(_ value: (Change) throws -> String) rethrows -> String {
      let columns = try changes.enumerated().map { number, change in
        try "\"c\(number)\": " + place.replacing("@", with: value(change))
      }
      return "{\"prompt\": \"p\", \"completion\": \"c\", " + columns.joined(separator: ", ") + "}\n"
    }
    let first = try record { try #require(Self.firstValues[$0.first]) }
    let early = String(repeating: first, count: (10 << 20) / first.utf8.count + 100)
    return early + record(\.later) + first
  }

  /// The numbers of the columns that something is said of.
  private func columnsFound(in text: String, _ release: String) throws -> Set<Int> {
    let found = try FilesInMemory(["train.jsonl": text], versions: [.datasets: "==\(release)"]).findings(by: [
      ColumnTypeChanges.self, LateFraction.self,
    ])
    let columns = found.map { finding in
      finding.message.split(separator: "`").first?.split(separator: "/").first?.dropFirst().description ?? ""
    }
    return try Set(columns.map { try #require(Int($0)) })
  }
}
