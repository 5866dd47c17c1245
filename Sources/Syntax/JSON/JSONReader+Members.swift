/// What may stand between the brackets of an array or an object, and what is done where something else
/// stands.
extension JSONReader {
  private var top: Int { frames.count - 1 }

  // MARK: Elements, keys, values

  mutating func readElement(_ token: JSONToken) {
    switch token.kind {
    case .string, .word, .openObject, .openArray: attachValue(token)
    case .comma: skipEmptyItem(token, missing: "an element")
    case .colon: reportColonInArray(token)
    case .closeArray, .closeObject: close(token)
    case .end: break
    }
  }

  mutating func readKey(_ token: JSONToken) {
    switch token.kind {
    case .string: attachKey(token)
    case .word:
      let text = lexer.file.excerpt(token.range)
      lexer.report(
        .json(.unquotedKey), token.range, "key \(text) has no quotes, expected a string in double quotes")
      attachKey(token)
    case .openObject, .openArray:
      let text = lexer.file.excerpt(token.range)
      lexer.report(token.range, "\(text) stands here, expected a key in double quotes")
      attachMissingKey(at: token.range.start)
      attachValue(token)
    case .colon:
      lexer.report(token.range, "no key stands before ':', expected one in double quotes")
      attachMissingKey(at: token.range.start)
      frames[top].expectation = .value
    case .comma: skipEmptyItem(token, missing: "a key")
    case .closeArray, .closeObject: close(token)
    case .end: break
    }
  }

  mutating func readColon(_ token: JSONToken) {
    switch token.kind {
    case .colon:
      frames[top].expectation = .value
    case .word where isEqualsSign(token):
      lexer.report(token.range, "\(lexer.file.excerpt(token.range)) stands here, expected ':'")
      frames[top].expectation = .value
    case .string, .word, .openObject, .openArray:
      if let key = frames[top].key, !token.followsConflict, !key.isUnclosed {
        lexer.report(.at(key.range.end), "no ':' stands after key \(lexer.file.excerpt(key.textRange))")
      }
      attachValue(token)
    case .comma, .closeArray, .closeObject:
      attachMissingValue()
      readSeparator(token)
    case .end: break
    }
  }

  mutating func readMemberValue(_ token: JSONToken) {
    switch token.kind {
    case .string, .word, .openObject, .openArray: attachValue(token)
    case .colon: lexer.report(token.range, "':' is repeated, expected a value")
    case .comma, .closeArray, .closeObject:
      attachMissingValue()
      readSeparator(token)
    case .end: break
    }
  }

  private func isEqualsSign(_ token: JSONToken) -> Bool {
    let text = lexer.bytes[token.range.start..<token.range.end]
    return text.elementsEqual("=".utf8) || text.elementsEqual("=>".utf8)
  }

  /// Reports the whole run of commas before which nothing stands as one mistake.
  private mutating func skipEmptyItem(_ token: JSONToken, missing: String) {
    var range = token.range
    while lexer.peek() == UInt8(ascii: ",") {
      let comma = take()
      guard comma.kind == .comma else { break }
      range = range.union(comma.range)
    }
    previousEnd = range.end
    if !token.followsConflict { lexer.report(range, "nothing stands before ',', expected \(missing)") }
    frames[top].comma = nil
    frames[top].expectation = .next
  }

  // MARK: Separators

  mutating func readSeparator(_ token: JSONToken) {
    switch token.kind {
    case .comma:
      frames[top].comma = token.range
      frames[top].expectation = .next
    case .closeArray, .closeObject: close(token)
    case .colon where frames[top].isObject:
      lexer.report(token.range, "':' stands here, expected ',' or '}'")
      attachMissingKey(at: token.range.start)
      frames[top].expectation = .value
    case .colon: reportColonInArray(token)
    case .openObject, .openArray:
      reportMissingComma(before: token)
      frames[top].isObject ? attachMissingKey(at: token.range.start) : ()
      attachValue(token)
    case .string, .word:
      guard startsNextItem(token) else { return skipJunk(token) }
      reportMissingComma(before: token)
      frames[top].isObject ? readKey(token) : readElement(token)
    case .end: break
    }
  }

  /// Whether the comma alone is missing before `token`: in an object it is a key if a colon follows, in an
  /// array it is a value with white space before it.
  private func startsNextItem(_ token: JSONToken) -> Bool {
    if frames[top].isObject { return lexer.peek() == UInt8(ascii: ":") }
    guard token.range.start > previousEnd else { return false }
    return token.kind == .string || word(token) != .unknown
  }

  private mutating func reportMissingComma(before token: JSONToken) {
    guard !token.followsConflict, lexer.problems.takes(.json(.missingComma)) else { return }
    let text = lexer.file.excerpt(token.range)
    lexer.report(.json(.missingComma), .at(previousEnd), "no ',' stands before \(text)")
  }

  /// Steps over what follows a value up to the end of the line, a comma or a bracket, as one mistake.
  private mutating func skipJunk(_ token: JSONToken) {
    var range = token.range
    let isGlued =
      token.range.start == previousEnd && previousEnd > 0
      && lexer.bytes[previousEnd - 1] == UInt8(ascii: "\"")
    while let byte = lexer.peekOnLine(), !Self.endsJunk(byte) { range = range.union(take().range) }
    previousEnd = range.end
    guard !token.followsConflict else { return }
    let text = lexer.file.excerpt(range)
    let expected = "expected ',' or '\(frames[top].closer)'"
    lexer.report(
      range,
      isGlued
        ? "\(text) follows a string's closing quote, \(expected); a quote inside a string is written '\\\"'"
        : "\(text) follows a value, \(expected)")
  }

  private static func endsJunk(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "#"):
      return true
    default: return false
    }
  }

  /// `["a": 1]` is an object in the wrong brackets: one mistake, however many colons.
  private mutating func reportColonInArray(_ token: JSONToken) {
    if !frames[top].hasReportedColon {
      lexer.report(token.range, "':' stands in an array, expected ',' or ']'")
      frames[top].hasReportedColon = true
    }
    frames[top].comma = nil
    frames[top].expectation = .next
  }

  // MARK: Into the tree

  private mutating func attachValue(_ token: JSONToken) {
    let parent = top
    frames[parent].expectation = .separator
    frames[parent].key = nil
    let node = addValue(token)
    builder.append(node, to: frames[parent].node)
  }

  private mutating func attachKey(_ token: JSONToken) {
    let node = token.kind == .string ? addString(token) : builder.add(.scalar, .plain, token.range)
    builder.append(node, to: frames[top].node)
    frames[top].expectation = .colon
    frames[top].key = token
    guard let first = keys.add(token, to: &frames[top].keys, in: lexer.file),
      lexer.problems.takes(.duplicateKey(first: first))
    else { return }
    let line = lexer.file.lines.line(at: first.start)
    lexer.report(
      .duplicateKey(first: first), token.range,
      "key \(lexer.file.excerpt(token.textRange)) is repeated, the first is on line \(line)")
  }

  private mutating func attachMissingKey(at offset: Int) {
    builder.append(builder.add(.invalid, .missing, .at(offset)), to: frames[top].node)
  }

  /// Gives the key that waits for its value an empty one, and reports it if a key stands there.
  private mutating func attachMissingValue() {
    if let key = frames[top].key, !key.isUnclosed {
      lexer.report(key.range, "key \(lexer.file.excerpt(key.textRange)) has no value, expected one after ':'")
    }
    attachEmptyValue()
  }

  private mutating func attachEmptyValue() {
    builder.append(builder.add(.scalar, .missing, .at(previousEnd)), to: frames[top].node)
    frames[top].key = nil
    frames[top].expectation = .separator
  }

  // MARK: Closing brackets

  private mutating func close(_ token: JSONToken) {
    let isObject = token.kind == .closeObject
    if frames[top].isObject == isObject {
      if let comma = frames[top].comma, frames[top].expectation == .next, !token.followsConflict {
        let text = lexer.file.excerpt(token.range)
        lexer.report(.json(.trailingComma), comma, "',' stands before \(text), JSON has no trailing commas")
      }
      return pop(end: token.range.end)
    }
    closeMismatched(token, isObject: isObject)
  }

  /// Either the brackets up to the matching one were left open, or this one was mistyped. The latter is
  /// assumed where no bracket matches, or where closing the outermost one would leave text behind it.
  private mutating func closeMismatched(_ token: JSONToken, isObject: Bool) {
    let frame = frames[top]
    let line = lexer.file.lines.line(at: frame.open)
    guard let match = frames.lastIndex(where: { $0.isObject == isObject }), match > 0 || lexer.peek() == nil
    else {
      lexer.report(
        .json(.unclosedBracket), token.range,
        "\(lexer.file.excerpt(token.range)) stands here, expected '\(frame.closer)' "
          + "for the '\(frame.opener)' on line \(line)")
      return pop(end: token.range.end)
    }
    lexer.report(
      .json(.unclosedBracket), .at(previousEnd),
      "the '\(frame.opener)' on line \(line) is not closed, expected '\(frame.closer)'")
    while frames.count - 1 > match { pop(end: previousEnd) }
    pop(end: token.range.end)
  }

  /// Closes all that is open where the text ends, as one mistake.
  mutating func closeAllAtEnd(_ token: JSONToken) {
    let frame = frames[top]
    if !isCutOff {
      let line = lexer.file.lines.line(at: frame.open)
      let others = frames.count > 1 ? " (and \(frames.count - 1) more around it)" : ""
      lexer.report(
        .json(.unclosedBracket), .at(previousEnd),
        "the text ends here, expected '\(frame.closer)' for the '\(frame.opener)' on line \(line)\(others)")
    }
    while !frames.isEmpty { pop(end: previousEnd) }
  }

  private mutating func pop(end: Int) {
    // A key at the end of a text that is cut off still needs its pair.
    switch frames[top].expectation {
    case .colon, .value: attachEmptyValue()
    case .first, .next, .separator: break
    }
    builder.setEnd(end, of: frames[top].node)
    keys.close(frames.removeLast().keys)
  }
}
