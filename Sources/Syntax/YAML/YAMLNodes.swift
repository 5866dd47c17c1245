/// Hanging nodes into the tree: what is due in the innermost collection, and what is missing there.
extension YAMLParserState {
  /// Puts a node where the innermost collection expects one.
  mutating func attach(_ node: Int32) {
    let parent = stack.count - 1
    switch stack[parent].kind {
    case .document:
      stack[parent].node = node
      stack[parent].state = .done
    case .blockSequence:
      builder.append(node, to: stack[parent].node)
      stack[parent].state = .entry
    case .flowSequence:
      builder.append(node, to: stack[parent].node)
      stack[parent].state = .done
    case .blockMapping, .flowMapping, .flowPair:
      builder.append(node, to: stack[parent].node)
      if stack[parent].state == .value {
        stack[parent].state = stack[parent].kind == .blockMapping ? .entry : .done
      } else {
        stack[parent].state = .afterKey
      }
    }
    stack[parent].end = max(stack[parent].end, Int(builder.records[Int(node)].end))
  }

  /// A node that is not written, behind its properties if it has some.
  mutating func missing(at offset: Int, _ properties: YAMLProperties = YAMLProperties()) -> Int32 {
    let place = properties.isEmpty ? offset : properties.end
    let node = builder.add(.scalar, .missing, .at(place))
    apply(properties, to: node)
    return node
  }

  /// Adds the key and the value that the innermost collection still waits for.
  mutating func fillPending() {
    fillNode()
    if top.state == .afterKey {
      top.state = .value
      attach(missing(at: top.end))
    }
  }

  /// Adds the one node that is due; properties without a node are reported else.
  mutating func fillNode() {
    guard top.isAwaiting else { return discardProperties() }
    let all = merged(outerProperties, properties)
    properties = YAMLProperties()
    outerProperties = YAMLProperties()
    attach(missing(at: top.mark, all))
  }

  /// Closes the innermost collection.
  mutating func closeFrame() {
    fillPending()
    let frame = stack.removeLast()
    builder.setEnd(frame.end, of: frame.node)
    top.end = max(top.end, frame.end)
  }
}
