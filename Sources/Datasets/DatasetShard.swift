import Syntax

/// One of several shares of a data set, which machines may read each for itself.
///
/// The files stand one behind the other, and each shard gets the same number of their bytes, cut at lines.
package struct DatasetShard: Hashable, Sendable {
  /// From 1 on.
  package let number: Int
  package let count: Int

  private static let largestCount = 1_000_000

  /// Nil unless `number` is one of 1 to `count`, and that at most a million.
  package init?(_ number: Int, of count: Int) {
    guard number >= 1, number <= count, count <= Self.largestCount else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// What the shard has of each of files of these sizes; nil where it has nothing. Each byte, and each file without any,
  /// belongs to one shard. O(files).
  package func parts(ofSizes sizes: [Int]) -> [TextRange?] {
    let total = sizes.reduce(0, +)
    let own = TextRange(start(of: number, total), start(of: number + 1, total))
    let isLast = number == count
    var offset = 0
    return sizes.map { size in
      defer { offset += size }
      let hasStart = own.start <= offset && (offset < own.end || isLast)
      let part = TextRange(max(own.start - offset, 0), min(own.end - offset, size))
      if size == 0 { return hasStart ? part : nil }
      return part.isEmpty ? nil : part
    }
  }

  /// The first byte of a shard, of `total`.
  private func start(of number: Int, _ total: Int) -> Int {
    let (whole, rest) = total.quotientAndRemainder(dividingBy: count)
    return whole * (number - 1) + rest * (number - 1) / count
  }
}
