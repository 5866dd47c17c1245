import Datasets
import Setup
import Syntax
import Testing

/// Going through the files of a project, each of which is read once and let go.
@Suite struct ReadingFilesTests {
  private static let files = [
    "run.sh": "python train.py --config lora.yaml\n",
    "train.py": """
    import yaml
    from peft import LoraConfig
    LoraConfig(**yaml.safe_load(open("lora.yaml")))

    """,
    "lora.yaml": "r: 8\n",
    "ds.json": "{\"bf16\": true}\n",
    "rows.jsonl": "{\"text\": \"a\"}\n{\"text\": \"b\"}\n",
    "list.json": "[{\"text\": \"a\"}]\n",
    "requirements.txt": "peft==0.10.0\n",
  ]

  private func workspace(_ source: CountingSource, keepsFiles: Bool) -> Workspace {
    let walk = FileWalker(source: source, workingFolder: "/p").walk(["."])
    return Workspace(walk: walk, source: source, workingFolder: "/p", keepsFiles: keepsFiles)
  }

  @Test(arguments: [true, false])
  func eachFileIsShownOnceInOrder(_ keepsFiles: Bool) {
    let source = CountingSource(TreeSource(Self.files.mapValues { .file($0) }))
    let paths = workspace(source, keepsFiles: keepsFiles).readFiles(withSetups: true) { $1.document.path }
    #expect(paths == ["ds.json", "list.json", "lora.yaml", "rows.jsonl", "run.sh", "train.py"])
    // The script asks for it, which may be behind its own turn.
    #expect((1...(keepsFiles ? 1 : 2)).contains(source.counts["lora.yaml"] ?? 0))
    #expect(source.counts["train.py"] == 1)
  }

  @Test func whatWasLetGoIsReadAgainForWhoAsks() {
    let source = CountingSource(TreeSource(Self.files.mapValues { .file($0) }))
    let workspace = workspace(source, keepsFiles: false)
    _ = workspace.readFiles(withSetups: true) { $1.document.path }
    for _ in 0..<2 {
      #expect(workspace.store.document(at: "lora.yaml")?.config?.root?["r"]?.text == "8")
      #expect(workspace.store.document(at: "train.py")?.python != nil)
    }
    #expect((1...3).contains(source.counts["lora.yaml"] ?? 0))
    #expect(source.counts["train.py"] == 1)
  }

  @Test func aPlaceThatIsHeldStaysAPlaceOfTheSameSource() {
    let source = CountingSource(TreeSource(Self.files.mapValues { .file($0) }))
    let workspace = workspace(source, keepsFiles: false)
    let held = workspace.readFiles(withSetups: false) { $1.document.file }
    for file in held { #expect(workspace.store.document(at: file.path)?.file === file) }
    #expect(source.counts["lora.yaml"] == 1)
  }

  @Test func recordsAreCountedWithoutASecondReading() {
    let source = CountingSource(TreeSource(Self.files.mapValues { .file($0) }))
    let workspace = workspace(source, keepsFiles: false)
    #expect(workspace.dataRead == (0, 0))
    _ = workspace.readFiles(withSetups: false) { $1.document.path }
    #expect(workspace.dataRead == (3, 44))
    #expect(source.counts["ds.json"] == 1)
  }

  @Test func recordsThatWereLetGoAreRecordsAgainAndCountOnce() {
    let source = CountingSource(TreeSource(Self.files.mapValues { .file($0) }))
    let workspace = workspace(source, keepsFiles: false)
    _ = workspace.readFiles(withSetups: true) { _, _ -> Never? in nil }
    for (path, records) in [("rows.jsonl", 2), ("list.json", 1)] {
      guard case .records? = workspace.store.document(at: path)?.content else {
        Issue.record("\(path) holds records")
        continue
      }
      #expect(workspace.profile(at: path)?.records == records)
    }
    #expect(workspace.dataRead == (3, 44))
  }

  @Test func whoReadsAFileIsKnownHoweverItIsAsked() {
    for readsFirst in [true, false] {
      let workspace = workspace(
        CountingSource(TreeSource(Self.files.mapValues { .file($0) })), keepsFiles: false)
      if readsFirst { _ = workspace.readFiles(withSetups: true) { $1.document.path } }
      let document = workspace.store.document(at: "lora.yaml")
      #expect(document.map { workspace.yamlConsumers(of: $0).map(\.loader) } == [.pyYAML])
    }
  }
}
