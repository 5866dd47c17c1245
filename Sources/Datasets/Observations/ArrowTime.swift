/// Texts that pyarrow's JSON reader takes for points in time: a column of nothing else becomes one of time stamps.
///
/// Run with datasets 2.14.7, 3.6.0 and 5.2.0 (pyarrow 20 and 26): `YYYY-MM-DD`, which may be followed by a blank or `T` and
/// `hh`, `hh:mm` or `hh:mm:ss`, and that by `Z`, `+hh`, `+hhmm` or `+hh:mm`. No fractions of a second; the day has to exist.
enum ArrowTime {
  /// Whether a text without escapes is one. O(1).
  static func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 10, text.count <= 25, startsWithDay(text) else { return false }
    if text.count == 10 { return true }
    guard text[10] == 0x20 || text[10] == UInt8(ascii: "T"), text.count >= 13, within(text, 11, 23) else {
      return false
    }
    var index = 13
    for _ in 0..<2 where index < text.count && text[index] == UInt8(ascii: ":") {
      guard within(text, index + 1, 59) else { return false }
      index += 3
    }
    return isZone(text, from: index)
  }

  /// Whether the first ten bytes are a day. The year 0 has none: Python has no such year.
  private static func startsWithDay(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), let century = number(text, 0),
      let year = number(text, 2), let month = number(text, 5), let day = number(text, 8)
    else { return false }
    let fullYear = 100 * century + year
    let isLeap = fullYear.isMultiple(of: 4) && (!fullYear.isMultiple(of: 100) || fullYear.isMultiple(of: 400))
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return fullYear > 0 && (1...12).contains(month) && (1...days[month - 1]).contains(day)
  }

  private static func isZone(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    if start == text.count { return true }
    switch text[start] {
    case UInt8(ascii: "Z"): return start + 1 == text.count
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard within(text, start + 1, 23) else { return false }
      if start + 3 == text.count { return true }
      let minutes = text[start + 3] == UInt8(ascii: ":") ? start + 4 : start + 3
      return minutes + 2 == text.count && within(text, minutes, 59)
    default: return false
    }
  }

  /// Whether two digits stand at `start` that are no more than `largest`.
  private static func within(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ largest: Int) -> Bool {
    number(text, start).map { $0 <= largest } ?? false
  }

  /// The number of two digits.
  private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard start + 2 <= text.count, text[start] &- 0x30 < 10, text[start + 1] &- 0x30 < 10 else { return nil }
    return Int(text[start] - 0x30) * 10 + Int(text[start + 1] - 0x30)
  }
}

/// What the texts of a column begin with: times, others, and such as hold anything.
package struct TimeCensus: Hashable, Sendable {
  /// The first text that pyarrow takes for a point in time; nil where another text stands before all of them.
  package private(set) var firstTime: RecordPlace?
  /// The first text that it does not.
  package private(set) var firstOther: RecordPlace?
  /// The first text that is not empty.
  package private(set) var firstFilled: RecordPlace?

  package init() {}

  /// Whether no text can change it any more.
  var isSettled: Bool { firstOther != nil && firstFilled != nil }

  mutating func note(_ text: RecordValue, in record: RecordView) {
    if firstFilled == nil, text.innerCount > 0 { firstFilled = record.place(of: text) }
    guard firstOther == nil else { return }
    if !text.hasEscapes, ArrowTime.matches(text.innerBytes) {
      if firstTime == nil { firstTime = record.place(of: text) }
    } else {
      firstOther = record.place(of: text)
    }
  }

  mutating func merge(_ other: TimeCensus) {
    firstTime = [firstTime, other.firstTime].compactMap { $0 }.min()
    firstOther = [firstOther, other.firstOther].compactMap { $0 }.min()
    firstFilled = [firstFilled, other.firstFilled].compactMap { $0 }.min()
    if let time = firstTime, let text = firstOther, text < time { firstTime = nil }
  }
}

extension TimeCensus: PlaceKeeper {
  mutating func movePlaces(_ move: PlaceMove) {
    firstTime = firstTime.map(move.moved)
    firstOther = firstOther.map(move.moved)
    firstFilled = firstFilled.map(move.moved)
  }
}

extension TimeCensus: ProfilePart {
  mutating func code<Coder: ProfileCoder>(with coder: inout Coder) throws(Coder.Failure) {
    try coder.beginObject()
    try coder.member("firstTime", &firstTime)
    try coder.member("firstOther", &firstOther)
    try coder.member("firstFilled", &firstFilled)
    coder.endObject()
  }
}
