/// The grammar over the loaders' tokens: what may follow what, and which names are known.
///
/// As in PyYAML 6.0.3 and ruamel.yaml 0.19.1, parser.py and composer.py; a stack of states, no recursion.
struct LoaderGrammar {
  private enum State {
    case implicitDocument, documentStart, documentEnd
    case blockNode
    case blockEntry, indentlessEntry, blockKey, blockValue
    case flowEntry(isFirst: Bool), flowPairKey, flowPairValue, flowPairEnd
    case flowKey(isFirst: Bool), flowValue, flowEmptyValue
  }

  private(set) var scanner: LoaderScanner
  private let isPyYAML: Bool
  private let takesSeveral: Bool
  private var states: [State] = [.implicitDocument]
  /// Prefixes by handle.
  private var handles = Self.defaultHandles
  /// Tags that no safe loader has a constructor for, in the order of the text.
  private(set) var unknownTags: [YAMLRefusal] = []
  private var anchors: Set<String> = []
  private var documentCount = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ loader: YAMLLoader, takesSeveral: Bool) {
    scanner = LoaderScanner(bytes, isRuamel: loader == .ruamel)
    isPyYAML = loader != .ruamel
    self.takesSeveral = takesSeveral
  }

  /// Reads the whole text, or throws what the loader stumbles over first; false where collections lie deeper
  /// inside each other than `YAMLParser.depthLimit`. O(bytes).
  mutating func run() throws(YAMLRefusal) -> Bool {
    while let state = states.popLast() {
      // Beside one state for each collection there is one for the document.
      guard states.count <= YAMLParser.depthLimit + 1 else { return false }
      try step(state)
    }
    return true
  }

  private mutating func step(_ state: State) throws(YAMLRefusal) {
    switch state {
    case .implicitDocument: try beginImplicitDocument()
    case .documentStart: try beginDocument()
    case .documentEnd: try endDocument()
    case .blockNode: try node(isBlock: true)
    case .blockEntry: try blockEntry()
    case .indentlessEntry: try indentlessEntry()
    case .blockKey: try blockKey()
    case .blockValue:
      states.append(.blockKey)
      guard try skip(.value) else { return }
      if try !isNext(in: Self.behindBlock) { try node(isBlock: true, takesIndentless: true) }
    case .flowEntry(let isFirst): try flowEntry(isFirst)
    case .flowPairKey:
      _ = try scanner.take()
      states.append(.flowPairValue)
      if try !isNext(in: Self.behindPairKey) { try node(isBlock: false) }
    case .flowPairValue:
      states.append(.flowPairEnd)
      guard try skip(.value) else { return }
      if try !isNext(in: Self.behindPairValue) { try node(isBlock: false) }
    case .flowPairEnd: states.append(.flowEntry(isFirst: false))
    case .flowKey(let isFirst): try flowKey(isFirst)
    case .flowValue:
      states.append(.flowKey(isFirst: false))
      guard try skip(.value) else { return }
      if try !isNext(in: Self.behindFlowValue) { try node(isBlock: false) }
    case .flowEmptyValue: states.append(.flowKey(isFirst: false))
    }
  }

  // What may stand where a node is not written.
  private static let behindBlock: LoaderToken.Kinds = [.key, .value, .blockEnd]
  private static let behindPairKey: LoaderToken.Kinds = [.value, .flowEntry, .flowSequenceEnd]
  private static let behindPairValue: LoaderToken.Kinds = [.flowEntry, .flowSequenceEnd]
  private static let behindFlowValue: LoaderToken.Kinds = [.flowEntry, .flowMappingEnd]
  private static let explicitStart: LoaderToken.Kinds = [
    .versionDirective, .tagDirective, .otherDirective, .documentStart, .streamEnd,
  ]
  private static let emptyDocument: LoaderToken.Kinds = [
    .versionDirective, .tagDirective, .otherDirective, .documentStart, .documentEnd, .streamEnd,
  ]
  private static let behindEntry: LoaderToken.Kinds = [.blockEntry, .blockEnd]
  private static let behindIndentless: LoaderToken.Kinds = [.blockEntry, .key, .value, .blockEnd]
  private static let behindFlowKey: LoaderToken.Kinds = [.value, .flowEntry, .flowMappingEnd]

  private mutating func isNext(_ kind: LoaderToken.Kind) throws(YAMLRefusal) -> Bool {
    try scanner.peek().kind == kind
  }

  private mutating func isNext(in kinds: LoaderToken.Kinds) throws(YAMLRefusal) -> Bool {
    kinds.contains(try scanner.peek().kind)
  }

  /// Takes the next token if it is of `kind`.
  private mutating func skip(_ kind: LoaderToken.Kind) throws(YAMLRefusal) -> Bool {
    guard try scanner.peek().kind == kind else { return false }
    _ = try scanner.take()
    return true
  }

  private mutating func unexpected(_ expected: String) throws(YAMLRefusal) -> YAMLRefusal {
    let token = try scanner.peek()
    return scanner.refusal("\(token.text) where \(expected) is due", at: token.range)
  }

  // MARK: Documents

  private mutating func beginImplicitDocument() throws(YAMLRefusal) {
    if try isNext(in: Self.explicitStart) {
      return try beginDocument()
    }
    handles = Self.defaultHandles
    try countDocument()
    states += [.documentEnd, .blockNode]
  }

  private mutating func beginDocument() throws(YAMLRefusal) {
    while try skip(.documentEnd) {}
    if try isNext(.streamEnd) { return }
    try readDirectives()
    guard try isNext(.documentStart) else { throw try unexpected("'---'") }
    try countDocument()
    _ = try scanner.take()
    states.append(.documentEnd)
    if try !isNext(in: Self.emptyDocument) {
      states.append(.blockNode)
    }
  }

  private mutating func countDocument() throws(YAMLRefusal) {
    documentCount += 1
    anchors.removeAll(keepingCapacity: true)
    guard documentCount > 1, !takesSeveral else { return }
    throw YAMLRefusal(stage: .construction, range: try scanner.peek().range, reason: "a second document")
  }

  private mutating func readDirectives() throws(YAMLRefusal) {
    handles = [:]
    var hasVersion = false
    while true {
      let token = try scanner.peek()
      switch token.kind {
      case .versionDirective:
        if hasVersion { throw scanner.refusal("a second %YAML directive", at: token.range) }
        hasVersion = true
      case .tagDirective:
        let handle = scanner.text.text(token.name)
        guard handles[handle] == nil else {
          throw scanner.refusal("a second %TAG directive for '\(handle)'", at: token.range)
        }
        handles[handle] = scanner.text.text(token.rest)
      case .otherDirective: break
      default:
        handles.merge(Self.defaultHandles) { given, _ in given }
        return
      }
      _ = try scanner.take()
    }
  }

  private mutating func endDocument() throws(YAMLRefusal) {
    let token = try scanner.peek()
    let isExplicit = try skip(.documentEnd)
    if isExplicit, !isPyYAML {
      let next = try scanner.peek()
      if next.kind != .streamEnd, next.line == token.line {
        throw scanner.refusal("text behind '...' on its line", at: next.range)
      }
    }
    states.append(isExplicit && scanner.isModern ? .implicitDocument : .documentStart)
  }

  // MARK: Nodes

  /// Properties and what they belong to; what is inside a collection is put on the stack.
  private mutating func node(isBlock: Bool, takesIndentless: Bool = false) throws(YAMLRefusal) {
    if try isNext(.alias) {
      let token = try scanner.take()
      guard anchors.contains(scanner.text.text(token.name)) else {
        throw YAMLRefusal(
          stage: .construction, range: token.range, reason: "an alias without an anchor before it")
      }
      return
    }
    let hasProperties = try readProperties()
    let token = try scanner.peek()
    switch token.kind {
    case .blockEntry where takesIndentless: states.append(.indentlessEntry)
    case .scalar: _ = try scanner.take()
    case .flowSequenceStart:
      _ = try scanner.take()
      states.append(.flowEntry(isFirst: true))
    case .flowMappingStart:
      _ = try scanner.take()
      states.append(.flowKey(isFirst: true))
    case .blockSequenceStart where isBlock:
      _ = try scanner.take()
      states.append(.blockEntry)
    case .blockMappingStart where isBlock:
      _ = try scanner.take()
      states.append(.blockKey)
    default:
      if !hasProperties { throw try unexpected("a value") }
    }
  }

  /// One anchor and one tag in any order.
  private mutating func readProperties() throws(YAMLRefusal) -> Bool {
    var anchor: LoaderToken?
    var tag: LoaderToken?
    while true {
      let token = try scanner.peek()
      if token.kind == .anchor, anchor == nil {
        anchor = token
      } else if token.kind == .tag, tag == nil {
        tag = token
      } else {
        break
      }
      _ = try scanner.take()
    }
    if let tag { try checkTag(tag) }
    if let anchor {
      let isNew = anchors.insert(scanner.text.text(anchor.name)).inserted
      if !isNew, isPyYAML {
        throw YAMLRefusal(
          stage: .construction, range: anchor.range, reason: "an anchor that this document has already")
      }
    }
    return anchor != nil || tag != nil
  }

  private static let defaultHandles = ["!": "!", "!!": "tag:yaml.org,2002:"]

  private mutating func checkTag(_ tag: LoaderToken) throws(YAMLRefusal) {
    var name = scanner.text.text(tag.rest)
    if !tag.name.isEmpty {
      guard let prefix = handles[scanner.text.text(tag.name)] else {
        throw scanner.refusal("a tag handle without its %TAG directive", at: tag.range)
      }
      name = prefix + name
    }
    guard name != "!", !name.contains("%"), !LoaderConstruction.knownTags.contains(name) else { return }
    let refusal = YAMLRefusal(
      stage: .construction, range: tag.range, reason: "the tag '\(scanner.text.text(tag.range))'")
    // Where YAML ends a tag, such as `!!str` in `[!!str, x]`, the loaders do not.
    if name.utf8.contains(where: \.isYAMLFlowIndicator) { throw refusal }
    unknownTags.append(refusal)
  }

  // MARK: Blocks

  private mutating func blockEntry() throws(YAMLRefusal) {
    if try skip(.blockEntry) {
      states.append(.blockEntry)
      if try !isNext(in: Self.behindEntry) { try node(isBlock: true) }
    } else if try !skip(.blockEnd) {
      throw try unexpected("'-'")
    }
  }

  /// A sequence whose `-` stand under the key.
  private mutating func indentlessEntry() throws(YAMLRefusal) {
    guard try skip(.blockEntry) else { return }
    states.append(.indentlessEntry)
    if try !isNext(in: Self.behindIndentless) { try node(isBlock: true) }
  }

  private mutating func blockKey() throws(YAMLRefusal) {
    if try skip(.key) {
      states.append(.blockValue)
      if try !isNext(in: Self.behindBlock) { try node(isBlock: true, takesIndentless: true) }
    } else if scanner.isModern, try isNext(.value) {
      states.append(.blockValue)
    } else if try !skip(.blockEnd) {
      throw try unexpected("a key")
    }
  }

  // MARK: Flow

  private mutating func flowEntry(_ isFirst: Bool) throws(YAMLRefusal) {
    if try skip(.flowSequenceEnd) { return }
    if !isFirst {
      guard try skip(.flowEntry) else { throw try unexpected("',' or ']'") }
    }
    if try isNext(.key) {
      states.append(.flowPairKey)
    } else if try !skip(.flowSequenceEnd) {
      states.append(.flowEntry(isFirst: false))
      try node(isBlock: false)
    }
  }

  private mutating func flowKey(_ isFirst: Bool) throws(YAMLRefusal) {
    if try skip(.flowMappingEnd) { return }
    if !isFirst {
      guard try skip(.flowEntry) else { throw try unexpected("',' or '}'") }
    }
    if try skip(.key) {
      states.append(.flowValue)
      if try !isNext(in: Self.behindFlowKey) { try node(isBlock: false) }
    } else if scanner.isModern, try isNext(.value) {
      states.append(.flowValue)
    } else if try !skip(.flowMappingEnd) {
      states.append(.flowEmptyValue)
      try node(isBlock: false)
    }
  }
}
