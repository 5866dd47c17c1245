import Datasets
import Syntax
import Testing

@testable import Setup

/// Which names scripts of trl tell of the files that they load.
@Suite struct ScriptNamesTests {
  private func workspace(_ files: [String: String]) -> Workspace {
    let source = TreeSource(files.mapValues { .file($0) })
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    return Workspace(walk: walk, source: source, workingFolder: "/project")
  }

  private func script(
    steps: String = "", trainer: String = "SFTTrainer", options: String = "", load: String = "json"
  ) -> String {
    """
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer, DPOTrainer
    data = load_dataset("\(load)", data_files="a.jsonl", split="train")\(steps)
    \(trainer)(model="m", train_dataset=data\(options))

    """
  }

  private func told(_ script: String, _ path: String = "train.py") -> [ToldNames] {
    workspace([path: script, "a.jsonl": #"{"content": "a", "id": 1}"#]).toldNames(of: "a.jsonl")
  }

  @Test func theColumnOfTheTextIsTold() throws {
    let told = told(script(options: #", args=SFTConfig(dataset_text_field="content")"#))
    let names = try #require(told.first?.names)
    #expect(told.count == 1)
    #expect(names.name(of: .text) == "content")
    #expect(names.name(of: .messages) == "messages")
    #expect(told.first?.description == "told by train.py: dataset_text_field = content")
  }

  @Test func renamedColumnsAreToldByTheNamesOfTheFile() throws {
    let steps =
      #".rename_column("q", "prompt").rename_column("a", "completion").remove_columns(["text", "prompt2"])"#
    let names = try #require(told(script(steps: steps)).first?.names)
    #expect(names.name(of: .prompt) == "q")
    #expect(names.name(of: .completion) == "a")
    #expect(names.name(of: .text) == nil)
    let twice = #".rename_column("q", "x").rename_column("x", "chosen").rename_column("prompt", "old")"#
    let pair = try #require(told(script(steps: twice, trainer: "DPOTrainer")).first?.names)
    #expect(pair.name(of: .chosen) == "q")
    #expect(pair.name(of: .prompt) == nil)
  }

  @Test(arguments: [
    ("", #", args=SFTConfig(dataset_text_field="text")"#), ("", ""),
    ("", #", args=SFTConfig(dataset_text_field="prompt")"#),
    ("", #", args=SFTConfig(dataset_text_field="content"), formatting_func=f"#),
    (#".map(f).rename_column("q", "prompt")"#, ""), (#".rename_column(x, "prompt")"#, ""),
  ])
  func usualAndUnknownNamesAreNotTold(_ steps: String, _ options: String) {
    #expect(told(script(steps: steps, options: options)).isEmpty)
  }

  @Test func thePlainTextLoaderHasOneColumn() {
    let script = script(options: #", args=SFTConfig(dataset_text_field="content")"#, load: "text")
    #expect(told(script).isEmpty)
  }

  @Test func aFileIsReadByTheNamesOfItsScript() throws {
    let script = script(options: #", args=SFTConfig(dataset_text_field="content")"#)
    let workspace = workspace([
      "src/train.py": script, "src/a.jsonl": #"{"content": "a", "id": 1}"#, "b.jsonl": #"{"content": "b"}"#,
    ])
    #expect(workspace.profile(at: "src/a.jsonl")?.format?.format == .text)
    #expect(workspace.profile(at: "b.jsonl")?.format?.format == .unknown)
    let split = try #require(workspace.setups.first { $0.trainer != nil }?.split(.train))
    #expect(split.format.value == .text)
    #expect(split.unchangedRecords?.naming.name(of: .text) == "content")
  }
}
