/// Plain scalars and the choice between the kinds of node (YAML 1.2.2, sections 7.3.3 and 7.4).
extension YAMLParserState {
  /// Reads the alias, flow collection, quoted or plain scalar at `at` and gives it its properties.
  ///
  /// `minIndent` is how many spaces a further line of it needs.
  mutating func scanNode(_ own: YAMLProperties, minIndent: Int, inFlow: Bool) -> Int32 {
    let node: Int32
    switch bytes[at] {
    case UInt8(ascii: "*"):
      node = scanAlias()
      refuseOnAlias(own)
      return node
    case UInt8(ascii: "["), UInt8(ascii: "{"): return parseFlow(own)
    case UInt8(ascii: "\""): node = scanQuoted(UInt8(ascii: "\""), .doubleQuoted, minIndent: minIndent)
    case UInt8(ascii: "'"): node = scanQuoted(UInt8(ascii: "'"), .singleQuoted, minIndent: minIndent)
    default: node = scanPlain(minIndent: minIndent, inFlow: inFlow)
    }
    if !own.isEmpty { apply(own, to: node) }
    return node
  }

  /// Whether a plain scalar may start with the byte at `at` (production 126).
  @inline(__always)
  private func startsPlain(inFlow: Bool) -> Bool {
    switch bytes[at] {
    case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
      return !isBlank(at + 1) && !(inFlow && byte(at + 1).isYAMLFlowIndicator)
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"),
      UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"),
      UInt8(ascii: "`"):
      return false
    default: return true
    }
  }

  /// The end of the plain text that starts at `start`, on its line, and where the scan stopped behind it.
  @inline(__always)
  private func plainLine(_ start: Int, inFlow: Bool) -> (last: Int, stop: Int) {
    var index = start
    var last = start
    while index < end {
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x09:
        index += 1
        continue
      case 0x0A, 0x0D: return (last, index)
      case UInt8(ascii: "#"):
        if index > last || index == start { return (last, index) }
      case UInt8(ascii: ":"):
        let next = self.byte(index + 1)
        if next.isYAMLBlank || inFlow && next.isYAMLFlowIndicator { return (last, index) }
      case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        if inFlow { return (last, index) }
      default: break
      }
      index += 1
      last = index
    }
    return (last, index)
  }

  /// Whether the text at `index` looks like an entry of a block collection.
  func looksLikeEntry(_ index: Int) -> Bool {
    if byte(index) == UInt8(ascii: "-"), isBlank(index + 1) { return true }
    let line = plainLine(index, inFlow: false)
    return line.last > index && byte(line.stop) == UInt8(ascii: ":")
  }

  private mutating func scanPlain(minIndent: Int, inFlow: Bool) -> Int32 {
    let start = at
    let isValid = startsPlain(inFlow: inFlow)
    if !isValid {
      reportStructure(
        TextRange(at, at + 1),
        "a value cannot start with '\(text(TextRange(at, at + 1)))', expected quotes around it")
    }
    // A refused first byte is stepped over, so that every call makes progress.
    let first = plainLine(isValid ? start : start + 1, inFlow: inFlow)
    at = max(first.last, start + 1)
    var isFolded = false
    if first.stop < end, bytes[first.stop].isYAMLBreak {
      while let next = continuation(after: at, minIndent: minIndent, inFlow: inFlow) {
        if !isFolded {
          decoded.removeAll(keepingCapacity: true)
          decoded.append(contentsOf: bytes[start..<at])
          isFolded = true
        }
        appendFold(next.breaks)
        decoded.append(contentsOf: bytes[next.text.start..<next.text.end])
        at = next.text.end
        lineStart = next.lineStart
      }
    }
    let node = builder.add(isValid ? .scalar : .invalid, .plain, TextRange(start, at))
    if isFolded { builder.setText(String(decoding: decoded, as: UTF8.self), of: node) }
    return node
  }

  /// One line break folds to a space, more of them to one less than they are (section 6.5).
  mutating func appendFold(_ breaks: Int) {
    if breaks == 1 {
      decoded.append(0x20)
    } else {
      for _ in 1..<max(breaks, 1) { decoded.append(0x0A) }
    }
  }

  /// The next line that holds something, seen from the line break at or behind `index`.
  ///
  /// Counts the breaks up to it; nil at the end of the text.
  @inline(__always)
  func nextLine(after index: Int) -> (breaks: Int, lineStart: Int, content: Int)? {
    var index = skippingWhite(index)
    var breaks = 0
    var start = index
    while index < end, bytes[index].isYAMLBreak {
      if bytes[index] == 0x0D, byte(index + 1) == 0x0A { index += 1 }
      breaks += 1
      start = index + 1
      index = skippingWhite(start)
    }
    return index < end && breaks > 0 ? (breaks, start, index) : nil
  }

  /// The next line of a plain scalar, if one follows `index`.
  ///
  /// In block context a line with `: ` cannot continue a scalar; it is left to be read as an entry.
  @inline(__always)
  private func continuation(
    after index: Int, minIndent: Int, inFlow: Bool
  ) -> (breaks: Int, lineStart: Int, text: TextRange)? {
    guard let next = nextLine(after: index), bytes[next.content] != UInt8(ascii: "#") else { return nil }
    guard next.content - next.lineStart >= minIndent, spaces(from: next.lineStart) >= minIndent else {
      return nil
    }
    if next.content == next.lineStart, isDocumentMarker(next.content) { return nil }
    let line = plainLine(next.content, inFlow: inFlow)
    guard line.last > next.content else { return nil }
    if !inFlow, line.stop < end, bytes[line.stop] == UInt8(ascii: ":") { return nil }
    return (next.breaks, next.lineStart, TextRange(next.content, line.last))
  }
}
