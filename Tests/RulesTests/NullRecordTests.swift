import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/dataset_values.tsv` says what ten releases of `datasets` make of arrays with null among their elements;
/// `jsonl-syntax` says the same.
@Suite struct NullRecordTests {
  private static let files = [
    "null, then a record in an array.json": #"[null, {"prompt": "a", "completion": "b"}]"#,
    "null over lines, then a record in an array.json": """
    [
      null,
      {"prompt": "a", "completion": "b"}
    ]
    """,
    "null, then a record in an array.jsonl": #"[null, {"prompt": "a", "completion": "b"}]"#,
    "a record, then null in an array.json": #"[{"prompt": "a", "completion": "b"}, null]"#,
    "null between records in an array.json":
      #"[{"prompt": "a", "completion": "b"}, null, {"prompt": "c", "completion": "d"}]"#,
  ]

  @Test func nullIsSpokenOfAsTheLoadersTakeIt() throws {
    let rows = try Golden.rows("dataset_values.tsv").filter { $0[1].hasPrefix("datasets ") }
    for (name, text) in Self.files {
      let outcomes = rows.filter { $0[0] == name }
      #expect(outcomes.count == 10, "\(name)")
      for row in outcomes {
        let release = String(row[1].dropFirst("datasets ".count))
        let found = try findings(text, in: name.hasSuffix("l") ? "train.jsonl" : "train.json", release)
        #expect(found.map(\.rule) == ["jsonl-syntax"], "\(name) \(release)")
        let effect = try #require(found.first?.effect, "\(name) \(release)")
        if row[2] == "refuses" {
          #expect(found[0].severity == .error && effect.when == .start, "\(name) \(release)")
          #expect(effect.text.contains("signal 11") == (row[7] == "signal 11"), "\(name) \(release)")
        } else {
          // One column of records is as good as none.
          let isOneColumn = row[4].hasPrefix("{'text'")
          #expect(effect.when == .silently, "\(name) \(release)")
          #expect(found[0].severity == (isOneColumn ? .error : .warning), "\(name) \(release)")
          #expect(effect.text.contains("one column `text`") == isOneColumn, "\(name) \(release)")
        }
      }
    }
  }

  private func findings(_ text: String, in name: String, _ release: String) throws -> [Finding] {
    try FilesInMemory([name: text], versions: [.datasets: "==\(release)"]).findings(by: [JSONLSyntax.self])
  }
}
