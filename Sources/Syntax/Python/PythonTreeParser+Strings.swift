// Strings: implicit concatenation, f-strings and t-strings with their fields (reference manual, 2.4 and
// 6.2.2).
extension PythonTreeParser {
  /// Text that is collected for one constant of an f-string: pieces side by side become one node, as in
  /// `ast`.
  private struct TextRun {
    var mark: Int
    var start: Int
    var end: Int
    /// Whether some piece stands for at least one character.
    var hasText = false
  }

  /// One string, or several side by side.
  mutating func parseStrings() throws(Failure) -> Node {
    let begin = start
    if token.kind == .string && nextKind != .string && nextKind != .fStringStart {
      let mark = builder.listMark
      try pushPiece(isFirst: true)
      let kind: PythonConstant.Kind = tokens[index - 1].flags.contains(.bytes) ? .bytes : .string
      return builder.add(
        .constant, begin, previousEnd, detail: kind.rawValue, builder.finishList(from: mark))
    }
    return try parseConcatenation(begin)
  }

  private mutating func parseConcatenation(_ begin: Int) throws(Failure) -> Node {
    let mark = builder.listMark
    let sort = stringSort
    var run: TextRun?
    var nodes: [Node] = []
    var hasFields = false
    while token.kind == .string || token.kind == .fStringStart {
      try checkSort(sort, begin)
      if token.kind == .fStringStart {
        hasFields = true
        try parseFString(&run, &nodes)
      } else {
        try takeString(&run)
      }
    }
    guard hasFields else {
      let kind: PythonConstant.Kind = sort == .bytes ? .bytes : .string
      return builder.add(
        .constant, begin, previousEnd, detail: kind.rawValue, builder.finishList(from: mark))
    }
    flush(&run, &nodes)
    for node in nodes { builder.push(node) }
    let values = builder.finishList(from: mark)
    return builder.add(sort == .template ? .templateStr : .joinedStr, begin, previousEnd, values)
  }

  /// Sorts of strings that cannot stand side by side (PEP 750 for the last one); f-strings are text.
  private enum StringSort { case text, bytes, template }

  private var stringSort: StringSort {
    if token.flags.contains(.bytes) { return .bytes }
    return token.kind == .fStringStart && token.flags.contains(.template) ? .template : .text
  }

  private mutating func checkSort(_ sort: StringSort, _ begin: Int) throws(Failure) {
    let other = stringSort
    guard other != sort else { return }
    let isBytes = sort == .bytes || other == .bytes
    throw fail(
      TextRange(begin, Int(token.end)),
      isBytes ? "cannot mix bytes and nonbytes literals" : "cannot mix t-strings and other strings")
  }

  /// A string without fields among others: its text goes to `run`.
  private mutating func takeString(_ run: inout TextRun?) throws(Failure) {
    let isFirst = run == nil
    extend(&run, start, Int(token.end))
    let first = start + token.flags.openingLength
    if !isOnlyJoins(first, Int(token.end) - token.flags.quoteLength) { run?.hasText = true }
    try pushPiece(isFirst: isFirst)
  }

  // MARK: Pieces

  /// Takes a string token and pushes its piece: start, end and style of its body.
  private mutating func pushPiece(isFirst: Bool) throws(Failure) {
    let flags = token.flags
    var style: PythonStringPiece.Style = []
    if flags.contains(.raw) || !flags.contains(.hasBackslash) { style.insert(.raw) }
    if isFirst && flags.contains(.unicode) { style.insert(.unicodePrefix) }
    let first = start + flags.openingLength
    let last = Int(token.end) - flags.quoteLength
    if !style.contains(.raw) { checkEscapes(first, last, style, isBytes: flags.contains(.bytes)) }
    if flags.contains(.bytes) { try checkBytes(first, last) }
    builder.push(Int32(truncatingIfNeeded: first))
    builder.push(Int32(truncatingIfNeeded: last))
    builder.push(Int32(style.rawValue))
    advance()
  }

  /// Reports an escape that CPython refuses. O(bytes).
  private mutating func checkEscapes(
    _ first: Int, _ last: Int, _ style: PythonStringPiece.Style, isBytes: Bool
  ) {
    var position = first
    while position + 1 < last {
      if text[position] == UInt8(ascii: "\\") {
        switch text[position + 1] {
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "N"):
          return decodeForProblem(first, last, style, isBytes: isBytes)
        default: position += 2
        }
      } else {
        position += 1
      }
    }
  }

  private mutating func decodeForProblem(
    _ first: Int, _ last: Int, _ style: PythonStringPiece.Style, isBytes: Bool
  ) {
    let bytes = Array(UnsafeBufferPointer(start: text + first, count: last - first))
    var decoder = PythonEscapeDecoder(source: bytes[...], style: style, isBytes: isBytes)
    decoder.resolvesNames = false
    var ignored: [UInt8] = []
    decoder.decode(into: &ignored)
    if let problem = decoder.problem {
      report(TextRange(first + problem.range.start, first + problem.range.end), problem.message)
    }
  }

  private mutating func checkBytes(_ first: Int, _ last: Int) throws(Failure) {
    for position in first..<max(first, last) where text[position] >= 0x80 {
      throw fail(TextRange(start, Int(token.end)), "bytes can only contain ASCII literal characters")
    }
  }

  /// Whether the bytes are none, or nothing but joined lines, which stand for no text.
  private func isOnlyJoins(_ first: Int, _ last: Int) -> Bool {
    var position = first
    while position < last {
      guard text[position] == UInt8(ascii: "\\"), text[position + 1] == 0x0A || text[position + 1] == 0x0D
      else {
        return false
      }
      position += text[position + 1] == 0x0D && text[position + 2] == 0x0A ? 3 : 2
    }
    return true
  }

  private func extend(_ run: inout TextRun?, _ first: Int, _ last: Int) {
    if run == nil {
      run = TextRun(mark: builder.listMark, start: first, end: last)
    } else {
      run?.end = last
    }
  }

  /// Ends a run of text; one that stands for no character leaves no node.
  private mutating func flush(_ run: inout TextRun?, _ nodes: inout [Node]) {
    guard let text = run else { return }
    run = nil
    let pieces = builder.finishList(from: text.mark)
    guard text.hasText else { return }
    nodes.append(
      builder.add(.constant, text.start, text.end, detail: PythonConstant.Kind.string.rawValue, pieces))
  }

  // MARK: F-strings

  /// One f-string or t-string: its text goes to `run`, its fields to `nodes`.
  private mutating func parseFString(_ run: inout TextRun?, _ nodes: inout [Node]) throws(Failure) {
    try descend()
    defer { depth -= 1 }
    let isTemplate = token.flags.contains(.template)
    advance()
    while true {
      switch token.kind {
      case .fStringMiddle: takeText(&run, isFormat: false)
      case .leftBrace: try parseField(&run, &nodes, isTemplate: isTemplate)
      case .fStringEnd:
        advance()
        return
      default: throw unexpected("the text of the string")
      }
    }
  }

  private mutating func takeText(_ run: inout TextRun?, isFormat: Bool) {
    let first = start
    let last = Int(token.end)
    var style: PythonStringPiece.Style = isFormat ? [] : .doubledBraces
    if token.flags.contains(.raw) {
      style.insert(.raw)
    } else {
      checkEscapes(first, last, style, isBytes: false)
    }
    pushText(&run, first, last, style)
    advance()
  }

  private mutating func pushText(
    _ run: inout TextRun?, _ first: Int, _ last: Int, _ style: PythonStringPiece.Style
  ) {
    extend(&run, first, last)
    if style.contains(.raw) || !isOnlyJoins(first, last) { run?.hasText = true }
    builder.push(Int32(truncatingIfNeeded: first))
    builder.push(Int32(truncatingIfNeeded: last))
    builder.push(Int32(style.rawValue))
  }

  /// `{value=!conversion:format}`. The text of `value=` belongs to the constant before the field.
  private mutating func parseField(
    _ run: inout TextRun?, _ nodes: inout [Node], isTemplate: Bool
  ) throws(Failure) {
    let begin = start
    advance()
    if !beginsExpression && token.kind != .star && token.kind != .yield {
      throw fail(
        TextRange(begin, Int(token.end)),
        "a valid expression is required in the field, found \(describeToken())")
    }
    // The run stays open below the field's own lists, so its pieces are kept where they are.
    let firstToken = index
    let value = try parseAssignedValue()
    let valueEnd = previousEnd
    let isShown = skip(.equal)
    if isShown { pushShownText(&run, begin + 1, firstToken) }
    flush(&run, &nodes)
    var conversion: UInt8 = 0
    if skip(.exclamation) { conversion = try parseConversion() }
    var format = PythonTreeBuilder.none
    if token.kind == .colon { format = try parseFormat(isTemplate: isTemplate) }
    if isShown && conversion == 0 && format == PythonTreeBuilder.none { conversion = UInt8(ascii: "r") }
    guard token.kind == .rightBrace else { throw unexpected("'}' at the end of the field") }
    advance()
    if isTemplate {
      let node = builder.add(.interpolation, begin, previousEnd, detail: conversion, value)
      builder.addIdentifier(PythonTokenRange(begin + 1, valueEnd))
      builder.addField(format)
      nodes.append(node)
    } else {
      nodes.append(builder.add(.formattedValue, begin, previousEnd, detail: conversion, value, format))
    }
  }

  /// The text of `value=` up to the current token, without comments (CPython 3.13).
  private mutating func pushShownText(_ run: inout TextRun?, _ begin: Int, _ firstToken: Int) {
    var first = begin
    var gapStart = begin
    for position in firstToken...index {
      let gapEnd = Int(tokens[position].start)
      var offset = gapStart
      while offset < gapEnd {
        if text[offset] == UInt8(ascii: "#") {
          pushText(&run, first, offset, .raw)
          while offset < gapEnd && text[offset] != 0x0A && text[offset] != 0x0D { offset += 1 }
          first = offset
        } else {
          offset += 1
        }
      }
      gapStart = Int(tokens[position].end)
    }
    pushText(&run, first, start, .raw)
  }

  private mutating func parseConversion() throws(Failure) -> UInt8 {
    let letter = text[start]
    guard token.kind.isIdentifier, token.end - token.start == 1,
      letter == UInt8(ascii: "s") || letter == UInt8(ascii: "r") || letter == UInt8(ascii: "a")
    else {
      throw unexpected("conversion 's', 'r' or 'a'")
    }
    advance()
    return letter
  }

  /// The format behind the colon: a `joinedStr` of its own.
  private mutating func parseFormat(isTemplate: Bool) throws(Failure) -> Node {
    try descend()
    defer { depth -= 1 }
    let begin = start
    advance()
    let mark = builder.listMark
    var run: TextRun?
    var nodes: [Node] = []
    while token.kind != .rightBrace {
      switch token.kind {
      case .fStringMiddle: takeText(&run, isFormat: true)
      case .leftBrace: try parseField(&run, &nodes, isTemplate: isTemplate)
      default: throw unexpected("the format of the field")
      }
    }
    flush(&run, &nodes)
    for node in nodes { builder.push(node) }
    return builder.add(.joinedStr, begin, previousEnd, builder.finishList(from: mark))
  }
}
