/// The well-known ways in which texts that are meant as JSON are not (RFC 8259).
package enum JSONDeviation: Hashable, Sendable, CaseIterable {
  /// `[1, 2,]`
  case trailingComma
  /// `{'a': 1}`
  case singleQuotes
  /// `True`, `False`, `None`
  case pythonLiteral
  /// `// …`, `# …`, `/* … */`
  case comment
  /// `NaN`, `Infinity`, `-Infinity`
  case nonFiniteNumber
  /// U+FEFF before the text
  case byteOrderMark
  /// More than one value in a text, such as JSON Lines
  case severalValues
  /// `{a: 1}`
  case unquotedKey
  /// `[1 2]`
  case missingComma
  /// A bracket without its closing one, or with one of the other kind
  case unclosedBracket
  /// A line end, a tab or another control character inside a string
  case controlCharacter
  /// `“a”` instead of `"a"`
  case curlyQuotes

  /// Whether Python's `json.load` reads the text all the same (CPython 3.13 Lib/json/scanner.py `_scan_once`:
  /// the three numbers alone; Lib/json/__init__.py `loads` refuses a byte-order mark in a `str`).
  package var isReadByPython: Bool { self == .nonFiniteNumber }
}

extension SyntaxProblem {
  /// Whether Python's `json.load` reads a text with this problem: it keeps the last of repeated keys, and
  /// reads the numbers that are not finite.
  package var isReadByPythonJSON: Bool {
    switch kind {
    case .duplicateKey: return true
    case .json(let deviation): return deviation.isReadByPython
    case .syntax, .encoding, .limit, .deviation, .python2, .compilation, .mergeConflict: return false
    }
  }
}
