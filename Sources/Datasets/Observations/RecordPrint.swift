#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One record by its bytes, and where it begins. 32 bytes, since there is one for each record.
struct RecordPrint: Hashable, Sendable {
  /// Of the 128 bits of `bytescan_hash_of` the first 96: among a thousand million records two different ones are taken
  /// for the same with a chance of 1 in 10^11.
  let hash: UInt64
  let moreHash: UInt32
  /// 1-based, counted from the start of the part that was read.
  let record: UInt32
  let line: UInt32
  /// 1-based, in code points.
  let column: UInt32
  /// Byte offset in the file.
  let offset: Int

  /// Whether both are the same record, as far as can be told.
  func isCopy(of other: RecordPrint) -> Bool { hash == other.hash && moreHash == other.moreHash }

  /// By the hash alone.
  func hashPrecedes(_ other: RecordPrint) -> Bool {
    hash != other.hash ? hash < other.hash : moreHash < other.moreHash
  }

  /// Copies stand together, in the order of the file.
  @inline(__always)
  static func precedes(_ left: RecordPrint, _ right: RecordPrint) -> Bool {
    if left.hash != right.hash { return left.hash < right.hash }
    if left.moreHash != right.moreHash { return left.moreHash < right.moreHash }
    return left.offset < right.offset
  }
}

/// Prints in memory of their own, which grows without being copied where the system can do that: there may be many
/// millions. A class, so that profiles share one; it is written to by its maker only, before anybody else sees it.
final class PrintRun: @unchecked Sendable {
  private var prints: UnsafeMutablePointer<RecordPrint>?
  private(set) var count = 0
  private var capacity = 0

  init() {}

  /// Takes over prints that are in order.
  init(ordered: [RecordPrint]) { for print in ordered { append(print) } }

  deinit { free(prints) }

  /// In the order of `RecordPrint.precedes` once `sort` was called.
  subscript(index: Int) -> RecordPrint {
    guard let prints, index < count else { preconditionFailure("no print \(index)") }
    return prints[index]
  }

  @inline(__always)
  func append(_ print: RecordPrint) {
    if count == capacity { grow() }
    guard let prints, count < capacity else { return }
    prints[count] = print
    count &+= 1
  }

  @inline(never)
  private func grow() {
    resize(to: capacity < 4096 ? max(4, 2 * capacity) : capacity + capacity / 4)
  }

  private func resize(to wanted: Int) {
    guard let more = realloc(prints, wanted * MemoryLayout<RecordPrint>.stride) else { return }
    prints = more.bindMemory(to: RecordPrint.self, capacity: wanted)
    capacity = wanted
  }

  /// Orders the prints in place, when all are there. O(n log n) as hashes are spread evenly.
  func sort() {
    if count > 0, count < capacity { resize(to: count) }
    guard let prints else { return }
    Self.sortByFirstByte(prints, count)
  }

  /// From so many prints on, one step to each print's place among 256 is cheaper than eight rounds of partition.
  private static let manyPrints = 4096

  /// Puts each print where those begin whose hashes have the same first byte, and sorts these.
  private static func sortByFirstByte(_ prints: UnsafeMutablePointer<RecordPrint>, _ count: Int) {
    if count < manyPrints { return sort(prints, count) }
    var starts = [Int](repeating: 0, count: 257)
    for index in 0..<count { starts[firstByte(prints[index]) + 1] += 1 }
    for byte in 0..<256 { starts[byte + 1] += starts[byte] }
    var open = starts
    for byte in 0..<256 {
      while open[byte] < starts[byte + 1] {
        let wanted = firstByte(prints[open[byte]])
        if wanted != byte { swap(&prints[open[byte]], &prints[open[wanted]]) }
        open[wanted] += 1
      }
      sort(prints + starts[byte], starts[byte + 1] - starts[byte])
    }
  }

  @inline(__always)
  private static func firstByte(_ print: RecordPrint) -> Int { Int(print.hash >> 56) }

  /// Quicksort: the standard library's sort takes half as much memory again.
  private static func sort(_ prints: UnsafeMutablePointer<RecordPrint>, _ count: Int) {
    var (prints, count) = (prints, count)
    while count > 16 {
      let middle = partition(prints, count)
      // The smaller side first and in a call of its own, so that calls nest as deep as the logarithm only.
      if middle < count - middle {
        sort(prints, middle)
        (prints, count) = (prints + middle, count - middle)
      } else {
        sort(prints + middle, count - middle)
        count = middle
      }
    }
    insert(prints, count)
  }

  /// Puts what precedes a pivot before the rest; gives how many those are, between 1 and `count` - 1.
  private static func partition(_ prints: UnsafeMutablePointer<RecordPrint>, _ count: Int) -> Int {
    let pivot = prints[(count - 1) / 2]
    var (low, high) = (-1, count)
    while true {
      repeat { low += 1 } while RecordPrint.precedes(prints[low], pivot)
      repeat { high -= 1 } while RecordPrint.precedes(pivot, prints[high])
      if low >= high { return high + 1 }
      (prints[low], prints[high]) = (prints[high], prints[low])
    }
  }

  private static func insert(_ prints: UnsafeMutablePointer<RecordPrint>, _ count: Int) {
    guard count > 1 else { return }
    for index in 1..<count {
      let print = prints[index]
      var place = index
      while place > 0, RecordPrint.precedes(print, prints[place - 1]) {
        prints[place] = prints[place - 1]
        place -= 1
      }
      prints[place] = print
    }
  }
}
