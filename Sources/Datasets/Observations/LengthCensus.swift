/// How long things are: exact counts in buckets whose width grows with the length.
package struct LengthCensus: Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var total = 0
  package private(set) var shortest = 0
  package private(set) var longest = 0
  /// By bucket, up to the last one that holds anything.
  private(set) var buckets: [Int] = []

  package init() {}

  /// Four buckets to each doubling, so that a bound is off by a quarter at most.
  private static let bucketsPerDoubling = 4
  /// Those of all lengths below 2^49.
  static let bucketLimit = 192

  mutating func note(_ length: Int) {
    shortest = count == 0 ? length : min(shortest, length)
    longest = max(longest, length)
    count += 1
    total += length
    let bucket = Self.bucket(of: length)
    while buckets.count <= bucket { buckets.append(0) }
    buckets[bucket] += 1
  }

  mutating func merge(_ other: LengthCensus) {
    guard other.count > 0 else { return }
    shortest = count == 0 ? other.shortest : min(shortest, other.shortest)
    longest = max(longest, other.longest)
    count += other.count
    total += other.total
    while buckets.count < other.buckets.count { buckets.append(0) }
    for (bucket, more) in other.buckets.enumerated() { buckets[bucket] += more }
  }

  package var mean: Double { count > 0 ? Double(total) / Double(count) : 0 }

  /// A length that `share` (from 0 to 1) of all do not exceed: the upper bound of the bucket in which that is reached, so
  /// too large by a quarter at most. O(buckets).
  package func bound(of share: Double) -> Int {
    let wanted = (share * Double(count)).rounded(.up)
    var seen = 0
    for (bucket, number) in buckets.enumerated() {
      seen += number
      if seen > 0, Double(seen) >= wanted { return min(Self.range(of: bucket).upperBound, longest) }
    }
    return longest
  }

  /// Lengths from `lower` to `upper` inclusive, and how many there are.
  package struct Bar: Hashable, Sendable {
    package let lower: Int
    package let upper: Int
    package fileprivate(set) var count: Int
  }

  /// From the first bucket that holds anything to the last. O(buckets).
  package var steps: [Bar] {
    let first = buckets.firstIndex { $0 > 0 } ?? buckets.endIndex
    return (first..<buckets.endIndex).map { bucket in
      let range = Self.range(of: bucket)
      return Bar(lower: range.lowerBound, upper: range.upperBound, count: buckets[bucket])
    }
  }

  /// The same by doublings: 0, 1, 2 to 3, 4 to 7 and so on. O(buckets).
  package var doublings: [Bar] {
    var bars: [Bar] = []
    for step in steps {
      let lower = step.lower == 0 ? 0 : 1 << Self.logarithm(step.lower)
      if bars.last?.lower == lower {
        bars[bars.count - 1].count += step.count
      } else {
        bars.append(Bar(lower: lower, upper: max(2 * lower - 1, 0), count: step.count))
      }
    }
    return bars
  }

  /// The bucket that counts `length`: 0, 1, 2 and 3 have their own.
  static func bucket(of length: Int) -> Int {
    guard length >= bucketsPerDoubling else { return max(length, 0) }
    let doubling = logarithm(length)
    return doubling * bucketsPerDoubling + (length >> (doubling - 2) & 3) - bucketsPerDoubling
  }

  /// The lengths that a bucket counts.
  private static func range(of bucket: Int) -> ClosedRange<Int> {
    guard bucket >= bucketsPerDoubling else { return bucket...bucket }
    let doubling = (bucket + bucketsPerDoubling) / bucketsPerDoubling
    let step = 1 << (doubling - 2)
    let lower = (1 << doubling) + (bucket % bucketsPerDoubling) * step
    return lower...lower + step - 1
  }

  private static func logarithm(_ number: Int) -> Int { Int.bitWidth - 1 - number.leadingZeroBitCount }
}

extension LengthCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("count", &count)
    try coder.member("total", &total)
    try coder.member("shortest", &shortest)
    try coder.member("longest", &longest)
    try coder.member("buckets", &buckets)
    try coder.require(buckets.count <= Self.bucketLimit, "expected \(Self.bucketLimit) buckets at most")
    coder.endObject()
  }
}
