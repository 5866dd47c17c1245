import Datasets
import Foundation
import Linting
import Rules
import Setup
import Syntax
import Testing

@testable import glmlint

/// `fixtures/goldens/file_pairs.tsv` says which pairs of files seven releases of `datasets` load by one call;
/// `files-with-different-columns` and `files-with-different-types` say the same.
@Suite struct FilePairTests {
  /// What becomes of these hangs on texts that may say a number, or on keys that only old releases want.
  private let notSaid: Set = [
    "type text", "type bool text", "nested lacks", "list nested lacks", "nested lacks, first varies",
    "empty object first", "text in empty object list", "mixed first, list later",
    "type list, mixed later",
  ]

  @Test func pairsAreRefusedAsTheLoaderRefusesThem() throws {
    let pairs: [String: [String]] = try Golden.cases("file_pairs.json")
    let table = try Golden.rows("file_pairs.tsv")
    #expect(table.count == pairs.count * 2 * 7)
    var said = 0
    for cells in table {
      let (name, how, release, outcome) = (cells[0], cells[1], cells[2], cells[3])
      let files = try #require(pairs[name])
      let refuses = try findings(files, how, release)
      if notSaid.contains(name) {
        #expect(!refuses, "\(cells)")
      } else {
        #expect(refuses == (outcome == "refuses"), "\(cells)")
        said += 1
      }
    }
    #expect(said == 1064)
  }

  @Test func streamsAreNotSpokenOf() throws {
    let files = ["{\"a\": null}\n", "{\"a\": [1], \"b\": 2}\n"]
    #expect(try findings(files, "list", "3.6.0"))
    #expect(try !findings(files, "list", "3.6.0", more: ", streaming=True"))
  }

  private func findings(
    _ files: [String], _ how: String, _ release: String, more: String = ""
  ) throws -> Bool {
    let named = how == "list" ? #"["1.jsonl", "2.jsonl"]"# : #"{"train": "1.jsonl", "validation": "2.jsonl"}"#
    let script = """
      from datasets import load_dataset
      from trl import SFTTrainer

      data = load_dataset("json", data_files=\(named)\(more))
      SFTTrainer("m", train_dataset=data["train"])

      """
    let project = try FilesInMemory([
      "train.py": script, "1.jsonl": files[0], "2.jsonl": files[1],
      "requirements.txt": "datasets==\(release)\n",
    ])
    return project.findings(
      by: Registry.rules,
      RuleSelection(select: ["files-with-different-columns", "files-with-different-types"])
    )
    .contains { $0.severity == .error && $0.certainty == .certain }
  }
}
