#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file on disk in the making: it lies beside the old one under a name of its own until it takes its place.
final class DiskFileReplacement: FileReplacement {
  private let path: String
  /// What stood at `path` at the start.
  private let old: stat
  /// The name in the making, ending in a zero byte; a signal may want it at any time, so it stands still.
  private let name: UnsafeMutablePointer<CChar>
  private let descriptor: Int32
  private var isDone = false

  /// Throws for what is not a regular file, symbolic links included.
  init(of path: String) throws(FileError) {
    self.path = path
    old = try Self.regularFile(path)
    let template = FilePath.join(FilePath.parent(path), ".glmlint-XXXXXX").utf8CString
    name = .allocate(capacity: template.count)
    for (index, byte) in template.enumerated() { name[index] = byte }
    UnfinishedFile.remember(name)
    descriptor = mkstemp(name)
    guard descriptor >= 0 else {
      isDone = true
      throw FileError(errno)
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isDone { unlink(name) }
    // Its name is not given back: a handler of signals on another thread may be about to read it.
    UnfinishedFile.forget(name)
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try DescriptorWriting.write(bytes, to: descriptor)
  }

  func restart() throws(FileError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileError(errno) }
  }

  var written: any BlockReader {
    get throws(FileError) { try WrittenBytes(of: self) }
  }

  func takePlace() throws(FileError) {
    // Only root may give a file away; for all others it is theirs already, or stays so.
    _ = fchown(descriptor, old.st_uid, old.st_gid)
    guard fchmod(descriptor, old.st_mode & 0o7777) == 0, fsync(descriptor) == 0 else {
      throw FileError(errno)
    }
    guard try Self.regularFile(path).isSameState(as: old) else { throw .changedWhileReading }
    guard rename(name, path) == 0 else { throw FileError(errno) }
    isDone = true
  }

  private static func regularFile(_ path: String) throws(FileError) -> stat {
    var information = stat()
    guard lstat(path, &information) == 0 else { throw FileError(errno) }
    switch information.st_mode & S_IFMT {
    case S_IFREG: return information
    case S_IFDIR: throw .isAFolder
    case S_IFLNK: throw .isALink
    default: throw .notARegularFile
    }
  }

  /// The bytes of a file in the making, which is kept as long as they are read.
  private final class WrittenBytes: BlockReader, @unchecked Sendable {
    private let replacement: DiskFileReplacement
    let size: Int

    init(of replacement: DiskFileReplacement) throws(FileError) {
      self.replacement = replacement
      var information = stat()
      guard fstat(replacement.descriptor, &information) == 0 else { throw FileError(errno) }
      size = Int(information.st_size)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
      while true {
        let count = pread(replacement.descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        if count >= 0 { return count }
        if errno != EINTR { throw FileError(errno) }
      }
    }
  }
}

extension stat {
  /// The time of the last writing.
  var lastWritten: timespec {
    #if canImport(Darwin)
      return st_mtimespec
    #else
      return st_mtim
    #endif
  }

  /// Whether this is the same file, and nothing was written to it in between.
  fileprivate func isSameState(as other: stat) -> Bool {
    st_dev == other.st_dev && st_ino == other.st_ino && st_size == other.st_size
      && lastWritten.tv_sec == other.lastWritten.tv_sec && lastWritten.tv_nsec == other.lastWritten.tv_nsec
  }
}
