#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes files on disk, relative to the folder the process stands in.
package struct DiskFileWriter: FileWriter {
  package init() {}

  /// A new file in the same folder takes the name of the old one at the end, so that nobody ever sees half.
  package func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
    var information = stat()
    guard lstat(path, &information) == 0 else { throw FileError(errno) }
    switch information.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .isAFolder
    case S_IFLNK: throw .isALink
    default: throw .notARegularFile
    }
    var name = Array((FilePath.join(FilePath.parent(path), ".glmlint-XXXXXX")).utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw FileError(errno) }
    do throws(FileError) {
      try Self.write(bytes, to: descriptor)
      guard fchmod(descriptor, information.st_mode & 0o7777) == 0, fsync(descriptor) == 0 else {
        throw FileError(errno)
      }
    } catch {
      close(descriptor)
      unlink(name)
      throw error
    }
    guard close(descriptor) == 0, rename(name, path) == 0 else {
      let code = errno
      unlink(name)
      throw FileError(code)
    }
  }

  package func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(errno) }
    do throws(FileError) {
      try Self.write(bytes, to: descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw FileError(errno) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { all in
      var rest = all
      while let start = rest.baseAddress, rest.count > 0, failure == nil {
        let count = systemWrite(descriptor, start, rest.count)
        if count >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno != EINTR {
          failure = FileError(errno)
        }
      }
    }
    if let failure { throw failure }
  }
}

/// The system's `write`, under a name that no method hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
