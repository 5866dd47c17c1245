#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What pandas takes one cell for, by itself; the type of a column follows from all of its cells.
///
/// Run with pandas 1.5.3, 2.2.3, 3.0.6 and 3.1.1: `fixtures/goldens/csv_loaders.tsv`.
enum CellReading {
  case empty
  /// One of the words that pandas reads as a missing value; it reads them so in quotes, too.
  case missingWord
  case boolean
  /// A whole number; with a zero before other digits the zero is lost.
  case integer(hasLeadingZero: Bool)
  case real
  case text

  /// Longer cells, in bytes, are no numbers and no words; digits in such a number would be lost.
  private static let longestNumber = 64
  private static let longestWord = 9

  /// Looks at a cell's text, without its quotes. O(bytes) of short cells, O(1) of others.
  @inline(__always)
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let text = bytes.baseAddress, !bytes.isEmpty else {
      self = .empty
      return
    }
    // Prose begins with a letter that begins no word of these, or is too long.
    self = bytes.count > Self.longestNumber ? .text : Self.short(text, bytes.count)
  }

  var kind: RecordNode.Kind {
    switch self {
    case .empty, .missingWord: return .null
    case .boolean: return .boolean
    case .integer: return .integer
    case .real: return .real
    case .text: return .string
    }
  }

  private static func short(_ text: UnsafePointer<UInt8>, _ count: Int) -> CellReading {
    let words = UnsafeBufferPointer(start: text, count: count)
    switch text[0] | 0x20 {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "<"), UInt8(ascii: "#") | 0x20:
      return word(words) ?? .text
    default:
      return number(words) ?? word(words) ?? .text
    }
  }

  private static let missingWords: [StaticString] = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
    "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
  ]
  private static let infinities: [StaticString] = [
    "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity",
  ]

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading? {
    if bytes.count > longestWord { return nil }
    if missingWords.contains(where: { isSame(bytes, $0) }) { return .missingWord }
    if isSame(bytes, "true", folding: 0x20) || isSame(bytes, "false", folding: 0x20) { return .boolean }
    return infinities.contains { isSame(bytes, $0, folding: 0x20) } ? .real : nil
  }

  private static func isSame(
    _ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString, folding bit: UInt8 = 0
  ) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    return zip(bytes, expected).allSatisfy { $0 | bit == $1 | bit }
  }

  /// Spaces, a sign, digits with a point, an exponent, spaces.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> CellReading? {
    var rest = bytes[...]
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    rest = rest.drop(while: isSpace)
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = 0
    var isReal = false
    if rest.first == UInt8(ascii: ".") {
      isReal = true
      rest = rest.dropFirst()
      fraction = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(fraction)
    }
    guard whole.count + fraction > 0 else { return nil }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      var exponent = rest.dropFirst()
      if exponent.first == UInt8(ascii: "-") || exponent.first == UInt8(ascii: "+") {
        exponent = exponent.dropFirst()
      }
      let digits = exponent.prefix(while: isDigit).count
      guard digits > 0 else { return nil }
      isReal = true
      rest = exponent.dropFirst(digits)
    }
    guard rest.allSatisfy(isSpace) else { return nil }
    if isReal { return .real }
    return .integer(hasLeadingZero: whole.count > 1 && whole.first == UInt8(ascii: "0"))
  }
}

/// The text of a cell.
enum CellText {
  /// Without the quotes around it, and with single ones for doubled ones; what stands behind the closing quote stays
  /// as it is. O(bytes).
  static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard bytes.first == TableDialect.quote else { return Array(bytes) }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 1
    while index < bytes.count {
      if bytes[index] == TableDialect.quote {
        guard index + 1 < bytes.count, bytes[index + 1] == TableDialect.quote else {
          return text + bytes[(index + 1)...]
        }
        index += 1
      }
      text.append(bytes[index])
      index += 1
    }
    return text
  }
}
