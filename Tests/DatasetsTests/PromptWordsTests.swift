import Testing

@testable import Datasets
@testable import Syntax

/// How many words stand before what is to be learned.
@Suite struct PromptWordsTests {
  private func words(_ text: String, by names: ColumnNames = .usual) throws -> PromptWords {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: ["train.jsonl": Array(text.utf8)])
    return try DatasetScanner.profile("train.jsonl", source: source, observing: .all, names: names).prompts
  }

  private static let told = ColumnNames(
    columns: ["talk": .messages, "instruction": .instruction, "input": .input, "output": .output],
    fields: ["role": .role, "content": .content])

  private func talk(_ turns: (String, String)...) -> String {
    let made = turns.map { #"{"role": "\#($0.0)", "content": "\#($0.1)"}"# }
    return #"{"talk": [\#(made.joined(separator: ", "))]}"#
  }

  /// A text of `count` letters that stand behind blanks.
  private func text(_ count: Int) -> String { "x" + String(repeating: " word", count: count) }

  @Test func wordsOfThePromptAreCounted() throws {
    let words = try words(
      """
      {"prompt": "\(text(100))", "completion": "\(text(900))"}
      {"prompt": "\(text(512))", "completion": "a"}
      {"prompt": "\(text(511))", "completion": "a"}
      {"prompt": "\(text(600))"}
      {"messages": [{"role": "system", "content": "\(text(300))"}, {"role": "user", "content": "\(text(300))"}, {"role": "assistant", "content": "a"}]}
      {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "\(text(700))"}, {"from": "human", "value": "\(text(700))"}]}
      {"messages": [{"role": "user", "content": [{"type": "text", "text": "\(text(800))"}]}, {"role": "assistant", "content": "a"}]}
      """)
    #expect(words.records(withAtLeast: 512).first.map(\.line) == [2, 5, 7])
    #expect(words.records(withAtLeast: 768).first.map(\.line) == [7])
    #expect(words.records(withAtLeast: 10).count == 5)
  }

  @Test(arguments: [
    "</think>", "<thinking>", "</reasoning>", "◁/think▷", "<|channel|>", "[THINK]", "<|END_THINKING|>",
    #"\u003c/think\u003e"#, #"\n</think>\n"#,
  ])
  func answersWithThoughtsAreNotCounted(_ mark: String) throws {
    let words = try words(talk(("user", text(100)), ("assistant", mark + text(500))), by: Self.told)
    #expect(words.records(withAtLeast: 64, in: .record).count == 1)
    #expect(words.records(withAtLeast: 256, in: .record).count == 0)
  }

  @Test(arguments: [
    "think >", "a > b", "[THIN", "[", "|", "|chan", "THINKING|", ">", "▶", "“”", #"\n\\u"#, #"caf\u00e9 >"#,
  ])
  func otherAnswersAreCounted(_ beginning: String) throws {
    let words = try words(talk(("user", text(100)), ("assistant", beginning + text(500))), by: Self.told)
    #expect(words.records(withAtLeast: 256, in: .record).count == 1)
  }

  @Test func whatIsNoLetterBehindABlankIsNoWord() throws {
    let words = try words(
      #"{"prompt": "\#(String(repeating: "\\nword 1 模 . \\u0061", count: 100))", "completion": "a"}"#)
    #expect(words.records(withAtLeast: 64).count == 0)
  }

  /// A number of words in a bucket may be too few by what the bucket's others have.
  @Test func noRecordWithFewerWordsIsCounted() throws {
    let lines = (60..<300).map { #"{"prompt": "\#(text($0))", "completion": "a"}"# }
    let words = try words(lines.joined(separator: "\n"))
    for limit in 64..<320 {
      #expect(words.records(withAtLeast: limit).count <= max(0, 300 - limit))
      let isExact = [64, 80, 96, 112, 128, 160, 192, 224, 256].contains(limit)
      if isExact { #expect(words.records(withAtLeast: limit).count == 300 - limit) }
    }
  }

  @Test func turnsBeforeTheLastTwoAreCountedByToldNames() throws {
    let lines = [
      talk(("user", text(40)), ("assistant", text(40)), ("user", "so"), ("assistant", "b")),
      talk(("user", text(40)), ("assistant", "a"), ("user", text(40)), ("assistant", text(90))),
      talk(("user", text(90)), ("assistant", text(90))),
      talk(
        ("user", "a"), ("assistant", "<think>" + text(90) + "</think>"), ("user", "a"), ("assistant", "b")),
      talk(("user", "a"), ("function_call", text(90)), ("tool", text(90)), ("assistant", "b")),
      talk(("system", text(90)), ("user", "a"), ("assistant", "b")),
      talk(("user", text(90)), ("assistant", "a"), ("user", "so")),
      talk(("user", text(90)), ("assistant", "a > b"), ("user", "so"), ("assistant", "b")),
    ]
    let words = try words(lines.joined(separator: "\n"), by: Self.told)
    #expect(words.records(withAtLeast: 64, in: .earlierTurns).first.map(\.line) == [1, 8])
    #expect(words.records(withAtLeast: 64, in: .record).first.map(\.line) == [1, 2, 3, 7, 8])
    #expect(words.records(withAtLeast: 160, in: .record).first.map(\.line) == [2, 3])
  }

  @Test func recordsOfInstructionsAreCountedWhole() throws {
    let lines = [
      #"{"instruction": "\#(text(30))", "input": "\#(text(30))", "output": "\#(text(4))"}"#,
      #"{"instruction": "\#(text(30))", "input": null, "output": "\#(text(33))"}"#,
      #"{"instruction": "\#(text(90))"}"#,
    ]
    let words = try words(lines.joined(separator: "\n"), by: Self.told)
    #expect(words.records(withAtLeast: 64, in: .record).first.map(\.line) == [1])
  }

  @Test func nobodyAsksForMoreThanPromptsByTheUsualNames() throws {
    let line = #"{"instruction": "\#(text(90))", "input": "", "output": "\#(text(90))"}"#
    #expect(try words(line).records(withAtLeast: 64, in: .record).count == 0)
  }
}
