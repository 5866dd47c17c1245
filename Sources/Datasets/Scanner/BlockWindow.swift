import Syntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The part of a file that is in memory: a block, or one record that is longer.
///
/// Bytes from `start` on are kept when more are loaded; what lies before is let go. Behind the loaded bytes
/// there is always a zero byte and room to read, as `RecordParser` needs it.
struct BlockWindow: ~Copyable {
  /// Bytes behind `filled` that may be read.
  static let padding = 32

  let reader: any BlockReader
  /// Where reading stops: the size of the file, or the limit of the scan.
  let end: Int
  /// The window grows to this many bytes and no further.
  let limit: Int
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Offset in the file of `bytes[0]`.
  private(set) var base = 0
  /// How many bytes are loaded.
  private(set) var filled = 0
  /// Changes whenever other bytes are loaded, or the same ones stand elsewhere.
  private(set) var generation = 0
  /// Index in `bytes` of the first byte that is still needed.
  var start = 0
  private var lineFeeds = ByteFinder(byte: 0x0A)
  private var returns = ByteFinder(byte: 0x0D)

  /// A window on the bytes from `start` to `end`, of which nothing is loaded yet.
  init(_ reader: any BlockReader, start: Int = 0, end: Int, block: Int, limit: Int) {
    self.reader = reader
    self.end = end
    base = start
    capacity = max(min(block, end - start), 64)
    self.limit = max(limit, capacity)
    bytes = .allocate(capacity: capacity + Self.padding)
    memset(bytes, 0, capacity + Self.padding)
  }

  deinit { bytes.deallocate() }

  /// Whether the last byte is loaded.
  var isAtEnd: Bool { base + filled >= end }

  /// `limit` for people.
  var limitInWords: String { limit.isMultiple(of: 1 << 20) ? "\(limit >> 20) MiB" : "\(limit) bytes" }

  /// Offset in the file of `start`.
  var offset: Int { base + start }

  /// Loads more bytes behind `filled`; false at the end, and where the kept bytes fill the largest window.
  ///
  /// Moves what is kept to the front, so indices change: count from `start`. Throws what the reader throws,
  /// and `changedWhileReading` where the file has become shorter.
  mutating func extend() throws(FileError) -> Bool {
    if isAtEnd { return false }
    generation += 1
    if start > 0 {
      memmove(bytes, bytes + start, filled - start)
      base += start
      filled -= start
      start = 0
    } else if filled == capacity {
      if capacity >= limit { return false }
      grow()
    }
    let wanted = min(capacity - filled, end - base - filled)
    var loaded = 0
    while loaded < wanted {
      let room = UnsafeMutableRawBufferPointer(start: bytes + filled + loaded, count: wanted - loaded)
      let count = try reader.read(into: room, at: base + filled + loaded)
      if count <= 0 { throw .changedWhileReading }
      loaded += count
    }
    filled += loaded
    (bytes + filled).update(repeating: 0, count: Self.padding)
    return true
  }

  /// Goes back to the start of the file.
  mutating func rewind() {
    generation += 1
    base = 0
    filled = 0
    start = 0
    lineFeeds = ByteFinder(byte: 0x0A)
    returns = ByteFinder(byte: 0x0D)
  }

  /// Finds the end of the line that holds the byte `from` (counted from `start`): where its LF or CR stands,
  /// or the end of the file, counted from `start`. Loads what is needed; nil where the line does not fit.
  @inline(__always)
  mutating func lineEnd(from first: Int) throws(FileError) -> Int? {
    while true {
      let loaded = base + filled
      let lineFeed = lineFeeds.next(from: offset + first, to: loaded, bytes, base)
      let stop = returns.next(from: offset + first, to: lineFeed ?? loaded, bytes, base) ?? lineFeed
      // A CR at the very end may be the first half of CR LF.
      if let stop, stop + 1 < loaded || bytes[stop - base] == 0x0A || isAtEnd { return stop - offset }
      if !(try extend()) { return isAtEnd ? filled - start : nil }
    }
  }

  /// Length of the line end at `at` (counted from `start`): 2 for CR LF, 0 at the end of the file.
  @inline(__always)
  func lineBreak(at index: Int) -> Int {
    guard start + index < filled else { return 0 }
    return bytes[start + index] == 0x0D && bytes[start + index + 1] == 0x0A ? 2 : 1
  }

  private mutating func grow() {
    let larger = min(capacity * 2, limit)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.padding)
    memcpy(moved, bytes, filled)
    memset(moved + filled, 0, larger + Self.padding - filled)
    bytes.deallocate()
    bytes = moved
    capacity = larger
  }
}

/// Finds the next occurrence of a byte and remembers it, so that no byte is looked at twice.
private struct ByteFinder {
  let byte: UInt8
  /// Offsets in the file: between `from` and `clear` the byte does not occur; at `clear` it does where
  /// `isHit`.
  private var from = 0
  private var clear = 0
  private var isHit = false

  init(byte: UInt8) { self.byte = byte }

  /// The first occurrence in `first ..< end`, all offsets in the file; `bytes[0]` is the byte `base` of it.
  @inline(__always)
  mutating func next(
    from first: Int, to end: Int, _ bytes: UnsafeMutablePointer<UInt8>, _ base: Int
  ) -> Int? {
    if first < from || first > clear || (isHit && first == clear + 1) {
      from = first
      clear = first
      isHit = false
    }
    if !isHit && clear < end {
      let found = memchr(bytes + (clear - base), Int32(byte), end - clear)
      isHit = found != nil
      clear =
        found.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - UnsafePointer(bytes) + base }
        ?? end
    }
    return isHit && clear < end ? clear : nil
  }
}
