#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file in the making, which goes away with the process: a signal that ends it leaves nothing behind.
///
/// One file at a time, as files are written one after the other; a second one would be left behind where the process is
/// ended. Nothing can be done about SIGKILL.
enum UnfinishedFile {
  /// What users and systems end programs by.
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let lock = Lock()

  /// Takes the file at `name`, which ends in a zero byte and has to live until `forget`, away at such a signal. A signal that
  /// is ignored, as `nohup` asks, stays so.
  static func remember(_ name: UnsafePointer<CChar>) {
    lock.locked {
      guard unfinishedName == nil else { return }
      unfinishedName = name
      for number in signals where signal(number, removeUnfinishedFile).isIgnoring { signal(number, SIG_IGN) }
    }
  }

  /// The file has a name for good, or is gone.
  static func forget(_ name: UnsafePointer<CChar>) {
    lock.locked {
      guard unfinishedName == name else { return }
      for number in signals where signal(number, SIG_DFL).isIgnoring { signal(number, SIG_IGN) }
      unfinishedName = nil
    }
  }
}

/// Read by a handler of signals, which may wait for nothing; written before the handler is set and after it is gone.
nonisolated(unsafe) private var unfinishedName: UnsafePointer<CChar>?

/// Ends the process as it would end without a handler. Calls nothing but what POSIX allows in one.
private func removeUnfinishedFile(_ number: Int32) {
  if let unfinishedName { unlink(unfinishedName) }
  signal(number, SIG_DFL)
  raise(number)
}

extension Optional where Wrapped == @convention(c) (Int32) -> Void {
  /// Whether a signal with this handler does nothing.
  fileprivate var isIgnoring: Bool {
    unsafeBitCast(self, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
