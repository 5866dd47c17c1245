import Datasets
import Syntax
import Testing

@testable import Setup

/// Which data a LLaMA-Factory config names.
@Suite struct LLaMAFactoryReaderTests {
  private func setup(_ lines: String, _ more: [String: String] = [:]) throws -> TrainingSetup {
    let config = """
      model_name_or_path: some/model
      stage: sft
      finetuning_type: lora

      """
    let files = more.merging(["runs/train.yaml": config + lines, ".git/HEAD": ""]) { $1 }
    let source = TreeSource(files.mapValues { .file($0) })
    let walk = FileWalker(source: source, workingFolder: "/project").walk(["."])
    return try #require(
      Workspace(walk: walk, source: source, workingFolder: "/project").setups.first {
        $0.dialect == .llamaFactory
      })
  }

  private static let list = #"{"a": {"file_name": "a.jsonl"}, "b": {"hf_hub_url": "some/b"}}"#
  private static let rows =
    "{\"instruction\": \"q\", \"output\": \"a\"}\n{\"instruction\": \"r\", \"output\": \"b\"}\n"

  @Test func namesStandWhereTheyAreWritten() throws {
    let data = try setup("dataset: a,  c ,b\neval_dataset: [b]", ["data/dataset_info.json": Self.list])
      .registeredData
    #expect(data.map(\.name) == ["a", "c", "b", "b"])
    #expect(data.map(\.span.text) == ["a", "c", "b", "b"])
    #expect(data.map(\.split) == [.train, .train, .train, .validation])
    #expect(data.map(\.isUndefined) == [false, true, false, false])
    #expect(data.map { $0.entry?.entry.name } == ["a", nil, "b", "b"])
  }

  @Test(arguments: [
    "dataset: c\ndataset_dir: ONLINE", "dataset: c\ndataset_dir: elsewhere",
    "dataset: c\ntokenized_path: saved",
    "dataset: ''", "dataset: {{ name }}", "dataset: c\ndataset_dir: ${oc.env:DATA}",
  ])
  func whatIsNotKnownIsNotCalledUndefined(_ lines: String) throws {
    let data = try setup(lines, ["data/dataset_info.json": Self.list]).registeredData
    #expect(data.filter(\.isUndefined).isEmpty)
  }

  @Test func aNameMayStandInTheListOfAnyFolderAbove() throws {
    let lists = [
      "runs/data/dataset_info.json": Self.list, "data/dataset_info.json": #"{"c": {"file_name": "c.json"}}"#,
    ]
    let data = try setup("dataset: a,c,d", lists).registeredData
    #expect(data.map(\.isUndefined) == [false, false, true])
    #expect(data.first?.registries.map(\.path) == ["runs/data/dataset_info.json", "data/dataset_info.json"])
    let both = ["runs/data/dataset_info.json": Self.list, "data/dataset_info.json": Self.list]
    let named = try #require(setup("dataset: a", both).registeredData.first)
    #expect(named.entry?.entry.name == nil)
  }

  @Test func recordsAreThoseOfAllFiles() throws {
    let files = [
      "data/dataset_info.json": #"{"a": {"file_name": "./a.jsonl"}, "e": {"file_name": "e.jsonl"}}"#,
      "data/a.jsonl": Self.rows, "data/e.jsonl": Self.rows + Self.rows,
    ]
    let run = try setup("dataset: a,e\neval_dataset: e", files)
    #expect(run.split(.train)?.records?.records == 6)
    #expect(run.split(.validation)?.records?.records == 4)
    let some = try setup("dataset: a\nmax_samples: 1", files)
    #expect(some.split(.train)?.records == nil)
    let missing = try setup("dataset: a,missing", files)
    #expect(missing.split(.train)?.records == nil)
  }
}
