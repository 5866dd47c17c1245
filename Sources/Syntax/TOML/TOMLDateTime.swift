/// A date, a time, or both, as RFC 3339 and TOML write them.
struct TOMLDateTime {
  let scalar: TOMLScalar

  static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  /// Nil where `word` is none, or where no calendar has that day or no clock that time.
  init?(_ word: ArraySlice<UInt8>, _ version: TOMLVersion) {
    var scanner = Scanner(rest: word)
    guard word.count >= 5 else { return nil }
    if word[word.startIndex + 2] == UInt8(ascii: ":") {
      guard let time = scanner.takeTime(version), scanner.rest.isEmpty else { return nil }
      scalar = .localTime(time)
      return
    }
    guard let date = scanner.takeDate() else { return nil }
    if scanner.rest.isEmpty {
      scalar = .localDate(date)
      return
    }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" "), let time = scanner.takeTime(version)
    else {
      return nil
    }
    if scanner.rest.isEmpty {
      scalar = .localDateTime(date + "T" + time)
      return
    }
    guard let offset = scanner.takeOffset(), scanner.rest.isEmpty else { return nil }
    scalar = .offsetDateTime(date + "T" + time + offset)
  }

  /// Takes parts from the front of a word and returns them as they are normalised.
  private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    /// `count` digits whose value lies in `range`.
    mutating func takeNumber(_ count: Int, in range: ClosedRange<Int>) -> (text: String, value: Int)? {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy(TOMLDateTime.isDigit) else { return nil }
      let text = String(decoding: digits, as: UTF8.self)
      guard let value = Int(text), range.contains(value) else { return nil }
      rest = rest.dropFirst(count)
      return (text, value)
    }

    mutating func takeDate() -> String? {
      guard let year = takeNumber(4, in: 0...9999), take("-"), let month = takeNumber(2, in: 1...12),
        take("-"),
        let day = takeNumber(2, in: 1...Self.days(month.value, year.value))
      else { return nil }
      return "\(year.text)-\(month.text)-\(day.text)"
    }

    /// Seconds are optional in TOML 1.1; a leap second (60) is allowed by RFC 3339 section 5.6.
    mutating func takeTime(_ version: TOMLVersion) -> String? {
      guard let hour = takeNumber(2, in: 0...23), take(":"), let minute = takeNumber(2, in: 0...59) else {
        return nil
      }
      guard take(":") else { return version == .v1_1 ? "\(hour.text):\(minute.text):00" : nil }
      guard let second = takeNumber(2, in: 0...60) else { return nil }
      var time = "\(hour.text):\(minute.text):\(second.text)"
      if take(".") {
        let fraction = rest.prefix(while: TOMLDateTime.isDigit)
        guard !fraction.isEmpty else { return nil }
        time += "." + String(decoding: fraction, as: UTF8.self)
        rest = rest.dropFirst(fraction.count)
      }
      return time
    }

    mutating func takeOffset() -> String? {
      if take("Z") || take("z") { return "Z" }
      let isBehind = rest.first == UInt8(ascii: "-")
      guard take("+") || take("-"), let hour = takeNumber(2, in: 0...23), take(":"),
        let minute = takeNumber(2, in: 0...59)
      else { return nil }
      return "\(isBehind ? "-" : "+")\(hour.text):\(minute.text)"
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
