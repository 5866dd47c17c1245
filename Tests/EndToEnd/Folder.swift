import Foundation
import Linting
import Reporting
import Rules
import Synchronization
import Syntax

@testable import glmlint

/// A folder that the program is run in, in process: relative paths start from it, as if the process stood there.
struct Folder: Sendable {
  let path: String

  /// The root of this repository.
  static let repository = Folder(
    path: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
      .path)

  /// What a run has said.
  struct Outcome: Equatable {
    let code: ExitCode
    let output: String
    let errors: String
  }

  /// Runs the program as `main.swift` puts it together, but for its streams and the folder it stands in.
  func run(
    _ arguments: [String], files: (any FileSource)? = nil, input: String = "",
    rules: [any Rule.Type] = Registry.rules
  ) -> Outcome {
    let tool = Tool(name: "glmlint", version: "0.1.0")
    let output = CapturedStream()
    let errors = CapturedStream()
    let rooted = RootedFiles(root: path)
    let command = Command(
      linter: ProjectLinter(
        registered: rules, tool: tool, workingFolder: path, newest: NewestRelease.inside,
        endsAfterCheck: false, pages: { Registry.page(of: $0) }),
      tool: tool, files: files ?? rooted, writer: rooted, output: output, errors: errors, environment: [:],
      readInput: { Array(input.utf8) })
    let code = command.run(arguments)
    return Outcome(code: code, output: output.text, errors: errors.text)
  }

  func run(_ arguments: String...) -> Outcome { run(arguments) }

  // MARK: Its files

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws {
    let file = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  /// Runs `body` in a new, empty folder, which is gone afterwards.
  static func temporary(_ body: (Folder) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "glmlint-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(Folder(path: path))
  }
}

/// Keeps what is written.
final class CapturedStream: TextStream {
  private let written = Mutex("")
  var text: String { written.withLock(\.self) }
  var isTerminal: Bool { false }
  func write(_ text: String) { written.withLock { $0 += text } }
}

/// The disk, with relative paths starting from `root`: tests share one process, and so one current folder.
struct RootedFiles: FileSource, FileWriter {
  let root: String
  private let disk = DiskFileSource()

  init(root: String) { self.root = root }

  private func path(_ path: String) -> String { FilePath.join(root, path) }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    try disk.read(self.path(path), limit: limit)
  }
  func status(_ path: String) -> FileStatus? { disk.status(self.path(path)) }
  func list(_ folder: String) throws(FileError) -> [FolderEntry] { try disk.list(path(folder)) }
  func open(_ path: String) throws(FileError) -> any BlockReader { try disk.open(self.path(path)) }
  func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    try DiskFileWriter().replace(self.path(path), with: bytes)
  }
  func replacement(of path: String) throws(FileError) -> any FileReplacement {
    try DiskFileWriter().replacement(of: self.path(path))
  }
  func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    try DiskFileWriter().create(self.path(path), bytes)
  }
}
