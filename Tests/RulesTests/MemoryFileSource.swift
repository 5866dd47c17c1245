import Syntax

/// The files of an example, in memory, and paths at which something stands that cannot be read.
struct MemoryFileSource: FileSource {
  /// By normalized path.
  let files: [String: [UInt8]]
  let failures: [String: FileError]

  init(_ files: [String: [UInt8]], failures: [String: FileError] = [:]) {
    self.files = files
    self.failures = failures
  }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let path = FilePath.normalized(path)
    if let failure = failures[path] { throw failure }
    guard let bytes = files[path] else { throw isFolder(path) ? .isAFolder : .notFound }
    guard bytes.count <= limit else { throw .tooLarge(size: bytes.count, limit: limit) }
    return bytes
  }

  func status(_ path: String) -> FileStatus? {
    let path = FilePath.normalized(path)
    switch failures[path] {
    case .notARegularFile: return FileStatus(kind: .other, size: 0)
    case .danglingLink, .tooManyLinks, .notFound: return nil
    case .tooLarge(let size, _): return FileStatus(kind: .regular, size: size)
    case .some: return FileStatus(kind: .regular, size: 0)
    case nil: break
    }
    if let bytes = files[path] { return FileStatus(kind: .regular, size: bytes.count) }
    return isFolder(path) ? FileStatus(kind: .folder, size: 0) : nil
  }

  func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    let folder = FilePath.normalized(folder)
    guard isFolder(folder) else { throw .notFound }
    let prefix = folder == "." ? "" : folder + "/"
    var entries: Set<FolderEntry> = []
    for path in Array(files.keys) + Array(failures.keys) where path.hasPrefix(prefix) {
      let rest = path.dropFirst(prefix.count)
      let name = String(rest.prefix { $0 != "/" })
      entries.insert(FolderEntry(name: name, kind: name.count < rest.count ? .folder : kind(of: path)))
    }
    return entries.sorted { $0.name < $1.name }
  }

  func open(_ path: String) throws(FileError) -> any BlockReader {
    // A link that leads nowhere is there, but opening it finds nothing.
    if failures[FilePath.normalized(path)] == .danglingLink { throw .notFound }
    return Block(bytes: try read(path, limit: .max))
  }

  private func kind(of path: String) -> FolderEntry.Kind {
    switch failures[path] {
    case .danglingLink, .tooManyLinks: return .symbolicLink
    case .notARegularFile: return .other
    default: return .regular
    }
  }

  private func isFolder(_ path: String) -> Bool {
    path == "." || (Array(files.keys) + Array(failures.keys)).contains { $0.hasPrefix(path + "/") }
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
