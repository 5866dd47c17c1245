/// What a run of bytes without quotes is: a literal, a number, or something that only looks like one.
enum JSONWord: Hashable {
  /// `true`, `false`, `null`, or a number as RFC 8259 section 6 has it.
  case value
  /// `NaN`, `Infinity`, `-Infinity`.
  case nonFiniteNumber
  /// `True`, `False`, `None`; `json` is the word that JSON has for it.
  case pythonLiteral(json: String)
  /// Starts like a number; `reason` says what is wrong with it.
  case badNumber(reason: String)
  case unknown

  init(_ word: ArraySlice<UInt8>) {
    self = NumberScanner(word).startsLikeNumber ? Self.number(word) : Self.literal(word)
  }

  private static func literal(_ word: ArraySlice<UInt8>) -> JSONWord {
    switch word.first {
    case UInt8(ascii: "t") where Self.isEqual(word, "true"),
      UInt8(ascii: "f") where Self.isEqual(word, "false"),
      UInt8(ascii: "n") where Self.isEqual(word, "null"):
      return .value
    case UInt8(ascii: "N") where Self.isEqual(word, "NaN"),
      UInt8(ascii: "I") where Self.isEqual(word, "Infinity"),
      UInt8(ascii: "-") where Self.isEqual(word, "-Infinity"):
      return .nonFiniteNumber
    case UInt8(ascii: "T") where Self.isEqual(word, "True"): return .pythonLiteral(json: "true")
    case UInt8(ascii: "F") where Self.isEqual(word, "False"): return .pythonLiteral(json: "false")
    case UInt8(ascii: "N") where Self.isEqual(word, "None"): return .pythonLiteral(json: "null")
    default: return .unknown
    }
  }

  private static func isEqual(_ word: ArraySlice<UInt8>, _ literal: StaticString) -> Bool {
    word.count == literal.utf8CodeUnitCount && literal.withUTF8Buffer { word.elementsEqual($0) }
  }

  private static func number(_ word: ArraySlice<UInt8>) -> JSONWord {
    var scanner = NumberScanner(word)
    if scanner.skip(UInt8(ascii: "+")) { return .badNumber(reason: "a JSON number has no '+' in front") }
    _ = scanner.skip(UInt8(ascii: "-"))
    let startsWithZero = scanner.next == UInt8(ascii: "0")
    let whole = scanner.skipDigits()
    if whole == 1, startsWithZero, let letter = scanner.next, letter | 0x20 == UInt8(ascii: "x") {
      return .badNumber(reason: "a JSON number is decimal")
    }
    if whole > 1, startsWithZero { return .badNumber(reason: "a JSON number has no leading zeros") }
    if whole == 0 { return .badNumber(reason: "expected a digit first") }
    if scanner.skip(UInt8(ascii: ".")), scanner.skipDigits() == 0 {
      return .badNumber(reason: "expected a digit after the point")
    }
    if scanner.skip(UInt8(ascii: "e")) || scanner.skip(UInt8(ascii: "E")) {
      _ = scanner.skip(UInt8(ascii: "+")) || scanner.skip(UInt8(ascii: "-"))
      if scanner.skipDigits() == 0 { return .badNumber(reason: "expected a digit in the exponent") }
    }
    return scanner.next == nil ? .value : .badNumber(reason: "expected digits only")
  }

  /// Takes bytes from the front of a word.
  private struct NumberScanner {
    private let word: ArraySlice<UInt8>
    private var index: Int

    init(_ word: ArraySlice<UInt8>) {
      self.word = word
      index = word.startIndex
    }

    var next: UInt8? { index < word.endIndex ? word[index] : nil }

    /// A digit, or a sign or a point with a digit within the next two bytes.
    var startsLikeNumber: Bool {
      for byte in word.prefix(3) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return true
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): continue
        default: return false
        }
      }
      return false
    }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard next == byte else { return false }
      index += 1
      return true
    }

    /// Returns how many.
    mutating func skipDigits() -> Int {
      let start = index
      while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { index += 1 }
      return index - start
    }
  }
}
