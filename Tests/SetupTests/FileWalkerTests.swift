import Foundation
import Syntax
import Testing

@testable import Setup

@Suite struct FileWalkerTests {
  private func walk(_ source: TreeSource, _ paths: String..., from folder: String = "/home/me/project")
    -> WalkResult
  {
    FileWalker(source: source, workingFolder: folder).walk(paths)
  }

  @Test func takesTheKindsItReadsInTheOrderOfTheirBytes() {
    let source = TreeSource(
      files: "b.yaml", "a/z.py", "B.yml", "a.json", "é.toml", "a/run.ipynb", "notes.md", "d.jsonl",
      "e.NDJSON", "run.sh",
      "run.bash", "Dockerfile", "Dockerfile.gpu", "a-b.yaml", "LICENSE")
    let result = walk(source, ".")
    #expect(
      result.files.map(\.path) == [
        "B.yml", "Dockerfile", "Dockerfile.gpu", "a-b.yaml", "a.json", "a/run.ipynb", "a/z.py", "b.yaml",
        "d.jsonl",
        "e.NDJSON", "run.bash", "run.sh", "é.toml",
      ])
    #expect(result.files[0] == WalkedFile(path: "B.yml", kind: .yaml, isNamed: false))
    #expect(result.problems.isEmpty && result.missing.isEmpty && result.skipped.isEmpty)
  }

  @Test func theOrderAndRepetitionOfArgumentsDoNotMatter() {
    let source = TreeSource(files: "a/x.yaml", "a/y.yaml", "b.yaml")
    let result = walk(source, "b.yaml", "a", "./a/x.yaml", "a/../a", "a/x.yaml")
    #expect(result == walk(source, "a/x.yaml", "b.yaml", "a"))
    #expect(result.files.map(\.path) == ["a/x.yaml", "a/y.yaml", "b.yaml"])
    #expect(result.files.map(\.isNamed) == [true, false, true])
  }

  @Test func passesOverWhatToolsKeepForThemselves() {
    let source = TreeSource(
      files: ".git/config.yaml", ".hg/a.yaml", "env/pyvenv.cfg", "env/lib/a.py", "x/__pycache__/a.py",
      "node_modules/a.json",
      ".ipynb_checkpoints/a.ipynb", ".mypy_cache/a.json", ".ruff_cache/a.json", ".pytest_cache/a.json",
      ".tox/a.py",
      "lib/site-packages/a.py", ".cache/a.json", "._a.yaml", "hub/.no_exist/1/config.json", ".github/ok.yml",
      "build/ok.yaml")
    #expect(walk(source, ".").files.map(\.path) == [".github/ok.yml", "build/ok.yaml"])
    #expect(walk(source, "env", ".cache").files.map(\.path) == [".cache/a.json", "env/lib/a.py"])
  }

  @Test func ignoreFilesCountFromTheRepositoryDownAndNotAboveIt() {
    let source = TreeSource(
      files: "/r/.git/HEAD", "/r/p/a.yaml", "/r/p/out/b.yaml", "/r/p/keep/c.json", "/r/p/d.toml"
    )
    .with("/r/.gitignore", "out/\n*.json\n").with("/.gitignore", "*.toml\n").with(
      "/r/p/keep/.gitignore", "!c.json\n"
    )
    .with("/r/.git/info/exclude", "a.yaml\n")
    #expect(walk(source, "/r/p").files.map(\.path) == ["/r/p/d.toml", "/r/p/keep/c.json"])
    #expect(walk(source, "/r/p/out", "/r/p/a.yaml").files.map(\.path) == ["/r/p/a.yaml", "/r/p/out/b.yaml"])
  }

  @Test func outsideARepositoryNothingIsIgnored() {
    #expect(walk(TreeSource(files: "a.yaml").with(".gitignore", "*\n"), ".").files.map(\.path) == ["a.yaml"])
  }

  @Test func aRepositoryInsideAnotherHasItsOwnRules() {
    let source = TreeSource(files: "/r/.git/HEAD", "/r/sub/.git", "/r/sub/a.json", "/r/b.json")
      .with("/r/.gitignore", "*.json\n")
    #expect(walk(source, "/r").files.map(\.path) == ["/r/sub/a.json"])
  }

  @Test func aWorktreeSharesTheExcludesOfItsRepository() {
    let source = TreeSource(files: "/w/a.yaml", "/w/b.yaml").with("/w/.git", "gitdir: /r/.git/worktrees/w\n")
      .with("/r/.git/worktrees/w/commondir", "../..\n").with("/r/.git/info/exclude", "b.yaml\n")
    #expect(walk(source, "/w").files.map(\.path) == ["/w/a.yaml"])
  }

  @Test func whatIsNamedButCannotBeReadIsAProblemAndWhatIsNotThereIsMissing() {
    let source = TreeSource([
      "dangling.yaml": .link(.notFound), "loop.yaml": .link(.tooManyLinks), "pipe.yaml": .pipe,
      "locked": .lockedFolder,
      "a.yaml": .file(""),
    ])
    let result = walk(
      source, "nothing.yaml", "dangling.yaml", "loop.yaml", "pipe.yaml", "locked", "a.yaml", "none/x")
    #expect(
      result.problems == [
        WalkProblem(path: "dangling.yaml", error: .danglingLink),
        WalkProblem(path: "locked", error: .permissionDenied),
        WalkProblem(path: "loop.yaml", error: .tooManyLinks),
        WalkProblem(path: "pipe.yaml", error: .notARegularFile),
      ])
    #expect(result.missing == ["none/x", "nothing.yaml"])
    #expect(result.files.map(\.path) == ["a.yaml"])
  }

  @Test func insideAFolderLinksAndPipesArePassedOverAndLockedFoldersAreTold() {
    let source = TreeSource([
      "d/link.yaml": .link(.notFound), "d/pipe.yaml": .pipe, "d/locked": .lockedFolder, "d/a.yaml": .file(""),
    ])
    let result = walk(source, "d")
    #expect(result.files.map(\.path) == ["d/a.yaml"])
    #expect(result.problems.isEmpty)
    #expect(result.skipped == [SkippedPath(path: "d/locked", reason: "permission denied")])
  }

  @Test func namedFilesWithoutAnEndingAreKnownByTheirFirstLine() {
    let source = TreeSource([
      "launch": .file("#!/usr/bin/env -S bash -e\n"), "train": .file("#! /usr/bin/python3.11 -u\r\n"),
      "tool": .file("#!/usr/bin/env ruby\n"), "text": .file("hello"), "notes.md": .file("#!/bin/sh\n"),
    ])
    let result = walk(source, "launch", "train", "tool", "text", "notes.md")
    #expect(result.files.map(\.kind) == [.shell, .python])
    #expect(result.skipped.map(\.path) == ["notes.md", "text", "tool"])
    #expect(walk(source, ".").files.isEmpty)
  }

  @Test func onDiskLoopsAndLinksOutOfTheFolderLeadNowhere() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "walk-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let manager = FileManager.default
    try manager.createDirectory(at: folder.appending(path: "in/deep"), withIntermediateDirectories: true)
    try Data().write(to: folder.appending(path: "in/deep/a.yaml"))
    try Data().write(to: folder.appending(path: "out.yaml"))
    func link(_ name: String, _ target: String) throws {
      try manager.createSymbolicLink(atPath: folder.path + "/in/" + name, withDestinationPath: target)
    }
    try link("loop", ".")
    try link("out.yaml", "../out.yaml")
    try link("self.yaml", "self.yaml")
    try link("gone.yaml", "gone")
    let root = folder.path + "/in"
    let walker = FileWalker(source: DiskFileSource(), workingFolder: manager.currentDirectoryPath)
    let result = walker.walk([root])
    #expect(result.files.map(\.path) == [root + "/deep/a.yaml"])
    #expect(result.problems.isEmpty && result.missing.isEmpty)
    let named = walker.walk([
      root + "/self.yaml", root + "/gone.yaml", root + "/out.yaml", root + "/none.yaml",
    ])
    #expect(named.problems.map(\.error) == [.danglingLink, .tooManyLinks])
    #expect(named.files.map(\.path) == [root + "/out.yaml"])
    #expect(named.missing == [root + "/none.yaml"])
  }
}
