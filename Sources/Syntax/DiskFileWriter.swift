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
    let replacement = try DiskFileReplacement(of: path)
    try replacement.append(bytes)
    try replacement.takePlace()
  }

  package func replacement(of path: String) throws(FileError) -> any FileReplacement {
    try DiskFileReplacement(of: path)
  }

  package func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(errno) }
    do throws(FileError) {
      var failure: FileError?
      bytes.withUnsafeBytes { all in
        do throws(FileError) { try DescriptorWriting.write(all, to: descriptor) } catch { failure = error }
      }
      if let failure { throw failure }
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw FileError(errno) }
  }
}

/// Writes to an open file.
enum DescriptorWriting {
  /// Writes all of `bytes` where the file stands. Throws what the system says, such as that the disk is full.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FileError) {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let count = systemWrite(descriptor, start, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        throw FileError(errno)
      }
    }
  }
}

extension ByteSink {
  /// Adds `bytes` behind those that are there.
  package func append(_ bytes: [UInt8]) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { all in
      do throws(FileError) { try append(all) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

/// The system's `write`, under a name that no method hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
