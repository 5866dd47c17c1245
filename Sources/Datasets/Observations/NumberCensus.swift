/// What the numbers of a column hold that a signed integer of 64 bits, or a double, does not take.
///
/// pyarrow's JSON reader makes a column of int64 of whole numbers that all fit, and one of float64 of others:
/// `fixtures/goldens/dataset_values.py`.
package struct NumberCensus: Hashable, Sendable {
  /// Whole numbers, written as such, that int64 does not take.
  package private(set) var beyondInt64 = Tally()
  /// The first of these that no unsigned integer of 64 bits takes, either.
  package private(set) var firstBeyond64Bits: RecordPlace?
  /// Whole numbers of int64 that no double is equal to; they are all beyond 2^53.
  package private(set) var beyondDouble = Tally()
  /// The first number with a fraction or an exponent that is no whole number of int64, as `2.0` and `1e3` are.
  package private(set) var firstFraction: RecordPlace?

  package init() {}

  /// Whether no number with a fraction or an exponent can change it any more.
  var isSettledOnFractions: Bool { firstFraction != nil }

  /// Notes what `isUnsafeNumber` is true of. O(digits).
  mutating func note(_ number: RecordValue, in record: RecordView) {
    if number.kind == .integer { noteInteger(number, in: record) } else { noteReal(number, in: record) }
  }

  private mutating func noteInteger(_ number: RecordValue, in record: RecordView) {
    let digits = String(decoding: number.bytes, as: UTF8.self)
    if let integer = Int64(digits) {
      if Int64(exactly: Double(integer)) != integer { beyondDouble.note(record.place(of: number)) }
      return
    }
    beyondInt64.note(record.place(of: number))
    if firstBeyond64Bits == nil, UInt64(digits) == nil { firstBeyond64Bits = record.place(of: number) }
  }

  private mutating func noteReal(_ number: RecordValue, in record: RecordView) {
    guard firstFraction == nil else { return }
    let value = Double(String(decoding: number.bytes, as: UTF8.self))
    if value.flatMap({ Int64(exactly: $0) }) == nil { firstFraction = record.place(of: number) }
  }

  mutating func merge(_ other: NumberCensus) {
    beyondInt64.merge(other.beyondInt64)
    firstBeyond64Bits = [firstBeyond64Bits, other.firstBeyond64Bits].compactMap { $0 }.min()
    beyondDouble.merge(other.beyondDouble)
    firstFraction = [firstFraction, other.firstFraction].compactMap { $0 }.min()
  }
}

extension RecordValue {
  /// Whether this is a whole number of so many characters that a double may not hold it (2^53 has 16 digits), or, where
  /// that is asked for, a number with a fraction or an exponent.
  @inline(__always)
  func isUnsafeNumber(_ asksOfReals: Bool) -> Bool {
    if rawKind == JSONKind.integer.rawValue { return tokenLength >= 16 }
    return asksOfReals && rawKind == JSONKind.real.rawValue
  }
}

extension NumberCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    beyondInt64.movePlaces(move)
    firstBeyond64Bits = firstBeyond64Bits.map(move.moved)
    beyondDouble.movePlaces(move)
    firstFraction = firstFraction.map(move.moved)
  }
}

extension NumberCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("beyondInt64", &beyondInt64)
    try coder.member("firstBeyond64Bits", &firstBeyond64Bits)
    try coder.member("beyondDouble", &beyondDouble)
    try coder.member("firstFraction", &firstFraction)
    coder.endObject()
  }
}
