/// Block collections (YAML 1.2.2, chapter 8): which line belongs to which collection.
extension YAMLParserState {
  /// Parses block content up to the end of the document.
  mutating func parseBlocks() {
    while true {
      let separation = skipToContent()
      if at >= end || (at == lineStart && isDocumentMarker(at)) { return }
      if reachedLimit || builder.problems.isFull { return skipDocument() }
      var place = Place(isNewLine: separation.isNewLine, tab: separation.tab, column: at - lineStart)
      if separation.isNewLine {
        keepOuterProperties()
        place.column = beginLine(separation)
      } else if !properties.isEmpty {
        place = Place(isNewLine: properties.isNewLine, tab: properties.tab, column: properties.column)
      } else if !top.isAwaiting {
        reportStructure(
          TextRange(at, trimmed(lineEnd(at))), "text after a value on the same line, expected a line end")
        skipLine()
        continue
      }
      parseBlockContent(place)
    }
  }

  /// Where a node starts.
  struct Place {
    /// It is the first on its line.
    var isNewLine: Bool
    /// A tab in the white space in front of it.
    var tab: Int?
    /// 0-based, as `settle` counts it.
    var column: Int
  }

  /// The innermost open collection.
  var top: YAMLFrame {
    @inline(__always) get { stack[stack.count - 1] }
    @inline(__always) _modify { yield &stack[stack.count - 1] }
  }

  /// The end of the text in front of `stop` on the current line, white space not counted.
  func trimmed(_ stop: Int) -> Int {
    var last = stop
    while last > at, bytes[last - 1].isYAMLWhite { last -= 1 }
    return last
  }

  /// Steps to the line's end, but not over a comment.
  mutating func skipLine() {
    while at < end, !bytes[at].isYAMLBreak {
      if bytes[at] == UInt8(ascii: "#"), at > 0, bytes[at - 1].isYAMLWhite { return }
      at += 1
    }
  }

  /// Steps to the next document marker, after a limit was reached.
  private mutating func skipDocument() {
    while at < end, !(at == lineStart && isDocumentMarker(at)) {
      at = lineEnd(at)
      consumeBreak()
    }
  }

  /// Finds the column of the line that starts with the content at `at`, and closes what it ends.
  private mutating func beginLine(_ separation: Separation) -> Int {
    let column = at - lineStart
    guard separation.tab != nil else { return settle(column) }
    // Tabs are no indentation; but behind enough spaces they may stand in front of a scalar or a flow
    // collection.
    let spaces = spaces(from: lineStart)
    if top.isAwaiting, spaces > top.indent { return spaces }
    reportTab(separation.tab)
    if top.isAwaiting, column > top.indent { return column }
    if stack.contains(where: { $0.indent == column }) { return settle(column) }
    if top.isAwaiting { return top.indent + 1 }
    return settle(max(top.indent, 0))
  }

  mutating func reportTab(_ tab: Int?) {
    guard let tab else { return }
    var stop = tab
    while stop < end, bytes[stop] == 0x09 { stop += 1 }
    reportStructure(TextRange(tab, stop), "a tab in the indentation, expected spaces")
  }

  /// Closes the collections that a line at `column` ends; returns the column that the line is meant to have.
  private mutating func settle(_ column: Int) -> Int {
    let isDash = byte(at) == UInt8(ascii: "-") && isBlank(at + 1)
    while top.indent > column {
      if stack[stack.count - 2].indent < column {
        reportIndentation("\(Self.columns(column)) of indentation, expected \(top.indent)")
        fillPending()
        top.indent = column
        break
      }
      closeFrame()
    }
    if top.indent == column {
      let below = stack[stack.count - 2]
      if below.indent == column,
        isDash ? below.kind == .blockSequence && !top.isAwaiting : top.kind == .blockSequence
      {
        closeFrame()
      }
      let takesSequence = isDash && top.kind == .blockMapping && top.isAwaiting
      if !takesSequence, top.isAwaiting { fillNode() }
      return column
    }
    if top.isAwaiting || reopenAsMapping(column) { return column }
    if top.kind == .document {
      reportStructure(
        TextRange(at, trimmed(lineEnd(at))),
        "text after the end of the document's value, expected '---' before it")
      startAgain()
      return column
    }
    reportIndentation("\(Self.columns(column)) of indentation, expected \(top.indent)")
    return top.indent
  }

  static func columns(_ count: Int) -> String { count == 1 ? "1 column" : "\(count) columns" }

  /// Takes the plain scalar that was the last value for a key without its `:`, where an entry follows below
  /// it.
  private mutating func reopenAsMapping(_ column: Int) -> Bool {
    let last = top.kind == .document ? top.node : builder.records[Int(top.node)].lastChild
    guard last >= 0, top.kind != .blockMapping || top.state == .entry, looksLikeEntry(at) else {
      return false
    }
    let record = builder.records[Int(last)]
    let start = Int(record.start)
    guard record.kind == .scalar, record.style == .plain, byte(at) != UInt8(ascii: "-") else { return false }
    var line = start
    while line > 0, !bytes[line - 1].isYAMLBreak { line -= 1 }
    let isFirst = top.kind == .blockSequence || skippingWhite(line) == start
    guard isFirst, start - line == column else { return false }
    let range = TextRange(start, Int(record.end))
    reportStructure(range, "text without ': ', expected 'key: value'")
    builder.turnIntoMapping(last)
    builder.append(builder.add(.invalid, .plain, range), to: last)
    builder.append(builder.add(.scalar, .missing, .at(range.end)), to: last)
    stack.append(
      YAMLFrame(
        node: last, kind: .blockMapping, state: .entry, indent: column, mark: range.end, end: range.end))
    return true
  }

  private mutating func reportIndentation(_ message: String) {
    reportStructure(lineStart == at ? TextRange(at, at + 1) : TextRange(lineStart, at), message)
  }

  /// Makes room for a second value of the document; a scalar in front of it was most likely a key without
  /// `:`.
  private mutating func startAgain() {
    if top.node >= 0, builder.records[Int(top.node)].kind != .scalar {
      builder.appendRoot(top.node, document: ConfigTree.Document(range: TextRange(top.mark, at)))
    }
    top.state = .value
    top.mark = at
    top.node = -1
  }

  /// One indicator, property or node in block context.
  private mutating func parseBlockContent(_ place: Place) {
    switch bytes[at] {
    case UInt8(ascii: "-") where isBlank(at + 1): openEntry(place)
    case UInt8(ascii: "?") where isBlank(at + 1): openExplicitKey(place)
    case UInt8(ascii: ":") where isBlank(at + 1): openValue(place)
    case UInt8(ascii: "&"), UInt8(ascii: "!"): scanProperty(place)
    default: parseBlockNode(place)
    }
  }

  /// `- `: the next entry of a sequence, or the first one of a new sequence.
  private mutating func openEntry(_ place: Place) {
    refuseProperties("-")
    let isNext =
      place.isNewLine && top.kind == .blockSequence && top.indent == place.column && !top.isAwaiting
    if !isNext {
      checkBlockStart(place, "a sequence")
      if !top.isAwaiting { pretendKey("'-' where a key was expected") }
      guard open(.blockSequence, at: at, indent: place.column) else { return }
    }
    at += 1
    top.state = .value
    top.mark = at
    top.allowsCompact = true
  }

  /// Reports properties on the line of an indicator that they cannot belong to.
  private mutating func refuseProperties(_ indicator: String) {
    guard !properties.isEmpty else { return }
    reportStructure(
      TextRange(properties.start, properties.end),
      "an anchor or a tag in front of '\(indicator)', expected it behind")
    properties = YAMLProperties()
  }

  /// `? `: a key of any kind follows.
  private mutating func openExplicitKey(_ place: Place) {
    refuseProperties("?")
    guard enterMapping(place) else { return }
    at += 1
    top.state = .explicitKey
    top.mark = at
    top.allowsCompact = true
  }

  /// `: ` without a key on its line: the value of an explicit key, or of an empty key.
  private mutating func openValue(_ place: Place) {
    if place.isNewLine, top.kind == .blockMapping, top.indent == place.column, top.state == .afterKey {
      discardProperties()
      top.allowsCompact = true
    } else {
      let own = properties
      properties = YAMLProperties()
      guard enterMapping(place, keyStart: own.isEmpty ? at : own.start) else { return }
      attach(missing(at: at, own))
      top.allowsCompact = false
    }
    at += 1
    top.state = .value
    top.mark = at
  }

  /// Makes the block mapping that a key at `place` belongs to the innermost open one; false at the depth
  /// limit.
  mutating func enterMapping(_ place: Place, keyStart: Int? = nil) -> Bool {
    if top.kind == .blockMapping, !top.isAwaiting, place.isNewLine {
      reportTab(place.tab)
      if top.state == .afterKey { fillPending() }
      return true
    }
    checkBlockStart(place, "a mapping")
    if top.kind == .blockSequence, !top.isAwaiting {
      reportStructure(TextRange(at, at + 1), "a mapping where '-' was expected")
      top.state = .value
    }
    return open(.blockMapping, at: keyStart ?? at, indent: place.column)
  }

  /// Reports a block collection that starts where none may.
  private mutating func checkBlockStart(_ place: Place, _ name: String) {
    if place.tab != nil { return reportTab(place.tab) }
    if !place.isNewLine, !top.allowsCompact {
      reportStructure(
        TextRange(at, at + 1), "\(name) cannot start on this line, expected a line break before it")
    }
  }

  /// A scalar, an alias or a flow collection, which may be the key of a pair.
  private mutating func parseBlockNode(_ place: Place) {
    let start = at
    let line = lineStart
    let own = properties
    properties = YAMLProperties()
    if bytes[at] == UInt8(ascii: "|") || bytes[at] == UInt8(ascii: ">"), top.isAwaiting {
      let node = scanBlockScalar()
      apply(own, to: node)
      return finishBlockNode(node, own)
    }
    let node = scanNode(own, minIndent: top.indent + 1, inFlow: false)
    let colon = skippingWhite(at)
    guard colon < end, bytes[colon] == UInt8(ascii: ":"), isBlank(colon + 1) else {
      return finishBlockNode(node, own)
    }
    checkKey(TextRange(start, at), isOneLine: line == lineStart)
    if top.kind == .blockMapping, top.isAwaiting, !place.isNewLine, !top.allowsCompact {
      reportStructure(
        TextRange(colon, colon + 1),
        "a second ':' in this line, expected quotes around the value or a line break")
      skipLine()
      at = max(trimmed(at), colon + 1)
      return attach(builder.add(.invalid, .plain, TextRange(start, trimmedEnd(colon, at))))
    }
    guard enterMapping(place, keyStart: own.isEmpty ? start : own.start) else { return }
    attach(node)
    at = colon + 1
    top.state = .value
    top.mark = at
    top.allowsCompact = false
  }

  /// Implicit keys stand on one line and have at most 1024 characters (section 8.2.2).
  mutating func checkKey(_ range: TextRange, isOneLine: Bool) {
    if !isOneLine {
      reportStructure(range, "a key on more than one line, expected '?' before it or the key on one line")
    } else if range.count > 1024 {
      let characters = bytes[range.start..<range.end].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
      if characters > 1024 {
        reportStructure(range, "a key of \(characters) characters, expected at most 1024 or '?' before it")
      }
    }
  }

  /// Puts a node that is no key into its place.
  private mutating func finishBlockNode(_ node: Int32, _ own: YAMLProperties) {
    if !outerProperties.isEmpty {
      let all = merged(outerProperties, own)
      outerProperties = YAMLProperties()
      if builder.records[Int(node)].kind == .alias {
        refuseOnAlias(all)
      } else {
        apply(all, to: node)
      }
    }
    if top.isAwaiting { return attach(node) }
    let range = TextRange(Int(builder.records[Int(node)].start), Int(builder.records[Int(node)].end))
    if top.kind == .blockMapping {
      reportStructure(range, "text without ': ', expected 'key: value'")
      fillPending()
      attach(builder.add(.invalid, .plain, range))
      top.state = .value
      attach(missing(at: range.end))
    } else {
      reportStructure(range, "text where '-' was expected")
      top.state = .value
      attach(node)
    }
  }

  /// Adds a key that stands for text without a meaning, so that what follows has a place.
  mutating func pretendKey(_ message: String) {
    reportStructure(TextRange(at, at + 1), message)
    if top.kind == .blockMapping {
      fillPending()
      builder.append(builder.add(.invalid, .missing, .at(at)), to: top.node)
    }
    top.state = .value
  }

  /// Opens a collection as the next child of the innermost one; false, with a problem, at the depth limit.
  mutating func open(_ kind: YAMLFrame.Kind, at start: Int, indent: Int) -> Bool {
    guard stack.count <= YAMLParser.depthLimit else {
      builder.report(.limit, .at(at), "more than \(YAMLParser.depthLimit) collections inside each other")
      reachedLimit = true
      return false
    }
    let node = builder.add(
      kind == .blockSequence ? .sequence : .mapping, .block, TextRange(start, start))
    if !outerProperties.isEmpty {
      apply(outerProperties, to: node)
      outerProperties = YAMLProperties()
    }
    attach(node)
    stack.append(YAMLFrame(node: node, kind: kind, state: .entry, indent: indent, mark: start, end: start))
    return true
  }
}
