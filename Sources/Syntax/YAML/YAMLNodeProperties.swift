/// Anchors, tags and aliases (YAML 1.2.2, section 6.9 and 7.1).
extension YAMLParserState {
  /// Reads the anchor or tag at `at` in front of a node.
  mutating func scanProperty(_ place: Place) {
    let start = at
    var found = YAMLProperties()
    if bytes[at] == UInt8(ascii: "&") {
      at += 1
      found.anchor = scanName("an anchor")
    } else {
      found.tag = scanTag(inFlow: top.kind.isFlow)
    }
    found.start = start
    found.end = at
    found.tab = place.tab
    found.isNewLine = place.isNewLine
    found.column = place.column
    properties = merged(properties, found)
  }

  /// Joins two groups of properties of one node; two anchors or two tags are a mistake.
  mutating func merged(_ first: YAMLProperties, _ second: YAMLProperties) -> YAMLProperties {
    guard !second.isEmpty else { return first }
    guard !first.isEmpty else { return second }
    if second.anchor != nil && first.anchor != nil || second.tag != nil && first.tag != nil {
      let name = second.tag != nil && first.tag != nil ? "tag" : "anchor"
      reportStructure(TextRange(second.start, second.end), "a second \(name) for one node")
    }
    var all = first
    all.anchor = second.anchor ?? first.anchor
    all.tag = second.tag ?? first.tag
    all.end = max(first.end, second.end)
    return all
  }

  /// At a new line: properties that ended the line before belong to the node to come.
  mutating func keepOuterProperties() {
    guard !properties.isEmpty else { return }
    guard top.isAwaiting else { return discardProperties() }
    outerProperties = merged(outerProperties, properties)
    properties = YAMLProperties()
  }

  /// Reports properties that no node follows.
  mutating func discardProperties() {
    for lost in [outerProperties, properties] where !lost.isEmpty {
      builder.report(
        .syntax, TextRange(lost.start, lost.end), "an anchor or a tag without a value, expected one behind it"
      )
    }
    outerProperties = YAMLProperties()
    properties = YAMLProperties()
  }

  /// The properties in front of the node at `at`, which are its own now.
  mutating func takeProperties() -> YAMLProperties {
    if properties.isEmpty && outerProperties.isEmpty { return properties }
    let all = merged(outerProperties, properties)
    outerProperties = YAMLProperties()
    properties = YAMLProperties()
    return all
  }

  mutating func apply(_ properties: YAMLProperties, to node: Int32) {
    if properties.isEmpty { return }
    if let tag = properties.tag { builder.setTag(text(tag), of: node) }
    if let range = properties.anchor {
      let anchor = text(range)
      builder.setAnchor(anchor, of: node)
      anchors[anchor] = node
    }
  }

  /// Reads `ns-anchor-name` at `at`.
  private mutating func scanName(_ what: String) -> TextRange {
    let start = at
    while at < end, !bytes[at].isYAMLBlank, !bytes[at].isYAMLFlowIndicator { at += 1 }
    if at == start {
      reportStructure(TextRange(start - 1, start), "\(what) without a name")
    } else if at < end, bytes[at].isYAMLFlowIndicator, !top.kind.isFlow {
      reportStructure(TextRange(at, at + 1), "'\(text(TextRange(at, at + 1)))' in \(what)'s name")
      while !isBlank(at) { at += 1 }
    }
    return TextRange(start, at)
  }

  /// Reads the alias at `at`.
  mutating func scanAlias() -> Int32 {
    let start = at
    at += 1
    let name = scanName("an alias")
    let node = builder.add(.alias, .plain, TextRange(start, name.end))
    builder.setText(text(name), of: node)
    hasAliases = true
    if let target = anchors[text(name)] {
      builder.setTarget(target, of: node)
    } else if name.count > 0 {
      builder.report(
        .syntax, TextRange(start, name.end),
        "alias '*\(text(name))' without an anchor '&\(text(name))' before it")
    }
    return node
  }

  /// Reports properties of an alias, which stands for a node that has its own.
  mutating func refuseOnAlias(_ properties: YAMLProperties) {
    guard !properties.isEmpty else { return }
    reportStructure(
      TextRange(properties.start, properties.end), "an anchor or a tag in front of an alias, which takes none"
    )
  }

  /// Reads the tag at `at` as it is written.
  private mutating func scanTag(inFlow: Bool) -> TextRange {
    let start = at
    if byte(at + 1) == UInt8(ascii: "<") {
      at += 2
      while at < end, bytes[at] != UInt8(ascii: ">"), !bytes[at].isYAMLBlank { at += 1 }
      if byte(at) == UInt8(ascii: ">") {
        at += 1
      } else {
        reportStructure(TextRange(start, at), "a verbatim tag without '>'")
      }
    } else {
      at += 1
      var handleEnd = at
      while at < end, bytes[at].isYAMLTagCharacter || bytes[at] == UInt8(ascii: "!") && handleEnd == start + 1
      {
        at += 1
        if bytes[at - 1] == UInt8(ascii: "!") { handleEnd = at }
      }
      checkHandle(start, handleEnd)
    }
    let stop = at
    if !isBlank(at), !(inFlow && bytes[at].isYAMLFlowIndicator) {
      while !isBlank(at) { at += 1 }
      reportStructure(TextRange(stop, at), "'\(text(TextRange(stop, at)))' in a tag, expected white space")
    }
    return TextRange(start, stop)
  }

  /// A named handle must have its `%TAG` line, and something must follow it.
  private mutating func checkHandle(_ start: Int, _ handleEnd: Int) {
    guard handleEnd > start + 1 else { return }
    let handle = text(TextRange(start, handleEnd))
    if handle != "!!", tagPrefixes[handle] == nil {
      reportStructure(
        TextRange(start, at), "tag handle '\(handle)' without a %TAG directive in this document")
    } else if handleEnd == at {
      reportStructure(TextRange(start, at), "tag handle '\(handle)' without a name behind it")
    }
  }
}

extension YAMLFrame.Kind {
  var isFlow: Bool {
    switch self {
    case .flowSequence, .flowMapping, .flowPair: return true
    case .document, .blockSequence, .blockMapping: return false
    }
  }
}
