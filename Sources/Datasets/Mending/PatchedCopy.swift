import Syntax

/// A copy of a file in which some stretches are replaced, written as it goes along.
///
/// What fails is kept and told at the end, since those who find the stretches cannot throw; nothing is written after.
final class PatchedCopy {
  private let reader: any BlockReader
  private let output: any ByteSink
  private var buffer = [UInt8](repeating: 0, count: blockBytes)
  private var filled = 0
  /// Up to where the old file has been copied or replaced.
  private var position = 0
  private(set) var failure: FileError?

  private static let blockBytes = 1 << 20

  init(of reader: any BlockReader, to output: any ByteSink) {
    self.reader = reader
    self.output = output
  }

  /// Starts anew.
  func restart() {
    attempt { () throws(FileError) in try output.restart() }
    (position, filled) = (0, 0)
  }

  /// Puts `bytes` in the place of `range`, which lies behind all earlier ones.
  func replace(_ range: TextRange, with bytes: some Collection<UInt8>) {
    copy(upTo: range.start)
    append(bytes)
    position = range.end
  }

  /// Adds bytes of no place.
  func append(_ bytes: some Collection<UInt8>) {
    if bytes.withContiguousStorageIfAvailable({ append(UnsafeRawBufferPointer($0)) }) == nil {
      Array(bytes).withUnsafeBytes { append($0) }
    }
  }

  /// Copies the rest of the old file and hands on all that waits. Throws whatever failed since the start.
  func finish(copyingRest: Bool) throws(FileError) {
    if copyingRest { copy(upTo: reader.size) }
    flush()
    if let failure { throw failure }
  }

  private func attempt(_ body: () throws(FileError) -> Void) {
    guard failure == nil else { return }
    do throws(FileError) { try body() } catch { failure = error }
  }

  private func append(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > buffer.count - filled { flush() }
    guard bytes.count <= buffer.count else {
      return attempt { () throws(FileError) in try output.append(bytes) }
    }
    buffer.withUnsafeMutableBytes {
      UnsafeMutableRawBufferPointer(rebasing: $0[filled..<filled + bytes.count]).copyMemory(from: bytes)
    }
    filled += bytes.count
  }

  private func copy(upTo end: Int) {
    while position < end, failure == nil {
      if filled == buffer.count { flush() }
      let wanted = min(end - position, buffer.count - filled)
      buffer.withUnsafeMutableBytes { all in
        let room = UnsafeMutableRawBufferPointer(rebasing: all[filled..<filled + wanted])
        attempt { () throws(FileError) in
          let count = try reader.read(into: room, at: position)
          if count <= 0 { throw .changedWhileReading }
          position += count
          filled += count
        }
      }
    }
  }

  private func flush() {
    guard filled > 0 else { return }
    buffer.withUnsafeBytes { all in
      attempt { () throws(FileError) in try output.append(UnsafeRawBufferPointer(rebasing: all[..<filled])) }
    }
    filled = 0
  }
}
