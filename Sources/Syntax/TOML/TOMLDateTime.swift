/// A date, a time, or both, as RFC 3339 and TOML write them.
struct TOMLDateTime {
  /// The parts of the word, none of them with the letter or blank between date and time.
  private let date: ArraySlice<UInt8>?
  private let time: ArraySlice<UInt8>?
  private let hasSeconds: Bool
  private let offset: ArraySlice<UInt8>?

  static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  /// Nil where `word` is none, or where no calendar has that day or no clock that time.
  init?(_ word: ArraySlice<UInt8>, _ version: TOMLVersion) {
    var scanner = Scanner(word)
    guard word.count >= 5 else { return nil }
    if word[word.startIndex + 2] == UInt8(ascii: ":") {
      guard let time = scanner.takeTime(version), scanner.isAtEnd else { return nil }
      (date, self.time, hasSeconds, offset) = (nil, time.text, time.hasSeconds, nil)
      return
    }
    guard let date = scanner.takeDate() else { return nil }
    if scanner.isAtEnd {
      (self.date, time, hasSeconds, offset) = (date, nil, false, nil)
      return
    }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" "), let time = scanner.takeTime(version)
    else {
      return nil
    }
    (self.date, self.time, hasSeconds) = (date, time.text, time.hasSeconds)
    if scanner.isAtEnd {
      offset = nil
    } else {
      guard let offset = scanner.takeOffset(), scanner.isAtEnd else { return nil }
      self.offset = offset
    }
  }

  /// The value with its text normalised.
  var scalar: TOMLScalar {
    let date = date.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard let time else { return .localDate(date) }
    let clock = String(decoding: time, as: UTF8.self) + (hasSeconds ? "" : ":00")
    if self.date == nil { return .localTime(clock) }
    guard let offset else { return .localDateTime(date + "T" + clock) }
    let zone = offset.count == 1 ? "Z" : String(decoding: offset, as: UTF8.self)
    return .offsetDateTime(date + "T" + clock + zone)
  }

  /// Takes parts from the front of a word.
  private struct Scanner {
    private let word: ArraySlice<UInt8>
    private var index: Int

    init(_ word: ArraySlice<UInt8>) {
      self.word = word
      index = word.startIndex
    }

    var isAtEnd: Bool { index == word.endIndex }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard index < word.endIndex, word[index] == UInt8(ascii: character) else { return false }
      index += 1
      return true
    }

    /// The value of `count` digits, which lies in `range`.
    mutating func takeNumber(_ count: Int, in range: ClosedRange<Int>) -> Int? {
      guard word.endIndex - index >= count else { return nil }
      var value = 0
      for byte in word[index..<index + count] {
        guard TOMLDateTime.isDigit(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      guard range.contains(value) else { return nil }
      index += count
      return value
    }

    mutating func takeDate() -> ArraySlice<UInt8>? {
      let start = index
      guard let year = takeNumber(4, in: 0...9999), take("-"), let month = takeNumber(2, in: 1...12),
        take("-"), takeNumber(2, in: 1...Self.days(month, year)) != nil
      else { return nil }
      return word[start..<index]
    }

    /// Seconds are optional in TOML 1.1; a leap second (60) is allowed by RFC 3339 section 5.6.
    mutating func takeTime(_ version: TOMLVersion) -> (text: ArraySlice<UInt8>, hasSeconds: Bool)? {
      let start = index
      guard takeNumber(2, in: 0...23) != nil, take(":"), takeNumber(2, in: 0...59) != nil else { return nil }
      guard take(":") else { return version == .v1_1 ? (word[start..<index], false) : nil }
      guard takeNumber(2, in: 0...60) != nil else { return nil }
      if take(".") {
        let fraction = index
        while index < word.endIndex, TOMLDateTime.isDigit(word[index]) { index += 1 }
        guard index > fraction else { return nil }
      }
      return (word[start..<index], true)
    }

    mutating func takeOffset() -> ArraySlice<UInt8>? {
      let start = index
      if take("Z") || take("z") { return word[start..<index] }
      guard take("+") || take("-"), takeNumber(2, in: 0...23) != nil, take(":"),
        takeNumber(2, in: 0...59) != nil
      else { return nil }
      return word[start..<index]
    }

    private static func days(_ month: Int, _ year: Int) -> Int {
      switch month {
      case 4, 6, 9, 11: return 30
      case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
      default: return 31
      }
    }
  }
}
