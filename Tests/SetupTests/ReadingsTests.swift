import Datasets
import Syntax
import Testing

@testable import Setup

/// By which names a data file is read, with set-ups around it.
@Suite struct ReadingsTests {
  private static let dialog = #"{"dialog": [{"who": "Q", "said": "q"}, {"who": "A", "said": "a"}]}"# + "\n"
  private static let usual =
    #"{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}"# + "\n"

  private static func entry(_ column: String, _ tags: String = "", file: String = "a.jsonl") -> String {
    #"{"file_name": "\#(file)", "formatting": "sharegpt", "columns": {"messages": "\#(column)"}\#(tags)}"#
  }

  private static let tags =
    #", "tags": {"role_tag": "who", "content_tag": "said", "user_tag": "Q", "assistant_tag": "A"}"#

  private func workspace(_ files: [String: String], profiles: ProfileSet = ProfileSet()) -> Workspace {
    let source = TreeSource(files.mapValues { .file($0) })
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    return Workspace(walk: walk, source: source, workingFolder: "/project", profiles: profiles)
  }

  @Test func namesThatFindTheSameAreOneReading() throws {
    let list =
      #"{"x": \#(Self.entry("conversations")), "y": {"file_name": "a.jsonl", "formatting": "openai"}}"#
    let workspace = workspace(["a.jsonl": Self.usual, "dataset_info.json": list])
    let readings = workspace.readings(of: "a.jsonl")
    #expect(readings.map { $0.tellers.map { $0.entry?.name } } == [["x", "y"]])
    #expect(readings.first?.profile.naming == .usual)
    #expect(workspace.profile(at: "a.jsonl", by: .usual) == readings.first?.profile)
  }

  @Test func differentNamesAreReadingsOfTheirOwn() throws {
    let list = #"{"x": \#(Self.entry("conversations")), "y": \#(Self.entry("dialog", Self.tags))}"#
    let workspace = workspace(["a.jsonl": Self.usual + Self.dialog, "dataset_info.json": list])
    let readings = workspace.readings(of: "a.jsonl")
    #expect(readings.map { $0.tellers.map { $0.entry?.name } } == [["x"], ["y"]])
    #expect(readings.map { $0.profile.conversations.columns } == [[.conversations], [.messages]])
    #expect(readings.map { $0.profile.naming.areTold } == [false, true])
  }

  @Test func aProfileMadeElsewhereCountsForNamesThatFindTheSame() throws {
    let made = workspace(["a.jsonl": Self.usual, "b.jsonl": Self.dialog])
    let profiles = ProfileSet(["a.jsonl", "b.jsonl"].compactMap { made.profile(at: $0) })
    let list =
      #"{"x": \#(Self.entry("conversations")), "y": \#(Self.entry("dialog", Self.tags, file: "b.jsonl"))}"#
    let workspace = workspace(
      ["a.jsonl": Self.usual, "b.jsonl": Self.dialog, "dataset_info.json": list], profiles: profiles)
    #expect(workspace.readings(of: "a.jsonl").count == 1)
    #expect(workspace.readings(of: "b.jsonl").isEmpty)
    #expect(workspace.profile(at: "b.jsonl")?.records == 1)
    let told = try #require(workspace.toldNames(of: "b.jsonl").first)
    #expect(workspace.profile(at: "b.jsonl", by: told.names) == nil)
  }

  @Test func aRunReadsEachOfItsFilesByTheNamesOfItsEntry() throws {
    let config = "model_name_or_path: m\nstage: sft\nfinetuning_type: lora\ndataset: x,y\n"
    let list =
      #"{"x": \#(Self.entry("conversations")), "y": \#(Self.entry("dialog", Self.tags, file: "b.jsonl"))}"#
    let workspace = workspace([
      "train.yaml": config, "data/a.jsonl": Self.usual, "data/b.jsonl": Self.dialog,
      "data/dataset_info.json": list,
    ])
    let records = try #require(
      workspace.setups.first { $0.dialect == .llamaFactory }?.split(.train)?.unchangedRecords)
    #expect(records.conversations.columns == [.messages, .conversations])
    #expect(records.names(of: .messages) == ["dialog", "messages"])
  }

  @Test(arguments: [
    ("type: chat_template", ["messages", "dialog"], "messages"),
    ("type: chat_template\n    field_messages: dialog", ["messages", "dialog"], "dialog"),
    ("type: {field_instruction: q, field_output: a}", ["q", "a", "output"], "q"),
    (
      "type: chat_template\n    field_messages: dialog\n    message_field_role: who", ["dialog"], "dialog"
    ),
  ])
  func axolotlTellsWhatItsTypeReads(_ type: String, _ columns: [String], _ read: String) throws {
    let config =
      "base_model: m\nsequence_len: 512\ndatasets:\n  - path: a.jsonl\n    \(type)\n"
    let told = try #require(
      workspace(["a.jsonl": Self.dialog, "x.yaml": config]).toldNames(of: "a.jsonl").first)
    #expect(told.teller == "x.yaml")
    let kinds: [KnownColumn] = [.messages, .conversations, .instruction]
    #expect(kinds.compactMap { told.names.name(of: $0) } == [read])
  }

  @Test(arguments: [
    "type: sharegpt", "type: chat_template\n    message_property_mappings: {role: 1}",
    "type: chat_template\n    message_field_role: 1", "type: chat_template\n    ds_type: csv",
    "type: chat_template\n    roles: {user: Q}",
  ])
  func whatAxolotlReadsIsSometimesNotKnown(_ type: String) {
    let config =
      "base_model: m\nsequence_len: 512\ndatasets:\n  - path: a.jsonl\n    \(type)\n"
    #expect(workspace(["a.jsonl": Self.dialog, "x.yaml": config]).toldNames(of: "a.jsonl").isEmpty)
  }
}
