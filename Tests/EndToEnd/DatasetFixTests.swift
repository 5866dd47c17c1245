import Foundation
import Syntax
import Testing

@testable import glmlint

/// `--fix` and `--diff` on data sets of the disk. Where anything fails the old file is as it was, and nothing is left
/// beside it.
@Suite(.serialized) struct DatasetFixTests {
  private static let wrong =
    "\u{FEFF}{\"text\": \"a\"},\n{\"text\": \"b\",}\n{\"text\": \"c\"}{\"text\": \"d\"}\n"
  private static let right = "{\"text\": \"a\"}\n{\"text\": \"b\"}\n{\"text\": \"c\"}\n{\"text\": \"d\"}\n"
  /// About 700 kB.
  private static let long = String(repeating: "{\"text\": \"模型 0123456789 0123456789\",}\n", count: 15_000)

  @Test func aFixReplacesTheFileAndKeepsItsPermissions() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "train.jsonl")
      let path = folder.path + "/train.jsonl"
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      let outcome = folder.run("check", "--fix")
      #expect(
        outcome == .init(code: .clean, output: "no problems in 1 file with 4 records, 4 fixed\n", errors: ""))
      #expect(try folder.text("train.jsonl") == Self.right)
      let after = try FileManager.default.attributesOfItem(atPath: path)
      #expect(after[.posixPermissions] as? Int == 0o640)
      #expect(folder.names == ["train.jsonl"])
      // A second time nothing changes, not even the file.
      #expect(folder.run("check", "--fix").output == "no problems in 1 file with 4 records\n")
      let later = try FileManager.default.attributesOfItem(atPath: path)
      #expect(later[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    }
  }

  @Test func whatCannotBeFixedStaysAndIsTold() throws {
    try Folder.temporary { folder in
      try folder.write("{'text': 'x',}\n{\"text\": [1,], 'a': 2}\n" + Self.wrong, to: "train.jsonl")
      let outcome = folder.run("check", "--fix")
      #expect(outcome.code == .findings)
      #expect(try folder.text("train.jsonl") == "{'text': 'x',}\n{\"text\": [1,], 'a': 2}\n" + Self.right)
      #expect(outcome.output.contains("(not applied where records can be read in more than one way)"))
      #expect(outcome.output.hasSuffix("2 fixed\n"), "\(outcome.output)")
      let second = folder.run("check", "--fix")
      #expect(second.output.hasSuffix("2 problems (2 errors) in 1 file with 6 records\n"), "\(second.output)")
    }
  }

  @Test func fixesOfConfigsAndDataSetsAreCountedTogether() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "train.jsonl")
      try folder.write(
        "{\"peft_type\": \"LORA\", \"task_type\": \"CASUAL_LM\",}\n", to: "adapter_config.json")
      let outcome = folder.run("check", "--fix")
      #expect(outcome.output == "no problems in 2 files with 4 records, 6 fixed\n")
      #expect(
        try folder.text("adapter_config.json") == "{\"peft_type\": \"LORA\", \"task_type\": \"CAUSAL_LM\"}\n")
    }
  }

  @Test(.enabled(if: Git.exists, "skipped: no git here")) func theDiffIsTheFix() throws {
    try Folder.temporary { folder in
      for name in ["crlf.jsonl", "train.jsonl"] {
        try folder.write(
          name == "crlf.jsonl" ? Self.wrong.replacing("\n", with: "\r\n") : Self.wrong, to: name)
      }
      try folder.write("[\n  {\"text\": \"a\"},\n  {\"text\": \"b\"}\n]\n", to: "array.jsonl")
      let diff = folder.run("check", ".", "--diff")
      #expect(diff.code == .findings)
      #expect(folder.bytes("train.jsonl") == Data(Self.wrong.utf8))
      try folder.write(diff.output, to: ".patch")
      try FileManager.default.createDirectory(
        atPath: folder.path + "/fixed", withIntermediateDirectories: true)
      for name in ["crlf.jsonl", "train.jsonl", "array.jsonl"] {
        try FileManager.default.copyItem(
          atPath: folder.path + "/" + name, toPath: folder.path + "/fixed/" + name)
      }
      #expect(try Git.run("apply", ".patch", in: folder.path) == "")
      let fixed = Folder(path: folder.path + "/fixed")
      #expect(fixed.run("check", ".", "--fix").errors == "")
      for name in ["crlf.jsonl", "train.jsonl", "array.jsonl"] {
        #expect(try folder.text(name) == fixed.text(name))
      }
      #expect(fixed.run("check", ".", "--diff") == .init(code: .clean, output: "", errors: ""))
    }
  }

  @Test func theDiffOfALargeFileIsToldInShort() throws {
    try Folder.temporary { folder in
      try folder.write(Self.long + Self.long, to: "train.jsonl")
      let diff = folder.run("check", ".", "--diff")
      #expect(diff.code == .findings && diff.output == "")
      let lines = diff.errors.split(separator: "\n").map(String.init)
      #expect(
        lines.first == "train.jsonl: too large for a patch; --fix would mend 30,000 × `trailing-comma`")
      #expect(
        lines.dropFirst().prefix(3) == [
          "train.jsonl: byte 39", "- {\"text\": \"模型 0123456789 0123456789\",}",
          "+ {\"text\": \"模型 0123456789 0123456789\"}",
        ])
    }
  }

  @Test func aFindingSaysHowItIsFixed() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "train.jsonl")
      #expect(folder.run("check").output.hasSuffix("4 have a safe fix: --fix applies it\n"))
      let json = try #require(
        JSONSerialization.jsonObject(with: Data(folder.run("check", "--format", "json").output.utf8))
          as? [String: Any])
      let fixes = (json["findings"] as? [[String: Any]] ?? []).flatMap {
        $0["fixes"] as? [[String: Any]] ?? []
      }
      #expect(fixes.count == 4 && fixes.allSatisfy { $0["safe"] as? Bool == true })
      let texts = fixes.flatMap { $0["edits"] as? [[String: Any]] ?? [] }.map { $0["text"] as? String }
      #expect(texts == ["", "", ""])
    }
  }
}

extension Folder {
  /// The bytes of a file, with the byte-order mark that reading it as text would take away.
  fileprivate func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: path + "/" + name) }

  /// The names in it, in order.
  fileprivate var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

// MARK: What fails

extension DatasetFixTests {
  @Test func aFixNeverReachesThroughALink() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "elsewhere/train.jsonl")
      try FileManager.default.createDirectory(
        atPath: folder.path + "/here", withIntermediateDirectories: true)
      try folder.link("here/train.jsonl", to: "../elsewhere/train.jsonl")
      let outcome = folder.run("check", "here/train.jsonl", "--fix", "--format", "concise")
      #expect(outcome.code == .usage)
      #expect(
        outcome.errors
          == "glmlint: here/train.jsonl: is a symbolic link, and nothing is written through one\n")
      #expect(outcome.output.hasPrefix("here/train.jsonl:1:1: "))
      #expect(folder.bytes("elsewhere/train.jsonl") == Data(Self.wrong.utf8))
      #expect(Folder(path: folder.path + "/here").names == ["train.jsonl"])
    }
  }

  /// Somebody else shortens the file, or writes to it, while the new one is written.
  @Test(arguments: [0, 100_000, nil]) func aFileThatChangesMeanwhileIsLeftAsItIs(_ size: Int?) throws {
    try Folder.temporary { folder in
      try folder.write(Self.long, to: "train.jsonl")
      let files = DisturbedFiles(root: folder.path) { path in
        let handle = try? FileHandle(forWritingTo: URL(filePath: path))
        if let size {
          try? handle?.truncate(atOffset: UInt64(size))
        } else {
          try? handle?.write(contentsOf: Data("[".utf8))
        }
        try? handle?.close()
      }
      let outcome = folder.run(["check", "--fix", "--format", "concise"], files: files)
      #expect(outcome.code == .usage)
      #expect(outcome.errors == "glmlint: train.jsonl: not fixed: changed while it was read\n")
      let expected =
        size.map { Data(Self.long.utf8.prefix($0)) } ?? Data(("[" + Self.long.dropFirst()).utf8)
      #expect(FileManager.default.contents(atPath: folder.path + "/train.jsonl") == expected)
      #expect(folder.names == ["train.jsonl"])
    }
  }

  /// Somebody else puts another file in its place meanwhile.
  @Test func aFileThatIsReplacedMeanwhileIsLeftAsItIs() throws {
    try Folder.temporary { folder in
      try folder.write(Self.long, to: "train.jsonl")
      let files = DisturbedFiles(root: folder.path) { path in
        try? Data("other\n".utf8).write(to: URL(filePath: path), options: .atomic)
      }
      let outcome = folder.run(["check", "--fix", "--format", "concise"], files: files)
      #expect(outcome.code == .usage)
      #expect(outcome.errors == "glmlint: train.jsonl: not fixed: changed while it was read\n")
      #expect(try folder.text("train.jsonl") == "other\n")
      #expect(folder.names == ["train.jsonl"])
    }
  }

  @Test(.enabled(if: SmallDisk.canBeMade, "skipped: only root can mount a small disk, on Linux"))
  func aFullDiskLeavesTheFileAsItIs() throws {
    try SmallDisk.mounted(bytes: 1_000_000) { folder in
      try folder.write(Self.long, to: "train.jsonl")
      let outcome = folder.run("check", "--fix", "--format", "concise")
      #expect(outcome.code == .usage)
      #expect(
        outcome.errors
          == "glmlint: train.jsonl: not fixed: the new file could not be written: No space left on device\n")
      #expect(outcome.output.hasPrefix("train.jsonl:1:36: "))
      #expect(try folder.text("train.jsonl") == Self.long)
      #expect(folder.names == ["train.jsonl"])
      // With room it works.
      try folder.write(Self.wrong, to: "train.jsonl")
      #expect(folder.run("check", "--fix").errors == "")
      #expect(try folder.text("train.jsonl") == Self.right)
    }
  }

  @Test(.enabled(if: Program.path != nil, "skipped: the program is not beside the tests"))
  func aLimitOnFileSizesLeavesTheFileAsItIs() throws {
    try Folder.temporary { folder in
      try folder.write(Self.long, to: "train.jsonl")
      let said = try Program.run("ulimit -f 100; exec \"$0\" check --fix --format concise", in: folder)
      #expect(said.status == 2)
      #expect(
        said.text.contains(
          "glmlint: train.jsonl: not fixed: the new file could not be written: File too large\n"))
      #expect(try folder.text("train.jsonl") == Self.long)
      #expect(folder.names == ["train.jsonl"])
    }
  }

  /// Ctrl-C at the terminal, and `kill`. The threads of tests have all signals blocked, and what they start inherits that.
  @Test(
    .enabled(if: Program.path != nil, "skipped: the program is not beside the tests"),
    arguments: ["INT", "TERM"])
  func nothingIsLeftBehindWhereTheFixIsStopped(signal: String) throws {
    try Folder.temporary { folder in
      try folder.write(String(repeating: Self.long, count: 5), to: "train.jsonl")
      let said = try Program.run(
        """
        (until ls -A | grep -q '^.glmlint-' || ! kill -0 $$; do sleep 0.01; done; kill -\(signal) $$) &
        exec env --default-signal "$0" check --fix --format concise
        """, in: folder)
      #expect(said.status == (signal == "INT" ? SIGINT : SIGTERM), "\(said.text)")
      #expect(folder.names == ["train.jsonl"])
      #expect(try folder.text("train.jsonl").hasPrefix(Self.long))
    }
  }

  /// Root may write everywhere, so another user it is.
  @Test(
    .enabled(
      if: Program.path != nil && (getuid() != 0 || Program.canBeNobody),
      "skipped: the program is not beside the tests, or root cannot be another user"))
  func aFolderThatCannotBeWrittenToIsLeftAsItIs() throws {
    try Folder.temporary { folder in
      try folder.write(Self.wrong, to: "train.jsonl")
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
      let user = getuid() == 0 ? "setpriv --reuid 65534 --regid 65534 --clear-groups " : ""
      let said = try Program.run("exec \(user)\"$0\" check --fix --format concise", in: folder)
      #expect(said.status == 2)
      #expect(
        said.text.contains(
          "glmlint: train.jsonl: not fixed: the new file could not be written: permission denied\n"),
        "\(said.text)")
      #expect(folder.bytes("train.jsonl") == Data(Self.wrong.utf8))
      #expect(folder.names == ["train.jsonl"])
    }
  }
}

/// The files of a folder, to whose data somebody does something while a new file is written from it.
private struct DisturbedFiles: FileSource {
  private let base: RootedFiles
  private let disturb: @Sendable (String) -> Void

  init(root: String, _ disturb: @escaping @Sendable (String) -> Void) {
    base = RootedFiles(root: root)
    self.disturb = disturb
  }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { try base.read(path, limit: limit) }
  func status(_ path: String) -> FileStatus? { base.status(path) }
  func list(_ folder: String) throws(FileError) -> [FolderEntry] { try base.list(folder) }

  func open(_ path: String) throws(FileError) -> any BlockReader {
    let reader = try base.open(path)
    let isFixing = Folder(path: base.root).names.contains { $0.hasPrefix(".glmlint-") }
    guard path.hasSuffix(".jsonl"), isFixing else { return reader }
    let path = FilePath.join(base.root, path)
    return DisturbedReader(base: reader) { [disturb] in disturb(path) }
  }

  private struct DisturbedReader: BlockReader {
    let base: any BlockReader
    let disturb: @Sendable () -> Void
    let reads = Counter()
    var size: Int { base.size }
    var hasChanged: Bool { base.hasChanged }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
      if reads.next() == 4 { disturb() }
      return try base.read(into: buffer, at: offset)
    }
  }
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0
  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}

/// The built program, run as a process.
private enum Program {
  static let path: String? = {
    let beside = URL(filePath: Bundle.main.executablePath ?? "").deletingLastPathComponent()
    let path = beside.appending(path: "glmlint").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static let canBeNobody =
    (try? shell("setpriv --reuid 65534 --regid 65534 --clear-groups true", []))?.status == 0

  static func run(_ script: String, in folder: Folder) throws -> (status: Int32, text: String) {
    try shell("cd \"$1\"; " + script, [path ?? "", folder.path])
  }

  static func shell(_ script: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}

/// A disk with room for little.
private enum SmallDisk {
  static let canBeMade = (try? mounted(bytes: 65_536) { _ in }) != nil

  struct NotMounted: Error {}

  static func mounted(bytes: Int, _ body: (Folder) throws -> Void) throws {
    try Folder.temporary { folder in
      let mounted = try Program.shell("mount -t tmpfs -o size=\(bytes) none \"$0\"", [folder.path])
      guard mounted.status == 0 else { throw NotMounted() }
      defer { _ = try? Program.shell("umount \"$0\"", [folder.path]) }
      try body(folder)
    }
  }
}
