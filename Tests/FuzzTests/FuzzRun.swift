import Foundation
import Synchronization

/// Runs one stream of inputs on a thread of its own, and finds out what becomes of each.
///
/// The thread's stack is 512 KiB in a release build, which is what a thread that is not the main one gets at least; a
/// build without optimizations needs more. What is under way is written down before it is looked at: after a
/// crash, the journal names the seed and the index, which give the input again.
final class FuzzRun: Sendable {
  /// A promise that was broken.
  struct Fault: Sendable, CustomStringConvertible {
    let index: Int
    let message: String
    var description: String { "index \(index): \(message)" }
  }

  /// What became of one input.
  struct Look {
    /// The promises that it breaks.
    var faults: [String]
    /// What glmlint took of the processor for it, in seconds; what the test itself asks afterwards is not counted.
    let seconds: Double
  }

  private let name: String
  private let outcome = Mutex<(faults: [Fault], slowest: (seconds: Double, index: Int))>(([], (0, 0)))
  private let progress = Atomic(0)

  /// What one input may take of the processor, in seconds.
  private let allowed: Double

  init(_ name: String, allowed: Double = FuzzSettings.allowed) {
    self.name = name
    self.allowed = allowed
  }

  /// Looks at the inputs `indices`, one after the other. Blocks until all are done.
  ///
  /// An input that takes a minute is a hang: the process ends with its index.
  func run(_ indices: Range<Int>, look: @escaping @Sendable (Int) -> Look) -> [Fault] {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread { [self] in
      let journal = Journal(name)
      for index in indices where FuzzSettings.only.map({ $0 == index }) ?? true {
        journal.note("seed \(FuzzSettings.seed), \(name), index \(index)\n")
        var seen = look(index)
        if seen.seconds > allowed { seen.faults.append("it takes \(seen.seconds) s of the processor") }
        note(seen, index)
        progress.add(1, ordering: .relaxed)
      }
      journal.close()
      done.signal()
    }
    thread.stackSize = FuzzSettings.isOptimized ? 512 << 10 : 8 << 20
    thread.start()
    var seen = -1
    while done.wait(timeout: .now() + 60) == .timedOut {
      let now = progress.load(ordering: .relaxed)
      if now == seen {
        fatalError("fuzz: seed \(FuzzSettings.seed), \(name): input \(indices.lowerBound + now) hangs")
      }
      seen = now
    }
    return outcome.withLock(\.faults)
  }

  /// What was the slowest input, for the report.
  var slowest: (seconds: Double, index: Int) { outcome.withLock(\.slowest) }

  private func note(_ seen: Look, _ index: Int) {
    outcome.withLock { outcome in
      if seen.seconds > outcome.slowest.seconds { outcome.slowest = (seen.seconds, index) }
      if outcome.faults.count < 20 { outcome.faults += seen.faults.map { Fault(index: index, message: $0) } }
    }
  }
}

/// A file that names the input under way; it is left behind by a crash alone.
private final class Journal {
  private let path: String
  private let descriptor: Int32

  init(_ name: String) {
    path = FileManager.default.temporaryDirectory.appending(path: "glmlint-fuzz-\(getpid())-\(name)").path
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
  }

  func note(_ text: String) {
    let padded = text + String(repeating: "\n", count: max(0, 64 - text.utf8.count))
    _ = padded.withCString { pwrite(descriptor, $0, 64, 0) }
  }

  func close() {
    Glibc.close(descriptor)
    unlink(path)
  }
}
