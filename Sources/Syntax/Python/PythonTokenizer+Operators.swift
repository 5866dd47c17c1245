// Operators and delimiters (reference manual, 2.5 and 2.6).
extension PythonTokenizer {
  mutating func readOperator(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "("): openBracket(.leftParenthesis, closer: UInt8(ascii: ")"))
    case UInt8(ascii: "["): openBracket(.leftBracket, closer: UInt8(ascii: "]"))
    case UInt8(ascii: "{"): openBracket(.leftBrace, closer: UInt8(ascii: "}"))
    case UInt8(ascii: ")"): closeBracket(.rightParenthesis, byte)
    case UInt8(ascii: "]"): closeBracket(.rightBracket, byte)
    case UInt8(ascii: "}"): closeBracket(.rightBrace, byte)
    case UInt8(ascii: ","): take(.comma, 1)
    case UInt8(ascii: ";"): take(.semicolon, 1)
    case UInt8(ascii: "~"): take(.tilde, 1)
    case UInt8(ascii: "`"): take(.backtick, 1)
    case UInt8(ascii: "."): readDot()
    case UInt8(ascii: ":"): readColon()
    case UInt8(ascii: "="): readEqual()
    case UInt8(ascii: "!"): readExclamation()
    default: readArithmetic(byte)
    }
  }

  private mutating func readArithmetic(_ byte: UInt8) {
    let next = text[index + 1]
    let isDoubled = next == byte
    let isAssignment = next == UInt8(ascii: "=")
    let isDoubledAssignment = isDoubled && text[index + 2] == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "+"): isAssignment ? take(.plusEqual, 2) : take(.plus, 1)
    case UInt8(ascii: "-"):
      if next == UInt8(ascii: ">") {
        take(.arrow, 2)
      } else {
        isAssignment ? take(.minusEqual, 2) : take(.minus, 1)
      }
    case UInt8(ascii: "*"):
      if isDoubled {
        isDoubledAssignment ? take(.doubleStarEqual, 3) : take(.doubleStar, 2)
      } else {
        isAssignment ? take(.starEqual, 2) : take(.star, 1)
      }
    case UInt8(ascii: "/"):
      if isDoubled {
        isDoubledAssignment ? take(.doubleSlashEqual, 3) : take(.doubleSlash, 2)
      } else {
        isAssignment ? take(.slashEqual, 2) : take(.slash, 1)
      }
    case UInt8(ascii: "%"): isAssignment ? take(.percentEqual, 2) : take(.percent, 1)
    case UInt8(ascii: "@"): isAssignment ? take(.atEqual, 2) : take(.at, 1)
    case UInt8(ascii: "|"): isAssignment ? take(.barEqual, 2) : take(.bar, 1)
    case UInt8(ascii: "&"): isAssignment ? take(.ampersandEqual, 2) : take(.ampersand, 1)
    case UInt8(ascii: "^"): isAssignment ? take(.caretEqual, 2) : take(.caret, 1)
    case UInt8(ascii: "<"): readLess(isDoubled, isAssignment, isDoubledAssignment)
    case UInt8(ascii: ">"):
      if isDoubled {
        isDoubledAssignment ? take(.rightShiftEqual, 3) : take(.rightShift, 2)
      } else {
        isAssignment ? take(.greaterEqual, 2) : take(.greater, 1)
      }
    default: readStray(byte)
    }
  }

  private mutating func readLess(_ isDoubled: Bool, _ isAssignment: Bool, _ isDoubledAssignment: Bool) {
    if isDoubled {
      isDoubledAssignment ? take(.leftShiftEqual, 3) : take(.leftShift, 2)
    } else if text[index + 1] == UInt8(ascii: ">") {
      report(index, index + 2, "'<>' is Python 2, Python 3 has '!='", kind: .python2)
      take(.notEqual, 2)
    } else {
      isAssignment ? take(.lessEqual, 2) : take(.less, 1)
    }
  }

  private mutating func take(_ kind: PythonTokenKind, _ length: Int) {
    append(kind, index, index + length)
    index += length
  }

  private mutating func readDot() {
    let next = text[index + 1]
    if next >= 0x30 && next <= 0x39 {
      readNumber()
    } else if next == UInt8(ascii: ".") && text[index + 2] == UInt8(ascii: ".") {
      take(.ellipsis, 3)
    } else {
      take(.dot, 1)
    }
  }

  private mutating func readColon() {
    if isDirectlyInField {
      readFormatColon()
    } else if text[index + 1] == UInt8(ascii: "=") {
      take(.colonEqual, 2)
    } else {
      take(.colon, 1)
    }
  }

  private mutating func readEqual() {
    if text[index + 1] == UInt8(ascii: "=") {
      take(.equalEqual, 2)
      return
    }
    take(.equal, 1)
    if dialect != .script && brackets.isEmpty { readInteractiveValue() }
  }

  private mutating func readExclamation() {
    if text[index + 1] == UInt8(ascii: "=") {
      take(.notEqual, 2)
    } else if isDirectlyInField {
      take(.exclamation, 1)
    } else {
      readStray(text[index])
    }
  }

  private mutating func readStray(_ byte: UInt8) {
    if byte == UInt8(ascii: "?") && dialect != .script && readHelpLine() { return }
    let start = index
    index += 1
    switch byte {
    case 0: report(start, index, "source code cannot contain null bytes")
    case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "$"):
      report(start, index, "'\(Character(UnicodeScalar(byte)))' is not part of any Python expression")
    default:
      let code = String(byte, radix: 16, uppercase: true)
      report(start, index, "invalid non-printable character (U+\(byte < 16 ? "000" : "00")\(code))")
    }
    appendError(start, index)
  }
}
