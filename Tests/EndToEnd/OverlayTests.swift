import Linting
import Rules
import Setup
import Synchronization
import Syntax
import Testing

@testable import glmlint

/// An editor changes a file many times a second: a new check may not go back to the disk for it.
@Suite struct OverlayTests {
  /// Counts what is asked of the disk, by path.
  final class CountingFiles: FileSource {
    private let base: RootedFiles
    private let counts = Mutex<[String: Int]>([:])

    init(root: String) { base = RootedFiles(root: root) }

    func asked(_ path: String) -> Int { counts.withLock { $0[path, default: 0] } }
    var all: [String: Int] { counts.withLock(\.self) }

    private func count(_ path: String) {
      counts.withLock { $0[FilePath.normalized(path), default: 0] += 1 }
    }

    func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
      count(path)
      return try base.read(path, limit: limit)
    }
    func status(_ path: String) -> FileStatus? { base.status(path) }
    func list(_ folder: String) throws(FileError) -> [FolderEntry] { try base.list(folder) }
    func open(_ path: String) throws(FileError) -> any BlockReader {
      count(path)
      return try base.open(path)
    }
  }

  @Test func aChangedFileIsCheckedAgainWithoutReadingIt() throws {
    let root = Folder.repository.path + "/fixtures/projects/chatglm3-finetune"
    let files = CountingFiles(root: root)
    let walk = FileWalker(source: files, workingFolder: root).walk(["."])
    let workspace = Workspace(walk: walk, source: files, workingFolder: root)
    let engine = LintEngine(rules: Registry.rules, newest: NewestRelease.inside)
    func rules(_ workspace: Workspace) -> [String] { engine.check(workspace).map(\.rule) }

    #expect(rules(workspace).contains("invalid-task-type"))
    let config = "configs/lora.yaml"
    #expect(files.asked(config) == 1)
    var before = files.all
    before[config, default: 0] += 1

    let text = String(decoding: try files.read(config, limit: 1 << 20), as: UTF8.self)
    let edited = workspace.overlaying([config: Array(text.replacing("CASUAL_LM", with: "CAUSAL_LM").utf8)])
    #expect(!rules(edited).contains("invalid-task-type"))
    #expect(rules(edited).contains("eval-split-without-labels"))
    // The one read is this test's own.
    #expect(files.asked(config) == 2)
    #expect(files.all == before)
  }

  @Test func standardInputStandsForTheFileOfItsName() throws {
    let root = Folder.repository.path + "/fixtures/projects/chatglm3-finetune"
    let files = CountingFiles(root: root)
    let text = try Folder(path: root).text("configs/lora.yaml")
    let outcome = Folder(path: root).run(
      ["check", "-", "--stdin-filename", "configs/lora.yaml", "--format", "concise", "--select", "adapter"],
      files: files, input: text.replacing("CASUAL_LM", with: "CASUAL_LLM"))
    #expect(outcome.output.hasPrefix("configs/lora.yaml:22:14: "))
    #expect(outcome.output.contains("'CASUAL_LLM'"))
    #expect(files.asked("configs/lora.yaml") == 0)
  }
}
