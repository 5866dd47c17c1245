/// Documents, their markers and directives (YAML 1.2.2, chapter 9 and section 6.8).
extension YAMLParserState {
  mutating func parseStream() {
    while !builder.problems.isFull, parseDocument() {}
  }

  /// Parses up to the next document; false at the end of the stream.
  private mutating func parseDocument() -> Bool {
    anchors.removeAll(keepingCapacity: true)
    tagPrefixes.removeAll(keepingCapacity: true)
    reachedLimit = false
    let prefix = parsePrefix()
    guard at < end else {
      if let directive = prefix.directive {
        builder.report(.syntax, directive, "a directive without a document, expected '---' after it")
      }
      return false
    }
    var document = ConfigTree.Document(range: .at(at), version: prefix.version)
    let start = at
    at = lineStart  // the indentation of the first line counts
    if at == lineStart, isDocumentMarker(at), bytes[at] == UInt8(ascii: "-") {
      at += 3
      document.hasExplicitStart = true
    } else if let directive = prefix.directive {
      builder.report(.syntax, directive, "a directive without '---' between it and the document")
    }
    document.tagPrefixes = tagPrefixes
    stack.append(YAMLFrame(node: -1, kind: .document, state: .value, indent: -1, mark: at, end: at))
    parseBlocks()
    while stack.count > 1 { closeFrame() }
    fillPending()
    let root = stack.removeLast().node
    document.hasExplicitEnd = consumeDocumentEnd()
    document.range = TextRange(start, at)
    builder.appendRoot(root, document: document)
    return true
  }

  /// Steps over comments, byte-order marks, lone `...` lines and directives in front of a document.
  private mutating func parsePrefix() -> (version: String?, directive: TextRange?) {
    var version: String?
    var last: TextRange?
    while true {
      if at + 3 <= end, at == lineStart, bytes[at] == 0xEF, bytes[at + 1] == 0xBB, bytes[at + 2] == 0xBF {
        at += 3
        lineStart = at
      }
      let separation = skipToContent()
      guard at < end, at == lineStart else { return (version, last) }
      if bytes[at] == 0xEF, byte(at + 1) == 0xBB, byte(at + 2) == 0xBF { continue }
      if bytes[at] == UInt8(ascii: "."), isDocumentMarker(at), last == nil {
        _ = consumeDocumentEnd()
        continue
      }
      guard separation.isNewLine, bytes[at] == UInt8(ascii: "%") else { return (version, last) }
      let stop = lineEnd(at)
      last = TextRange(at, trimmedEnd(at, stop))
      parseDirective(stop, &version)
      at = stop
    }
  }

  /// `stop` without the white space in front of it, not before `start`.
  func trimmedEnd(_ start: Int, _ stop: Int) -> Int {
    var last = stop
    while last > start, bytes[last - 1].isYAMLWhite { last -= 1 }
    return last
  }

  /// Takes `...` and what may follow it on its line; false where the document ends without it.
  private mutating func consumeDocumentEnd() -> Bool {
    guard at < end, at == lineStart, isDocumentMarker(at), bytes[at] == UInt8(ascii: ".") else {
      return false
    }
    at = skippingWhite(at + 3)
    if at < end, !bytes[at].isYAMLBreak, bytes[at] != UInt8(ascii: "#") {
      let stop = lineEnd(at)
      reportStructure(TextRange(at, trimmedEnd(at, stop)), "text after '...', expected a line end")
      at = stop
    } else if at < end, bytes[at] == UInt8(ascii: "#") {
      scanComment(isOwnLine: false)
    }
    consumeBreak()
    return true
  }

  /// Reads the directive at `at`, whose line ends at `stop`.
  private mutating func parseDirective(_ stop: Int, _ version: inout String?) {
    var words: [TextRange] = []
    var index = at
    while index < stop {
      index = skippingWhite(index)
      guard index < stop else { break }
      if bytes[index] == UInt8(ascii: "#"), !words.isEmpty {
        let range = TextRange(index, trimmedEnd(index, stop))
        builder.comments.append(ConfigTree.Comment(range: range, isOwnLine: false))
        break
      }
      let start = index
      while index < stop, !bytes[index].isYAMLWhite { index += 1 }
      words.append(TextRange(start, index))
    }
    guard let name = words.first else { return }
    switch text(name) {
    case "%YAML": parseVersion(words, &version)
    case "%TAG": parseTagDirective(words)
    default: break  // reserved directives are ignored (section 6.8)
    }
  }

  private mutating func parseVersion(_ words: [TextRange], _ version: inout String?) {
    guard version == nil else {
      return builder.report(.syntax, words[0], "a second %YAML directive, expected one for each document")
    }
    version = ""
    guard words.count == 2 else {
      let place = words.count > 2 ? words[2] : TextRange.at(words[0].end)
      return builder.report(.syntax, place, "expected one version number after %YAML")
    }
    let parts = text(words[1]).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isNumber =
      parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      }
    guard isNumber else {
      return builder.report(.syntax, words[1], "'\(text(words[1]))' is no version number such as 1.2")
    }
    version = text(words[1])
  }

  private mutating func parseTagDirective(_ words: [TextRange]) {
    guard words.count == 3 else {
      let place = words.count > 3 ? words[3] : TextRange.at(words[words.count - 1].end)
      return builder.report(.syntax, place, "expected a handle and a prefix after %TAG")
    }
    let handle = text(words[1])
    let inner = handle.utf8.dropFirst().dropLast()
    guard handle.hasPrefix("!"), handle.hasSuffix("!"), inner.allSatisfy(\.isYAMLWordCharacter) else {
      return builder.report(.syntax, words[1], "'\(handle)' is no tag handle such as !e!")
    }
    if tagPrefixes[handle] != nil {
      return builder.report(.syntax, words[1], "a second %TAG directive for '\(handle)' in one document")
    }
    tagPrefixes[handle] = text(words[2])
  }

  /// The source bytes of `range` as text.
  func text(_ range: TextRange) -> String {
    String(decoding: bytes[range.start..<range.end], as: UTF8.self)
  }
}
