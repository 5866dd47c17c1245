/// Another source with some files replaced: standard input, editor buffers, or the outcome of a fix.
///
/// A file under the overlay is never asked of the base.
package struct OverlayFileSource: FileSource {
  private let base: any FileSource
  /// By normalized path.
  private let replaced: [String: [UInt8]]

  package init(over base: any FileSource, replacing files: [String: [UInt8]]) {
    self.base = base
    var replaced: [String: [UInt8]] = [:]
    for (path, bytes) in files { replaced[FilePath.normalized(path)] = bytes }
    self.replaced = replaced
  }

  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let bytes = replaced[FilePath.normalized(path)] else { return try base.read(path, limit: limit) }
    guard bytes.count <= limit else { throw .tooLarge(size: bytes.count, limit: limit) }
    return bytes
  }

  package func status(_ path: String) -> FileStatus? {
    guard let bytes = replaced[FilePath.normalized(path)] else { return base.status(path) }
    return FileStatus(kind: .regular, size: bytes.count)
  }

  package func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    let home = FilePath.normalized(folder)
    let added = replaced.keys.sorted().filter { FilePath.parent($0) == home }.map(FilePath.name)
    var entries: [FolderEntry] = []
    do throws(FileError) {
      entries = try base.list(folder)
    } catch {
      // An unsaved file may stand in a folder that is not on disk yet.
      guard error == .notFound, !added.isEmpty else { throw error }
    }
    let known = Set(entries.map(\.name))
    for name in added where !known.contains(name) {
      entries.append(FolderEntry(name: name, kind: .regular))
    }
    return entries
  }

  package func open(_ path: String) throws(FileError) -> any BlockReader {
    guard let bytes = replaced[FilePath.normalized(path)] else { return try base.open(path) }
    return MemoryReader(bytes: bytes)
  }
}

/// Bytes in memory, read like an open file.
private struct MemoryReader: BlockReader {
  let bytes: [UInt8]
  var size: Int { bytes.count }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    let count = max(0, min(buffer.count, bytes.count - offset))
    guard count > 0 else { return 0 }
    bytes.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
    }
    return count
  }
}
