import Foundation
import Syntax

/// Counts how often each file of another source is read as a whole.
final class CountingSource: FileSource, @unchecked Sendable {
  private let source: any FileSource
  private let lock = NSLock()
  private var readings: [String: Int] = [:]

  init(_ source: any FileSource) { self.source = source }

  /// By normalized path.
  var counts: [String: Int] { lock.withLock { readings } }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    lock.withLock { readings[FilePath.normalized(path), default: 0] += 1 }
    return try source.read(path, limit: limit)
  }

  func status(_ path: String) -> FileStatus? { source.status(path) }
  func list(_ folder: String) throws(FileError) -> [FolderEntry] { try source.list(folder) }
  func open(_ path: String) throws(FileError) -> any BlockReader { try source.open(path) }
}
