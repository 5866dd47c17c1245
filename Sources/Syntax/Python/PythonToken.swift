/// One token: 12 bytes, in the order of the text. Offsets are UTF-8 bytes.
struct PythonToken {
  var kind: PythonTokenKind
  var flags: Flags
  var start: UInt32
  var end: UInt32

  /// What is known of a string or f-string literal, and whether a token was made up.
  struct Flags: OptionSet {
    let rawValue: UInt8
    static let raw = Flags(rawValue: 1)
    static let bytes = Flags(rawValue: 2)
    static let unicode = Flags(rawValue: 4)
    static let triple = Flags(rawValue: 8)
    static let hasBackslash = Flags(rawValue: 16)
    static let template = Flags(rawValue: 32)
    /// Two letters of prefix; with `onePrefixLetter` clear and this clear, none.
    static let twoPrefixLetters = Flags(rawValue: 64)
    static let onePrefixLetter = Flags(rawValue: 128)
    /// A closing bracket that does not stand in the text; no string has this together with a prefix.
    static let missing = Flags(rawValue: 192)

    /// Bytes before the text of the string: prefix and quotes.
    var openingLength: Int { prefixLength + quoteLength }
    var quoteLength: Int { contains(.triple) ? 3 : 1 }
    private var prefixLength: Int {
      contains(.twoPrefixLetters) ? 2 : contains(.onePrefixLetter) ? 1 : 0
    }
  }
}

/// Kinds of token, as in CPython 3.14's `Grammar/Tokens`, with a kind for every keyword and operator.
enum PythonTokenKind: UInt8 {
  case endOfFile, newline, indent, dedent
  /// What cannot be a token; its problem has been reported.
  case error

  // Names, soft keywords last.
  case name, match, `case`, type

  case integer, float, imaginary
  case string, fStringStart, fStringMiddle, fStringEnd
  case shellLine, magicLine

  // Keywords.
  case `false`, none, `true`, and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif
  case `else`, except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or
  case pass, raise, `return`, `try`, `while`, with, yield

  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, colon, semicolon, dot, ellipsis, at, arrow, colonEqual, exclamation, tilde, backtick
  case equal, equalEqual, notEqual, less, lessEqual, greater, greaterEqual
  case plus, minus, star, slash, percent, doubleStar, leftShift, rightShift, bar, caret, ampersand
  case doubleSlash

  // Augmented assignments, in the order of `PythonBinaryOperator`.
  case plusEqual, minusEqual, starEqual, atEqual, slashEqual, percentEqual, doubleStarEqual
  case leftShiftEqual, rightShiftEqual, barEqual, caretEqual, ampersandEqual, doubleSlashEqual

  /// A name or a soft keyword.
  var isIdentifier: Bool {
    rawValue >= PythonTokenKind.name.rawValue && rawValue <= PythonTokenKind.type.rawValue
  }

  var isKeyword: Bool {
    rawValue >= PythonTokenKind.false.rawValue && rawValue <= PythonTokenKind.yield.rawValue
  }

  /// The operator of an augmented assignment.
  var augmentedOperator: PythonBinaryOperator? {
    guard rawValue >= PythonTokenKind.plusEqual.rawValue else { return nil }
    return PythonBinaryOperator(rawValue: rawValue - PythonTokenKind.plusEqual.rawValue)
  }

  /// Whether a token of this kind can end an operand, so that no operand may follow directly.
  var endsOperand: Bool {
    switch self {
    case .integer, .float, .imaginary, .string, .fStringEnd, .rightParenthesis, .rightBracket, .rightBrace,
      .false, .none, .true, .ellipsis:
      return true
    default: return isIdentifier
    }
  }

  /// Whether a token of this kind can begin an operand.
  var beginsOperand: Bool {
    switch self {
    case .integer, .float, .imaginary, .string, .fStringStart, .leftParenthesis, .leftBracket, .leftBrace,
      .false, .none, .true, .ellipsis, .minus, .plus, .tilde, .not, .lambda, .await, .backtick:
      return true
    default: return isIdentifier
    }
  }
}

extension PythonTokenKind {
  /// The keyword or soft keyword that a word of 2 to 8 bytes is; `word` holds its bytes, the first one
  /// lowest.
  static func ofWord(_ word: UInt64, length: Int) -> PythonTokenKind {
    switch length {
    case 2: return ofWord2(word)
    case 3: return ofWord3(word)
    case 4: return ofWord4(word)
    case 5: return ofWord5(word)
    default: return ofLongWord(word)
    }
  }

  private static func ofWord2(_ word: UInt64) -> PythonTokenKind {
    switch word {
    case packed("as"): return .as
    case packed("if"): return .if
    case packed("in"): return .in
    case packed("is"): return .is
    case packed("or"): return .or
    default: return .name
    }
  }

  private static func ofWord3(_ word: UInt64) -> PythonTokenKind {
    switch word {
    case packed("and"): return .and
    case packed("def"): return .def
    case packed("del"): return .del
    case packed("for"): return .for
    case packed("not"): return .not
    case packed("try"): return .try
    default: return .name
    }
  }

  private static func ofWord4(_ word: UInt64) -> PythonTokenKind {
    switch word {
    case packed("None"): return .none
    case packed("True"): return .true
    case packed("elif"): return .elif
    case packed("else"): return .else
    case packed("from"): return .from
    case packed("pass"): return .pass
    case packed("with"): return .with
    case packed("case"): return .case
    case packed("type"): return .type
    default: return .name
    }
  }

  private static func ofWord5(_ word: UInt64) -> PythonTokenKind {
    switch word {
    case packed("False"): return .false
    case packed("async"): return .async
    case packed("await"): return .await
    case packed("break"): return .break
    case packed("class"): return .class
    case packed("raise"): return .raise
    case packed("while"): return .while
    case packed("yield"): return .yield
    case packed("match"): return .match
    default: return .name
    }
  }

  private static func ofLongWord(_ word: UInt64) -> PythonTokenKind {
    switch word {
    case packed("assert"): return .assert
    case packed("except"): return .except
    case packed("global"): return .global
    case packed("import"): return .import
    case packed("lambda"): return .lambda
    case packed("return"): return .return
    case packed("finally"): return .finally
    case packed("continue"): return .continue
    case packed("nonlocal"): return .nonlocal
    default: return .name
    }
  }

  /// The bytes of an ASCII word, the first one lowest; folded to a constant by the compiler.
  @inline(__always)
  private static func packed(_ word: StaticString) -> UInt64 {
    var value: UInt64 = 0
    var index = word.utf8CodeUnitCount
    while index > 0 {
      index -= 1
      value = value << 8 | UInt64(word.utf8Start[index])
    }
    return value
  }
}
