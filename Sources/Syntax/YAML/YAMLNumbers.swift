/// The patterns of numbers, one function for each alternative of the loaders' regular expressions.
extension YAMLSchema {
  private static func isDigitOrBar(_ byte: UInt8) -> Bool {
    NumberText.isDigit(byte) || byte == UInt8(ascii: "_")
  }
  private static func isOctalOrBar(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "7") ~= byte || byte == UInt8(ascii: "_")
  }

  /// Whether the loader's pattern for floats matches.
  func isFloat(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let isTolerant = self != .pyYAML
    return isDecimal(bytes, takesUnsignedExponent: isTolerant) || isTolerant && isExponential(bytes)
      || isFraction(bytes) || self != .ruamel && isSexagesimal(bytes, isFloat: true) || Self.isSpecial(bytes)
  }

  /// `[0-9][0-9_]*`, or OmegaConf's `[0-9]+(?:_[0-9]+)*`, which PyYAML's pattern beside it makes the same
  /// with a dot.
  private func takeWhole(_ cursor: inout ByteCursor, strict: Bool = false) -> Bool {
    guard cursor.take(while: NumberText.isDigit) > 0 else { return false }
    if !strict {
      cursor.take(while: Self.isDigitOrBar)
      return true
    }
    while cursor.take(UInt8(ascii: "_")) {
      if cursor.take(while: NumberText.isDigit) == 0 { return false }
    }
    return true
  }

  /// Takes `[eE]`, a sign and digits; true also where there is no exponent.
  private func takeExponent(_ cursor: inout ByteCursor, needsSign: Bool) -> Bool {
    guard cursor.take(oneOf: UInt8(ascii: "e"), UInt8(ascii: "E")) else { return true }
    if !cursor.takeSign(), needsSign { return false }
    return cursor.take(while: NumberText.isDigit) > 0
  }

  /// `1.5`, `1.`, `1_0.5e+3`
  private func isDecimal(_ bytes: UnsafeBufferPointer<UInt8>, takesUnsignedExponent: Bool) -> Bool {
    func matches(strict: Bool, needsSign: Bool) -> Bool {
      var cursor = ByteCursor(bytes)
      cursor.takeSign()
      guard takeWhole(&cursor, strict: strict), cursor.take(UInt8(ascii: ".")) else { return false }
      cursor.take(while: Self.isDigitOrBar)
      return takeExponent(&cursor, needsSign: needsSign) && cursor.isAtEnd
    }
    if self == .omegaConf {
      return matches(strict: true, needsSign: false) || matches(strict: false, needsSign: true)
    }
    return matches(strict: false, needsSign: !takesUnsignedExponent)
  }

  /// `1e5`, `1e-5`: no dot.
  private func isExponential(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var cursor = ByteCursor(bytes)
    cursor.takeSign()
    guard takeWhole(&cursor, strict: self == .omegaConf), let next = cursor.rest.first else { return false }
    guard next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else { return false }
    return takeExponent(&cursor, needsSign: false) && cursor.isAtEnd
  }

  /// `.5`, `.5e+3`
  private func isFraction(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var cursor = ByteCursor(bytes)
    if self == .ruamel { cursor.takeSign() }
    guard cursor.take(UInt8(ascii: ".")), let next = cursor.rest.first else { return false }
    let needsDigit = self == .pyYAML || self == .omegaConf
    guard NumberText.isDigit(next) || !needsDigit && next == UInt8(ascii: "_") else { return false }
    cursor.take(while: Self.isDigitOrBar)
    return takeExponent(&cursor, needsSign: true) && cursor.isAtEnd
  }

  /// `1:30` and `1:30.5`, base 60 (YAML 1.1).
  private func isSexagesimal(_ bytes: UnsafeBufferPointer<UInt8>, isFloat: Bool) -> Bool {
    var cursor = ByteCursor(bytes)
    cursor.takeSign()
    if !isFloat, cursor.rest.first == UInt8(ascii: "0") { return false }
    guard takeWhole(&cursor) else { return false }
    var parts = 0
    while cursor.take(UInt8(ascii: ":")) {
      let start = cursor.rest
      let count = cursor.take(while: NumberText.isDigit)
      guard count == 1 || count == 2 && start[start.startIndex] <= UInt8(ascii: "5") else { return false }
      parts += 1
    }
    guard parts > 0 else { return false }
    if isFloat {
      guard cursor.take(UInt8(ascii: ".")) else { return false }
      cursor.take(while: Self.isDigitOrBar)
    }
    return cursor.isAtEnd
  }

  private static func isSpecial(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 4 || bytes.count == 5, let last = bytes.last, !NumberText.isDigit(last) else {
      return false
    }
    switch String(decoding: bytes, as: UTF8.self) {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
      return true
    default: return false
    }
  }

  /// Whether the loader's pattern for integers matches, where that for floats does not.
  func isInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var cursor = ByteCursor(bytes)
    cursor.takeSign()
    let digits = cursor.rest
    guard let first = digits.first else { return false }
    if first == UInt8(ascii: "0"), let letter = digits.dropFirst().first {
      let tail = digits.dropFirst(2)
      if letter == UInt8(ascii: "b") {
        return !tail.isEmpty && tail.allSatisfy { $0 == UInt8(ascii: "_") || $0 &- UInt8(ascii: "0") < 2 }
      }
      if letter == UInt8(ascii: "x") {
        return !tail.isEmpty && tail.allSatisfy { $0 == UInt8(ascii: "_") || $0.hexadecimalValue != nil }
      }
      if letter == UInt8(ascii: "o") {
        return self == .ruamel && !tail.isEmpty && tail.allSatisfy(Self.isOctalOrBar)
      }
    }
    switch self {
    case .ruamel: return digits.allSatisfy(Self.isDigitOrBar)
    case .ruamel11:
      if digits.allSatisfy(Self.isOctalOrBar) { return true }
    case .pyYAML, .omegaConf:
      if first == UInt8(ascii: "0"), digits.allSatisfy(Self.isOctalOrBar) { return true }
    }
    if NumberText.isDigit(first), first != UInt8(ascii: "0"), digits.allSatisfy(Self.isDigitOrBar) {
      return true
    }
    return isSexagesimal(bytes, isFloat: false)
  }
}

/// Values of numbers, as `construct_yaml_int` and `construct_yaml_float` make them.
extension YAMLSchema {
  /// `text` without underscores, sign and the white space around it, which Python's `int` and `float` allow.
  private func unsigned(_ text: String) -> (bytes: [UInt8], isNegative: Bool) {
    let inner = text.utf8.drop(while: \.isYAMLBlank)
    var bytes = inner.filter { $0 != UInt8(ascii: "_") }
    while let last = bytes.last, last.isYAMLBlank { bytes.removeLast() }
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    return (bytes, isNegative)
  }

  /// `construct_yaml_int`; nil where it raises a ValueError.
  func integer(_ text: String) -> ScalarValue? {
    var written = text
    if let number = written.withUTF8(Self.shortDecimal) { return .integer(number) }
    let (bytes, isNegative) = unsigned(text)
    guard bytes.first == UInt8(ascii: "0"), bytes.count > 1 else {
      if self != .ruamel, bytes.contains(UInt8(ascii: ":")) { return sexagesimalInteger(bytes, isNegative) }
      return NumberText.integer(bytes, base: 10, isNegative: isNegative)
    }
    switch bytes[1] {
    case UInt8(ascii: "b"): return NumberText.integer(bytes[2...], base: 2, isNegative: isNegative)
    case UInt8(ascii: "x"): return NumberText.integer(bytes[2...], base: 16, isNegative: isNegative)
    case UInt8(ascii: "o"): return NumberText.integer(bytes[2...], base: 8, isNegative: isNegative)
    default: return NumberText.integer(bytes, base: self == .ruamel ? 10 : 8, isNegative: isNegative)
    }
  }

  /// What most integers are: a few digits, the first of which is no zero.
  static func shortDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard 1...18 ~= bytes.count, bytes[0] != UInt8(ascii: "0") || bytes.count == 1 else { return nil }
    var number = 0
    for byte in bytes {
      guard NumberText.isDigit(byte) else { return nil }
      number = number * 10 + Int(byte &- UInt8(ascii: "0"))
    }
    return number
  }

  /// Parts between colons, each one 60 times the next.
  private func sexagesimalInteger(_ bytes: [UInt8], _ isNegative: Bool) -> ScalarValue? {
    guard bytes.count <= NumberText.longest else { return nil }
    var number = LongNumber()
    for (index, part) in bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .enumerated()
    {
      guard !part.isEmpty, part.allSatisfy(NumberText.isDigit) else { return nil }
      if index == 0 {
        for byte in part { number.append(Int(byte - UInt8(ascii: "0")), base: 10) }
      } else {
        guard part.count <= 9 else { return nil }
        number.append(part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }, base: 60)
      }
    }
    return number.value(isNegative: isNegative)
  }

  /// `construct_yaml_float`; nil where it raises a ValueError.
  func float(_ text: String) -> ScalarValue? {
    let (bytes, isNegative) = unsigned(text.lowercased())
    if bytes.elementsEqual(".inf".utf8) { return .float(isNegative ? -.infinity : .infinity) }
    if bytes.elementsEqual(".nan".utf8) { return .float(.nan) }
    guard self != .ruamel, bytes.contains(UInt8(ascii: ":")) else {
      return NumberText.float(bytes).map { .float(isNegative ? -$0 : $0) }
    }
    // The loaders add from the last part to the first.
    var value = 0.0
    var base = 1.0
    for part in bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).reversed() {
      guard let digits = NumberText.float(Array(part)) else { return nil }
      value += digits * base
      base *= 60
    }
    return .float(isNegative ? -value : value)
  }
}
