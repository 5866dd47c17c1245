#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files on disk, relative to the folder the process stands in.
package struct DiskFileSource: FileSource {
  package init() {}

  package func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try OpenFile(path)
    guard file.size <= limit else { throw .tooLarge(size: file.size, limit: limit) }
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: file.size) { buffer, filled in
      let all = UnsafeMutableRawBufferPointer(buffer)
      do throws(FileError) {
        while filled < file.size {
          let rest = UnsafeMutableRawBufferPointer(rebasing: all[filled..<file.size])
          let count = try file.read(into: rest, at: filled)
          if count == 0 { throw .changedWhileReading }
          filled += count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  package func status(_ path: String) -> FileStatus? {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    return FileStatus(information)
  }

  package func list(_ folder: String) throws(FileError) -> [FolderEntry] {
    guard let directory = opendir(folder) else { throw FileError(errno) }
    defer { closedir(directory) }
    var entries: [FolderEntry] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      entries.append(FolderEntry(name: name, kind: kind(entry.pointee.d_type, of: name, in: folder)))
    }
    return entries
  }

  package func open(_ path: String) throws(FileError) -> any BlockReader { try OpenFile(path) }

  /// Some file systems do not say the kind in the listing; then the name itself is asked.
  private func kind(_ type: UInt8, of name: String, in folder: String) -> FolderEntry.Kind {
    switch Int32(type) {
    case Int32(DT_REG): return .regular
    case Int32(DT_DIR): return .folder
    case Int32(DT_LNK): return .symbolicLink
    case Int32(DT_UNKNOWN):
      var information = stat()
      guard lstat(FilePath.join(folder, name), &information) == 0 else { return .other }
      switch information.st_mode & S_IFMT {
      case S_IFREG: return .regular
      case S_IFDIR: return .folder
      case S_IFLNK: return .symbolicLink
      default: return .other
      }
    default: return .other
    }
  }
}

/// An open regular file, closed when the last user lets go of it.
private final class OpenFile: BlockReader {
  let descriptor: Int32
  let size: Int
  private let written: timespec

  /// Opens without blocking, so that a pipe without a writer cannot hang the run.
  init(_ path: String) throws(FileError) {
    let opened = Self.openReadOnly(path)
    guard opened >= 0 else { throw FileError(errno) }
    var information = stat()
    guard fstat(opened, &information) == 0 else {
      let code = errno
      close(opened)
      throw FileError(code)
    }
    let status = FileStatus(information)
    guard status.kind == .regular else {
      close(opened)
      throw status.kind == .folder ? .isAFolder : .notARegularFile
    }
    descriptor = opened
    size = status.size
    written = information.lastWritten
  }

  /// By its size, and the time of the last writing.
  var hasChanged: Bool {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return true }
    let now = information.lastWritten
    return Int(information.st_size) != size || now.tv_sec != written.tv_sec || now.tv_nsec != written.tv_nsec
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(errno) }
    }
  }

  private static func openReadOnly(_ path: String) -> Int32 {
    while true {
      let opened = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      if opened >= 0 || errno != EINTR { return opened }
    }
  }
}

extension FileStatus {
  fileprivate init(_ information: stat) {
    switch information.st_mode & S_IFMT {
    case S_IFREG: self.init(kind: .regular, size: Int(information.st_size))
    case S_IFDIR: self.init(kind: .folder, size: 0)
    default: self.init(kind: .other, size: 0)
    }
  }
}

extension FileError {
  /// From an `errno`.
  package init(_ code: Int32) {
    switch code {
    case ENOENT, ENOTDIR: self = .notFound
    case EACCES, EPERM: self = .permissionDenied
    case EISDIR: self = .isAFolder
    case ELOOP: self = .tooManyLinks
    case ENXIO: self = .notARegularFile
    default: self = .system(code: code, description: String(cString: strerror(code)))
    }
  }
}
