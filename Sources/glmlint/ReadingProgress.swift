import Reporting
import Syntax

/// A source that says, on a terminal, how much of long work is done: it counts what is read through it.
final class ReadingProgress: FileSource, @unchecked Sendable {
  private let base: any FileSource
  private let stream: any TextStream
  private let lock = Lock()
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  /// What follows belongs to `lock`.
  private var counted = 0
  private var expected = 0
  private var shownAt: ContinuousClock.Instant?

  /// Nothing is shown before this much time, nor again sooner than the other.
  private static let (patience, pause) = (Duration.milliseconds(700), Duration.milliseconds(100))

  init(over base: any FileSource, _ stream: any TextStream) {
    self.base = base
    self.stream = stream
    start = clock.now
  }

  /// Bytes that will be read; 0 where that is not known yet.
  var total: Int {
    get { lock.locked { expected } }
    set {
      lock.locked {
        expected = newValue
        counted = 0
      }
    }
  }

  /// Takes the line away.
  func end() {
    lock.locked { if shownAt != nil { stream.write("\r\u{1B}[K") } }
  }

  fileprivate func count(_ bytes: Int) {
    guard stream.isTerminal else { return }
    lock.locked {
      counted += bytes
      let now = clock.now
      guard expected > 0, now - start > Self.patience, shownAt.map({ now - $0 > Self.pause }) ?? true else {
        return
      }
      shownAt = now
      let percent = min(100, counted * 100 / expected)
      stream.write("\r\(percent) % of \(Quantity.bytes(expected)) read\u{1B}[K")
    }
  }

  func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] { try base.read(path, limit: limit) }
  func status(_ path: String) -> FileStatus? { base.status(path) }
  func list(_ folder: String) throws(FileError) -> [FolderEntry] { try base.list(folder) }

  func open(_ path: String) throws(FileError) -> any BlockReader {
    Counting(base: try base.open(path), progress: self)
  }

  private struct Counting: BlockReader {
    let base: any BlockReader
    let progress: ReadingProgress

    var size: Int { base.size }
    var hasChanged: Bool { base.hasChanged }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
      let count = try base.read(into: buffer, at: offset)
      progress.count(count)
      return count
    }
  }
}
