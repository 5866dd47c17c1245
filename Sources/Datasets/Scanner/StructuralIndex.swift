import ByteScan

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the structure of the loaded bytes stands, and how far it has been read.
///
/// The nodes of a record are written over the offsets they are made of: a value of eight bytes takes two offsets of
/// four, its own and the comma or bracket behind it. Only brackets that open run ahead, by one offset each, so there is
/// room for `RecordParser.depthLimit` of them before the first offset.
struct StructuralIndex: ~Copyable {
  private static let slack = RecordParser.depthLimit + 4
  /// Behind the last offset, and as many more are written by a kernel.
  private static let padding = 64 + 4

  private let kernel: bytescan_indexer
  private var memory: UnsafeMutablePointer<UInt32>
  private var suspects: UnsafeMutablePointer<UInt32>
  /// How many bytes may be indexed; less than none before there is room.
  private var capacity = -1
  /// Offsets from the start of the loaded bytes; behind the last one stands `end`, four times.
  private var offsets: UnsafeMutablePointer<UInt32> { memory + Self.slack }
  private var count = 0
  /// The next offset to be read.
  private var cursor = 0
  private var nextSuspect = 0
  /// Where the indexed bytes end.
  private var end = 0
  /// The state of the window that was indexed.
  private var generation = -1
  /// The nodes of the record that was read last.
  private(set) var nodes: UnsafeMutablePointer<RecordNode>

  init(kernel: ScanKernel = .chosen) {
    self.kernel = kernel.indexer
    memory = .allocate(capacity: 0)
    suspects = .allocate(capacity: 0)
    nodes = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: RecordNode.self)
  }

  deinit {
    memory.deallocate()
    suspects.deallocate()
  }

  /// Indexes what is loaded from `window.start` on, unless that has been done. O(bytes).
  @inline(__always)
  mutating func cover(_ window: borrowing BlockWindow) {
    if generation != window.generation { index(window) }
  }

  private mutating func index(_ window: borrowing BlockWindow) {
    generation = window.generation
    end = window.filled
    if end - window.start > capacity { grow(end - window.start) }
    let found = kernel(window.bytes, window.start, end, offsets, suspects)
    count = Int(found.offsets)
    cursor = 0
    nextSuspect = 0
    for extra in 0..<4 { offsets[count + extra] = UInt32(truncatingIfNeeded: end) }
    suspects[Int(found.suspects)] = .max
  }

  /// Where the nodes of the value are written whose first offset is number `cursor`.
  @inline(__always)
  private func nodeRoom(_ cursor: Int) -> UnsafeMutablePointer<UInt32> { offsets + (cursor &- Self.slack) }

  /// What has been written there.
  @inline(__always)
  private static func nodes(_ room: UnsafeMutablePointer<UInt32>) -> UnsafeMutablePointer<RecordNode> {
    UnsafeMutableRawPointer(room).assumingMemoryBound(to: RecordNode.self)
  }

  private mutating func grow(_ bytes: Int) {
    memory.deallocate()
    suspects.deallocate()
    capacity = bytes
    memory = .allocate(capacity: Self.slack + bytes + Self.padding)
    suspects = .allocate(capacity: bytes / 64 + 2)
  }
}

/// Which of the kernels finds structure.
package enum ScanKernel: String, Hashable, Sendable, CaseIterable {
  case portable, neon, avx2, avx512

  /// The environment variable that names a kernel, to measure it or to go without another.
  package static let variable = "GLMLINT_KERNEL"

  /// The one that `variable` names, else the fastest; also where it names none that this processor can run, which
  /// the program refuses before it gets here.
  package static let chosen: ScanKernel = {
    guard let name = getenv(variable), let named = ScanKernel(rawValue: String(cString: name)),
      named.isAvailable
    else { return fastest }
    return named
  }()

  /// The fastest one that this processor can run.
  package static var fastest: ScanKernel {
    allCases.last(where: \.isAvailable) ?? .portable
  }

  /// Whether this processor can run it.
  package var isAvailable: Bool { bytescan_has(kernel) != 0 }

  var indexer: bytescan_indexer { bytescan_indexer_of(kernel) }
  var finder: bytescan_finder { bytescan_finder_of(kernel) }

  private var kernel: bytescan_kernel {
    switch self {
    case .portable: return bytescan_portable
    case .neon: return bytescan_neon
    case .avx2: return bytescan_avx2
    case .avx512: return bytescan_avx512
    }
  }
}

/// Lines.
extension StructuralIndex {
  /// What one line holds. Ends are offsets of the line feed or carriage return, or of the end of what is indexed.
  enum Line {
    /// One value that is JSON without any doubt; its nodes are in `nodes`.
    case record(end: Int)
    case blank(end: Int)
    /// Something that only the parser can tell.
    case unsure(end: Int)
    /// What is loaded ends before the line does.
    case cut
  }

  /// Reads the next line and moves behind it, but for one that is cut. `isLast` says that what is loaded ends with the
  /// file.
  @inline(__always)
  mutating func readLine(_ text: UnsafePointer<UInt8>, from start: Int, isLast: Bool) -> Line {
    let first = cursor
    var line = Int(offsets[first])
    if isLineEnd(text, line) { return finish(.blank(end: line), text, line, first, isLast) }
    var index = first
    let room = nodeRoom(first)
    if bytescan_read_line(text, end, offsets, &index, room) != 0 {
      line = Int(offsets[index])
      if isLineEnd(text, line), !isSuspect(from: start, through: line) {
        nodes = Self.nodes(room)
        return finish(.record(end: line), text, line, index, isLast)
      }
    }
    while !isLineEnd(text, Int(offsets[index])) { index &+= 1 }
    line = Int(offsets[index])
    return finish(.unsure(end: line), text, line, index, isLast)
  }

  /// Passes over the lines from `start` on, as long as each is one object that is JSON without any doubt; gives how many they
  /// are, and where the next one begins. O(offsets).
  mutating func passRecords(_ text: UnsafePointer<UInt8>, from start: Int) -> (count: Int, end: Int) {
    // Else each call would look at all of those behind which reading is by now.
    skipSuspects(before: start)
    let passed = bytescan_pass_records(text, start, end, offsets, cursor, suspects + nextSuspect)
    cursor = passed.cursor
    return (passed.count, passed.end)
  }

  /// Moves behind the end of a line, whose offset is number `index`.
  @inline(__always)
  private mutating func finish(
    _ outcome: Line, _ text: UnsafePointer<UInt8>, _ line: Int, _ index: Int, _ isLast: Bool
  ) -> Line {
    if line >= end {
      guard isLast else { return .cut }
      cursor = index
      return outcome
    }
    guard text[line] == 0x0D else {
      cursor = index &+ 1
      return outcome
    }
    // The line feed behind a carriage return may not be loaded yet.
    guard line &+ 1 < end || isLast else { return .cut }
    cursor = index &+ (text[line &+ 1] == 0x0A ? 2 : 1)
    return outcome
  }

  /// Moves behind all offsets before `offset`. O(offsets passed).
  mutating func skip(to offset: Int) {
    while cursor < count, Int(offsets[cursor]) < offset { cursor += 1 }
  }

  @inline(__always)
  private func isLineEnd(_ text: UnsafePointer<UInt8>, _ offset: Int) -> Bool {
    let byte = text[offset]
    return byte == 0x0A || byte == 0x0D || offset >= end
  }

  /// Whether a suspect block has bytes of `first ... last`; calls come in the order of the text.
  @inline(__always)
  private mutating func isSuspect(from first: Int, through last: Int) -> Bool {
    skipSuspects(before: first)
    return Int(suspects[nextSuspect]) <= last
  }

  /// Moves behind the suspect blocks that end before `offset`; calls come in the order of the text.
  @inline(__always)
  private mutating func skipSuspects(before offset: Int) {
    while Int(suspects[nextSuspect]) &+ 64 <= offset { nextSuspect &+= 1 }
  }
}

/// Values in an array.
extension StructuralIndex {
  /// Reads the value whose first byte is the next offset from `start` on, and moves behind it; gives its end. Nil where
  /// it is not JSON without any doubt, or where what is indexed ends too soon; what is loaded has to be indexed anew then.
  @inline(__always)
  mutating func readValue(_ text: UnsafePointer<UInt8>, from start: Int) -> Int? {
    skip(to: start)
    var next = cursor
    var valueEnd = 0
    let room = nodeRoom(cursor)
    guard Int(offsets[cursor]) == start,
      bytescan_read_value(text, end, offsets, &next, room, &valueEnd) != 0, next < count,
      !isSuspect(from: start, through: valueEnd)
    else {
      generation = -1
      return nil
    }
    nodes = Self.nodes(room)
    cursor = next
    return valueEnd
  }
}
