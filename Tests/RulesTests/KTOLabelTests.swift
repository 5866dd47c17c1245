import Foundation
import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/trainer_records.tsv` says what KTOTrainer of three releases makes of labels; `kto-label-not-bool` says the
/// same.
@Suite struct KTOLabelTests {
  /// Not said: labels of two types, of which `column-type-changes` says what `datasets` makes of them.
  private static let others: Set<String> = [
    "label 1 and 0, one true", "label 1 and 0, one text", "label true and false, one text",
    "label true and false, one number", "label true and false, one list",
  ]

  @Test func labelsAreSpokenOfAsKTOTrainerTakesThem() throws {
    let all = try JSONSerialization.jsonObject(with: Golden.data("trainer_records.json")) as? [String: Any]
    let cases = try #require(all?["kto"] as? [String: [Any]]).filter {
      $0.key.contains("label") && !Self.others.contains($0.key) && !$0.key.contains("no prompt")
    }
    let rows = try Golden.rows("trainer_records.tsv")
    #expect(cases.count >= 20)
    for (name, records) in cases {
      let lines = try records.map {
        String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n"
      }
      for release in ["0.15.2", "0.24.0", "1.16.0"] {
        let outcomes = rows.filter { $0[0] == "kto: \(name)" && $0[2] == "trl \(release)" }
        #expect(!outcomes.isEmpty, "\(name) \(release)")
        let isRefused = outcomes.allSatisfy { $0[4].hasPrefix("refuses") }
        let found = try findings(lines.joined(), trl: release)
        #expect(found.map(\.severity) == (isRefused ? [.error] : []), "\(name) \(release)")
        for row in outcomes where isRefused {
          let error = String(row[5].prefix { $0 != ":" })
          #expect(found.first?.effect?.text.contains(error) == true, "\(name) \(release)")
        }
      }
    }
  }

  private func findings(_ lines: String, trl release: String) throws -> [Finding] {
    let script = """
      from datasets import load_dataset
      from trl import KTOConfig, KTOTrainer

      KTOTrainer(
          model="Qwen/Qwen2.5-0.5B-Instruct",
          args=KTOConfig(output_dir="out"),
          train_dataset=load_dataset("json", data_files="train.jsonl", split="train"),
      ).train()
      """
    return try FilesInMemory(["train.py": script, "train.jsonl": lines], versions: [.trl: "==\(release)"])
      .findings(by: [KTOLabelNotBool.self])
  }
}
