import Foundation
import Linting
import Setup
import Testing

@testable import Rules
@testable import glmlint

/// `fixtures/goldens` say what trl, LLaMA-Factory and axolotl make of empty answers; `empty-answer` says the same.
@Suite struct EmptyAnswerTests {
  @Test func trlTrainsTheEndAtMost() throws {
    let cases = try #require(
      JSONSerialization.jsonObject(with: Golden.data("trainer_records.json"))
        as? [String: [String: [[String: Any]]]])
    let rows = try Golden.rows("trainer_records.tsv")
    var seen = 0
    for (group, name) in [
      ("sft", "completion empty text, one row"), ("sft", "completion white space, one row"),
      ("kto", "completion empty, one row"), ("dpo", "explicit prompt, texts, chosen is empty, one row"),
      ("dpo", "explicit prompt, texts, chosen is white space, one row"),
      ("dpo", "explicit prompt, texts, rejected is empty, one row"),
      ("dpo", "implicit prompt, texts, chosen is empty, one row"),
      ("dpo", "implicit prompt, texts, rejected is empty, one row"),
    ] {
      let records = try #require(cases[group]?[name], "\(name)")
      let found = try findings(["train.jsonl": try lines(records)])
      #expect(found.map(\.rule) == ["empty-answer"], "\(name)")
      let effect = try #require(found.first?.effect, "\(name)")
      for row in rows where row[0] == "\(group): \(name)" {
        seen += 1
        #expect((row[4] == "trains") == (effect.when == .silently), "\(row)")
        if row[4] != "trains" { #expect(effect.text.contains(row[5].prefix { $0 != ":" }), "\(row)") }
        let words = row[6].split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        if row[4] == "trains", group == "dpo" { #expect(words.contains("<e>"), "\(row)") }
      }
    }
    #expect(seen == 24)
  }

  @Test func llamaFactoryTrainsTheEndAndTakesRatedOnesForBad() throws {
    let rows = try Golden.rows("dataset_info_cases.tsv").filter { $0[0].hasPrefix("answers: ") }
    func outcomes(_ name: String) -> [[String]] { rows.filter { $0[0] == "answers: \(name)" } }
    for row in outcomes("alpaca, output empty, first") { #expect(row[6].contains(" => </s>"), "\(row)") }
    for row in outcomes("kto, output empty, first") { #expect(row[6].hasSuffix("tags False,False,True")) }
    #expect(outcomes("alpaca, output empty, first").count == 7)
    #expect(outcomes("kto, output empty, first").count == 7)
    let records =
      #"{"q": "1", "a": "x", "good": true}\#n{"q": "2", "a": "", "good": true}\#n{"q": "3", "a": "y"}\#n"#
    let rated = try findings([
      "dataset_info.json":
        #"{"set": {"file_name": "train.jsonl", "columns": {"prompt": "q", "response": "a", "kto_tag": "good"}}}"#,
      "train.jsonl": records,
    ])
    #expect(rated.map(\.severity) == [.warning])
    #expect(rated.first?.effect?.text.contains("bad ones") == true)
    #expect(rated.first?.experiment == nil)
    let told = try findings([
      "dataset_info.json":
        #"{"set": {"file_name": "train.jsonl", "columns": {"prompt": "q", "response": "a"}}}"#,
      "train.jsonl": records,
    ])
    #expect(told.map { $0.experiment != nil } == [true])
  }

  @Test func axolotlLearnsNothing() throws {
    let rows = try Golden.rows("axolotl_setups.tsv").filter { $0[0].hasPrefix("answers: ") }
    let empty = rows.filter { $0[0].hasSuffix("output empty") }
    #expect(empty.count == 2)
    for row in empty { #expect(row[2].hasSuffix("=> "), "\(row)") }
    let found = try findings([
      "config.yaml":
        "base_model: Qwen/Qwen2.5-0.5B\nsequence_len: 512\ndatasets:\n  - path: train.jsonl\n    ds_type: json\n    type: alpaca\n",
      "train.jsonl": (0..<3).map {
        #"{"instruction": "\#($0)", "input": "", "output": "\#($0 == 1 ? "" : "a")"}"# + "\n"
      }.joined(),
    ])
    #expect(
      found.map { $0.effect?.text } == [
        "axolotl learns nothing of answers without a character, not even to end them"
      ])
  }

  @Test func placesForAnswersAreNoAnswers() throws {
    let records = ["", "", "a"].map { #"{"prompt": "p", "completion": "\#($0)"}"# + "\n" }
    #expect(try findings(["train.jsonl": records.joined()]).isEmpty)
  }

  @Test func fewAreANote() throws {
    let records = (0..<200).map {
      #"{"prompt": "p\#($0)", "completion": "\#($0 == 7 ? "\\n" : "a")"}"# + "\n"
    }
    let found = try findings(["train.jsonl": records.joined()])
    #expect(found.map(\.severity) == [.info])
    #expect(found.first?.occurrences?.count == 1)
    #expect(found.first?.occurrences?.total == 200)
  }

  private func lines(_ records: [[String: Any]]) throws -> String {
    try records.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n"
    }.joined()
  }

  private func findings(_ files: [String: String]) throws -> [Finding] {
    try FilesInMemory(files).findings(by: [EmptyAnswer.self])
  }
}
