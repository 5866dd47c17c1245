#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Work that several threads do together: each calls it once, and returns when nothing is left.
protocol SharedWork: AnyObject, Sendable {
  func work()
}

/// Threads of the process that sleep until somebody has work for them.
///
/// A thread that is made when the work is there runs on its maker's processor until the system moves it, which takes
/// milliseconds; one that sleeps is woken on a free one.
final class HelperThreads: @unchecked Sendable {
  static let shared = HelperThreads()

  /// Work that so many threads may still join. All of it belongs to the lock.
  final class Offer: @unchecked Sendable {
    fileprivate let work: any SharedWork
    fileprivate var places: Int
    fileprivate var running = 0

    fileprivate init(_ work: any SharedWork, places: Int) {
      self.work = work
      self.places = places
    }
  }

  private let condition = Condition()
  private var offers: [Offer] = []
  private var started = 0

  /// As of a main thread, as parsers count on it.
  private static let stackSize = 8 << 20

  /// Sees to it that there are so many threads; fewer where the system refuses one.
  func start(_ count: Int) {
    condition.locked {
      while started < count, Self.startThread() { started += 1 }
    }
  }

  /// Calls `count` threads to some work.
  func offer(_ work: any SharedWork, to count: Int) -> Offer {
    start(count)
    let offer = Offer(work, places: count)
    condition.locked {
      offers.append(offer)
      condition.wakeAll()
    }
    return offer
  }

  /// Takes back what no thread has joined yet, and waits for those that have.
  func finish(_ offer: Offer) {
    condition.locked {
      offers.removeAll { $0 === offer }
      while offer.running > 0 { condition.wait() }
    }
  }

  fileprivate func run() {
    while true {
      let offer = condition.locked { join() }
      offer.work.work()
      condition.locked {
        offer.running -= 1
        condition.wakeAll()
      }
    }
  }

  /// The next work, as soon as there is some. Belongs to the lock.
  private func join() -> Offer {
    while true {
      if let offer = offers.last {
        offer.running += 1
        offer.places -= 1
        if offer.places == 0 { offers.removeLast() }
        return offer
      }
      condition.wait()
    }
  }

  private static func startThread() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    return pthread_create(&thread, &attributes, runHelper, nil) == 0
  }
}

/// The body of a thread; a function of the file, so that it belongs to no actor.
#if canImport(Darwin)
  private func runHelper(_: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    HelperThreads.shared.run()
    return nil
  }
#else
  private func runHelper(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    HelperThreads.shared.run()
    return nil
  }
#endif
