#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Datasets
import Syntax

/// What the process is started with: read once, handed to `Command`, asked for nowhere else. (The scanner of data sets
/// looks for `GLMLINT_KERNEL` once more, so that no layer between has to know of kernels: `ScanKernel.chosen`.)
enum ProcessSurroundings {
  /// The environment variables that glmlint looks at, where they are set.
  static var environment: [String: String] {
    var environment: [String: String] = [:]
    for name in ["NO_COLOR", "FORCE_COLOR", "TERM", ScanKernel.variable] {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    return environment
  }

  /// The absolute path of the folder the process stands in; `/` where that is gone.
  static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// Lets writing more than `ulimit -f` allows be an error that is told, instead of the end of the process in the middle
  /// of a file.
  static func reportLargeFilesAsErrors() { signal(SIGXFSZ, SIG_IGN) }

  /// All bytes of standard input.
  static func readInput() throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &block, block.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += block[..<count]
      } else if errno != EINTR {
        throw FileError(errno)
      }
    }
  }

  /// Ends the process; everything is written by then.
  static func exit(with code: ExitCode) -> Never { _exit(code.rawValue) }
}
