import Foundation

/// The clock that work is held to: it stands still while others have the processor.
enum ProcessorTime {
  /// What this thread has had so far, in seconds.
  static var ofThread: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
