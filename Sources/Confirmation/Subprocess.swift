// `environ` is a variable of C, which nothing here changes.
#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Another program, run to its end, to a limit of time, or to the first thing it says that makes no sense.
enum Subprocess {
  enum End: Equatable {
    case notStarted(String)
    /// With the last line of its errors.
    case exited(code: Int32, said: String)
    case killed(signal: Int32)
    case hung
    case nonsense
  }

  /// Runs `arguments[0]`, looked for in `PATH` where it is a bare name: it reads `plans.jsonl` of `folder`, and its errors
  /// go to `errors.txt` there.
  ///
  /// Each line that it writes is handed to `take`, which says whether it makes sense; `limit` gives the seconds until the
  /// next one by how many there were. It is killed, and what it has started, where it takes longer.
  static func run(
    _ arguments: [String], in folder: ScratchFolder, limit: (_ lines: Int) -> Double,
    take: ([UInt8]) -> Bool
  ) -> End {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return .notStarted(reason(errno)) }
    defer { close(ends[0]) }
    var process: pid_t = 0
    let error = spawn(arguments, in: folder, output: ends[1], closing: ends[0], &process)
    close(ends[1])
    guard error == 0 else { return .notStarted(reason(error)) }
    let cut = read(ends[0], limit, take)
    let status = end(of: process, within: cut == nil ? graceAfterTheEnd : 0)
    if let cut { return cut }
    // As WIFSIGNALED and WEXITSTATUS of wait.h, which are macros.
    let signal = status & 0x7F
    if signal != 0 { return .killed(signal: signal) }
    return .exited(code: (status >> 8) & 0xFF, said: folder.lastLine(of: "errors.txt"))
  }

  /// Seconds for a program to end that has said its last word.
  private static let graceAfterTheEnd = 10.0

  /// The status that the process ends with; after `seconds` it is killed, and all of its group.
  private static func end(of process: pid_t, within seconds: Double) -> Int32 {
    var status: Int32 = 0
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if waitpid(process, &status, WNOHANG) == process { return status }
      usleep(10_000)
    }
    kill(-process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// The variables of the environment but for those that could bring in code of the user's, or make the run one of
  /// several.
  private static var environmentWithoutCode: [UnsafeMutablePointer<CChar>?] {
    let left = [
      "PYTHONPATH=", "PYTHONSTARTUP=", "PYTHONINSPECT=", "RANK=", "LOCAL_RANK=", "WORLD_SIZE=", "ACCELERATE_",
    ]
    var kept: [UnsafeMutablePointer<CChar>?] = []
    var place = environ
    while let word = place.pointee {
      let text = String(cString: word)
      if !left.contains(where: text.hasPrefix) { kept.append(word) }
      place += 1
    }
    return kept + [nil]
  }

  /// 0, or the number of the error.
  private static func spawn(
    _ arguments: [String], in folder: ScratchFolder, output: Int32, closing other: Int32,
    _ process: inout pid_t
  ) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that all of it can be ended.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawn_file_actions_addopen(&actions, 0, "\(folder.path)/plans.jsonl", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "\(folder.path)/errors.txt", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addclose(&actions, other)
    var words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var environment = environmentWithoutCode
    return posix_spawnp(&process, arguments[0], &actions, &attributes, &words, &environment)
  }

  /// Reads lines to the end; what cut it short, else nil.
  private static func read(_ file: Int32, _ limit: (Int) -> Double, _ take: ([UInt8]) -> Bool) -> End? {
    var (line, lines): ([UInt8], Int) = ([], 0)
    var block = [UInt8](repeating: 0, count: 4096)
    var deadline = ContinuousClock.now + .seconds(limit(0))
    while true {
      var waiting = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      let left = (deadline - ContinuousClock.now) / .milliseconds(1)
      if left <= 0 { return .hung }
      let ready = poll(&waiting, 1, Int32(min(left, 1000)))
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      let count = Self.count(file, &block)
      if count <= 0 { return line.isEmpty || take(line) ? nil : .nonsense }
      for byte in block[..<count] {
        guard byte == UInt8(ascii: "\n") else {
          line.append(byte)
          continue
        }
        guard take(line) else { return .nonsense }
        line = []
        lines += 1
        deadline = ContinuousClock.now + .seconds(limit(lines))
      }
    }
  }

  private static func count(_ file: Int32, _ block: inout [UInt8]) -> Int {
    block.withUnsafeMutableBytes { bytes in
      #if canImport(Glibc)
        Glibc.read(file, bytes.baseAddress, bytes.count)
      #elseif canImport(Musl)
        Musl.read(file, bytes.baseAddress, bytes.count)
      #else
        Darwin.read(file, bytes.baseAddress, bytes.count)
      #endif
    }
  }

  private static func reason(_ error: Int32) -> String { String(cString: strerror(error)) }
}
