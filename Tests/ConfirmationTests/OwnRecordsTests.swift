import ReferenceTrainer
import Setup
import Syntax
import Testing

@testable import Confirmation

/// Which of the user's records a run is made on.
@Suite struct OwnRecordsTests {
  private func nodes(_ lines: String...) -> [ConfigNode] {
    lines.compactMap { JSONParser.parse(SourceFile(path: "train.jsonl", bytes: Array($0.utf8))).root }
  }

  @Test func theFirstUsableOnesAreTaken() throws {
    let long = String(repeating: "long ", count: 200)
    let own = try #require(
      OwnRecords(
        nodes(
          #"{"prompt": "\#(long)", "completion": "no"}"#, #"{"prompt": "", "completion": "no"}"#,
          #"{"prompt": null, "completion": "no"}"#, #"{"prompt": "no", "completion": 1.5}"#,
          #"{"prompt": "Why?", "completion": " So.", "id": 7}"#, #"{"text": "no"}"#,
          #"{"prompt": "Wie? ü", "completion": " Ja."}"#), .promptCompletion, file: "train.jsonl"))
    #expect(
      own.rows == [
        TextRecord(["prompt": .text("Why?"), "completion": .text(" So."), "id": .text("7")]),
        TextRecord(["prompt": .text("Wie? ü"), "completion": .text(" Ja.")]),
      ])
    #expect(own.asPairs == nil)
  }

  @Test func aConversationBecomesAPair() throws {
    let own = try #require(
      OwnRecords(
        nodes(
          #"{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}"#),
        .shareGPT, file: "train.jsonl"))
    let message = TextRecord.Message(role: "user", content: "Hi")
    #expect(
      own.asPairs == [
        TextRecord([
          "prompt": .messages([message]),
          "completion": .messages([TextRecord.Message(role: "assistant", content: "Hello")]),
        ])
      ])
  }

  @Test func nothingIsTakenOfAnotherLayout() {
    let chat = nodes(
      #"{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yo"}]}"#)
    #expect(OwnRecords(chat, .messages, file: "train.jsonl") != nil)
    #expect(OwnRecords(chat, .promptCompletion, file: "train.jsonl") == nil)
    #expect(OwnRecords(nodes(#"{"text": "What? That."}"#), .text, file: "train.jsonl") == nil)
    #expect(
      OwnRecords(
        nodes(#"{"messages": [{"role": "user", "content": ["parts"]}]}"#), .messages, file: "train.jsonl")
        == nil)
    #expect(OwnRecords([], .messages, file: "train.jsonl") == nil)
  }
}
