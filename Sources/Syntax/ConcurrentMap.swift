#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work that several threads share: each takes the next index that nobody has taken.
package enum ConcurrentMap {
  /// How many threads the machine runs at once.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Starts the threads before there is work for them, so that they sleep when it comes.
  package static func prepare() { HelperThreads.shared.start(processors - 1) }

  /// The results for `0..<count`, in that order whatever the number of threads.
  ///
  /// `makeWorker` runs on each thread and makes the function that this thread calls, so that a worker may keep what
  /// is not `Sendable`. Where the system refuses a thread, the others do its work.
  package static func map<Result: Sendable>(
    _ count: Int, threads: Int, makeWorker: @escaping @Sendable () -> (Int) -> Result
  ) -> [Result] {
    let job = Job(count: count, makeWorker: makeWorker)
    let helpers = min(threads, count) - 1
    let offer = helpers > 0 ? HelperThreads.shared.offer(job, to: helpers) : nil
    job.work()
    if let offer { HelperThreads.shared.finish(offer) }
    return job.results
  }
}

private final class Job<Result: Sendable>: SharedWork, @unchecked Sendable {
  private let count: Int
  private let makeWorker: @Sendable () -> (Int) -> Result
  private let lock = Lock()
  private var next = 0
  private var slots: [Result?]

  init(count: Int, makeWorker: @escaping @Sendable () -> (Int) -> Result) {
    self.count = count
    self.makeWorker = makeWorker
    slots = Array(repeating: nil, count: count)
  }

  /// Read when all threads have ended, so that every slot is filled.
  var results: [Result] { slots.compactMap(\.self) }

  func work() {
    let worker = makeWorker()
    var taken = take(storing: nil)
    while let index = taken {
      let result = worker(index)
      taken = take(storing: (index, result))
    }
  }

  private func take(storing done: (index: Int, result: Result)?) -> Int? {
    lock.locked {
      if let done { slots[done.index] = done.result }
      guard next < count else { return nil }
      next += 1
      return next - 1
    }
  }
}
