#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a command writes what people or programs read.
protocol TextStream: Sendable {
  var isTerminal: Bool { get }
  func write(_ text: String)
}

/// Standard output or standard error of the process.
struct DescriptorStream: TextStream {
  let descriptor: Int32

  static let standardOutput = DescriptorStream(descriptor: STDOUT_FILENO)
  static let standardError = DescriptorStream(descriptor: STDERR_FILENO)

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of `text`; stops where nobody reads any more, as after `| head`.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, rest.count > 0 {
        let count = systemWrite(descriptor, start, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

/// The system's `write`, under a name that no method hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
