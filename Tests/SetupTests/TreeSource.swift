import Syntax

/// A tree of files in memory, for tests: what a path names, and what cannot be read.
struct TreeSource: FileSource {
  enum Node: Hashable {
    case file(String)
    case link(FileError)
    case pipe
    case lockedFolder
  }

  /// By normalized path; the folders above each are there too.
  let nodes: [String: Node]

  init(_ nodes: [String: Node]) { self.nodes = nodes }

  /// `paths` as empty files.
  init(files paths: String...) { self.init(Dictionary(uniqueKeysWithValues: paths.map { ($0, .file("")) })) }

  func with(_ path: String, _ text: String) -> TreeSource {
    TreeSource(nodes.merging([path: .file(text)]) { $1 })
  }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    switch nodes[FilePath.normalized(path)] {
    case .file(let text): return Array(text.utf8)
    case .link(let error): throw error
    case .pipe: throw .notARegularFile
    case .lockedFolder: throw .isAFolder
    case nil: throw status(path) == nil ? .notFound : .isAFolder
    }
  }

  func status(_ path: String) -> FileStatus? {
    let path = FilePath.normalized(path)
    switch nodes[path] {
    case .file(let text): return FileStatus(kind: .regular, size: text.utf8.count)
    case .link: return nil
    case .pipe: return FileStatus(kind: .other, size: 0)
    case .lockedFolder: return FileStatus(kind: .folder, size: 0)
    case nil:
      let isFolder = nodes.keys.contains { $0 != path && FilePath.isInside($0, path) }
      return isFolder ? FileStatus(kind: .folder, size: 0) : nil
    }
  }

  func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    let folder = FilePath.normalized(folder)
    if nodes[folder] == .lockedFolder { throw .permissionDenied }
    guard status(folder)?.kind == .folder else { throw .notFound }
    let prefix = folder == "." ? "" : folder == "/" ? "/" : folder + "/"
    var entries: Set<FolderEntry> = []
    for (path, node) in nodes where path.hasPrefix(prefix) && path != folder {
      let rest = path.dropFirst(prefix.count)
      let name = String(rest.prefix { $0 != "/" })
      if name.count < rest.count {
        entries.insert(FolderEntry(name: name, kind: .folder))
        continue
      }
      switch node {
      case .file: entries.insert(FolderEntry(name: name, kind: .regular))
      case .link: entries.insert(FolderEntry(name: name, kind: .symbolicLink))
      case .pipe: entries.insert(FolderEntry(name: name, kind: .other))
      case .lockedFolder: entries.insert(FolderEntry(name: name, kind: .folder))
      }
    }
    return Array(entries)
  }

  func open(_ path: String) throws(FileError) -> any BlockReader {
    Bytes(bytes: try read(path, limit: .max))
  }

  private struct Bytes: BlockReader {
    let bytes: [UInt8]
    var size: Int { bytes.count }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
      let part = bytes.dropFirst(offset).prefix(buffer.count)
      buffer.copyBytes(from: part)
      return part.count
    }
  }
}
