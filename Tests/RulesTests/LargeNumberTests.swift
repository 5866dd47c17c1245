import Datasets
import Foundation
import Linting
import Setup
import Syntax
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/dataset_values.tsv` says what four releases of `datasets` make of numbers that are large or come late;
/// `huge-integer` and `late-fraction` say the same.
@Suite struct LargeNumberTests {
  /// The same files as in `dataset_values.py`, with the columns of a format beside `a`. `@` stands for those.
  private static let small: [String: (text: String, says: String?)] = [
    "integer of int64.jsonl": ("{@, \"a\": 9223372036854775807}\n", nil),
    "integer of uint64.jsonl": ("{@, \"a\": 9223372036854775808}\n", "huge-integer"),
    "integer beyond uint64.jsonl": ("{@, \"a\": 18446744073709551616}\n", "huge-integer"),
    "integer of 40 digits.jsonl": (
      "{@, \"a\": \(String(repeating: "1", count: 40))}\n", "huge-integer"
    ),
    "integer below int64.jsonl": ("{@, \"a\": -9223372036854775809}\n", "huge-integer"),
    "small, then integer of uint64.jsonl": (
      "{@, \"a\": 1}\n{@, \"a\": 9223372036854775808}\n", "huge-integer"
    ),
    "real, then integer beyond 2^53.jsonl": (
      "{@, \"a\": 0.5}\n{@, \"a\": 9007199254740993}\n", "huge-integer"
    ),
    "integer beyond 2^53, then real.jsonl": (
      "{@, \"a\": 9007199254740993}\n{@, \"a\": 0.5}\n", "huge-integer"
    ),
    "integers beyond 2^53.jsonl": ("{@, \"a\": 9007199254740993}\n{@, \"a\": 9007199254740993}\n", nil),
    "integer beyond 2^53 and null.jsonl": ("{@, \"a\": 9007199254740993}\n{@, \"a\": null}\n", nil),
    "integer beyond int64 in a field.jsonl": (
      "{@, \"a\": {\"i\": 9223372036854775808}}\n{@, \"a\": {\"i\": 1}}\n", "huge-integer"
    ),
    "integer beyond int64 in a list.jsonl": (
      "{@, \"a\": [1, 9223372036854775808]}\n{@, \"a\": [2]}\n", "huge-integer"
    ),
    "integer beyond int64 beside another key.jsonl": (
      "{@, \"a\": {\"i\": 9223372036854775808}}\n{@, \"a\": {\"i\": 1, \"j\": 2}}\n", "huge-integer"
    ),
    "integer beyond 2^53 and real beside another key.jsonl": (
      "{@, \"a\": {\"i\": 9007199254740993}}\n{@, \"a\": {\"i\": 0.5, \"j\": 2}}\n", "huge-integer"
    ),
    "integer beyond uint64 in an array.json": (
      "[{@, \"a\": 18446744073709551616}, {@, \"a\": 1}]", "huge-integer"
    ),
    "integer beyond uint64 in a field of an array.json": (
      "[{@, \"a\": {\"i\": 18446744073709551616}}, {@, \"a\": {\"i\": 1}}]", "huge-integer"
    ),
    "integer below int64 in an array.json": (
      "[{@, \"a\": -9223372036854775809}, {@, \"a\": 1}]", "huge-integer"
    ),
  ]

  /// What comes first, which is written until the first portion is full, and what comes late.
  private static let large: [String: (first: String, late: String, says: String?)] = [
    "late real behind integers.jsonl": ("1", "0.5", "late-fraction"),
    "late whole real behind integers.jsonl": ("1", "2.0", nil),
    "late whole real with an exponent behind integers.jsonl": ("1", "1.5e1", nil),
    "late whole real beyond int64 behind integers.jsonl": ("1", "1e19", "late-fraction"),
    "late NaN behind integers.jsonl": ("1", "NaN", "late-fraction"),
    "late integer behind reals.jsonl": ("0.5", "1", nil),
    "late integer beyond 2^53 behind reals.jsonl": ("0.5", "9007199254740993", "huge-integer"),
    "late integer beyond int64 behind reals.jsonl": ("0.5", "9223372036854775808", "huge-integer"),
    "late integer beyond int64 behind integers.jsonl": ("1", "18446744073709551616", "huge-integer"),
    "late real in a field.jsonl": ("{\"i\": 1}", "{\"i\": 0.5}", "late-fraction"),
    "late real in a list.jsonl": ("[1]", "[0.5]", "late-fraction"),
    "late integer beyond int64 in a field.jsonl": (
      "{\"i\": 1}", "{\"i\": 9223372036854775808}", "huge-integer"
    ),
    "late integer beyond int64 in a list.jsonl": ("[1]", "[9223372036854775808]", "huge-integer"),
  ]

  @Test func numbersAreSpokenOfAsTheyAreRead() throws {
    let rows = try Golden.rows("dataset_values.tsv").filter { $0[1].hasPrefix("datasets ") }
    for (name, file) in Self.small {
      try check(file.text.replacing("@", with: Self.columns), file.says, rows.filter { $0[0] == name }, name)
    }
  }

  @Test func lateNumbersAreSpokenOfAsTheyAreRead() throws {
    let rows = try Golden.rows("dataset_values.tsv").filter { $0[1].hasPrefix("datasets ") }
    let note = String(repeating: "x", count: 1000)
    for (name, file) in Self.large {
      let first = "{\(Self.columns), \"a\": \(file.first), \"b\": \"\(note)\"}\n"
      let early = String(repeating: first, count: (10 << 20) / first.utf8.count + 100)
      let text = early + "{\(Self.columns), \"a\": \(file.late), \"b\": \"x\"}\n"
      try check(text, file.says, rows.filter { $0[0] == name }, name)
    }
  }

  /// The column may be one of doubles before whatever comes late.
  @Test func whatIsDoubleAlreadyTakesFractions() throws {
    let note = String(repeating: "x", count: 1000)
    for (name, first, says) in [
      ("late real behind a whole real.jsonl", "1.0", nil),
      ("late real behind an integer beyond int64.jsonl", "9223372036854775808", "huge-integer"),
    ] {
      let filler = "{\(Self.columns), \"a\": 1, \"b\": \"\(note)\"}\n"
      let text =
        "{\(Self.columns), \"a\": \(first), \"b\": \"x\"}\n"
        + String(repeating: filler, count: (10 << 20) / filler.utf8.count + 100)
        + "{\(Self.columns), \"a\": 0.5, \"b\": \"x\"}\n"
      let rows = try Golden.rows("dataset_values.tsv").filter {
        $0[0] == name && $0[1].hasPrefix("datasets ")
      }
      try check(text, says, rows, name)
    }
  }

  private static let columns = "\"prompt\": \"p\", \"completion\": \"c\""

  /// Says `says` of the text, as an error where the release refuses it, as less where it loads, and nothing where it loads
  /// with all digits.
  private func check(_ text: String, _ says: String?, _ rows: [[String]], _ name: String) throws {
    #expect(
      Set(rows.map { $0[1] }) == Set(["2.14.7", "2.21.0", "3.6.0", "5.2.0"].map { "datasets \($0)" }),
      "\(name)")
    for row in rows {
      let release = String(row[1].dropFirst("datasets ".count))
      let found = try findings(text, in: name.hasSuffix(".json") ? "train.json" : "train.jsonl", release)
      if row[2] == "refuses" {
        #expect(found.map(\.rule) == [says].compactMap(\.self), "\(name) \(release)")
        #expect(found.allSatisfy { $0.severity == .error }, "\(name) \(release)")
      } else if !row[4].contains("float64") {
        #expect(row[4].contains("Json") || row[4].contains("int64"), "\(name) \(release)")
        #expect(found.isEmpty, "\(name) \(release)")
      } else {
        #expect(found.map(\.rule) == [says].compactMap(\.self), "\(name) \(release)")
        #expect(found.allSatisfy { $0.severity == .info }, "\(name) \(release)")
      }
    }
  }

  private func findings(_ text: String, in path: String, _ release: String) throws -> [Finding] {
    try FilesInMemory([path: text], versions: [.datasets: "==\(release)"]).findings(by: [
      HugeInteger.self, LateFraction.self, ColumnTypeChanges.self, LateNonNull.self,
    ])
  }
}
