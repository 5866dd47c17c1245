// String literals without fields (reference manual, 2.4.1).
extension PythonTokenizer {
  /// The flags of a string whose prefix lies at `start`; nil where these letters are not a prefix. `f` and
  /// `t` are marked by the caller's look at the letters.
  func stringFlags(prefixAt start: Int, length: Int) -> PythonToken.Flags? {
    var flags: PythonToken.Flags = length == 2 ? .twoPrefixLetters : .onePrefixLetter
    var kinds = 0
    for offset in 0..<length {
      switch text[start + offset] | 0x20 {
      case UInt8(ascii: "r"):
        if flags.contains(.raw) { return nil }
        flags.insert(.raw)
      case UInt8(ascii: "b"):
        flags.insert(.bytes)
        kinds += 1
      case UInt8(ascii: "u"):
        // `ur` has gone with Python 2.
        if length == 2 { return nil }
        flags.insert(.unicode)
        kinds += 1
      case UInt8(ascii: "f"): kinds += 1
      case UInt8(ascii: "t"):
        flags.insert(.template)
        kinds += 1
      default: return nil
      }
    }
    return kinds <= 1 ? flags : nil
  }

  /// A string whose prefix or quote stands at `index`.
  mutating func readString(prefixLength: Int, flags prefix: PythonToken.Flags) {
    let start = index
    index += prefixLength
    let quote = text[index]
    var flags = prefix
    index += 1
    if text[index] == quote && text[index + 1] == quote {
      flags.insert(.triple)
      index += 2
    }
    if prefixLength > 0 && !isTooDeep && hasFields(prefixAt: start, length: prefixLength) {
      append(.fStringStart, start, index, flags: flags)
      strings.append(OpenString(quote: quote, flags: flags, start: start, depth: brackets.count))
      isInText = true
    } else if flags.contains(.triple) {
      readTripleQuoted(start, quote, flags)
    } else {
      readSingleQuoted(start, quote, flags)
    }
  }

  private func hasFields(prefixAt start: Int, length: Int) -> Bool {
    for offset in 0..<length {
      let letter = text[start + offset] | 0x20
      if letter == UInt8(ascii: "f") || letter == UInt8(ascii: "t") { return true }
    }
    return false
  }

  private mutating func readSingleQuoted(_ start: Int, _ quote: UInt8, _ prefix: PythonToken.Flags) {
    var flags = prefix
    while true {
      let byte = text[index]
      if byte == quote {
        index += 1
        append(.string, start, index, flags: flags)
        return
      }
      switch byte {
      case UInt8(ascii: "\\"):
        flags.insert(.hasBackslash)
        index += 1
        let lineEnd = lineEndLength(at: index)
        index += lineEnd > 0 ? lineEnd : index < count ? 1 : 0
      case 0x0A, 0x0D: return reportUnterminated(start, "unterminated string literal")
      case 0 where index >= count: return reportUnterminated(start, "unterminated string literal")
      default: index += 1
      }
    }
  }

  private mutating func reportUnterminated(_ start: Int, _ message: String) {
    if endsOpenField(at: start) { return }
    report(start, index, message)
    appendError(start, index)
  }

  private mutating func readTripleQuoted(_ start: Int, _ quote: UInt8, _ prefix: PythonToken.Flags) {
    var flags = prefix
    while true {
      let byte = text[index]
      if byte == quote && text[index + 1] == quote && text[index + 2] == quote {
        index += 3
        append(.string, start, index, flags: flags)
        return
      }
      if byte == UInt8(ascii: "\\") {
        flags.insert(.hasBackslash)
        index += index + 1 < count ? 2 : 1
      } else if byte == 0 && index >= count {
        report(start, start + flags.openingLength, "unterminated triple-quoted string literal")
        appendError(start, index)
        return
      } else {
        index += 1
      }
    }
  }
}
