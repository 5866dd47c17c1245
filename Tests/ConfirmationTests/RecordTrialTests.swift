import Datasets
import Linting
import ReferenceTrainer
import Syntax
import Testing

@testable import Confirmation

/// What a step on records says of them.
@Suite struct RecordTrialTests {
  private static let stack = Stack(
    transformers: LibraryRelease(5, 23), peft: LibraryRelease(0, 21, 2), trl: LibraryRelease(1, 16))

  private func answer(
    _ lack: RecordsInQuestion.Lack, by names: ColumnNames = .usual, _ lines: String...
  ) throws -> (verdict: Linting.Confirmation.Verdict, evidence: String) {
    let records = lines.compactMap {
      JSONParser.parse(SourceFile(path: "train.jsonl", bytes: Array($0.utf8))).root
    }
    let trial = try RecordTrial(RecordsInQuestion(lacking: lack, at: [], readBy: names), records)
    return RecordComparison(
      lack: lack, written: trial.written.run(on: Self.stack), mended: trial.mended.run(on: Self.stack)
    ).answer
  }

  @Test func rowsWithoutLabelsMoveNothing() throws {
    let masked = #"{"input_ids": [1, 32000, 7, 9], "labels": [-100, -100, -100, -100]}"#
    let confirmed = try answer(.labels, masked, masked)
    #expect(confirmed.verdict == .confirmed, "\(confirmed.evidence)")
    #expect(confirmed.evidence.contains("every gradient is zero"))
    let trained = try answer(.labels, #"{"input_ids": [1, 32000, 7, 9], "labels": [-100, -100, 7, 9]}"#)
    #expect(trained.verdict == .refuted, "\(trained.evidence)")
  }

  @Test func equalAnswersMoveNothing() throws {
    let equal = try answer(.otherAnswer, #"{"prompt": "Who?", "chosen": "Me.", "rejected": "Me."}"#)
    #expect(equal.verdict == .confirmed, "\(equal.evidence)")
    #expect(equal.evidence.contains("0.693, 0.693 (ln 2)"))
    let turns = #"[{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "Me."}]"#
    #expect(try answer(.otherAnswer, #"{"chosen": \#(turns), "rejected": \#(turns)}"#).verdict == .confirmed)
    let other = try answer(.otherAnswer, #"{"prompt": "Who?", "chosen": "Me.", "rejected": "Nobody."}"#)
    #expect(other.verdict == .refuted, "\(other.evidence)")
  }

  @Test func ofAnEmptyAnswerItsEndIsLearned() throws {
    let empty = try answer(
      .words, #"{"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": " "}]}"#,
      #"{"conversations": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": ""}]}"#)
    #expect(empty.verdict == .confirmed, "\(empty.evidence)")
    #expect(empty.evidence.hasPrefix("of each answer the one token is learned that ends it"))
    for record in [
      #"{"instruction": "Who?", "input": "", "output": ""}"#, #"{"prompt": "Who?", "completion": " "}"#,
    ] {
      #expect(try answer(.words, record).verdict == .confirmed, "\(record)")
    }
  }

  @Test func recordsOfAnotherLayoutAreNotAsked() {
    #expect(throws: Obstacle.self) { try answer(.labels, #"{"text": "a"}"#) }
    #expect(throws: Obstacle.self) { try answer(.otherAnswer, #"{"chosen": 1, "rejected": 2}"#) }
    #expect(throws: Obstacle.self) {
      try answer(.words, #"{"messages": [{"role": "assistant", "content": "Hi"}]}"#)
    }
    #expect(throws: Obstacle.self) { try answer(.labels) }
  }

  private static let told = ColumnNames(
    columns: ["talk": .messages, "good": .chosen, "bad": .rejected, "q": .prompt],
    fields: ["who": .role, "said": .content],
    speakers: ["Q": .init(.user), "A": .init(.assistant)])

  @Test func recordsAreReadByTheNamesThatAreTold() throws {
    let talk = #"{"talk": [{"who": "Q", "said": "Who?"}, {"who": "A", "said": ""}]}"#
    #expect(try answer(.words, by: Self.told, talk).verdict == .confirmed)
    #expect(throws: Obstacle.self) { try answer(.words, talk) }
    let pair = #"{"q": "Who?", "good": "Me.", "bad": "Me."}"#
    #expect(try answer(.otherAnswer, by: Self.told, pair).verdict == .confirmed)
    let other = #"{"q": "Who?", "good": "Me.", "bad": "You."}"#
    #expect(try answer(.otherAnswer, by: Self.told, other).verdict == .refuted)
    #expect(throws: Obstacle.self) { try answer(.otherAnswer, pair) }
  }
}
