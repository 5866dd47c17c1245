import Syntax

/// Files in memory.
struct MemoryFileSource: FileSource {
  /// By normalized path.
  private let files: [String: [UInt8]]

  init(_ files: [String: [UInt8]]) { self.files = files }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let bytes = files[FilePath.normalized(path)] else { throw .notFound }
    guard bytes.count <= limit else { throw .tooLarge(size: bytes.count, limit: limit) }
    return bytes
  }

  func status(_ path: String) -> FileStatus? {
    let path = FilePath.normalized(path)
    if let bytes = files[path] { return FileStatus(kind: .regular, size: bytes.count) }
    let isFolder = path == "." || files.keys.contains { FilePath.isInside($0, path) }
    return isFolder ? FileStatus(kind: .folder, size: 0) : nil
  }

  func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    let folder = FilePath.normalized(folder)
    let prefix = folder == "." ? "" : folder + "/"
    var entries: Set<FolderEntry> = []
    for path in files.keys where path.hasPrefix(prefix) {
      let rest = path.utf8.dropFirst(prefix.utf8.count)
      let name = String(rest.prefix { $0 != UInt8(ascii: "/") }) ?? ""
      entries.insert(FolderEntry(name: name, kind: name.utf8.count < rest.count ? .folder : .regular))
    }
    if entries.isEmpty { throw .notFound }
    return entries.sorted { $0.name < $1.name }
  }

  func open(_ path: String) throws(FileError) -> any BlockReader {
    Block(bytes: try read(path, limit: .max))
  }

  private struct Block: BlockReader {
    let bytes: [UInt8]
    var size: Int { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
      let part = bytes.dropFirst(offset).prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
  }
}
