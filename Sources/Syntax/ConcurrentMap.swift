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

  /// The results for `0..<count`, in that order whatever the number of threads.
  ///
  /// `makeWorker` runs on each thread and makes the function that this thread calls, so that a worker may keep what
  /// is not `Sendable`. Threads have the stack of a main thread (8 MiB), as parsers count on it. Where the system
  /// refuses a thread, the others do its work.
  package static func map<Result: Sendable>(
    _ count: Int, threads: Int, makeWorker: @escaping @Sendable () -> (Int) -> Result
  ) -> [Result] {
    let job = Job(count: count, makeWorker: makeWorker)
    var helpers: [pthread_t] = []
    for _ in 1..<max(1, min(threads, count)) {
      guard let helper = start(job) else { break }
      helpers.append(helper)
    }
    job.work()
    for helper in helpers { pthread_join(helper, nil) }
    return job.results
  }

  private static let stackSize = 8 << 20

  private static func start(_ job: any Working) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let box = Unmanaged.passRetained(Box(job))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let code = pthread_create(&thread, &attributes, runJob, box.toOpaque())
    guard code == 0 else {
      box.release()
      return nil
    }
    return thread
  }

  fileprivate final class Box {
    let job: any Working
    init(_ job: any Working) { self.job = job }
  }
}

private protocol Working: Sendable {
  func work()
}

/// The body of a thread; a function of the file, so that it belongs to no actor.
#if canImport(Darwin)
  private func runJob(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ConcurrentMap.Box>.fromOpaque(argument).takeRetainedValue().job.work()
    return nil
  }
#else
  private func runJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<ConcurrentMap.Box>.fromOpaque(argument).takeRetainedValue().job.work()
    return nil
  }
#endif

private final class Job<Result: Sendable>: Working, @unchecked Sendable {
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
