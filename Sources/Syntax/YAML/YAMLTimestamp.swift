/// Dates and times of YAML 1.1 (PyYAML 6.0.3 resolver.py and `construct_yaml_timestamp`).
enum YAMLTimestamp {
  private struct Parts {
    var year = 0, month = 0, day = 0
    var time: (hour: Int, minute: Int, second: Int)?
    var zoneMinutes = 0
  }

  /// Whether the text has the form of a date, or of a date and a time.
  static func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let parts = parts(bytes) else { return false }
    return parts.time != nil || bytes.count == 10
  }

  /// Whether there is such a day and such a time; Python raises a ValueError else. A tagged date may be
  /// `2024-1-1`.
  static func isValid(_ text: String) -> Bool {
    var text = text
    guard let parts = text.withUTF8(parts), parts.year > 0, 1...12 ~= parts.month else { return false }
    let isLeap = parts.year % 4 == 0 && (parts.year % 100 != 0 || parts.year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard 1...days[parts.month - 1] ~= parts.day else { return false }
    guard let time = parts.time else { return true }
    return time.hour < 24 && time.minute < 60 && time.second < 60 && parts.zoneMinutes < 24 * 60
  }

  private static func parts(_ bytes: UnsafeBufferPointer<UInt8>) -> Parts? {
    var cursor = ByteCursor(bytes)
    var parts = Parts()
    guard let year = number(&cursor, 4, 4), cursor.take(UInt8(ascii: "-")),
      let month = number(&cursor, 1, 2), cursor.take(UInt8(ascii: "-")), let day = number(&cursor, 1, 2)
    else { return nil }
    (parts.year, parts.month, parts.day) = (year, month, day)
    if cursor.isAtEnd { return parts }
    guard cursor.take(oneOf: UInt8(ascii: "T"), UInt8(ascii: "t")) || cursor.take(while: \.isYAMLWhite) > 0
    else { return nil }
    guard let hour = number(&cursor, 1, 2), cursor.take(UInt8(ascii: ":")),
      let minute = number(&cursor, 2, 2), cursor.take(UInt8(ascii: ":")), let second = number(&cursor, 2, 2)
    else { return nil }
    parts.time = (hour, minute, second)
    if cursor.take(UInt8(ascii: ".")) { cursor.take(while: NumberText.isDigit) }
    if cursor.isAtEnd { return parts }
    cursor.take(while: \.isYAMLWhite)
    if cursor.take(UInt8(ascii: "Z")) { return cursor.isAtEnd ? parts : nil }
    guard cursor.takeSign(), let hours = number(&cursor, 1, 2) else { return nil }
    parts.zoneMinutes = hours * 60
    if cursor.take(UInt8(ascii: ":")) {
      guard let minutes = number(&cursor, 2, 2) else { return nil }
      parts.zoneMinutes += minutes
    }
    return cursor.isAtEnd ? parts : nil
  }

  /// A number of `least` to `most` digits.
  private static func number(_ cursor: inout ByteCursor, _ least: Int, _ most: Int) -> Int? {
    let digits = cursor.rest
    let count = cursor.take(while: NumberText.isDigit)
    guard least...most ~= count else { return nil }
    return digits.prefix(count).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
