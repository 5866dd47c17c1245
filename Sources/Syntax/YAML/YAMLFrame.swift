/// An open collection, or the document itself.
struct YAMLFrame {
  enum Kind: UInt8 {
    case document, blockSequence, blockMapping, flowSequence, flowMapping
    /// The one pair of `[key: value]`.
    case flowPair
  }

  enum State: UInt8 {
    /// The next entry (or, in a mapping, the next key) starts here.
    case entry
    /// `?` was read, the key is to come.
    case explicitKey
    /// A key is there, its `:` is not.
    case afterKey
    /// `-` or `:` was read, the value is to come.
    case value
    /// An entry is whole; a flow collection wants `,` or its end now.
    case done
  }

  /// The node; the document has none.
  var node: Int32
  var kind: Kind
  var state: State
  /// The column (0-based bytes) of a block collection's entries, -1 for the document; content inside lies
  /// deeper. Flow collections have the indent of the block around them.
  var indent: Int
  /// Behind the last indicator: where a missing node stands.
  var mark: Int
  /// A block collection may start on the line of the last indicator (after `- `, `? ` and an explicit `: `).
  var allowsCompact = false
  /// The last key was quoted or a flow collection, so that a `:` may touch what follows it (flow only).
  var keyIsJSON = false
  /// The start of the line on which a flow collection was opened.
  var line = 0
  /// Where the last child ended.
  var end: Int

  /// A node is due in this block collection.
  @inline(__always) var isAwaiting: Bool { state == .value || state == .explicitKey }
}

/// An anchor and a tag in front of a node, as places in the source, so that copies cost nothing.
struct YAMLProperties {
  /// The anchor's name, without `&`.
  var anchor: TextRange?
  var tag: TextRange?
  /// The first byte of the first one and the end of the last one; -1 where there is none.
  var start = -1
  var end = -1
  /// The tab in front of the first one, if there is one.
  var tab: Int?
  /// They are the first of their line.
  var isNewLine = false
  /// The column of the first one, as `YAMLParserState.settle` counts it.
  var column = 0

  @inline(__always) var isEmpty: Bool { start < 0 }
}
