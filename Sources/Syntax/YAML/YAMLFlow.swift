/// Flow collections (YAML 1.2.2, section 7.4).
extension YAMLParserState {
  /// Reads the flow collection whose bracket is at `at`, with all that lies in it; returns its node.
  mutating func parseFlow(_ own: YAMLProperties) -> Int32 {
    let base = stack.count
    // What stands before the block node's line may belong to a mapping around it; see `finishBlockNode`.
    let outer = outerProperties
    outerProperties = YAMLProperties()
    defer { outerProperties = outer }
    let root = openFlow(own)
    if let anchor = outer.anchor { anchors[text(anchor)] = root }
    while stack.count > base {
      let line = lineStart
      let separation = skipToContent()
      let isMarker = at == lineStart && isDocumentMarker(at)
      if at >= end || isMarker || reachedLimit || lineStart != line && isLeft(separation) {
        leaveFlow(base)
      } else {
        parseFlowContent(base)
      }
    }
    return root
  }

  /// Reports the brackets that stay open and closes them.
  private mutating func leaveFlow(_ base: Int) {
    if !reachedLimit {
      // The collection ends where the last thing in it ended.
      let open = stack[stack.count - 1].kind == .flowPair ? stack[stack.count - 2] : stack[stack.count - 1]
      let start = Int(builder.records[Int(open.node)].start)
      builder.report(
        .syntax, TextRange(start, start + 1),
        "'\(text(TextRange(start, start + 1)))' without its closing bracket")
      reportedLine = lineStart
      if lineStart == at || skipsOnlyWhite(lineStart) { at = lineStart }
    }
    while stack.count > base {
      endPair()
      closeFlow(at: max(top.end, top.mark))
    }
  }

  private func skipsOnlyWhite(_ start: Int) -> Bool { skippingWhite(start) >= at }

  /// Whether the new line at `at` cannot belong to the collection; reports too little indentation.
  private mutating func isLeft(_ separation: Separation) -> Bool {
    let byte = bytes[at]
    let isClosing = byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    let goesOn = isClosing || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
    guard spaces(from: lineStart) <= top.indent else { return false }
    if !goesOn, top.state == .done || top.state == .afterKey && looksLikeEntry(at) { return true }
    if !goesOn, at == lineStart, top.kind == .flowSequence, looksLikeEntry(at) { return true }
    if separation.tab != nil {
      reportTab(separation.tab)
    } else {
      // PyYAML and ruamel do not look at indentation inside brackets.
      let what = isClosing ? "a closing bracket with" : "inside brackets,"
      builder.report(
        .deviation, TextRange(at, at + 1),
        "\(what) \(Self.columns(at - lineStart)) of indentation, expected more than \(top.indent)")
    }
    return false
  }

  /// Opens the collection at `at`; its node is put into its place when it is closed.
  private mutating func openFlow(_ own: YAMLProperties) -> Int32 {
    let isSequence = bytes[at] == UInt8(ascii: "[")
    let node = builder.add(isSequence ? .sequence : .mapping, .flow, TextRange(at, at + 1))
    apply(own, to: node)
    if stack.count > YAMLParser.depthLimit {
      builder.report(
        .limit, TextRange(at, at + 1), "more than \(YAMLParser.depthLimit) collections inside each other")
      reachedLimit = true
    }
    at += 1
    push(isSequence ? .flowSequence : .flowMapping, node, start: at - 1)
    return node
  }

  private mutating func push(_ kind: YAMLFrame.Kind, _ node: Int32, start: Int) {
    stack.append(
      YAMLFrame(
        node: node, kind: kind, state: .entry, indent: top.indent, mark: at, line: lineStart, end: start))
  }

  /// Closes the innermost flow collection, whose text ends at `stop`.
  private mutating func closeFlow(at stop: Int) {
    fillFlow()
    let frame = stack.removeLast()
    builder.setEnd(max(stop, frame.end), of: frame.node)
    guard top.kind.isFlow else { return }
    place(frame.node, start: Int(builder.records[Int(frame.node)].start), isJSON: true, line: frame.line)
  }

  /// Adds the nodes that the entry that ends here lacks.
  private mutating func fillFlow() {
    let own = takeProperties()
    switch top.state {
    case .explicitKey, .value: attach(missing(at: top.mark, own))
    case .entry where !own.isEmpty: attach(missing(at: own.end, own))
    default:
      if !own.isEmpty {
        reportStructure(TextRange(own.start, own.end), "an anchor or a tag without a value")
      }
    }
    if top.state == .afterKey {
      top.state = .value
      attach(missing(at: top.end))
    }
  }

  /// One indicator, property or node in flow context.
  private mutating func parseFlowContent(_ base: Int) {
    let byte = bytes[at]
    switch byte {
    case UInt8(ascii: ","): endEntry()
    case UInt8(ascii: "]"), UInt8(ascii: "}"): closeBracket(base)
    case UInt8(ascii: "&"), UInt8(ascii: "!"):
      expectSeparator()
      scanProperty(Place(isNewLine: false, tab: nil, column: 0))
    case UInt8(ascii: "?") where isBlank(at + 1) || self.byte(at + 1).isYAMLFlowIndicator: startExplicitKey()
    case UInt8(ascii: ":") where isValueIndicator: startValue()
    default:
      expectSeparator()
      let own = properties
      properties = YAMLProperties()
      let start = own.isEmpty ? at : own.start
      let line = lineStart
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        _ = openFlow(own)
        return
      }
      let isJSON = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
      let node = scanNode(own, minIndent: top.indent + 1, inFlow: true)
      place(node, start: start, isJSON: isJSON, line: line)
    }
  }

  /// Whether the `:` at `at` separates a key from its value, rather than starting a plain scalar.
  private var isValueIndicator: Bool {
    if isBlank(at + 1) || byte(at + 1).isYAMLFlowIndicator { return true }
    return top.state == .afterKey && top.keyIsJSON
  }

  /// Puts a whole node into the innermost flow collection; in a sequence it may turn out to be the key of a
  /// pair.
  private mutating func place(_ node: Int32, start: Int, isJSON: Bool, line: Int) {
    let colon = skippingWhite(at)
    let isPair =
      top.kind == .flowSequence && top.state == .entry && byte(colon) == UInt8(ascii: ":")
      && (isJSON || isBlank(colon + 1) || byte(colon + 1).isYAMLFlowIndicator)
    if isPair {
      checkKey(TextRange(start, at), isOneLine: line == lineStart)
      push(.flowPair, builder.add(.mapping, .flow, TextRange(start, start)), start: start)
    }
    attach(node)
    top.keyIsJSON = isJSON
  }

  /// Reports a node that follows another one without a comma, and goes on as if the comma were there.
  private mutating func expectSeparator() {
    guard top.state == .done || top.state == .afterKey else { return }
    let expected = top.state == .done ? "','" : "':' or ','"
    reportStructure(TextRange(at, at + 1), "a value without a separator before it, expected \(expected)")
    endPair()
    fillFlow()
    top.state = .entry
  }

  /// A pair inside a sequence ends where its entry ends.
  private mutating func endPair() {
    guard top.kind == .flowPair else { return }
    fillFlow()
    let pair = stack.removeLast()
    builder.setEnd(pair.end, of: pair.node)
    attach(pair.node)
  }

  /// `,`
  private mutating func endEntry() {
    endPair()
    if top.state == .entry, properties.isEmpty {
      reportStructure(TextRange(at, at + 1), "a ',' with nothing before it, expected a value")
    } else {
      fillFlow()
    }
    at += 1
    top.state = .entry
    top.mark = at
  }

  /// `]` or `}`
  private mutating func closeBracket(_ base: Int) {
    endPair()
    let isSquare = bytes[at] == UInt8(ascii: "]")
    if isSquare != (top.kind == .flowSequence) {
      let expected = isSquare ? "'}'" : "']'"
      reportStructure(TextRange(at, at + 1), "'\(isSquare ? "]" : "}")' where \(expected) was expected")
      // One bracket too few: the one that is here closes a collection further out.
      let matching: YAMLFrame.Kind = isSquare ? .flowSequence : .flowMapping
      if stack[base...].contains(where: { $0.kind == matching }) {
        return closeFlow(at: max(top.end, top.mark))
      }
    }
    at += 1
    closeFlow(at: at)
  }

  /// `? `
  private mutating func startExplicitKey() {
    expectSeparator()
    if !properties.isEmpty {
      reportStructure(TextRange(properties.start, properties.end), "an anchor or a tag in front of '?'")
      properties = YAMLProperties()
    }
    if top.state != .entry {
      reportStructure(TextRange(at, at + 1), "'?' where a value was expected")
    } else {
      if top.kind == .flowSequence {
        push(.flowPair, builder.add(.mapping, .flow, TextRange(at, at)), start: at)
      }
      top.state = .explicitKey
    }
    at += 1
    top.mark = at
  }

  /// `:`
  private mutating func startValue() {
    switch top.state {
    case .afterKey: discardProperties()
    case .explicitKey: attach(missing(at: top.mark, takeProperties()))
    case .entry:
      let own = takeProperties()
      let start = own.isEmpty ? at : own.start
      if top.kind == .flowSequence {
        push(.flowPair, builder.add(.mapping, .flow, TextRange(start, start)), start: start)
      }
      attach(missing(at: at, own))
    case .value, .done:
      reportStructure(TextRange(at, at + 1), "a ':' that no key stands before")
      at += 1
      return
    }
    at += 1
    top.state = .value
    top.mark = at
  }
}
