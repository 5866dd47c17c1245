import Datasets
import Linting
import Rules
import Setup
import Syntax
import Testing

@testable import glmlint

/// Rules speak of what a set-up reads: of columns and turns under the names that it tells, and of those alone.
@Suite struct ToldNamesTests {
  /// What is wrong with one record of many, by its turns of speakers and texts, and the rule that says so.
  private static let faults: [(rule: String, turns: [(String, String)])] = [
    ("unknown-role", [("Q", "q"), ("AA", "a")]),
    ("roles-do-not-alternate", [("Q", "q"), ("Q", "q"), ("A", "a"), ("A", "a")]),
    ("no-assistant-message", [("Q", "q")]),
    ("last-turn-not-assistant", [("Q", "q"), ("A", "a"), ("Q", "q")]),
    ("empty-assistant-content", [("Q", "q"), ("A", "")]),
    ("empty-messages", []),
    ("system-not-first", [("Q", "q"), ("S", "s"), ("A", "a")]),
    ("message-missing-role-or-content", [("", "q"), ("A", "a")]),
    ("tool-call-without-result", [("Q", "q"), ("F", "f"), ("Q", "q"), ("A", "a")]),
    ("special-token-string-in-content", [("Q", "<|im_end|>"), ("A", "a")]),
  ]

  private static let entry =
    #"{"set": {"file_name": "a.jsonl", "formatting": "sharegpt", "columns": {"messages": "dialog"}, "tags": "#
    + #"{"role_tag": "who", "content_tag": "said", "user_tag": "Q", "assistant_tag": "A", "#
    + #""observation_tag": "R", "function_tag": "F", "system_tag": "S"}}}"#

  private static let config = """
    base_model: some/model
    sequence_len: 512
    datasets:
      - path: a.jsonl
        type: chat_template
        field_messages: dialog
        message_property_mappings: {role: who, content: said}
        roles: {user: [Q], assistant: [A], tool: [R], system: [S]}
    """

  /// 40 good records with the bad one in the middle.
  private static func records(
    _ turns: [(String, String)], column: String, role: String, content: String,
    word: (String) -> String = { $0 }, beside: String = ""
  ) -> String {
    var records = (0..<40).map { [("Q", "question \($0)"), ("A", "answer \($0)")] }
    records.insert(turns, at: 20)
    return records.map { turns in
      let list = turns.map { speaker, text in
        (speaker.isEmpty ? "{" : "{\"\(role)\": \"\(word(speaker))\", ") + "\"\(content)\": \"\(text)\"}"
      }
      return "{\"\(column)\": [\(list.joined(separator: ", "))]\(beside)}\n"
    }.joined()
  }

  private func findings(_ files: [String: String], _ rules: [String]? = nil) throws -> [Finding] {
    try FilesInMemory(files).findings(by: Registry.rules).filter {
      rules?.contains($0.rule) ?? true
    }
  }

  private func line(_ finding: Finding) -> Int? {
    guard case .record(let place) = finding.primary else { return nil }
    return place.line
  }

  private static func usual(_ word: String) -> String {
    ["Q": "human", "A": "gpt", "F": "function_call", "R": "observation", "S": "system"][word] ?? word
  }

  @Test(arguments: faults.indices) func aFaultUnderToldNamesIsFound(_ index: Int) throws {
    let (rule, turns) = Self.faults[index]
    let files = [
      "dataset_info.json": Self.entry,
      "a.jsonl": Self.records(turns, column: "dialog", role: "who", content: "said"),
    ]
    let found = try findings(files, [rule])
    #expect(found.map(\.primary.path) == ["a.jsonl"])
    #expect(found.first.flatMap(line) == 21)
    let others = try findings(files).filter {
      $0.primary.path == "a.jsonl" && $0.rule != rule && $0.severity > .info
        // Such a turn breaks the pairs that LLaMA-Factory takes, too.
        && !(rule == "system-not-first" && $0.rule == "roles-do-not-alternate")
    }
    #expect(others.map(\.message) == [])
  }

  @Test(arguments: faults.indices) func aFaultUnderUsualNamesIsNoneWhereOthersAreTold(_ index: Int) throws {
    let (rule, turns) = Self.faults[index]
    let text = Self.records(turns, column: "conversations", role: "from", content: "value", word: Self.usual)
    #expect(try findings(["a.jsonl": text], [rule]).count == 1)
    #expect(try findings(["a.jsonl": text, "dataset_info.json": Self.entry], [rule]).isEmpty)
    #expect(try findings(["a.jsonl": text, "axolotl.yaml": Self.config], [rule]).isEmpty)
  }

  /// What hangs on no name is said whatever the names: here the entry is one for pretraining.
  @Test(arguments: [
    ("secret-in-dataset", #"{"text": "the key is sk_live_4eC39HqLyjWDarjtT1zdp7dc"}"#),
    ("mojibake", #"{"text": "In the cafÃ©, and donâ€™t."}"#), ("exact-duplicates", #"{"text": "a"}"#),
    ("late-non-null", #"{"text": null}"#),
  ])
  func aToldFileIsADataSetWhateverItsFormat(_ rule: String, _ record: String) throws {
    var text = String(repeating: record + "\n", count: 12)
    if rule == "late-non-null" {
      text = String(
        repeating: #"{"text": null, "pad": ""# + String(repeating: "x", count: 4000) + "\"}\n", count: 2700)
      text += #"{"text": "late", "pad": ""}"# + "\n"
    }
    let entry = #"{"set": {"file_name": "a.jsonl", "columns": {"prompt": "text"}}}"#
    #expect(try findings(["a.jsonl": text, "dataset_info.json": entry], [rule]).count == 1)
    let config =
      "base_model: some/model\nsequence_len: 8\ndatasets:\n  - path: a.jsonl\n    type: completion\n"
    #expect(try findings(["a.jsonl": text, "axolotl.yaml": config], [rule]).count == 1)
  }

  @Test func aColumnThatNoSetupReadsMayBeNull() throws {
    let records = (0..<20).map { number in
      let messages = number % 2 == 0 ? "null" : #"[{"role": "user", "content": "q"}]"#
      return
        #"{"dialog": [{"who": "Q", "said": "\#(number)"}, {"who": "A", "said": "a"}], "messages": \#(messages)}"#
    }
    let text = records.joined(separator: "\n")
    #expect(try findings(["a.jsonl": text], ["null-in-required-column"]).count == 1)
    #expect(
      try findings(["a.jsonl": text, "axolotl.yaml": Self.config], ["null-in-required-column"]).isEmpty)
  }

  @Test func oneConfigMayReadAFileInTwoWays() throws {
    let config =
      "base_model: some/model\nsequence_len: 8\ndatasets:\n  - path: a.jsonl\n    type: completion\n"
      + "  - path: a.jsonl\n    type: alpaca\n"
    let text = #"{"text": "a", "instruction": "b", "output": "c"}"#
    let workspace = try FilesInMemory(["a.jsonl": text, "axolotl.yaml": config]).workspace()
    #expect(workspace.readings(of: "a.jsonl").count == 2)
  }

  @Test func usualColumnsBesideToldOnesAreNotRead() throws {
    let beside = #", "conversations": [{"from": "gpt", "value": ""}], "messages": []"#
    let text = Self.records(
      [("Q", "q"), ("A", "a")], column: "dialog", role: "who", content: "said", beside: beside)
    let found = try findings(["a.jsonl": text, "dataset_info.json": Self.entry])
    #expect(found.filter { $0.primary.path == "a.jsonl" }.map(\.message) == [])
  }

  @Test(arguments: [
    "roles-do-not-alternate", "no-assistant-message", "last-turn-not-assistant", "empty-assistant-content",
    "empty-messages", "system-not-first", "special-token-string-in-content",
  ])
  func axolotlsNamesCountToo(_ rule: String) throws {
    let turns = try #require(Self.faults.first { $0.rule == rule }).turns
    let text = Self.records(turns, column: "dialog", role: "who", content: "said")
    for config in ["axolotl.yaml", "configs/axolotl.yaml"] {
      let found = try findings(["a.jsonl": text, config: Self.config], [rule])
      #expect(found.map(\.primary.path) == ["a.jsonl"], "\(config)")
    }
  }

  @Test func twoSetupsWithDifferentNamesAreReadByThemselves() throws {
    let other =
      #"{"one": {"file_name": "a.jsonl", "formatting": "sharegpt"}, "#
      + Self.entry.dropFirst()
    // The one reads `conversations`, the other `dialog`: an empty answer in each.
    let both =
      Self.records(
        [("Q", "q"), ("A", "")], column: "dialog", role: "who", content: "said",
        beside: #", "conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]"#)
      + #"{"dialog": [{"who": "Q", "said": "q"}, {"who": "A", "said": "a"}], "#
      + #""conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": ""}]}"# + "\n"
    let found = try findings(["a.jsonl": both, "dataset_info.json": other], ["empty-assistant-content"])
    #expect(found.map(line) == [21, 42])
    #expect(found.map { $0.message.contains("`dialog`") } == [true, false])
    #expect(found.map { $0.message.hasPrefix("1 of 42 turns") } == [true, true])
  }

  @Test func pairsAndImagesUnderToldNames() throws {
    let pairs = (0..<30).map {
      "{\"q\": \"q\", \"good\": \"a\($0)\", \"bad\": \"\($0 == 3 ? "a3" : "b")\"}\n"
    }.joined()
    let told =
      #"{"set": {"file_name": "a.jsonl", "ranking": true, "columns": {"prompt": "q", "chosen": "good", "rejected": "bad"}}}"#
    let equal = try findings(["a.jsonl": pairs, "dataset_info.json": told], ["chosen-equals-rejected"])
    #expect(equal.map(\.message) == ["`good` and `bad` are the same in 1 of 30 pairs"])
    let usual = pairs.replacing("good", with: "chosen").replacing("bad", with: "rejected")
    #expect(try findings(["a.jsonl": usual], ["chosen-equals-rejected"]).count == 1)
    #expect(try findings(["a.jsonl": usual, "dataset_info.json": told], ["chosen-equals-rejected"]).isEmpty)

    let pictures =
      #"{"dialog": [{"who": "Q", "said": "<image>"}, {"who": "A", "said": "a"}], "pics": ["a.png", "b.png"]}"#
      + "\n"
    let named = Self.entry.replacing(#""dialog"}"#, with: #""dialog", "images": "pics"}"#)
    let counts = try findings(["a.jsonl": pictures, "dataset_info.json": named], ["image-placeholder-count"])
    #expect(counts.map { $0.message.hasPrefix("`pics` and the `<image>`") } == [true])
    let unread = pictures.replacing("pics", with: "images")
    #expect(
      try findings(["a.jsonl": unread, "dataset_info.json": named], ["image-placeholder-count"]).isEmpty)
  }
}
