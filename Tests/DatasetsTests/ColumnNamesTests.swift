import Syntax
import Testing

@testable import Datasets

/// What a set-up tells of the names in a data file is read by these names, and by no others.
@Suite struct ColumnNamesTests {
  private static let words: [String: ColumnNames.SpeakerWord] = [
    "Q": .init(.user), "A": .init(.assistant), "F": .init(.assistant, callsTools: true), "R": .init(.tool),
    "S": .init(.system),
  ]
  private static let dialog = ColumnNames(
    columns: ["dialog": .messages, "pics": .images, "good": .chosen, "bad": .rejected],
    fields: ["who": .role, "said": .content], speakers: words, pairsHavePrompt: true)

  private func profile(_ text: String, by names: ColumnNames, path: String = "a.jsonl") throws -> Profile {
    let source = OverlayFileSource(over: DiskFileSource(), replacing: [path: Array(text.utf8)])
    return try DatasetScanner.profile(path, source: source, observing: .all, names: names)
  }

  @Test func turnsAreFoundUnderToldNames() throws {
    let records = try profile(
      """
      {"dialog": [{"who": "S", "said": "s"}, {"who": "Q", "said": "q"}, {"who": "A", "said": "a"}]}
      {"dialog": [{"who": "Q", "said": "q"}, {"who": "Q", "said": "q"}, {"who": "A", "said": " "}]}
      {"dialog": [{"who": "Q", "said": "q"}]}
      {"dialog": [{"who": "Q", "said": "q"}, {"who": "F", "said": "f"}, {"who": "Q", "said": "q"}]}
      """, by: Self.dialog)
    let turns = try #require(records.conversations[.messages])
    #expect(turns.roles?.map(\.name) == ["S", "Q", "A", "F"])
    #expect(turns[.repeatedSpeaker].first.map(\.line) == [2])
    #expect(turns[.emptyAnswer].first.map(\.line) == [2])
    #expect(turns[.withoutAnswer].first.map(\.line) == [3])
    #expect(turns[.callWithoutResult].first.map(\.line) == [4])
    #expect(turns[.endingWithoutAnswer].first.map(\.line) == [4])
    #expect(records.format?.format == .messages)
    #expect(records.format?.reasons == ["`dialog` is a list of turns with `who` in 4 of 4 records"])
    #expect(records.naming.name(of: .messages) == "dialog")
  }

  @Test func whatStandsUnderUsualNamesIsNotRead() throws {
    let records = try profile(
      """
      {"dialog": [{"who": "Q", "said": "q", "from": "gpt", "value": ""}, {"who": "A", "said": "a", "role": "user"}], \
      "messages": [{"role": "assistant", "content": ""}], "conversations": [{"from": "x", "value": ""}]}
      """, by: Self.dialog)
    #expect(records.conversations.columns == [.messages])
    let turns = try #require(records.conversations[.messages])
    #expect(turns.roles?.map(\.name) == ["Q", "A"])
    #expect(TurnSign.allCases.filter { turns[$0].count > 0 } == [])
    #expect(records.formats.ambiguous.count == 0)
  }

  @Test func pairsAndImagesAreFoundUnderToldNames() throws {
    let pairs = try profile(
      """
      {"dialog": [{"who": "Q", "said": "q"}], "good": "a", "bad": "a", "chosen": "x", "rejected": "y"}
      {"dialog": [{"who": "Q", "said": "q"}], "good": {"who": "A", "said": "a"}, "bad": {"who": "A", "said": "a"}}
      {"dialog": [{"who": "Q", "said": "q"}], "good": "a", "bad": "b", "chosen": "x", "rejected": "x"}
      """, by: Self.dialog)
    #expect(pairs.preferencePairs.equal.first.map(\.line) == [1, 2])
    #expect(pairs.format?.format == .preference(explicitPrompt: true))
    #expect(pairs.conversations[.messages]?[.withoutAnswer].count == 0)
    let images = try profile(
      """
      {"dialog": [{"who": "S", "said": "<image>"}, {"who": "Q", "said": "<image>"}], "pics": ["a.png"]}
      {"dialog": [{"who": "Q", "said": "q"}], "pics": ["a.png"], "images": []}
      """, by: Self.dialog)
    #expect(images.signs[.imageCountDiffers].first.map(\.line) == [2])
  }

  @Test func aControlTokenIsSearchedInToldTexts() throws {
    let records = try profile(
      """
      {"dialog": [{"who": "Q", "said": "<|im_end|>", "content": "c"}]}
      {"dialog": [{"who": "Q", "said": "q", "content": "<|im_end|>"}]}
      """, by: Self.dialog)
    #expect(records.search.withControlTokens.first.map(\.line) == [1])
  }

  @Test func wordsBeforeTheAnswerAreCountedByToldSpeakers() throws {
    let long = String(repeating: "word ", count: 100)
    let records = try profile(
      """
      {"dialog": [{"who": "Q", "said": "q \(long)"}, {"who": "A", "said": "a"}]}
      {"dialog": [{"who": "A", "said": "a"}, {"who": "Q", "said": "q \(long)"}]}
      """, by: Self.dialog)
    #expect(records.prompts.records(withAtLeast: 64).first.map(\.line) == [1])
  }

  @Test(arguments: [
    (#"{"messages": [{"role": "user", "content": "q"}]}"#, true),
    (#"{"messages": [{"role": "user", "content": "q", "name": "n"}], "other": 1}"#, true),
    (#"{"messages": [{"role": "tool", "content": "q"}]}"#, false),
    (#"{"messages": [{"role": "user", "content": "q", "from": "x"}]}"#, false),
    (#"{"messages": [{"role": "user", "content": "q"}], "prompt": "p"}"#, false),
    (#"{"text": "t"}"#, false),
    (#"{"input_ids": [1]}"#, true),
  ])
  func namesThatFindTheSameAreTold(line: String, isSame: Bool) throws {
    let told = ColumnNames(
      columns: ["messages": .messages], fields: ["role": .role, "content": .content],
      speakers: ["user": .init(.user), "assistant": .init(.assistant)])
    #expect(ColumnNames.usual.read(try profile(line, by: told), as: told, observed: .all) == isSame)
    #expect(told.read(try profile(line, by: .usual), as: .usual, observed: .all) == isSame)
    if isSame { #expect(try profile(line, by: told).named(.usual) == profile(line, by: .usual)) }
  }

  @Test func partsReadByOneSetOfNamesMergeInAnyOrder() throws {
    let one = try profile(#"{"dialog": [{"who": "Q", "said": "q"}]}"#, by: Self.dialog)
    let other = try profile(
      #"{"messages": [{"role": "user", "content": "q"}]}"#, by: .usual, path: "b.jsonl")
    #expect(Profile.merge(one, other) == Profile.merge(other, one))
    #expect(Profile.merge(one, Profile()) == one)
    #expect(Profile.merge(one, other).names(of: .messages) == ["dialog", "messages"])
  }
}
