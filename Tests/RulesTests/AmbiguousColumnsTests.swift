import Foundation
import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens/trl_setups.tsv` says what SFTTrainer of four releases makes of records by their columns;
/// `ambiguous-format-columns` says the same.
@Suite struct AmbiguousColumnsTests {
  private struct Case {
    let name: String
    let lines: String
  }

  /// What a release did with a case, under each seed of Python's hashes.
  private struct Outcome {
    let trains: Bool
    let error: String
    /// The third record's tokens; those without loss in parentheses.
    let prepared: String
  }

  @Test func columnsAreSpokenOfAsTheTrainerTakesThem() throws {
    let cases = try Self.cases()
    #expect(cases.count > 30)
    var spoken: Set<String> = []
    for golden in cases {
      for release in ["0.9.6", "0.15.2", "0.24.0", "1.16.0"] {
        let outcomes = try Self.outcomes(golden.name, release)
        let found = try findings(golden.lines, trl: release)
        let what = Comment(rawValue: "\(golden.name) \(release)")
        #expect(!outcomes.isEmpty && found.count <= 1, what)
        let isKeyError = outcomes.allSatisfy { $0.error.hasPrefix("KeyError: 'completion'") }
        #expect((found.first?.severity == .error) == isKeyError, what)
        switch found.first?.severity {
        case .warning?: #expect(Set(outcomes.map(\.trains)) == [true, false], what)
        case .info?: checkNote(golden.name, release, outcomes, what)
        case .error?, nil: break
        }
        if !found.isEmpty { spoken.insert(golden.name) }
      }
    }
    #expect(
      spoken.isSuperset(of: ["sft text and messages", "sft text and prompt", "sft messages and prompt"]))
    #expect(spoken.isDisjoint(with: ["sft text", "sft messages", "sft prompt and completion"]))
  }

  /// A note says what is trained, and what is not.
  private func checkNote(_ name: String, _ release: String, _ outcomes: [Outcome], _ what: Comment) {
    let prepared = outcomes.filter(\.trains).map(\.prepared)
    #expect(!prepared.isEmpty, what)
    if name == "sft text and messages" {
      #expect(prepared.allSatisfy { !$0.contains("text2") && $0.contains("<user>") }, what)
    } else {
      let isOld = ["0.9.6", "0.15.2"].contains(release)
      #expect(prepared.allSatisfy { $0.hasPrefix("(") == !isOld }, what)
    }
  }

  private static func cases() throws -> [Case] {
    let all = try JSONSerialization.jsonObject(with: Golden.data("trl_setups.json")) as? [String: Any]
    let columns = try #require(all?["columns"] as? [String: [String: Any]])
    return try columns.compactMap { name, fields in
      guard name.hasPrefix("sft "), fields["arguments"] == nil, let records = fields["records"] as? [Any]
      else {
        return nil
      }
      let lines = try records.map {
        String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n"
      }
      return Case(name: name, lines: lines.joined())
    }
  }

  private static func outcomes(_ name: String, _ release: String) throws -> [Outcome] {
    try Golden.rows("trl_setups.tsv").filter { $0[0] == "columns: \(name)" && $0[2] == "trl \(release)" }.map
    {
      Outcome(trains: $0[4] == "trains", error: $0[5], prepared: $0[6])
    }
  }

  /// trl 0.9.6 trains the column that is named.
  @Test func aNamedTextIsTrainedByOldReleases() throws {
    let lines = #"{"text": "a", "messages": [{"role": "user", "content": "a"}]}"#
    let named = #"output_dir="out", dataset_text_field="text""#
    #expect(try findings(lines, trl: "0.9.6", options: named).isEmpty)
    #expect(try findings(lines, trl: "0.15.2", options: named).map(\.severity) == [.info])
    #expect(try findings(lines, trl: "0.9.6").map(\.severity) == [.info])
  }

  /// What a step of the script makes of the columns is not known.
  @Test(arguments: [#".remove_columns(["prompt"])"#, ".map(shape)", #".rename_column("prompt", "x")"#])
  func changedColumnsAreNotSpokenOf(step: String) throws {
    let lines = #"{"text": "a", "prompt": "b"}"#
    #expect(try findings(lines, trl: "1.16.0").map(\.severity) == [.error])
    #expect(try findings(lines, trl: "1.16.0", step: step).isEmpty)
  }

  private func findings(
    _ lines: String, trl release: String, options: String = #"output_dir="out""#, step: String = ""
  ) throws -> [Finding] {
    let script = """
      from datasets import load_dataset
      from trl import SFTConfig, SFTTrainer

      SFTTrainer(
          model="Qwen/Qwen2.5-0.5B",
          args=SFTConfig(\(options)),
          train_dataset=load_dataset("json", data_files="train.jsonl", split="train")\(step),
      ).train()
      """
    return try FilesInMemory(["train.py": script, "train.jsonl": lines], versions: [.trl: "==\(release)"])
      .findings(by: [AmbiguousFormatColumns.self])
  }
}
